# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a task with wait whose module runs elsewhere, with the modules in this process, and keeps the lines it prints."""

from __future__ import annotations

from collections.abc import Callable

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.clock import WorkerClock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import refused
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import ProgressLines
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask

from .collection import MODULES
from .running import DEFINITIONS, run_module

UNREACHABLE = Failure("connection_failed", "Failed to run the module: no route", transient=True).result()
"""What a run of a module ends in while the other machine cannot be reached."""


class Watched:
    """One run.

    lines: what was printed. on_line: called with each line. runs: the modules that were run, as (short name, arguments).
    failures: results of runs that do not take place, by the number of the run, the first being 1.
    """

    def __init__(self, wait_remotely, module, args, private=False, host="prod-eu"):
        self.lines: list[str] = []
        self.on_line: Callable[[str], None] = self.lines.append
        self.failures: list[dict | None] = [None] * 100
        self.runs: list[tuple[str, dict]] = []
        self._definition = DEFINITIONS[module]
        self._args = args
        self.clock = WorkerClock()
        self._progress = ProgressLines(self._show, host, private, self.clock)
        self.clock.sign_of_life = self._progress.sign_of_life
        self._wait_remotely = wait_remotely

    def _show(self, line):
        self.on_line(line)

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
        failure = self.failures[len(self.runs)] if len(self.runs) < len(self.failures) else None
        if failure:
            return failure
        return run_module(MODULES[name], args, diff=True)
