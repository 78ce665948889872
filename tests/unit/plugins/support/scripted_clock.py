# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock on which hours pass in no time, for the code under test and for the simulated AWS alike."""

from __future__ import annotations

import threading

MOST_SLEEPS = 500
"""A task that sleeps more often than this hangs."""


class ScriptedClock:
    """Stands in for the collection's ``Clock``. advance: called with the seconds of each sleep.

    slept: the sleeps so far. at: what happens when a moment is reached, as (seconds from the start, action).
    """

    def __init__(self, advance=None, most_sleeps=MOST_SLEEPS):
        self.slept = []
        self.at = []
        self._advance = advance
        self._most_sleeps = most_sleeps
        self._now = 1000.0
        self._started = self._now
        self._guard = threading.Lock()

    @property
    def passed(self):
        """Seconds since the start."""
        return self._now - self._started

    def now(self):
        """Seconds since some fixed moment."""
        return self._now

    def sleep(self, seconds):
        """Let time pass without waiting."""
        assert seconds >= 0, f"asked to sleep {seconds} seconds"
        with self._guard:
            self.slept.append(seconds)
            assert len(self.slept) <= self._most_sleeps, f"slept {len(self.slept)} times"
            self._now += seconds
            if seconds and self._advance:
                self._advance(seconds)
            due = [entry for entry in self.at if entry[0] <= self.passed]
            self.at = [entry for entry in self.at if entry not in due]
        for _moment, action in due:
            action()

    def tick(self):
        """Nothing is due while something else is waited for."""
