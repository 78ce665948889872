# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an image goes through the rings, by table and by properties."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.bundle_plan import IMAGE_SINCE, PREVIOUS_IMAGE
from ansible_collections.euc.workspaces.plugins.module_utils._byol.rings_plan import (
    ROLLED_BACK_IMAGE,
    ObservedRing,
    Ring,
    plan_release,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.times import written

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
NEW, OLD = "wsi-000000002", "wsi-000000001"
IMAGE = {"image_id": NEW, "name": "win11-12", "state": "AVAILABLE"}
RINGS = [Ring("pilot", "b-pilot", 3), Ring("early", "b-early", 7), Ring("broad", "b-broad")]


def ring(image_id=OLD, since=None, previous=None, **tags):
    """A ring as AWS shows it. since: days ago."""
    ours = {
        IMAGE_SINCE: None if since is None else written(NOW - timedelta(days=since)),
        PREVIOUS_IMAGE: previous,
        **tags,
    }
    bundle = {"bundle_id": "wsb-000000001", "name": "b", "image_id": image_id, "state": "AVAILABLE"}
    return ObservedRing(bundle, {key: value for key, value in ours.items() if value is not None})


def estate(*observed):
    return {each.bundle: here for each, here in zip(RINGS, observed, strict=True)}


LATEST = object()


def released(*observed, state="promoted", rings=None, image=LATEST):
    moves = plan_release(
        state,
        RINGS if rings is None else rings,
        IMAGE if image is LATEST else image,
        estate(*observed),
        NOW,
        "win11-12",
    )
    return [(move.action, move.reason) for move in moves]


KEEP_DIFFERS = ("keep", "ring_before_differs")


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ([ring(), ring(), ring()], [("promote", "first_ring"), ("keep", "soaking"), KEEP_DIFFERS]),
        ([ring(NEW, 2.9), ring(), ring()], [("keep", "has_image"), ("keep", "soaking"), KEEP_DIFFERS]),
        ([ring(NEW, 3), ring(), ring()], [("keep", "has_image"), ("promote", "soaked"), ("keep", "soaking")]),
        ([ring(NEW, 9), ring(NEW, 6), ring()], [("keep", "has_image"), ("keep", "has_image"), ("keep", "soaking")]),
        ([ring(NEW, 9), ring(NEW, 7), ring()], [("keep", "has_image"), ("keep", "has_image"), ("promote", "soaked")]),
        ([ring(NEW), ring(), ring()], [("keep", "has_image"), ("keep", "image_since_unknown"), KEEP_DIFFERS]),
        (
            [ring(NEW, 9, **{ROLLED_BACK_IMAGE: NEW}), ring(), ring()],
            [("keep", "has_image"), ("promote", "soaked"), ("keep", "soaking")],
        ),
        (
            [ring(OLD, 9, **{ROLLED_BACK_IMAGE: NEW}), ring(), ring()],
            [("keep", "was_rolled_back"), KEEP_DIFFERS, KEEP_DIFFERS],
        ),
        (
            [ring(OLD, 9, **{ROLLED_BACK_IMAGE: OLD}), ring(), ring(NEW, 9)],
            [("promote", "first_ring"), ("keep", "soaking"), ("keep", "has_image")],
        ),
    ],
)
def test_promotion(observed, expected):
    assert released(*observed) == expected


def test_rings_without_a_soak_time_are_promoted_together():
    rings = [Ring(each.name, each.bundle) for each in RINGS]
    moves = plan_release("promoted", rings, IMAGE, estate(ring(), ring(), ring()), NOW)
    assert [move.action for move in moves] == ["promote"] * 3
    assert {(move.image_id, move.previous_image_id, move.image_since) for move in moves} == {(NEW, OLD, written(NOW))}


def test_what_is_said_of_a_ring():
    (first, *_others) = plan_release("promoted", RINGS, IMAGE, estate(ring(NEW, 1, previous=OLD), ring(), ring()), NOW)
    assert first.result() == {
        "name": "pilot",
        "bundle": "b-pilot",
        "action": "keep",
        "reason": "has_image",
        "explanation": "it has the image",
        "image_id": NEW,
        "previous_image_id": OLD,
        "image_since": "2026-11-23T12:00:00Z",
        "next_ring_at": "2026-11-26T12:00:00Z",
    }


def test_a_ring_in_one_line():
    moves = plan_release("promoted", RINGS, IMAGE, estate(ring(NEW, 1), ring(), ring()), NOW)
    assert [move.line(IMAGE) for move in moves[:2]] == [
        f"pilot (b-pilot): win11-12 ({NEW}) since 2026-11-23T12:00:00Z; the next ring is due at 2026-11-26T12:00:00Z"
        " [keep: it has the image]",
        f"early (b-early): {OLD}, since an unknown time [keep: the soak time of the ring before it has not passed]",
    ]


def test_no_ring_returns_to_what_it_was_rolled_back_from():
    twice = ring(NEW, 9, OLD, **{ROLLED_BACK_IMAGE: OLD})
    assert released(twice, ring(), ring(), state="rolled_back")[0] == ("keep", "previous_was_rolled_back")


