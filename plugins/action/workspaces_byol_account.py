# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import WaitingActionBase


class ActionModule(WaitingActionBase):
    """Live progress for M(euc.workspaces.workspaces_byol_account)."""

    def run_task(self, task):
        """Run a task with C(wait)."""
        from ansible_collections.euc.workspaces.plugins.plugin_utils._action.account import run_account_task

        return run_account_task(task)
