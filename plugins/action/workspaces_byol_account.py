# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask, Result, failed
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_account import wait_for_account
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.role_variables import RoleVariables
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.specs import RANGES
from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import requested


class ActionModule(TaskAction):
    """Runs ``workspaces_byol_account``."""

    definition = ACCOUNT
    # Its images cannot be started before it is enabled.
    waits_alone = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> Result:
        """Run the task and return its result; where the role must not enable the account, fail if it differs instead."""
        role = self.role(task_vars or {})
        verifies = role is not None and not role.is_set("account_enabled")
        # Before anything else, as nothing may be sent then.
        self._task.check_mode = self._task.check_mode or verifies
        result = super().run(tmp, task_vars)
        if verifies:
            return refuse_difference(result)
        # Where none of the images can be imported, the account is not enabled, and the images report why.
        return {**result, "failed": False} if role and "images" in result else result

    def role_options(self, role: RoleVariables) -> Result:
        """Return the options of the account, and the images that it is enabled for."""
        ranges = {name: role[name] for name in RANGES if role[name]}
        return {
            **role.options,
            **ranges,
            "for_images": requested(role.task_vars) if role.is_set("account_enabled") else [],
        }

    def wait_remotely(self, task: RemoteTask) -> Result:
        """Follow what the module has started on another machine."""
        return wait_for_account(task)


def refuse_difference(result: Result) -> Result:
    """Return a result that has failed where something would have to be changed."""
    if failed(result) or not (result["changed"] or result["account"].get("dedicated_tenancy_support") != "ENABLED"):
        return result
    refused = Failure(
        "invalid_request",
        f"The account does not match the desired state: {result['account']}. byol_account_enabled is false, so it was not"
        " changed",
        "Have it enabled, or set byol_account_enabled to true.",
    )
    return {**result, "changed": False, **refused.result()}
