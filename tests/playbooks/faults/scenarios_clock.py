# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wall clock that jumps by a day, back and forth, in every process of the controller."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from .account import ASYNC, STANDS_STILL, WATCHED, Account
from .scenario import Scenario

JUMPS = Path(__file__).parent / "jumping_clock"
DEADLINE = 12


def _jumping() -> dict[str, str]:
    """Makes each Python of the job use the clock that jumps."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(JUMPS), os.environ.get("PYTHONPATH"))))}


def wait_ends(account: Account, way: str) -> None:
    """The wait sees the end of the import as ever."""
    account.enable()
    account.has_one_image(account.play(account.image(way), environment=_jumping()).good(), state="AVAILABLE")
    account.imported_once()


def deadline_holds(account: Account, way: str) -> None:
    """The deadline comes, though not early: a jump forward would end the wait immediately, one back a day late."""
    account.enable()
    account.script(STANDS_STILL)
    report = account.play(account.image(way, wait_timeout=DEADLINE), environment=_jumping())
    account.has_one_image(report.bad("timeout"), state="PENDING")
    assert report.seconds > DEADLINE


SCENARIOS = [
    Scenario(f"{title}, {way}", partial(play, way=way))
    for way in (WATCHED, ASYNC)
    for title, play in (
        ("the wall clock jumps by a day in the wait", wait_ends),
        ("the wall clock jumps by a day before the deadline", deadline_holds),
    )
]
