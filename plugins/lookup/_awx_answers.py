# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _awx_answers
author: euc.workspaces contributors (@euc-workspaces)
short_description: Get role options from the answers to an AWX survey
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - AWX surveys are flat, and most of their answers are text. This plugin reads the answers to a survey of
    P(euc.workspaces._awx_survey#lookup) from the variables of the host, validates them, and returns the options of the role.
  - Empty answers are ignored. In that case the variable of the host is used, for an image C(byol_image_defaults), and then the
    default of the role.
  - Numbers and booleans are converted, and choices are validated, according to the argument specs of the role.
  - Answers are never templated.
  - The AWX playbooks of this collection use it, for example C(euc.workspaces.awx_import).
options:
  _terms:
    description: Names of surveys, one or more.
    type: list
    elements: str
    required: true
    choices: [audit, enable, import, release]
"""

EXAMPLES = r"""
- name: Import an image
  hosts: all
  gather_facts: false
  tasks:
    - name: Read the survey answers
      ansible.builtin.set_fact:
        answers: "{{ lookup('euc.workspaces._awx_answers', 'import') }}"

    - name: Validate the survey answers
      ansible.builtin.assert:
        that: answers.problems | length == 0
        fail_msg: "{{ answers.problems | join(' ') }}"

    - name: Import the image
      ansible.builtin.import_role:
        name: euc.workspaces.byol
      vars:
        byol_images: "{{ answers.images }}"
"""

RETURN = r"""
_list:
  description: The answers for each term.
  type: list
  elements: dict
  contains:
    image:
      description:
        - The options of the image that were answered. Empty for the survey V(enable).
        - For the survey V(audit), those of the import that ran before the audit in the same workflow, otherwise empty.
      type: dict
      returned: always
      sample:
        name: win11-2026-11
        image_source:
          ec2_image_id: ami-0123456789abcdef0
    images:
      description: A list with that image, for the survey V(audit) after C(byol_images) of the host.
      type: list
      elements: dict
      returned: always
      sample:
        - name: win11-2026-11
          image_source:
            ec2_image_id: ami-0123456789abcdef0
    role:
      description:
        - The options of the role that the survey covers, and C(byol_region), C(byol_endpoint_url), C(byol_assume_role_arn),
          C(byol_assume_role_external_id), C(byol_assume_role_session_name) and C(byol_assume_role_duration) of the host.
        - Where the host has none of the latter, the variables C(byol_default_region) and so on are used, which the credential type
          of P(euc.workspaces.awx#role) sets. A host with its own role to assume takes nothing of another role.
      type: dict
      returned: always
      sample:
        byol_wait: true
        byol_wait_timeout: 14400
        byol_region: eu-central-1
        byol_endpoint_url: ""
        byol_assume_role_arn: ""
    problems:
      description: What is wrong with the answers, sentences that start with the name of the variable.
      type: list
      elements: str
      returned: always
      sample: ["byol_image_os_version: 'Windows_7' is not one of Windows_10, Windows_11."]
"""

from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import read, variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import refuse_unknown


class LookupModule(LookupBase):
    """Returns the answers to surveys."""

    def run(self, terms, variables=None, **kwargs):
        """Return the answers to the survey of each term."""
        refuse_unknown(terms, kwargs)
        return [read(term, self._templated(term, variables or {})) for term in terms]

    def _templated(self, survey, variables):
        """Return the variables that matter, templated; text that AWX marks as unsafe stays unchanged."""
        names = [name for name in variables_read(survey) if name in variables]
        return {name: self._templar.template(variables[name]) for name in names}
