# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is planned for a bundle, by table and by properties."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.bundle_plan import (
    IMAGE_SINCE,
    PREVIOUS_IMAGE,
    BundleSpec,
    ObservedBundle,
    bundle_name_held,
    plan_bundle,
    restore_steps,
)

from ...support.plans import after_of, calls

NOW = datetime(2026, 11, 24, 17, 0, 0, 999, tzinfo=timezone.utc)
NOW_TAG = "2026-11-24T17:00:00Z"
IMAGE = {"image_id": "wsi-000000002", "name": "win11-12", "state": "AVAILABLE"}
BUNDLE = {
    "bundle_id": "wsb-000000001",
    "name": "pilot",
    "description": "Pilot ring",
    "image_id": "wsi-000000001",
    "compute_type": {"name": "POWER"},
    "user_storage": {"capacity": "100"},
    "root_storage": {"capacity": "175"},
    "state": "AVAILABLE",
}
HAS_IT = {**BUNDLE, "image_id": IMAGE["image_id"]}
ROLLED_BACK = "euc.workspaces/rolled_back_image"


def options(**changes):
    given_ = {
        "name": "pilot",
        "description": "Pilot ring",
        "image_id": IMAGE["image_id"],
        "compute_type": "POWER",
        "user_storage": 100,
    }
    return BundleSpec(**{**given_, **changes})


def test_a_bundle_is_created():
    plan = plan_bundle(options(root_storage=175, tags={"team": "euc"}), ObservedBundle(None, image=IMAGE), NOW)
    ((operation, request),) = calls(plan)
    assert operation == "CreateWorkspaceBundle"
    tags = {tag["Key"]: tag["Value"] for tag in request.pop("Tags")}
    assert tags == {"team": "euc", IMAGE_SINCE: NOW_TAG}
    assert request == {
        "BundleName": "pilot",
        "BundleDescription": "Pilot ring",
        "ImageId": IMAGE["image_id"],
        "ComputeType": {"Name": "POWER"},
        "UserStorage": {"Capacity": "100"},
        "RootStorage": {"Capacity": "175"},
    }
    assert plan.before == {}
    assert after_of(plan)["image_id"] == IMAGE["image_id"]
    predicted = plan.steps[0].predicted["WorkspaceBundle"]
    assert (predicted["BundleId"], predicted["State"], predicted["Name"]) == (None, "PENDING", "pilot")


def test_an_omitted_root_volume_is_not_requested():
    ((_operation, request),) = calls(plan_bundle(options(), ObservedBundle(None, image=IMAGE), NOW))
    assert "RootStorage" not in request


@pytest.mark.parametrize(
    ("image_id", "image_name", "observed"),
    [
        (IMAGE["image_id"], None, ObservedBundle(HAS_IT, image_read=False)),
        (None, IMAGE["name"], ObservedBundle(HAS_IT, image=IMAGE)),
        (None, IMAGE["name"], ObservedBundle(HAS_IT, image={**IMAGE, "state": "ERROR"})),
        (IMAGE["image_id"], None, ObservedBundle({**HAS_IT, "state": "PENDING"}, image_read=False)),
    ],
)
def test_a_bundle_that_has_the_image_is_left_alone(image_id, image_name, observed):
    wanted = options(image_id=image_id, image_name=image_name)
    plan = plan_bundle(wanted, observed, NOW)
    assert (bool(plan.steps), plan.drift, plan.warnings) == (False, (), ())


