# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images are kept and which are deleted, by table and by properties."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._byol.bundle_plan import PREVIOUS_IMAGE
from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_plan import (
    REASONS,
    ObservedUse,
    RetentionSpec,
    plan_retention,
    sort_out,
)

from ...support.plans import after_of

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


def image(name, age, state="AVAILABLE", image_id=None):
    created = None if age is None else (NOW - timedelta(days=age)).isoformat()
    return {"image_id": image_id or f"wsi-{name}", "name": name, "state": state, "created": created}


def options(**changes):
    return RetentionSpec(**{"name_pattern": r"(\w+?)-\d+", "keep": 1, "state": "absent", **changes})


def decided(wanted, images, use=None):
    _plan, decisions = plan_retention(wanted, sort_out(wanted, images, NOW), use or ObservedUse())
    return {decision.image_id.removeprefix("wsi-"): decision.reason for decision in decisions}


def test_families_and_the_newest():
    images = [
        image("a-1", 3),
        image("a-2", 2),
        image("a-3", 1),
        image("b-1", 9),
        image("other", 99),
        image("xa-1-x", 9),
    ]
    assert decided(options(), images) == {
        "a-1": "superseded",
        "a-2": "superseded",
        "a-3": "newest",
        "b-1": "newest",
        "other": "no_match",
        "xa-1-x": "no_match",
    }
    one_family = decided(options(name_pattern=r"\w+-\d+", keep=2), images)
    assert [name for name, reason in one_family.items() if reason == "newest"] == ["a-2", "a-3"]


def test_only_available_images_count_as_kept():
    images = [image("a-1", 3), image("a-2", 2, "PENDING"), image("a-3", 1, "ERROR")]
    assert decided(options(), images) == {"a-1": "newest", "a-2": "pending", "a-3": "failed"}
    assert decided(options(keep=0), images)["a-1"] == "superseded"


@pytest.mark.parametrize(
    ("changes", "age", "state", "reason"),
    [
        ({"min_age_days": 5}, 4.9, "AVAILABLE", "too_young"),
        ({"min_age_days": 5}, 5, "AVAILABLE", "superseded"),
        ({}, -1, "AVAILABLE", "too_young"),
        ({}, None, "AVAILABLE", "age_unknown"),
        ({}, 50, "ERROR", "failed"),
        ({"failed_after_days": 50}, 49.9, "ERROR", "failed"),
        ({"failed_after_days": 50}, 50, "ERROR", "expired_failure"),
        ({"failed_after_days": 50, "min_age_days": 60}, 50, "ERROR", "too_young"),
        ({"failed_after_days": 0}, 5, "PENDING", "pending"),
        ({"failed_after_days": 0}, 5, "A_NEW_STATE", "pending"),
    ],
)
def test_age_and_state(changes, age, state, reason):
    assert decided(options(keep=0, **changes), [image("a-1", age, state)]) == {"a-1": reason}


@pytest.mark.parametrize(
    ("use", "reason"),
    [
        (ObservedUse([{"bundle_id": "wsb-1", "image_id": "wsi-a-1"}]), "bundle"),
        (ObservedUse([{"image_id": "wsi-x", "tags": {PREVIOUS_IMAGE: "wsi-a-1"}}]), "previous_image"),
        (ObservedUse(shared_account_ids={"wsi-a-1": ["222222222222"]}), "shared"),
        (ObservedUse(tags={"wsi-a-1": {"keep": "false"}}), "protected"),
        (ObservedUse(tags={"wsi-a-1": {"Keep": "true"}}, shared_account_ids={"wsi-a-1": []}), "superseded"),
    ],
)
def test_use(use, reason):
    wanted = options(keep=0, protect_tags=("keep",))
    assert decided(wanted, [image("a-1", 5)], use) == {"a-1": reason}


def test_the_oldest_are_deleted_first():
    images = [image("a-3", 7), image("a-1", 9), image("b-2", 8), image("a-4", 6), image("b-9", 1)]
    use = ObservedUse(shared_account_ids={"wsi-a-1": ["222222222222"]})
    assert decided(options(keep=0, max_deletions=2), images, use) == {
        "a-1": "shared",
        "b-2": "superseded",
        "a-3": "superseded",
        "a-4": "max_deletions",
        "b-9": "max_deletions",
    }
    assert "superseded" not in decided(options(keep=0, max_deletions=0), images).values()


def test_reported_has_the_decisions_and_no_calls():
    images = [image("a-1", 3), image("a-2", 2)]
    wanted = options(state="reported")
    plan, decisions = plan_retention(wanted, sort_out(wanted, images, NOW), ObservedUse())
    assert (plan.steps, plan.before) == ((), None)
    assert [decision.result()["action"] for decision in decisions] == ["delete", "keep"]


