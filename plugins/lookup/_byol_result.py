# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _byol_result
author: euc.workspaces contributors (@euc-workspaces)
short_description: Get the result of the role byol
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - Returns what the tasks of the role P(euc.workspaces.byol#role) have done on the host, from the variables that they register.
    It is empty if there is no account to report.
  - The same expressions as templates took longer than everything else in their task, as each host compiles them again.
options:
  wait:
    description: Whether the role waits for what it has started.
    type: bool
    required: true
"""

EXAMPLES = r"""
- name: Set the result
  ansible.builtin.set_fact:
    byol_result: "{{ lookup('euc.workspaces._byol_result', wait=byol_wait) }}"
"""

RETURN = r"""
_raw:
  description: The account and the images by name, as in RV(ignore:byol_result).
  type: dict
"""

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import byol_result


class LookupModule(LookupBase):
    """Returns the result of the role byol."""

    def run(self, terms, variables=None, **kwargs):
        """Return the result as the only element of a list."""
        if terms:
            raise AnsibleError("The lookup euc.workspaces._byol_result has no terms.")
        self.set_options(var_options=variables, direct=kwargs)
        return [byol_result(variables or {}, self.get_option("wait"))]
