# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for an account whose module runs elsewhere."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_plan import matches
from ansible_collections.euc.workspaces.plugins.module_utils._wait.account import AccountPoller, AccountWaiter
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import wait_for

from .remote import RemoteTask, Result, both, failed


def wait_for_account(task: RemoteTask) -> Result:
    """Run ``workspaces_byol_account`` without waiting, then follow the modification; return the module's result."""
    spec = AccountSpec(task.params["management_cidr_range"], task.params["management_cidr_range_search"])
    result = task.start()
    while not failed(result) and not matches(spec, result["account"]):
        known = (result["account"], result["modification"], result["previous_modification"])
        waiter = AccountWaiter(*known, task.clock, task.deadline, task.delay)
        wait_for(AccountPoller(task.reads, waiter, task.clock, task.lines), task.clock)
        result = {**result, "account": waiter.account, "modification": waiter.modification}
        if waiter.failure:
            return {**result, **waiter.failure.result()}
        if not matches(spec, result["account"]):
            # A search on an account that was not enabled takes a second modification.
            result = both(result, task.start())
    return result
