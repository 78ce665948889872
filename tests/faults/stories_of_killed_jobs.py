# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job is killed at a random moment, and run again: there is never a second image."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from functools import partial
from typing import Any

from .conditions import until
from .place import ASYNC, WATCHED, Place
from .story import Story
from .weather import IMPORT, MODIFY, slow

BEFORE, ON_ITS_WAY, IN_THE_WAIT = "before the import", "while the import was on its way", "in the wait"
ROUNDS = (BEFORE, ON_ITS_WAY, ON_ITS_WAY, IN_THE_WAIT, IN_THE_WAIT)
"""When the job of each round is killed; the moment itself is random."""


def killed(place: Place, how: str, way: str, seed: int) -> None:
    """In each round: start, kill at some moment, run again to the end. Each round has an image of its own."""
    place.enable()
    place.spoil(slow(0.3, 0.6) | {"operation": IMPORT})
    dice = random.Random(seed)
    for number, moment in enumerate(ROUNDS):
        name = f"{place.name}-{number}"
        asked = place.struck()
        job = place.start(place.image(way, name=name))
        if moment == BEFORE:
            time.sleep(dice.uniform(0.3, 2))
        elif moment == ON_ITS_WAY:
            until(partial(_more_asked, place, asked), "the import is asked for")
            time.sleep(dice.uniform(0, 0.7))
        else:
            until(partial(_more_begun, place, number), "the import has begun")
            time.sleep(dice.uniform(0, 4))
        assert job.running
        if how == "everything":
            job.kill_all()
        else:
            job.kill_group(signal.Signals[how])
        again = place.play(place.image(way, name=name)).good()
        images = [image for image in place.images() if image["Name"] == name]
        assert [image["ImageId"] for image in images] == [again["image_id"]], f"seed {seed}, killed {moment}"
        assert images[0]["State"] == "AVAILABLE"
        job.kill_all()
    assert len(place.images()) == len(ROUNDS)
    assert len(place.calls(IMPORT, acted=True)) == len(ROUNDS)
    place.saw = ", ".join(f"{count} jobs killed {moment}" for moment, count in Counter(ROUNDS).items())


def _more_asked(place: Place, calls: int) -> bool:
    return place.struck() > calls


def _more_begun(place: Place, imports: int) -> bool:
    return len(place.calls(IMPORT, acted=True)) > imports


def killed_while_enabling(place: Place, how: str, seed: int) -> None:
    """The account: one modification, however often the job is killed."""
    place.spoil(slow(0.3, 0.6) | {"operation": MODIFY})
    dice = random.Random(seed)
    jobs = []
    for _round in range(3):
        jobs.append(place.start(place.enabling(WATCHED)))
        time.sleep(dice.uniform(0.5, 4))
        jobs[-1].kill_group(signal.Signals[how])
    assert place.play(place.enabling(WATCHED)).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    for job in jobs:
        job.kill_all()
    place.done_once(MODIFY)


def _story(title: str, tell: Any, seed: int, **how: Any) -> Story:
    return Story(title, partial(tell, seed=seed, **how))


STORIES = [
    _story("SIGTERM to the process group, watched", killed, 1, how="SIGTERM", way=WATCHED),
    _story("SIGKILL to the process group, watched", killed, 2, how="SIGKILL", way=WATCHED),
    _story("SIGKILL to every process of the job, watched", killed, 3, how="everything", way=WATCHED),
    _story("SIGKILL to the process group, the module goes on, async", killed, 4, how="SIGKILL", way=ASYNC),
    _story("SIGKILL to every process of the job, async", killed, 5, how="everything", way=ASYNC),
    _story("SIGKILL while the account is being enabled, watched", killed_while_enabling, 6, how="SIGKILL"),
]
