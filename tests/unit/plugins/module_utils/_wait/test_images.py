# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for several images: what the simulated AWS cannot be made to do, and when polls are shared."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import Observed
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import GONE, READY
from ansible_collections.euc.workspaces.plugins.module_utils._wait.images import ImagesPoller, ImageWaiter
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import wait_for
from ansible_collections.euc.workspaces.plugins.module_utils._wait.visibility import VISIBLE_WITHIN

from ...support.scripted_clock import ScriptedClock


class Reads:
    """AWS by the clock. script: from when (seconds) an image has which states, of its import and of itself."""

    def __init__(self, clock, **script):
        self.clock = clock
        self.script = script
        self.polls = []

    def image_imports(self, image_ids):
        """The records of imports."""
        self.polls.append((self.clock.passed, list(image_ids)))
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
def wait_for_images(clock):
    """Wait for the images of a script from their start to their end."""

    def run(wait_delay=60, listed=True, started=None, **script):
        reads = Reads(clock, **script)
        waiters = []
        for image_id in script:
            clock.sleep((started or {}).get(image_id, 0))
            observed = Observed({"image_id": image_id, "name": image_id, "state": "PENDING"}, {"state": "PENDING"})
            waiters.append(ImageWaiter(observed, listed, clock, clock.now() + 7200, wait_delay))
        wait_for(ImagesPoller(reads, waiters, clock), clock)
        return reads, {waiter.name: waiter for waiter in waiters}

    return run


def test_deleted_between_the_end_of_the_import_and_being_available(wait_for_images):
    script = [(0, "PENDING", "PENDING"), (600, "COMPLETED", "PENDING"), (700, None, None)]
    _reads, images = wait_for_images(image=script)
    assert images["image"].progress.phase == GONE
    assert images["image"].failure is None
    assert images["image"].observed.image["state"] == "PENDING"


def test_deleted_with_its_import_still_on_record(wait_for_images, clock):
    script = [(0, "PENDING", "PENDING"), (600, "COMPLETED", None)]
    _reads, images = wait_for_images(image=script)
    assert images["image"].progress.phase == GONE
    assert clock.passed < 900


def test_listed_only_some_time_after_the_end_of_the_import(wait_for_images):
    script = [(0, "PENDING", "PENDING"), (600, "COMPLETED", None), (690, "COMPLETED", "AVAILABLE")]
    _reads, images = wait_for_images(image=script)
    assert images["image"].progress.phase == READY


def test_images_started_one_after_the_other_share_their_polls(wait_for_images):
    script = [(0, "PENDING", "PENDING"), (1200, "COMPLETED", "AVAILABLE")]
    reads, images = wait_for_images(started={"b": 3, "c": 3}, a=script, b=script, c=script)
    assert {image.progress.phase for image in images.values()} == {READY}
    shared = [ids for _when, ids in reads.polls if len(ids) == 3]
    assert len(shared) >= len(reads.polls) - 2


def test_sharing_never_makes_more_polls_than_one_a_minute(wait_for_images):
    ends = {"a": 3600, "b": 1800, "c": 5400}
    scripts = {name: [(0, "PENDING", "PENDING"), (end, "COMPLETED", "AVAILABLE")] for name, end in ends.items()}
    reads, _images = wait_for_images(started={"b": 25, "c": 25}, **scripts)
    for name, end in ends.items():
        assert sum(name in ids for _when, ids in reads.polls) <= end / 60 + 1


@pytest.mark.parametrize(("number", "seconds"), [(1, 60), (2, 120), (4, 240), (5, 300), (12, 300)])
def test_images_together_cost_no_more_calls_than_one(wait_for_images, number, seconds):
    """Up to the number at which the polls of one would be too far apart."""
    script = [(0, "PENDING", "PENDING"), (3600, "COMPLETED", "AVAILABLE")]
    reads, _images = wait_for_images(**{f"image{one}": script for one in range(number)})
    times = [when for when, _ids in reads.polls]
    assert {later - earlier for earlier, later in pairwise([0, *times])} == {seconds}


def test_a_longer_interval_that_was_requested_is_kept(wait_for_images):
    script = [(0, "PENDING", "PENDING"), (3600, "COMPLETED", "AVAILABLE")]
    reads, _images = wait_for_images(wait_delay=900, a=script, b=script)
    assert [when for when, _ids in reads.polls] == [900, 1800, 2700, 3600]


def test_nothing_to_wait_for_costs_nothing(clock):
    wait_for(ImagesPoller(None, [], clock), clock)
    assert clock.slept == []


def test_a_new_image_that_is_visible_late(wait_for_images):
    script = [(0, None, None), (VISIBLE_WITHIN - 1, "PENDING", "PENDING"), (600, "COMPLETED", "AVAILABLE")]
    _reads, images = wait_for_images(wait_delay=10, listed=False, image=script)
    assert images["image"].progress.phase == READY


def test_a_new_image_that_is_never_visible(wait_for_images, clock):
    _reads, images = wait_for_images(wait_delay=10, listed=False, image=[(0, None, None)])
    assert images["image"].progress.phase == GONE
    assert VISIBLE_WITHIN <= clock.passed <= VISIBLE_WITHIN + 10


def test_an_image_that_was_listed_before_is_gone_at_the_first_poll_without_it(wait_for_images, clock):
    _reads, images = wait_for_images(wait_delay=10, image=[(0, None, None)])
    assert images["image"].progress.phase == GONE
    assert clock.passed == 10


def test_the_deadline_of_each_image_is_its_own(clock):
    script = [(0, "PENDING", "PENDING")]
    reads = Reads(clock, a=script, b=script)
    observed = {name: Observed({"image_id": name, "name": name}, {"state": "PENDING"}) for name in "ab"}
    early, late = (
        ImageWaiter(observed[name], True, clock, clock.now() + timeout, 60)
        for name, timeout in (("a", 150), ("b", 900))
    )
    ended = []
    clock.at += [(moment, lambda: ended.append((early.failure, late.failure))) for moment in (151, 899)]
    wait_for(ImagesPoller(reads, [early, late], clock), clock)
    assert early.failure.reason == late.failure.reason == "timeout"
    assert early.failure.message == "Timed out after 150 s: the import of the image a (a) is PENDING"
    assert clock.passed == 900
    assert [failure and failure.reason for failure, _other in ended] == ["timeout", "timeout"]
    assert [other for _failure, other in ended] == [None, None]
