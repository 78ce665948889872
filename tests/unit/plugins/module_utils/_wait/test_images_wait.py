# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Following several images: what the embedded AWS cannot be made to do, and when looks are shared."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import Observed
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import GONE, READY
from ansible_collections.euc.workspaces.plugins.module_utils._wait.images import FollowedImage, ImagesWait

from ...support.scripted_clock import ScriptedClock


class Reads:
    """AWS by the clock. script: from when (seconds) an image has which states, of its import and of itself."""

    def __init__(self, clock, **script):
        self.clock = clock
        self.script = script
        self.looks = []

    def image_imports(self, image_ids):
        """The records of imports."""
        self.looks.append((self.clock.passed, list(image_ids)))
        states = {image_id: self._now(image_id)[0] for image_id in image_ids}
        return {image_id: state and {"state": state} for image_id, state in states.items()}

    def images_by_id(self, image_ids):
        """The images."""
        states = {image_id: self._now(image_id)[1] for image_id in image_ids}
        return [{"image_id": key, "name": key, "state": state} for key, state in states.items() if state]

    def _now(self, image_id):
        return [states for since, *states in self.script[image_id] if since <= self.clock.passed][-1]


@pytest.fixture
def clock():
    """Time that only a sleep lets pass."""
    return ScriptedClock(lambda _seconds: None)


@pytest.fixture
def follow(clock):
    """Follow the images of a script from their start to their end."""

    def run(wait_delay=60, begun=None, **script):
        reads = Reads(clock, **script)
        followed = []
        for image_id in script:
            clock.sleep((begun or {}).get(image_id, 0))
            observed = Observed({"image_id": image_id, "name": image_id, "state": "PENDING"}, {"state": "PENDING"})
            followed.append(FollowedImage(observed, True, clock, clock.now() + 7200, wait_delay))
        ImagesWait(reads, followed, clock).run()
        return reads, {image.name: image for image in followed}

    return run


def test_deleted_between_the_end_of_the_import_and_being_available(follow):
    script = [(0, "PENDING", "PENDING"), (600, "COMPLETED", "PENDING"), (700, None, None)]
    _reads, images = follow(image=script)
    assert images["image"].progress.phase == GONE
    assert images["image"].failure is None
    assert images["image"].observed.image["state"] == "PENDING"


def test_deleted_with_its_import_still_on_record(follow, clock):
    script = [(0, "PENDING", "PENDING"), (600, "COMPLETED", None)]
    _reads, images = follow(image=script)
    assert images["image"].progress.phase == GONE
    assert clock.passed < 900


def test_listed_only_some_time_after_the_end_of_the_import(follow):
    script = [(0, "PENDING", "PENDING"), (600, "COMPLETED", None), (690, "COMPLETED", "AVAILABLE")]
    _reads, images = follow(image=script)
    assert images["image"].progress.phase == READY


def test_images_begun_one_after_the_other_share_their_looks(follow):
    script = [(0, "PENDING", "PENDING"), (1200, "COMPLETED", "AVAILABLE")]
    reads, images = follow(begun={"b": 3, "c": 3}, a=script, b=script, c=script)
    assert {image.progress.phase for image in images.values()} == {READY}
    shared = [ids for _when, ids in reads.looks if len(ids) == 3]
    assert len(shared) >= len(reads.looks) - 2


def test_sharing_never_makes_more_looks_than_a_fixed_poll(follow):
    ends = {"a": 3600, "b": 1800, "c": 5400}
    scripts = {name: [(0, "PENDING", "PENDING"), (end, "COMPLETED", "AVAILABLE")] for name, end in ends.items()}
    reads, _images = follow(begun={"b": 25, "c": 25}, **scripts)
    for name, end in ends.items():
        assert sum(name in ids for _when, ids in reads.looks) <= end / 60 + 1


@pytest.mark.parametrize(("number", "gap"), [(1, 60), (2, 120), (4, 240), (5, 300), (12, 300)])
def test_images_together_cost_no_more_calls_than_one(follow, number, gap):
    """Up to the number that would have one not looked at for too long."""
    script = [(0, "PENDING", "PENDING"), (3600, "COMPLETED", "AVAILABLE")]
    reads, _images = follow(**{f"image{one}": script for one in range(number)})
    times = [when for when, _ids in reads.looks]
    assert {later - earlier for earlier, later in pairwise([0, *times])} == {gap}


def test_a_longer_gap_that_was_asked_for_is_kept(follow):
    script = [(0, "PENDING", "PENDING"), (3600, "COMPLETED", "AVAILABLE")]
    reads, _images = follow(wait_delay=900, a=script, b=script)
    assert [when for when, _ids in reads.looks] == [900, 1800, 2700, 3600]


def test_nothing_to_follow_costs_nothing(clock):
    ImagesWait(None, [], clock).run()
    assert clock.slept == []