def test_another_image_is_recorded_before_it_is_given():
    tags = {PREVIOUS_IMAGE: "wsi-000000000", IMAGE_SINCE: "2026-01-01T00:00:00Z", "team": "euc"}
    observed = ObservedBundle(BUNDLE, tags, IMAGE)
    plan = plan_bundle(options(tags={"a": "b"}), observed, NOW)
    bundle_id = BUNDLE["bundle_id"]
    assert calls(plan) == [
        (
            "CreateTags",
            {
                "ResourceId": bundle_id,
                "Tags": [{"Key": PREVIOUS_IMAGE, "Value": "wsi-000000001"}, {"Key": IMAGE_SINCE, "Value": NOW_TAG}],
            },
        ),
        ("UpdateWorkspaceBundle", {"BundleId": bundle_id, "ImageId": IMAGE["image_id"]}),
        ("DeleteTags", {"ResourceId": bundle_id, "TagKeys": ["team"]}),
        ("CreateTags", {"ResourceId": bundle_id, "Tags": [{"Key": "a", "Value": "b"}]}),
    ]
    assert after_of(plan)["tags"] == {PREVIOUS_IMAGE: "wsi-000000001", "a": "b"}
    (put_back,) = restore_steps(observed, plan)
    assert {tag["Key"]: tag["Value"] for tag in put_back.params["Tags"]} == {
        PREVIOUS_IMAGE: "wsi-000000000",
        IMAGE_SINCE: "2026-01-01T00:00:00Z",
    }


def test_tags_of_ours_that_are_requested_go_with_the_image():
    observed = ObservedBundle(BUNDLE, {}, IMAGE)
    wanted = options(tags={ROLLED_BACK: "wsi-000000001"}, purge_tags=False)
    plan = plan_bundle(wanted, observed, NOW)
    assert [step.operation for step in plan.steps] == ["CreateTags", "UpdateWorkspaceBundle"]
    assert {tag["Key"] for tag in plan.steps[0].params["Tags"]} == {PREVIOUS_IMAGE, IMAGE_SINCE, ROLLED_BACK}
    (removed,) = restore_steps(observed, plan)
    assert removed.params["TagKeys"] == sorted([PREVIOUS_IMAGE, IMAGE_SINCE, ROLLED_BACK])


def test_nothing_is_put_back_where_nothing_was_written():
    observed = ObservedBundle(HAS_IT, {}, image_read=False)
    plan = plan_bundle(options(), observed, NOW)
    assert restore_steps(observed, plan) == ()


@pytest.mark.parametrize(
    ("changes", "bundle", "words"),
    [
        ({"compute_type": "STANDARD"}, BUNDLE, "compute_type is POWER, not STANDARD"),
        ({"user_storage": 50}, BUNDLE, "user_storage is 100, not 50"),
        ({"root_storage": 80}, HAS_IT, "root_storage is 175, not 80"),
        ({"root_storage": 80, "image_name": "gone", "image_id": None}, BUNDLE, "root_storage is 175, not 80"),
    ],
)
def test_what_cannot_change_is_refused(changes, bundle, words):
    observed = ObservedBundle(bundle, {}, None if "image_name" in changes else IMAGE)
    with pytest.raises(Failure) as caught:
        plan_bundle(options(**changes), observed, NOW)
    assert caught.value.reason == "bundle_differs"
    assert words in caught.value.message
    assert caught.value.facts["drift"][0]["option"] in changes


@pytest.mark.parametrize("bundle", [None, BUNDLE])
@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (None, "image_not_found"),
        ({**IMAGE, "state": "PENDING"}, "image_pending"),
        ({**IMAGE, "state": "VALIDATING"}, "image_pending"),
        ({**IMAGE, "state": "ERROR", "error_message": "it failed"}, "image_failed"),
    ],
)
def test_images_that_cannot_be_given(bundle, image, reason):
    with pytest.raises(Failure) as caught:
        plan_bundle(options(tags={"a": "b"}), ObservedBundle(bundle, {}, image), NOW)
    assert caught.value.reason == reason
    assert IMAGE["image_id"] in caught.value.message


def test_a_name_that_no_image_has():
    with pytest.raises(Failure) as caught:
        plan_bundle(options(image_id=None, image_name="gone"), ObservedBundle(HAS_IT, {}, None), NOW)
    assert (caught.value.reason, "gone" in caught.value.message) == ("image_not_found", True)


def test_a_failed_bundle():
    with pytest.raises(Failure) as caught:
        plan_bundle(options(), ObservedBundle({**HAS_IT, "state": "ERROR"}, image_read=False), NOW)
    assert caught.value.reason == "bundle_failed"


def test_another_description_is_drift():
    plan = plan_bundle(options(description="Broad ring"), ObservedBundle(HAS_IT, image_read=False), NOW)
    assert not plan.steps
    assert plan.drift == ({"option": "description", "desired": "Broad ring", "actual": "Pilot ring"},)
    assert len(plan.warnings) == 1


