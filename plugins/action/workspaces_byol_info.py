# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction


class ActionModule(TaskAction):
    """Runs ``workspaces_byol_info``."""

    definition = INFO
