# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rate limits that all processes of a run of Ansible share: the one that loads plugins, and those that it forks.

Modules, which run in a process of their own, do not import this.
"""

from __future__ import annotations

import fcntl
import mmap
import struct
import tempfile
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path

from .rate_limit import Cell, RateLimits

NUMBER = struct.Struct("d")
CELLS = 1 << 20
"""So many that two accounts of a fleet hardly ever share one; if they do, they share the rate. Memory that is not used is
not taken."""


class SharedCells:
    """Numbers in memory that is shared with forked processes. They begin as 0.

    A number is locked in a file without a name and content, as the lock ends with the process that holds it, however that
    ends. Such a lock does not keep threads of one process apart, so they have another one.
    """

    def __init__(self, count: int = CELLS) -> None:
        """Create the memory and the file, in the process that forks the others."""
        self.count = count
        self.memory = mmap.mmap(-1, count * NUMBER.size)
        self._threads = threading.Lock()
        self._file: int | None = None
        with suppress(OSError):  # Without a folder for temporary files, only threads are kept apart.
            self._file, name = tempfile.mkstemp()
            Path(name).unlink()

    def update(self, cell: int, change: Callable[[float], float]) -> float:
        """Replace a number by what ``change`` makes of it, and return that."""
        at = cell * NUMBER.size
        with self._threads:
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_EX, NUMBER.size, at)
            try:
                (number,) = NUMBER.unpack_from(self.memory, at)
                number = change(number)
                NUMBER.pack_into(self.memory, at, number)
                return number
            finally:
                if self._file is not None:
                    fcntl.lockf(self._file, fcntl.LOCK_UN, NUMBER.size, at)


class RunRateLimits(RateLimits):
    """Rate limiters that a process and those that are forked from it share, if their clocks show the same time."""

    def __init__(self) -> None:
        super().__init__()
        self._shared = SharedCells()

    def _cell(self, key: Hashable) -> Cell:
        return _SharedCell(self._shared, hash(key) % self._shared.count)


class _SharedCell:
    def __init__(self, cells: SharedCells, cell: int) -> None:
        self._cells = cells
        self._cell = cell

    def update(self, change: Callable[[float], float]) -> float:
        """Replace the number."""
        return self._cells.update(self._cell, change)


RUN_RATE_LIMITS = RunRateLimits()
