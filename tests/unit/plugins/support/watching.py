# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a task with wait as its action plugin does, with the modules in this process, and keeps the lines it prints."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.waiting_task import WaitingTask

from .collection import MODULES
from .running import run_module


class Watched:
    """One run. runs: the modules that were run, as (short name, arguments)."""

    def __init__(self, run_task, module, args, private=False, host="prod-eu"):
        self.lines: list[str] = []
        self.runs: list[tuple[str, dict]] = []
        name = f"euc.workspaces.{module}"
        self.task = WaitingTask(name, args, self._run, self.lines.append, host, private)
        self._run_task = run_task

    def result(self):
        """Run the task."""
        return self._run_task(self.task)

    def _run(self, name, args):
        short = name.rpartition(".")[2]
        self.runs.append((short, args))
        return run_module(MODULES[short], args, diff=True)