def test_deleting():
    absent = options(state="absent", image_id=None)
    assert not plan_bundle(absent, ObservedBundle(None), NOW).steps
    plan = plan_bundle(absent, ObservedBundle(BUNDLE), NOW)
    assert calls(plan) == [("DeleteWorkspaceBundle", {"BundleId": BUNDLE["bundle_id"]})]
    assert after_of(plan) == {}
    with pytest.raises(Failure) as caught:
        plan_bundle(absent, ObservedBundle(BUNDLE, desktops=tuple(f"ws-{n}" for n in range(7))), NOW)
    assert caught.value.reason == "bundle_in_use"
    assert "ws-0, ws-1, ws-2, ws-3, ws-4 and others" in caught.value.message
    assert caught.value.facts["workspace_ids"] == [f"ws-{n}" for n in range(7)]


def test_a_held_name():
    refusal = Failure("api_error", "The name is in use.", code="ResourceAlreadyExistsException")
    failure = bundle_name_held("pilot", refusal)
    assert (failure.reason, failure.code) == ("bundle_name_held", "ResourceAlreadyExistsException")
    assert "two hours" in failure.message


KEYS = st.sampled_from(["a", "b", "Team", PREVIOUS_IMAGE, IMAGE_SINCE, ROLLED_BACK, "euc.workspaces/other"])
TAGS = st.dictionaries(KEYS, st.sampled_from(["x", "y", ""]))
IMAGES = st.sampled_from([IMAGE, {**IMAGE, "image_id": "wsi-000000003"}])


def applied(observed, plan):
    """The bundle and its tags after the calls of a plan."""
    bundle, tags = observed.bundle, dict(observed.tags)
    for operation, params in calls(plan):
        if operation == "CreateTags":
            tags |= {tag["Key"]: tag["Value"] for tag in params["Tags"]}
        elif operation == "DeleteTags":
            tags = {key: value for key, value in tags.items() if key not in params["TagKeys"]}
        else:
            bundle = {**bundle, "image_id": params["ImageId"]}
    return ObservedBundle(bundle, tags, image_read=False)


@given(TAGS, st.none() | TAGS, st.booleans(), st.booleans())
def test_one_run_is_enough(present, desired, purge, has_it):
    wanted = options(tags=desired, purge_tags=purge)
    observed = ObservedBundle(HAS_IT if has_it else BUNDLE, present, IMAGE, image_read=not has_it)
    plan = plan_bundle(wanted, observed, NOW)
    after = applied(observed, plan)
    assert {**after.tags, IMAGE_SINCE: ""} == {**after_of(plan)["tags"], IMAGE_SINCE: ""}
    assert after.bundle["image_id"] == IMAGE["image_id"]
    assert not plan_bundle(wanted, after, NOW).steps
    assert (plan.before == after_of(plan)) or plan.steps


@given(TAGS, st.none() | TAGS, st.booleans())
def test_our_own_tags_are_never_purged(present, desired, has_it):
    observed = ObservedBundle(HAS_IT if has_it else BUNDLE, present, IMAGE, image_read=not has_it)
    after = applied(observed, plan_bundle(options(tags=desired), observed, NOW))
    own = {key for key in present if key.startswith("euc.workspaces/")}
    assert own <= after.tags.keys()


@given(TAGS, st.none() | TAGS)
def test_a_refused_image_leaves_the_tags_as_they_were(present, desired):
    observed = ObservedBundle(BUNDLE, present, IMAGE)
    plan = plan_bundle(options(tags=desired), observed, NOW)
    first, update = plan.steps[:2]
    assert (first.operation, update.operation) == ("CreateTags", "UpdateWorkspaceBundle")
    tags = present | {tag["Key"]: tag["Value"] for tag in first.params["Tags"]}
    for step in restore_steps(observed, plan):
        if step.operation == "DeleteTags":
            tags = {key: value for key, value in tags.items() if key not in step.params["TagKeys"]}
        else:
            tags |= {tag["Key"]: tag["Value"] for tag in step.params["Tags"]}
    assert tags == present
