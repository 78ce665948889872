# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.bundle import BUNDLE
from ansible_collections.euc.workspaces.plugins.plugin_utils._action import remote_resource
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask, Result
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_resource import wait_for_resource


class ActionModule(TaskAction):
    """Runs ``workspaces_bundle``."""

    definition = BUNDLE

    def wait_remotely(self, task: RemoteTask) -> Result:
        """Follow what the module has started on another machine."""
        return wait_for_resource(task, remote_resource.BUNDLE)
