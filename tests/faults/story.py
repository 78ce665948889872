# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a story is: one kind of bad weather, from its beginning to the end that it must have."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .place import Place
from .weather import Rule


class Story(NamedTuple):
    """title: one readable line. tell: plays it and asserts its end. scripted: faults that the embedded AWS makes itself."""

    title: str
    tell: Callable[[Place], None]
    scripted: tuple[Rule, ...] = ()


class Outcome(NamedTuple):
    """A story that came to its good end. struck: faults on the way. saw: what a person saw of each playbook."""

    title: str
    seconds: float
    struck: int
    saw: list[str]
