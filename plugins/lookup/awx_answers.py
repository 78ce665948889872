# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_answers
author: euc.workspaces contributors (@euc-workspaces)
version_added: 0.2.0
short_description: The answers to the survey of a job template of AWX
description:
  - A survey of AWX is flat, and its answers are text for the most part. This reads those to a survey of
    P(euc.workspaces.awx_survey#lookup) out of the variables of the host, and returns the options of the role that they
    stand for.
  - An empty answer is as none. Then the variable of the host holds, for an image C(byol_image_defaults), and then the
    default of the role.
  - Numbers and truth values are cast, and choices checked, by the argument specs of the role.
  - Answers are never templated.
  - The entry playbooks of the collection use it, such as C(euc.workspaces.awx_import).
options:
  _terms:
    description: The answers to which survey, one or more.
    type: list
    elements: str
    required: true
    choices: [audit, enable, import]
"""

EXAMPLES = r"""
- name: Import what the survey asks for
  hosts: all
  gather_facts: false
  tasks:
    - name: Read the answers
      ansible.builtin.set_fact:
        answers: "{{ lookup('euc.workspaces.awx_answers', 'import') }}"

    - name: Refuse what cannot be meant
      ansible.builtin.assert:
        that: answers.problems | length == 0
        fail_msg: "{{ answers.problems | join(' ') }}"

    - name: Import the image
      ansible.builtin.import_role:
        name: euc.workspaces.byol
      vars:
        byol_images: "{{ [answers.image] }}"
"""

RETURN = r"""
_list:
  description: For each term what was answered.
  type: list
  elements: dict
  contains:
    image:
      description: The options of an image that were answered. With survey V(import) only, else empty.
      type: dict
      returned: always
      sample:
        name: win11-2026-11
        image_source:
          ec2_image_id: ami-0123456789abcdef0
    role:
      description:
        - The options of the role that the survey asks for, and C(byol_region), C(byol_endpoint_url) and C(byol_assume_role_arn) of the host.
        - Where the host has none of the latter, C(byol_default_region), C(byol_default_endpoint_url) and C(byol_default_assume_role_arn)
          hold, which the credential type of P(euc.workspaces.awx#role) sets.
      type: dict
      returned: always
      sample:
        byol_wait: true
        byol_wait_timeout: 14400
        byol_region: eu-central-1
        byol_endpoint_url: ""
        byol_assume_role_arn: ""
    problems:
      description: What is wrong with the answers, sentences that begin with the name of the variable.
      type: list
      elements: str
      returned: always
      sample: ["byol_image_os_version: 'Windows_7' is none of Windows_10, Windows_11."]
"""

from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import read, variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import refuse_unknown


class LookupModule(LookupBase):
    """Gives the answers to surveys."""

    def run(self, terms, variables=None, **kwargs):
        """Return the answers to the survey of each term."""
        refuse_unknown(terms, kwargs)
        return [read(term, self._templated(term, variables or {})) for term in terms]

    def _templated(self, survey, variables):
        """Return the variables that matter; text that AWX marks as unsafe stays as it is."""
        names = [name for name in variables_read(survey) if name in variables]
        return {name: self._templar.template(variables[name]) for name in names}
