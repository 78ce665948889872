# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What the watching of images and of accounts has in common: the clock, the lines, the looks and the start."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._connection import connection_of
from ansible_collections.euc.workspaces.plugins.module_utils._wait import WAIT_OPTIONS

from ._looks import Looks, failed, failure_of
from ._progress_lines import ProgressLines, TalkingClock


class WaitingTask:
    """One task with C(wait).

    module, args: of the task. others: names, by image id, that are waited for in the same loop. run_module: called with
    the name and the arguments of a module, returns its result. show: prints a line. host: as in the inventory. private:
    whether the task has C(no_log).
    """

    def __init__(self, module, args, others, run_module, show, host, private):
        self.args = args
        self.others = others
        self.clock = TalkingClock()
        self.lines = self.clock.lines = ProgressLines(show, host, private, self.clock)
        self.looks = Looks(run_module, connection_of(args), self.lines)
        self._module = module
        self._run_module = run_module
        self._started = self.clock.now()

    @property
    def deadline(self):
        """Until when to wait, by the clock."""
        return self._started + self._seconds("wait_timeout")

    @property
    def longest_gap(self):
        """Seconds between two looks at most."""
        return self._seconds("wait_delay")

    def start(self):
        """Run the module without waiting, again while AWS refuses calls for their rate; returns its result."""
        while True:
            result = self._run_module(self._module, {**self.args, "wait": False})
            if not failed(result) or failure_of(result).reason != "throttled" or self.clock.now() >= self.deadline:
                return result
            self.lines.trouble(failure_of(result).message)
            self.clock.sleep(self.longest_gap)

    def _seconds(self, option):
        """The module has refused by now what is no number."""
        return int(self.args.get(option, WAIT_OPTIONS[option]["default"]))
