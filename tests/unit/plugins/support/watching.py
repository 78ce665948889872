# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a task with wait whose module runs elsewhere, with the modules in this process, and keeps the lines it prints."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import refused
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import ProgressLines
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask

from .collection import MODULES
from .running import DEFINITIONS, run_module


class Watched:
    """One run. runs: the modules that were run, as (short name, arguments)."""

    def __init__(self, wait_remotely, module, args, private=False, host="prod-eu"):
        self.lines: list[str] = []
        self.runs: list[tuple[str, dict]] = []
        self._definition = DEFINITIONS[module]
        self._args = args
        self.clock = Clock()
        self._progress = ProgressLines(self.lines.append, host, private, self.clock)
        self._wait_remotely = wait_remotely

    def result(self):
        """Run the task."""
        try:
            params = read_arguments(self._definition, self._args).validated_parameters
        except Failure as failure:
            return refused(self._definition, self._args, failure)
        name = self._definition.name
        return self._wait_remotely(RemoteTask(name, self._args, params, self._run, self.clock, self._progress))

    def _run(self, name, args):
        self.runs.append((name, args))
        return run_module(MODULES[name], args, diff=True)
