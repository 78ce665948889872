# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _awx_unknown_variables
author: euc.workspaces contributors (@euc-workspaces)
short_description: Find misspelled variables of the role awx
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - Returns a sentence for each variable of the host whose name starts with C(awx_) and that is neither a variable of the role
    P(euc.workspaces.awx#role) nor one that AWX sets itself, such as C(awx_job_id).
  - The role uses it before it changes anything.
options: {}
"""

EXAMPLES = r"""
- name: Refuse misspelled variables
  ansible.builtin.assert:
    that: query('euc.workspaces._awx_unknown_variables') | length == 0
    fail_msg: "{{ query('euc.workspaces._awx_unknown_variables') | join(' ') }}"
"""

RETURN = r"""
_list:
  description: The sentences, none if all variables are known.
  type: list
  elements: str
  sample: ["awx_regoin is not a variable of this role; did you mean awx_region?"]
"""

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.variables import unknown_variables


class LookupModule(LookupBase):
    """Finds misspelled variables."""

    def run(self, terms, variables=None, **kwargs):
        """Return a sentence for each unknown variable."""
        if terms or kwargs:
            raise AnsibleError("The lookup euc.workspaces._awx_unknown_variables has no terms and no options.")
        return unknown_variables(variables or {})
