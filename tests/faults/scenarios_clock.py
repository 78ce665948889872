# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wall clock that jumps by a day, back and forth, in every process of the controller."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from .place import ASYNC, WATCHED, Place
from .story import Story

JUMPS = Path(__file__).parent / "jumping_clock"


def _jumping() -> dict[str, str]:
    """Makes each Python of the job use the clock that jumps."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(JUMPS), os.environ.get("PYTHONPATH"))))}


def wait_ends(place: Place, way: str) -> None:
    """The wait sees the end of the import as ever."""
    place.enable()
    report = place.play(place.image(way), environment=_jumping())
    place.has_one_image(report.good())
    place.imported_once()
    assert report.seconds < 60


def deadline_holds(place: Place, way: str) -> None:
    """The deadline is neither early nor late."""
    place.enable()
    place.script({"seconds": 3600})
    report = place.play(place.image(way, wait_timeout=12), environment=_jumping())
    place.has_one_image(report.bad("timeout"), state="PENDING")
    assert 12 < report.seconds < 40


STORIES = [
    Story(f"{title}, {way}", partial(tell, way=way))
    for way in (WATCHED, ASYNC)
    for title, tell in (
        ("the wall clock jumps by a day in the wait", wait_ends),
        ("the wall clock jumps by a day before the deadline", deadline_holds),
    )
]
