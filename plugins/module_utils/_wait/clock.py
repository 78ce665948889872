# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time, for everything that waits."""

from __future__ import annotations

import time
from datetime import datetime, timezone


class Clock:
    """The time of the machine; tests replace it to let hours pass. All times are seconds."""

    def now(self) -> float:
        """Return the seconds since some fixed moment; never goes back."""
        return time.monotonic()

    def utc(self) -> datetime:
        """Return the time of day, for what is compared with times that AWS or a tag has."""
        return datetime.now(timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        time.sleep(seconds)

    def tick(self) -> None:
        """Do what is due while something else is waited for."""
