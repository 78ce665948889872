# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What the watching of images and of accounts has in common: the clock, the lines, the looks and the start."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import connection_of
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poll import WAIT_OPTIONS

from .reader import Looks, failure_of, reason_of
from .progress_lines import ProgressLines, TalkingClock


class WaitingTask:
    """One task with C(wait).

    module, args: of the task. run_module: called with the name and the arguments of a module, returns its result.
    show: prints a line. host: as in the inventory. private: whether the task has C(no_log).
    """

    def __init__(self, module, args, run_module, show, host, private):
        self.args = args
        self.clock = TalkingClock()
        self.lines = self.clock.lines = ProgressLines(show, host, private, self.clock)
        self.looks = Looks(run_module, connection_of(args), self.lines)
        self._module = module
        self._run_module = run_module
        self._started = self.clock.now()

    def deadline(self, own=None):
        """Until when to wait, by the clock. own: options that come before those of the task, as those of an image."""
        return self._started + self._seconds("wait_timeout", own)

    def longest_gap(self, own=None):
        """Seconds between two looks at most. own: as C(deadline())."""
        return self._seconds("wait_delay", own)

    def run(self, args):
        """Run the module once, without waiting; returns its result."""
        return self._run_module(self._module, {**args, "wait": False})

    def start(self):
        """Run the module without waiting; returns its result."""
        return self.start_each([self.args], lambda asked: [self.run(args) for args in asked])[0]

    def start_each(self, asked, run):
        """Run C(run(asked)), again for those items whose calls AWS refuses for their rate; returns a result for each."""
        results = run(asked)
        while refused := [number for number, result in enumerate(results) if reason_of(result) == "throttled"]:
            if self.clock.now() >= self.deadline():
                break
            self.lines.trouble(failure_of(results[refused[0]]).message)
            self.clock.sleep(self.longest_gap())
            for number, again in zip(refused, run([asked[number] for number in refused]), strict=True):
                changed = any(result.get("changed") for result in (results[number], again))
                results[number] = {**again, "changed": changed}
        return results

    def _seconds(self, option, own):
        """The module has refused by now what is no number."""
        value = (own or {}).get(option)
        return int(self.args.get(option, WAIT_OPTIONS[option]["default"]) if value is None else value)
