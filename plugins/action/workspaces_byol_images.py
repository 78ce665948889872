# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask, Result
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_images import wait_for_images
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.role_variables import RoleVariables
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.warnings_of_host import with_host_in_warnings
from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import (
    is_reported,
    is_unfinished,
    outcome,
    requested,
)


class ActionModule(TaskAction):
    """Runs ``workspaces_byol_images``."""

    definition = IMAGES
    follows_account = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> Result:
        """Run the task and return its result."""
        role = self.role(task_vars or {})
        if role is None:
            return super().run(tmp, task_vars)
        if role.starts:
            return self._start(role, tmp)
        return self._end(role, tmp)

    def _start(self, role: RoleVariables, tmp: Any) -> Result:
        if not requested(role.task_vars):
            return {"changed": False, "skipped": True, "skip_reason": "No image is requested"}
        result = super().run(tmp, role.task_vars)
        # With a wait, the images that have started are waited for although others have failed.
        return {**result, "failed": False} if role.is_set("wait") else result

    def _end(self, role: RoleVariables, tmp: Any) -> Result:
        """Return the result from the task that has waited for all hosts; wait here where that has not been for this one."""
        ended = outcome(role.task_vars)
        if ended:
            return with_host_in_warnings(ended, role.task_vars)
        if not role.is_set("wait") or not is_unfinished(role.task_vars):
            return {"changed": False, "skipped": True, "skip_reason": "There is nothing to wait for"}
        result = super().run(tmp, role.task_vars)
        return {**result, "changed": result.get("changed", False) and not is_reported(role.task_vars)}

    def wait_remotely(self, task: RemoteTask) -> Result:
        """Follow what the module has started on another machine."""
        return wait_for_images(task)
