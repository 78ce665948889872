# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate limit of the WorkSpaces API.

Amazon WorkSpaces admits 2 calls a second with a burst of 5, per account and Region, shared by all of its operations
(Amazon WorkSpaces API reference, "Throttle API requests"). A caller waits in real time, so the buckets
refill in real time too, whatever the emulator's clock says.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class TokenBucket:
    """Admits ``burst`` calls immediately and ``rate`` calls a second after that."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._seen = now

    def admit(self, now: float) -> bool:
        """Take one token if there is one."""
        self._tokens = min(self._burst, self._tokens + (now - self._seen) * self._rate)
        self._seen = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class RateLimiter:
    """One bucket for each account and Region."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._buckets: dict[tuple[str, str], TokenBucket] = {}

    def admit(self, account: str, region: str, rate: float, burst: float) -> bool:
        """Whether this call may pass now."""
        now = self._timer()
        bucket = self._buckets.setdefault((account, region), TokenBucket(rate, burst, now))
        return bucket.admit(now)

    def clear(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()
