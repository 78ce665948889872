# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _byol_image_ids
author: euc.workspaces contributors (@euc-workspaces)
short_description: Get the image IDs of all hosts of a play
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - Returns the account and the image IDs of each host of the play for which the role P(euc.workspaces.byol#role) has set
    C(byol_result), as one dictionary, or nothing if there is no such host.
options: {}
"""

EXAMPLES = r"""
- name: Hand the image ids to the next node of a workflow
  ansible.builtin.set_stats:
    data:
      euc_workspaces_byol: "{{ item }}"
  loop: "{{ query('euc.workspaces._byol_image_ids') }}"
  run_once: true
"""

RETURN = r"""
_list:
  description: A dictionary of all hosts, with their accounts as C(account) and the IDs of their images by name as C(image_ids).
  type: list
  elements: dict
"""

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import image_ids


class LookupModule(LookupBase):
    """Returns the image IDs of all hosts."""

    def run(self, terms, variables=None, **kwargs):
        """Return a list of one dictionary, or an empty list if no host has a result."""
        if terms or kwargs:
            raise AnsibleError("The lookup euc.workspaces._byol_image_ids has no terms and no options.")
        hosts = variables["ansible_play_hosts_all"]
        # Without templating: with many hosts that takes seconds.
        results = {host: variables["hostvars"].raw_get(host).get("byol_result") for host in hosts}
        found = {host: image_ids(result) for host, result in results.items() if result}
        return [found] if found else []
