# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario is: one kind of fault, from its beginning to the end that it must have."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .account import Account


class Scenario(NamedTuple):
    """title: one readable line. play: plays it and asserts its end. exempt: rules of the history that cannot hold in it."""

    title: str
    play: Callable[[Account], None]
    exempt: frozenset[str] = frozenset()


class Outcome(NamedTuple):
    """A scenario that came to its good end. struck: faults on the way. seen: what a person saw of each playbook."""

    title: str
    seconds: float
    struck: int
    seen: list[str]
