# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time that imports and account modifications run on. It can be real, or stand still and be stepped by a test."""

from __future__ import annotations

import threading
import time


class Clock:
    """World time as seconds since the epoch.

    ``real`` runs with the wall clock plus whatever it was advanced by; ``manual`` stands still between two advances.
    """

    MODES = ("real", "manual")

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._advanced = 0.0
        self._stopped_at: float | None = None

    @property
    def mode(self) -> str:
        """Either ``real`` or ``manual``."""
        return "real" if self._stopped_at is None else "manual"

    def set_mode(self, mode: str) -> None:
        """Stop the clock where it is, or let it run on from there."""
        with self._guard:
            if mode == "manual" and self._stopped_at is None:
                self._stopped_at = time.time() + self._advanced
            elif mode == "real" and self._stopped_at is not None:
                self._advanced = self._stopped_at - time.time()
                self._stopped_at = None

    def now(self) -> float:
        """World time."""
        with self._guard:
            return time.time() + self._advanced if self._stopped_at is None else self._stopped_at

    def advance(self, seconds: float) -> None:
        """Jump forward, in either mode."""
        with self._guard:
            if self._stopped_at is None:
                self._advanced += seconds
            else:
                self._stopped_at += seconds
