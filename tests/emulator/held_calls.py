# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that wait in the service: until a test releases them, or until enough of them have arrived."""

from __future__ import annotations

import itertools
import threading
from dataclasses import asdict, dataclass
from typing import Any

from .faults import Subject


@dataclass(frozen=True)
class _Held:
    subject: Subject
    group: int


class HeldCalls:
    """What waits, and the way to let it go on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._held: dict[int, _Held] = {}
        self._dropped: set[int] = set()

    def hold(self, subject: Subject, group: int, party: int | None = None) -> bool:
        """Wait; ``party``: until so many calls of the group wait. Return False when the call is not to go on at all."""
        with self._changed:
            number = next(self._numbers)
            self._held[number] = _Held(subject, group)
            together = [other for other, held in self._held.items() if held.group == group]
            if party is not None and len(together) >= party:
                self._let_go(together)
            self._changed.wait_for(lambda: number not in self._held)
            return number not in self._dropped

    def release(self, **wanted: str) -> int:
        """Let calls go on: all, or those of an ``operation``, ``account`` or ``region``. Return their number."""
        with self._changed:
            chosen = [number for number, held in self._held.items() if _fits(held.subject, wanted)]
            self._let_go(chosen)
            return len(chosen)

    def drop_all(self) -> None:
        """Close the connections of all that wait; what has not acted never does."""
        with self._changed:
            self._dropped |= set(self._held)
            self._let_go(list(self._held))

    def rows(self, **wanted: str) -> list[dict[str, Any]]:
        """The calls that wait."""
        with self._changed:
            return [asdict(held.subject) for held in self._held.values() if _fits(held.subject, wanted)]

    def _let_go(self, numbers: list[int]) -> None:
        for number in numbers:
            del self._held[number]
        self._changed.notify_all()


def _fits(subject: Subject, wanted: dict[str, str]) -> bool:
    return all(getattr(subject, name) == value for name, value in wanted.items())
