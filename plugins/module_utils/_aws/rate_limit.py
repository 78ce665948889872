# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping to the rate of calls that AWS allows."""

from __future__ import annotations

import threading

RATE = 2.0
BURST = 4
"""Calls a second, and at the same time. WorkSpaces allows 2 and 5 per account and Region (administration guide, API
throttling); calls do not arrive as evenly as they leave, so one is left free."""


class RateLimiter:
    """A token bucket, shared by threads. clock: a ``Clock``. rate: calls a second. burst: calls at the same time."""

    def __init__(self, clock, rate: float = RATE, burst: int = BURST):
        self._clock = clock
        self._rate = rate
        self._burst = burst
        self._lock = threading.Lock()
        self._next = clock.now() - (burst - 1) / rate

    def take(self) -> None:
        """Sleep until the next call may be made."""
        with self._lock:
            now = self._clock.now()
            turn = max(self._next, now - (self._burst - 1) / self._rate)
            self._next = turn + 1 / self._rate
        if turn > now:
            self._clock.sleep(turn - now)
