# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When to poll an import again, and how long it may still take."""

from __future__ import annotations

from .._byol.progress import Progress
from .clock import Clock

SEVERAL = 300
"""Seconds. Images that one task waits for are polled less often the more there are, so that together they cost no more
calls than one, but at least this often."""

LATE_PERCENTAGE = 90
LATE_STATES = ("VALIDATING", "PUBLISHING")
LATE_INTERVAL = 60
"""From here on the import can end soon (the last states before COMPLETED in the API reference), and it is polled at
least this often."""

COMPLETED_INTERVAL = 10
"""Seconds between polls of an image whose import has completed and that is not available yet."""


def interval(progress: Progress, delay: float, together: int = 1) -> float:
    """Return the seconds until the next poll. delay: as requested. together: how many images the task waits for."""
    seconds = delay
    if progress.state == "COMPLETED":
        seconds = min(delay, COMPLETED_INTERVAL)
    elif progress.state in LATE_STATES or (progress.percentage or 0) >= LATE_PERCENTAGE:
        seconds = min(delay, LATE_INTERVAL)
    return min(seconds * together, max(seconds, SEVERAL))


class Estimate:
    """Estimates the end of an import from the percentages that were seen."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._steps: list[tuple[float, int]] = []

    def note(self, progress: Progress) -> None:
        """Take the progress that a poll has shown."""
        percentage = progress.percentage
        if percentage is not None and (not self._steps or self._steps[-1][1] != percentage):
            self._steps.append((self._clock.now(), percentage))

    def remaining(self) -> float | None:
        """Return the seconds until the end, or ``None`` where the percentages allow no honest estimate.

        Honest: three steps or more, the speed of the later half like that of the whole, and the end not overdue.
        """
        if len(self._steps) < 3:
            return None
        first, middle, last = self._steps[0], self._steps[len(self._steps) // 2 - 1], self._steps[-1]
        whole, later = _speed(first, last), _speed(middle, last)
        if whole <= 0 or not whole / 2 <= later <= whole * 2:
            return None
        remaining = (100 - last[1]) / later - (self._clock.now() - last[0])
        return remaining if remaining > 0 else None


def _speed(one: tuple[float, int], other: tuple[float, int]) -> float:
    """Return percentages per second."""
    return (other[1] - one[1]) / (other[0] - one[0])