def test_a_change_of_the_image_that_was_interrupted_after_its_tags():
    interrupted = ring(NEW, 0, NEW)
    assert released(interrupted, ring(), ring(), state="rolled_back")[0] == ("keep", "no_previous_image")


def test_rolling_back():
    observed = [ring(NEW, 9, OLD), ring(NEW, 1), ring(OLD, 30)]
    expected = [("roll_back", "rolled_back"), ("keep", "no_previous_image"), ("keep", "other_image")]
    assert released(*observed, state="rolled_back") == expected
    moves = plan_release("rolled_back", RINGS, IMAGE, estate(*observed), NOW)
    assert (moves[0].image_id, moves[0].previous_image_id) == (OLD, NEW)
    failed = released(*observed, state="rolled_back", image={**IMAGE, "state": "ERROR"})
    assert failed == expected, "an image is taken back whatever its state"


@pytest.mark.parametrize(
    ("rings", "image", "observed", "reason"),
    [
        (RINGS, None, [ring(), ring(), ring()], "image_not_found"),
        (RINGS, {**IMAGE, "state": "PENDING"}, [ring(), ring(), ring()], "image_pending"),
        (RINGS, {**IMAGE, "state": "ERROR"}, [ring(), ring(), ring()], "image_failed"),
        (RINGS, IMAGE, [ring(), ObservedRing(None), ring()], "bundle_not_found"),
        (RINGS, IMAGE, [ring(), ring(), ObservedRing({**ring().bundle, "state": "ERROR"})], "bundle_failed"),
        ([], IMAGE, [ring(), ring(), ring()], "invalid_request"),
        ([Ring("a", "b-pilot"), Ring("a", "b-early")], IMAGE, [ring(), ring(), ring()], "invalid_request"),
        ([Ring("a", "b-pilot"), Ring("b", "b-pilot")], IMAGE, [ring(), ring(), ring()], "invalid_request"),
        ([Ring("a", "b-pilot", -1)], IMAGE, [ring(), ring(), ring()], "invalid_request"),
    ],
)
def test_refusals(rings, image, observed, reason):
    with pytest.raises(Failure) as caught:
        plan_release("promoted", rings, image, estate(*observed), NOW, "win11-12")
    assert caught.value.reason == reason


OBSERVED = st.builds(
    ring,
    st.sampled_from([OLD, NEW, "wsi-000000000"]),
    st.none() | st.sampled_from([-1, 0, 1, 3, 7, 30]),
    st.none() | st.sampled_from([OLD, NEW]),
    **{ROLLED_BACK_IMAGE: st.none() | st.sampled_from([OLD, NEW])},
)
ESTATES = st.tuples(OBSERVED, OBSERVED, OBSERVED)
SOAKS = st.tuples(*[st.sampled_from([0, 1, 7])] * 3)


def moved(observed, moves, state):
    """The rings after the moves, as the modules leave them."""
    after = []
    for here, move in zip(observed, moves, strict=True):
        if move.action == "keep":
            after.append(here)
            continue
        tags = {**here.tags, PREVIOUS_IMAGE: here.bundle["image_id"], IMAGE_SINCE: written(NOW)}
        if state == "rolled_back":
            tags[ROLLED_BACK_IMAGE] = NEW
        after.append(ObservedRing({**here.bundle, "image_id": move.image_id}, tags))
    return after


@given(ESTATES, SOAKS, st.sampled_from(["promoted", "rolled_back"]))
def test_a_second_run_on_the_same_day_changes_nothing(observed, soaks, state):
    rings = [Ring(each.name, each.bundle, soak) for each, soak in zip(RINGS, soaks, strict=True)]
    moves = plan_release(state, rings, IMAGE, estate(*observed), NOW)
    after = moved(observed, moves, state)
    again = plan_release(state, rings, IMAGE, estate(*after), NOW)
    assert {move.action for move in again} == {"keep"}


@given(ESTATES, SOAKS)
def test_a_ring_is_promoted_only_behind_one_that_has_soaked(observed, soaks):
    rings = [Ring(each.name, each.bundle, soak) for each, soak in zip(RINGS, soaks, strict=True)]
    moves = plan_release("promoted", rings, IMAGE, estate(*observed), NOW)
    for before, move in pairwise(moves):
        if move.action == "promote":
            assert before.image_id == NEW
            since = datetime.fromisoformat(before.image_since.replace("Z", "+00:00"))
            assert NOW - since >= timedelta(days=before.ring.soak_days)
    for here, move in zip(observed, moves, strict=True):
        if move.action == "promote":
            assert here.tags.get(ROLLED_BACK_IMAGE) != NEW
            assert move.previous_image_id == here.bundle["image_id"] != NEW


@given(ESTATES, SOAKS)
def test_what_was_rolled_back_is_not_promoted_there_again(observed, soaks):
    rings = [Ring(each.name, each.bundle, soak) for each, soak in zip(RINGS, soaks, strict=True)]
    back = plan_release("rolled_back", rings, IMAGE, estate(*observed), NOW)
    after = moved(observed, back, "rolled_back")
    later = NOW + timedelta(days=100)
    again = plan_release("promoted", rings, IMAGE, estate(*after), later)
    for move, forward in zip(back, again, strict=True):
        if move.action == "roll_back":
            assert forward.action == "keep"
            assert forward.image_id != NEW
