# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_survey
author: euc.workspaces contributors (@euc-workspaces)
version_added: 0.2.0
short_description: The survey of a job template of AWX
description:
  - Returns what the option C(survey_spec) of the module C(awx.awx.job_template) takes, for one of the entry playbooks of
    this collection.
  - Choices and defaults are read from the argument specs of the role that the playbook runs.
  - The playbook C(euc.workspaces.awx_setup) uses it. Use it yourself to make job templates of your own for the entry playbooks.
options:
  _terms:
    description: Whose survey, one or more.
    type: list
    elements: str
    required: true
    choices: [audit, enable, import]
"""

EXAMPLES = r"""
- name: Make a job template of your own for the entry playbook
  awx.awx.job_template:
    name: Import an image for the lab
    organization: Default
    project: Desktops
    playbook: playbooks/awx_import.yml
    inventory: Lab
    survey_enabled: true
    survey_spec: "{{ lookup('euc.workspaces.awx_survey', 'import') }}"
"""

RETURN = r"""
_list:
  description: For each term a survey, with C(name), C(description) and the questions as C(spec).
  type: list
  elements: dict
  sample:
    - name: ""
      description: Reads only. What is asked for is said by the inventory.
      spec:
        - variable: byol_audit_fail_on
          question_name: Which hosts are to fail the job?
          question_description: Those that could not be audited (failure), also those that are not as asked (drift), or none.
          type: multiplechoice
          required: true
          choices: [none, drift, failure]
          default: none
"""

from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import awx_survey, refuse_unknown


class LookupModule(LookupBase):
    """Gives surveys by name."""

    def run(self, terms, **options):
        """Return the survey of each term. options: has the variables of the host too, which no survey depends on."""
        options.pop("variables", None)
        refuse_unknown(terms, options)
        return [awx_survey(term) for term in terms]
