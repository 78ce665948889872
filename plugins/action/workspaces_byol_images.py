# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.handover import ENDS
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask, Result
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_images import wait_for_images
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.warnings_of_host import with_host_in_warnings
from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import (
    is_reported,
    is_unfinished,
    outcome,
)


class ActionModule(TaskAction):
    """Runs ``workspaces_byol_images``."""

    definition = IMAGES

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> Result:
        """Run the task and return its result; with the variable ``ENDS``, only where nobody has waited for this host."""
        variables = task_vars or {}
        if ENDS not in variables:
            return super().run(tmp, task_vars)
        ended = outcome(variables)
        if ended:
            return with_host_in_warnings({key: ended[key] for key in ended if key != "handover"}, variables)
        if not is_unfinished(variables):
            return {"changed": False, "skipped": True, "skip_reason": "There is nothing to wait for"}
        result = super().run(tmp, task_vars)
        return {**result, "changed": result.get("changed", False) and not is_reported(variables)}

    def wait_remotely(self, task: RemoteTask) -> Result:
        """Follow what the module has started on another machine."""
        return wait_for_images(task)