def test_the_plan_says_what_is_left():
    images = [image("a-1", 3), image("a-2", 2)]
    plan, decisions = plan_retention(options(), sort_out(options(), images, NOW), ObservedUse())
    assert [(step.operation, step.params) for step in plan.steps] == [("DeleteWorkspaceImage", {"ImageId": "wsi-a-1"})]
    assert plan.before == {"images": ["a-1 (wsi-a-1)", "a-2 (wsi-a-2)"]}
    assert after_of(plan) == {"images": ["a-2 (wsi-a-2)"]}
    assert decisions[0].result() == {
        **images[0],
        "action": "delete",
        "reason": "superseded",
        "explanation": REASONS["superseded"],
    }


NAMES = st.builds("{}-{}".format, st.sampled_from(["a", "b", "no match"]), st.integers(1, 9))
STATES = st.sampled_from(["AVAILABLE", "AVAILABLE", "PENDING", "ERROR", "NEW"])
AGES = st.none() | st.sampled_from([-1, 0, 0.5, 1, 2, 3, 10])
IMAGES = st.lists(st.tuples(NAMES, AGES, STATES), max_size=12).map(
    lambda rows: [image(*row, image_id=f"wsi-{number}") for number, row in enumerate(rows)]
)
IDS = st.integers(0, 11).map("wsi-{}".format)
BUNDLES = st.lists(
    st.builds(lambda now, before: {"image_id": now, "tags": {PREVIOUS_IMAGE: before}}, IDS, IDS), max_size=3
)
USES = st.builds(
    ObservedUse,
    bundles=BUNDLES,
    tags=st.dictionaries(IDS, st.dictionaries(st.sampled_from(["keep", "other"]), st.just("x"))),
    shared_account_ids=st.dictionaries(IDS, st.lists(st.just("222222222222"), max_size=1)),
)
OPTIONS = st.builds(
    options,
    keep=st.integers(0, 3),
    min_age_days=st.integers(0, 3),
    failed_after_days=st.none() | st.integers(0, 3),
    protect_tags=st.sampled_from([(), ("keep",)]),
    max_deletions=st.none() | st.integers(0, 3),
)


@given(OPTIONS, IMAGES, USES)
def test_what_is_never_deleted(wanted, images, use):
    plan, decisions = plan_retention(wanted, sort_out(wanted, images, NOW), use)
    assert sorted(decision.image_id for decision in decisions) == sorted(one["image_id"] for one in images)
    deleted = [decision.image for decision in decisions if decision.action == "delete"]
    assert [step.params["ImageId"] for step in plan.steps] == [one["image_id"] for one in deleted]
    for one in deleted:
        image_id = one["image_id"]
        assert one["name"].startswith(("a-", "b-"))
        assert one["state"] in ("AVAILABLE", "ERROR")
        assert NOW - datetime.fromisoformat(one["created"]) >= timedelta(days=wanted.min_age_days)
        assert image_id not in {bundle["image_id"] for bundle in use.bundles}
        assert image_id not in {bundle["tags"][PREVIOUS_IMAGE] for bundle in use.bundles}
        assert not use.shared_account_ids.get(image_id)
        assert not set(wanted.protect_tags) & set(use.tags.get(image_id, {}))
        if one["state"] == "ERROR":
            assert wanted.failed_after_days is not None
    assert wanted.max_deletions is None or len(deleted) <= wanted.max_deletions


@given(OPTIONS, IMAGES, USES)
def test_each_family_keeps_its_newest(wanted, images, use):
    _plan, decisions = plan_retention(wanted, sort_out(wanted, images, NOW), use)
    for family in "ab":
        members = [decision for decision in decisions if decision.image["name"].startswith(f"{family}-")]
        dated = [one for one in members if one.image["state"] == "AVAILABLE" and one.image["created"]]
        newest_first = sorted(dated, key=lambda one: (one.image["created"], one.image_id), reverse=True)
        assert all(one.action == "keep" for one in newest_first[: wanted.keep])


@given(OPTIONS, IMAGES, USES)
def test_a_second_run_deletes_nothing_more(wanted, images, use):
    wanted = options(**{**wanted.__dict__, "max_deletions": None})
    plan, _decisions = plan_retention(wanted, sort_out(wanted, images, NOW), use)
    gone = {step.params["ImageId"] for step in plan.steps}
    left = [one for one in images if one["image_id"] not in gone]
    assert not plan_retention(wanted, sort_out(wanted, left, NOW), use)[0].steps
