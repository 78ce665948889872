# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something to be so, instead of for a time that may be enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


LONG = 900.0
"""Seconds in which anything happens, however busy the machine is."""


def until(condition: Callable[[], T], what: str, seconds: float = LONG) -> T:
    """Return the first true value of ``condition``; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"not within {seconds} seconds: {what}"
        time.sleep(0.25)
    return value
