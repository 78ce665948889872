# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask, Result
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_account import wait_for_account


class ActionModule(TaskAction):
    """Runs ``workspaces_byol_account``."""

    definition = ACCOUNT

    def wait_remotely(self, task: RemoteTask) -> Result:
        """Follow what the module has started on another machine."""
        return wait_for_account(task)
