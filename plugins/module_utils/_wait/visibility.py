# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading again what AWS may show late."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .._aws.errors import Failure
from .clock import Clock

VISIBLE_WITHIN = 120
"""Seconds in which AWS may not show yet what was started or made; what is not visible after that does not exist."""

PAUSES = (0, 1, 2, 4, 8, 15, 30, 60)
"""Seconds before each read; together they are ``VISIBLE_WITHIN``."""

ATTEMPTS = 3
"""How often a call that changes something is sent at most, each time after checking what the last one did."""

Found = TypeVar("Found")


def retry_until_visible(clock: Clock, read: Callable[[], Found | None]) -> Found | None:
    """Return the first true value that ``read()`` returns, or ``None`` after ``VISIBLE_WITHIN`` seconds.

    A transient ``Failure`` of a read counts as nothing found, but for that of the last one, which is raised.
    """
    for pause in PAUSES:
        clock.sleep(pause)
        try:
            found = read()
        except Failure as failure:
            if not failure.transient or pause == PAUSES[-1]:
                raise
            continue
        if found:
            return found
    return None
