# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _awx_survey
author: euc.workspaces contributors (@euc-workspaces)
short_description: Get the survey of an AWX job template
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - Returns a value for the option C(survey_spec) of the module C(awx.awx.job_template), for one of the AWX playbooks of this collection.
  - Choices are read from the argument specs of the role that the playbook runs, and so are most defaults.
  - The playbook C(euc.workspaces.awx_setup) uses it. Use it yourself to create your own job templates for these playbooks.
options:
  _terms:
    description: Names of surveys, one or more.
    type: list
    elements: str
    required: true
    choices: [audit, enable, import, release]
"""

EXAMPLES = r"""
- name: Create your own job template for the playbook
  awx.awx.job_template:
    name: Import an image for the lab
    organization: Default
    project: Desktops
    playbook: playbooks/awx_import.yml
    inventory: Lab
    survey_enabled: true
    survey_spec: "{{ lookup('euc.workspaces._awx_survey', 'import') }}"
"""

RETURN = r"""
_list:
  description: A survey for each term, with C(name), C(description) and the questions as C(spec).
  type: list
  elements: dict
  sample:
    - name: ""
      description: Reads only. The desired state comes from the inventory.
      spec:
        - variable: byol_audit_fail_on
          question_name: Which hosts fail the job?
          question_description: >-
            failure: hosts that could not be checked. drift: also hosts that differ from the desired state. none: no host.
          type: multiplechoice
          required: false
          choices: [none, drift, failure]
          default: failure
"""

from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import awx_survey, refuse_unknown


class LookupModule(LookupBase):
    """Returns surveys by name."""

    def run(self, terms, **kwargs):
        """Return the survey of each term. No survey depends on the variables of the host, which ``kwargs`` has too."""
        kwargs.pop("variables", None)
        refuse_unknown(terms, kwargs)
        return [awx_survey(term) for term in terms]
