# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _byol_problems
author: euc.workspaces contributors (@euc-workspaces)
short_description: Find invalid variables of the role byol
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - Returns a sentence for each problem with the variables of a host that the role P(euc.workspaces.byol#role) reads, and for
    each variable whose name starts with C(byol_) and that nothing in this collection reads. Nothing is sent to AWS.
  - The role uses it before its first call, so that no option of an image can fail after the account was enabled.
options: {}
"""

EXAMPLES = r"""
- name: Refuse invalid variables
  ansible.builtin.assert:
    that: query('euc.workspaces._byol_problems') | length == 0
    fail_msg: "{{ query('euc.workspaces._byol_problems') | join('; ') }}"
"""

RETURN = r"""
_list:
  description: The sentences, none if all variables are valid.
  type: list
  elements: str
  sample: ["byol_image is not a variable of this collection; did you mean byol_images?"]
"""

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import read_desired, variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.evaluate import evaluate
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.problem import ACCOUNT, VARIABLES


class LookupModule(LookupBase):
    """Finds invalid variables."""

    def run(self, terms, variables=None, **kwargs):
        """Return a sentence for each problem."""
        if terms or kwargs:
            raise AnsibleError("The lookup euc.workspaces._byol_problems has no terms and no options.")
        variables = variables or {}
        desired = read_desired(evaluate(self._templar, variables, variables_read()), variables)
        return [_sentence(problem) for problem in desired.problems]


def _sentence(problem):
    return problem.message if problem.subject in (VARIABLES, ACCOUNT) else f"{problem.subject}: {problem.message}"
