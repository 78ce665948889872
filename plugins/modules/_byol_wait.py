# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is implemented by the action plugin of the same name.

from __future__ import annotations

DOCUMENTATION = r"""
module: _byol_wait
short_description: Wait for accounts and images of all hosts in one task
description:
  - This module is private to the roles and playbooks of this collection, and can change in any release.
  - Starts and waits for what the tasks of the role P(euc.workspaces.byol#role) have prepared on the hosts of a play, in one
    process, whatever the number of forks. What these tasks have started themselves is waited for, too.
  - All accounts and Regions are polled in parallel, each within its own rate of calls.
  - A task takes part if its variable C(euc_workspaces_step) is V(start), if the role waits, and if it has run in the process of
    Ansible, which is so for local connections with the Python that runs Ansible. Other hosts are not in RV(hosts) and have to
    wait by themselves.
  - Run the task with C(run_once). With a strategy that does not keep hosts together, such as
    P(ansible.builtin.free#strategy), it waits for its own host only.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  variables:
    description:
      - The names of the variables that the tasks have registered their results as. Of each host, the first one counts that
        is set by a task that takes part.
    type: list
    elements: str
    required: true
attributes:
  check_mode:
    description: Can run in check mode and return changed status prediction without modifying target.
    support: full
    details:
      - There is nothing to wait for in check mode.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check mode), when in diff mode.
    support: none
  action:
    description: Indicates this has a corresponding action plugin so some parts of the options can be executed on the controller.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: none
  bypass_host_loop:
    description: Forces a C(global) task that does not execute per host.
    support: none
    details:
      - Use C(run_once).
"""

EXAMPLES = r"""
- name: Wait for the accounts and imports of all hosts
  euc.workspaces._byol_wait:
    variables: [byol__account_start, byol__images_start]
  run_once: true
  register: byol__waited
"""

RETURN = r"""
hosts:
  description:
    - By host, the result that its task would have had with O(ignore:wait=true), with C(failed), C(msg) and C(failure) where
      it failed.
  returned: always
  type: dict
  sample:
    prod-eu:
      changed: true
      images: []
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: invalid_request
    message:
      description: What happened.
      returned: always
      type: str
      sample: "missing required arguments: variables"
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: Fix this and run the task again.
    transient:
      description: Whether another attempt may succeed.
      returned: always
      type: bool
      sample: false
"""
