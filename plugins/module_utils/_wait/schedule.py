# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""When to look next, and how long an import may still take, from the percentages seen so far."""

from __future__ import annotations

ALLOWED_EVERY = 60
"""Never more looks than a fixed poll with this period would have made (seconds)."""

SHORTEST_GAP = 10
"""Seconds between two looks near the end."""

LATE_PERCENTAGE = 90
LATE_STATES = ("VALIDATING", "PUBLISHING")
"""From here the end may come any moment (the last states before COMPLETED in the API reference)."""


class Forecast:
    """Notes what is seen of one import. clock: a C(Clock). longest: seconds between two looks at most."""

    def __init__(self, clock, longest):
        self._clock = clock
        self._longest = longest
        self._started = clock.now()
        self._looks = 0
        self._steps = []

    def note(self, progress):
        """Take in what a look has shown, a C(Progress)."""
        self._looks += 1
        if progress.percentage is not None and (not self._steps or self._steps[-1][1] != progress.percentage):
            self._steps.append((self._clock.now(), progress.percentage))

    def remaining(self):
        """Seconds until the end, or C(None) where the percentages allow no honest estimate.

        Honest: three steps or more, the pace of the later half like that of the whole, and the end not overdue.
        """
        if len(self._steps) < 3:
            return None
        (first_time, first), (middle_time, middle), (last_time, last) = (
            self._steps[0],
            self._steps[len(self._steps) // 2 - 1],
            self._steps[-1],
        )
        whole = (last - first) / (last_time - first_time)
        later = (last - middle) / (last_time - middle_time)
        if whole <= 0 or not whole / 2 <= later <= whole * 2:
            return None
        remaining = (100 - last) / later - (self._clock.now() - last_time)
        return remaining if remaining > 0 else None

    def gap(self, progress):
        """Seconds until the next look: the longest gap, less near the end, never more looks than a fixed poll's."""
        return min(self._longest, max(self._wish(progress), self.allowed_in(), SHORTEST_GAP))

    def allowed_in(self):
        """Seconds until one more look is no more than a fixed poll would have made; negative if it is allowed now."""
        return self._started + self._looks * ALLOWED_EVERY - self._clock.now()

    def _wish(self, progress):
        if progress.state == "COMPLETED":
            return SHORTEST_GAP
        remaining = self.remaining()
        if remaining is not None:
            return remaining / 2 if remaining > ALLOWED_EVERY else remaining
        late = (progress.percentage or 0) >= LATE_PERCENTAGE or progress.state in LATE_STATES
        return ALLOWED_EVERY if late else self._longest
