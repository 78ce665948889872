# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping to the rate of calls that AWS allows."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Hashable
from typing import Any, Protocol

RATE = 2.0
BURST = 4
"""Calls a second, and at the same time. WorkSpaces allows 2 and 5 per account and Region (administration guide, API
throttling); calls do not arrive as evenly as they leave, so one is left free."""


class Cell(Protocol):
    """A number that several threads or processes change."""

    def update(self, change: Callable[[float], float]) -> float:
        """Replace the number by what ``change`` makes of it, and return that. Nothing else changes it in the meantime."""


class ThreadCell:
    """A number that the threads of one process share. It begins as minus infinity."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = -math.inf

    def update(self, change: Callable[[float], float]) -> float:
        """Replace the number."""
        with self._lock:
            self._number = change(self._number)
            return self._number


class RateLimiter:
    """A token bucket.

    clock: a ``Clock``, the same for all who share the cell. rate: calls a second. burst: calls at the same time. cell: has
    the time at which the next call may be made if there was no rest; ``None``: only the threads of this process share it.
    """

    def __init__(self, clock: Any, rate: float = RATE, burst: int = BURST, cell: Cell | None = None):
        self._clock = clock
        self._interval = 1 / rate
        self._rest = (burst - 1) / rate
        self._cell = cell or ThreadCell()

    def take(self) -> None:
        """Sleep until the next call may be made."""
        turn = self._cell.update(self._reserve) - self._interval
        if (left := turn - self._clock.now()) > 0:
            self._clock.sleep(left)

    def _reserve(self, turn: float) -> float:
        return max(turn, self._clock.now() - self._rest) + self._interval


class RateLimits:
    """The rate limiters of each account and Region, which the threads of one process share."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, Cell] = {}

    def limiter(self, clock: Any, key: Hashable) -> RateLimiter:
        """Return the rate limiter of an account and Region. key: equal where they are the same, see ``rate_key()``."""
        return RateLimiter(clock, cell=self._cell(key))

    def _cell(self, key: Hashable) -> Cell:
        return self._cells.setdefault(key, ThreadCell())


def rate_key(client: Any, owner: str | None) -> Hashable:
    """Return what identifies the account and Region whose rate a client's calls count for.

    client: of the SDK. owner: the account where it is known without a call, or else whose credentials are used.
    """
    return (client.meta.endpoint_url, client.meta.region_name, owner)
