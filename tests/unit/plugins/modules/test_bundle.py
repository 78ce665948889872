# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_bundle against the simulated AWS."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

PREVIOUS, SINCE = "euc.workspaces/previous_image", "euc.workspaces/image_since"
BUNDLES, IMAGES = "DescribeWorkspaceBundles", "DescribeWorkspaceImages"
UNCHANGED = [BUNDLES, "DescribeTags"]


@pytest.fixture
def image_id(aws):
    return aws.image()


@pytest.fixture
def wanted(bundle, image_id):
    """Run workspaces_bundle for the bundle of the tests."""

    def run(**options):
        defaults = {"name": "pilot", "description": "Pilot ring", "compute_type": "STANDARD", "user_storage": 50}
        which = {} if {"image_id", "image_name"} & options.keys() else {"image_id": image_id}
        return bundle(**{**defaults, **which, **options})

    return run


@pytest.fixture
def at_aws(elsewhere):
    """The only bundle and its tags as AWS has them."""

    def read():
        (found,) = elsewhere.describe_workspace_bundles()["Bundles"]
        tags = elsewhere.describe_tags(ResourceId=found["BundleId"])["TagList"]
        return found, {tag["Key"]: tag["Value"] for tag in tags}

    return read


def without_id(result):
    """What check mode can predict of a result."""
    found = {key: value for key, value in result["bundle"].items() if key in ("name", "description", "image_id")}
    return result["changed"], result["diff"], found, result["previous_image_id"], result["drift"]


def test_created_once(aws, wanted, at_aws, image_id):
    options = {"root_storage": 80, "tags": {"team": "euc"}, "diff": True}
    predicted = succeeded(wanted(check_mode=True, **options))
    assert aws.operations() == [BUNDLES, IMAGES]
    made = succeeded(wanted(**options))
    assert aws.operations() == [BUNDLES, IMAGES, "CreateWorkspaceBundle"]
    again = succeeded(wanted(**options))
    assert aws.operations() == UNCHANGED
    assert without_id(predicted) == without_id(made)
    assert (made["changed"], again["changed"]) == (True, False)
    assert again["diff"]["before"] == again["diff"]["after"]
    found, tags = at_aws()
    assert made["bundle"]["bundle_id"] == found["BundleId"] == again["bundle"]["bundle_id"]
    assert (found["ImageId"], found["RootStorage"]["Capacity"]) == (image_id, "80")
    assert tags.keys() == {"team", SINCE}
    assert made["bundle"]["tags"] == again["bundle"]["tags"] == tags
    assert predicted["bundle"]["bundle_id"] is None


def test_pages(aws, wanted, image_id):
    """No page is read after the one that has the bundle or the image."""
    aws.settings(bundle_page_size=1, image_page_size=1)
    aws.images(2)
    aws.bundles(image_id, name="other")
    aws.bundles(image_id, name="pilot", description="Pilot ring")
    aws.bundles(image_id, name="third")
    succeeded(wanted(image_name="filler-0001"))
    aws.operations()
    succeeded(wanted(image_name="filler-0001"))
    assert aws.operations() == [BUNDLES, BUNDLES, "DescribeTags", IMAGES]


def test_by_the_name_of_an_image(aws, wanted, image_id):
    succeeded(wanted(image_name="win11-2026-11"))
    assert aws.operations() == [BUNDLES, IMAGES, "CreateWorkspaceBundle"]
    result = succeeded(wanted(image_name="win11-2026-11"))
    assert aws.operations() == [*UNCHANGED, IMAGES]
    assert (result["changed"], result["bundle"]["image_id"]) == (False, image_id)


def test_another_image_and_back(aws, wanted, at_aws, image_id):
    succeeded(wanted(wait=True))
    newer = aws.image("newer")
    aws.operations()
    predicted = succeeded(wanted(check_mode=True, diff=True, image_id=newer))
    assert aws.operations() == [*UNCHANGED, IMAGES]
    moved = succeeded(wanted(diff=True, image_id=newer))
    assert aws.operations() == [*UNCHANGED, IMAGES, "CreateTags", "UpdateWorkspaceBundle"]
    assert without_id(predicted) == without_id(moved)
    assert (moved["changed"], moved["previous_image_id"]) == (True, image_id)
    found, tags = at_aws()
    assert (found["ImageId"], tags[PREVIOUS]) == (newer, image_id)
    assert succeeded(wanted(image_id=newer))["changed"] is False
    back = succeeded(wanted())
    assert (back["bundle"]["image_id"], back["previous_image_id"]) == (image_id, newer)


@pytest.mark.parametrize("before", [{}, {PREVIOUS: "wsi-000000000", SINCE: "2026-01-01T00:00:00Z"}])
def test_a_refused_image_leaves_the_tags(aws, wanted, at_aws, image_id, before):
    aws.bundles(image_id, name="pilot", tags={"a": "b", **before}, description="Pilot ring")
    newer = aws.image("newer")
    aws.faults([{"operation": "UpdateWorkspaceBundle", "do": {"error": "OperationNotSupportedException"}}])
    result = wanted(image_id=newer, tags={"c": "d"})
    assert failure_of(result)["code"] == "OperationNotSupportedException"
    assert result["changed"] is False
    found, tags = at_aws()
    assert (found["ImageId"], tags) == (image_id, {"a": "b", **before})
    assert result["bundle"]["image_id"] == image_id


def test_a_throttled_image_leaves_the_tags(aws, wanted, at_aws, image_id):
    aws.bundles(image_id, name="pilot", tags={PREVIOUS: "wsi-000000000"}, description="Pilot ring")
    newer = aws.image("newer")
    throttled = {"error": "ThrottlingException", "status": 400}
    aws.faults([{"operation": "UpdateWorkspaceBundle", "times": None, "do": throttled}])
    result = wanted(image_id=newer)
    assert (failure_of(result)["reason"], result["changed"]) == ("throttled", False)
    assert (at_aws()[0]["ImageId"], at_aws()[1]) == (image_id, {PREVIOUS: "wsi-000000000"})


def test_tags_that_cannot_be_put_back(aws, wanted, at_aws, image_id):
    aws.bundles(image_id, name="pilot", description="Pilot ring")
    newer = aws.image("newer")
    aws.faults([{"operation": "UpdateWorkspaceBundle", "do": {"error": "OperationNotSupportedException"}}])
    aws.settings(denied=[{"operation": "DeleteTags"}])
    result = wanted(image_id=newer)
    assert failure_of(result)["code"] == "OperationNotSupportedException"
    assert result["changed"] is True
    assert any("could not be restored" in warning for warning in result["warnings"])
    assert at_aws()[1].keys() == {PREVIOUS, SINCE} == result["bundle"]["tags"].keys()


def test_tags_stay_while_the_outcome_is_unknown(aws, wanted, at_aws, image_id):
    aws.bundles(image_id, name="pilot", description="Pilot ring")
    newer = aws.image("newer")
    dropped = {"operation": "UpdateWorkspaceBundle", "do": {"drop": "after"}}
    refused = {"operation": "DescribeWorkspaceBundles", "after": 1, "do": {"error": "AccessDeniedException"}}
    aws.faults([dropped, refused])
    assert failure_of(wanted(image_id=newer))["reason"] == "not_authorized"
    found, tags = at_aws()
    assert (found["ImageId"], tags[PREVIOUS]) == (newer, image_id)


@pytest.mark.parametrize("drop", ["before", "after"])
def test_a_lost_reply_to_a_new_image(aws, wanted, at_aws, image_id, drop):
    aws.bundles(image_id, name="pilot", description="Pilot ring")
    newer = aws.image("newer")
    aws.faults([{"operation": "UpdateWorkspaceBundle", "do": {"drop": drop}}])
    result = succeeded(wanted(image_id=newer))
    found, tags = at_aws()
    assert (result["changed"], found["ImageId"], tags[PREVIOUS]) == (True, newer, image_id)
    updates = [call for call in aws.writes() if call["operation"] == "UpdateWorkspaceBundle"]
    assert sum(call["acted"] for call in updates) == 1
    assert len(updates) == (2 if drop == "before" else 1)


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status_after": 500}, {"truncate": True}])
def test_a_lost_reply_to_a_creation(aws, wanted, at_aws, do):
    aws.faults([{"operation": "CreateWorkspaceBundle", "do": do}])
    result = succeeded(wanted(tags={"a": "b"}))
    found, tags = at_aws()
    assert (result["changed"], result["bundle"]["bundle_id"]) == (True, found["BundleId"])
    assert tags.keys() == {"a", SINCE}
    assert sum(call["acted"] for call in aws.calls(operation="CreateWorkspaceBundle")) == 1


def test_a_lost_reply_to_a_bundle_that_shows_up_late(aws, wanted, at_aws):
    hidden = {"operation": "CreateWorkspaceBundle", "do": {"drop": "after", "hide_bundle": 50}}
    failing = {"operation": BUNDLES, "after": 2, "do": {"status": 503}}
    aws.faults([hidden, failing])
    result = succeeded(wanted())
    found, _tags = at_aws()
    assert (result["changed"], result["bundle"]["bundle_id"]) == (True, found["BundleId"])
    assert len(aws.calls(operation="CreateWorkspaceBundle")) == 1


@pytest.mark.usefixtures("image_id")
def test_a_creation_is_not_sent_again_where_reading_is_denied(aws, wanted):
    lost = {"operation": "CreateWorkspaceBundle", "do": {"drop": "before"}}
    refused = {"operation": BUNDLES, "after": 1, "do": {"error": "AccessDeniedException"}}
    aws.faults([lost, refused])
    assert failure_of(wanted())["reason"] == "not_authorized"
    assert len(aws.calls(operation="CreateWorkspaceBundle")) == 1


@pytest.mark.parametrize("held_code", ["ResourceAlreadyExistsException", "ResourceUnavailableException"])
def test_the_name_of_a_deleted_bundle(aws, wanted, bundle, held_code):
    aws.settings(bundle_name_held_code=held_code)
    succeeded(wanted())
    deleted = succeeded(bundle(name="pilot", state="absent"))
    assert (deleted["changed"], deleted["bundle"]) == (True, None)
    failure = failure_of(wanted())
    assert (failure["reason"], failure["code"]) == ("bundle_name_held", held_code)
    assert "two hours" in failure["message"]
    aws.advance(7200)
    assert succeeded(wanted())["changed"] is True


def test_somebody_else_was_faster(aws, wanted, image_id, monkeypatch):
    from ansible_collections.euc.workspaces.plugins.module_utils._aws.bundles import Bundles

    real = Bundles.named

    def late(self, name):
        monkeypatch.setattr(Bundles, "named", real)
        found = real(self, name)
        aws.bundles(image_id, name="pilot", description="Pilot ring", compute_type="POWER")
        return found

    monkeypatch.setattr(Bundles, "named", late)
    result = wanted()
    assert failure_of(result)["reason"] == "bundle_differs"
    assert result["changed"] is False


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"compute_type": "POWER"}, "bundle_differs"),
        ({"user_storage": 100}, "bundle_differs"),
        ({"root_storage": 175}, "bundle_differs"),
        ({"image_id": "wsi-000000000"}, "image_not_found"),
        ({"image_name": "gone"}, "image_not_found"),
        ({"image_name": "waiting"}, "image_pending"),
        ({"image_name": "broken"}, "image_failed"),
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_refused_before_anything_is_written(aws, wanted, image_id, options, reason, check_mode):
    aws.bundles(image_id, name="pilot", description="Pilot ring")
    aws.image("waiting", state="PENDING")
    aws.image("broken", state="ERROR")
    result = wanted(check_mode=check_mode, tags={"new": "tag"}, **options)
    assert failure_of(result)["reason"] == reason
    assert not aws.writes()
    assert result["changed"] is False


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_bundle_in_use_stays(aws, bundle, image_id, check_mode):
    (bundle_id,) = aws.bundles(image_id, name="pilot")
    desktops = aws.desktops(bundle_id, count=3)
    result = bundle(name="pilot", state="absent", check_mode=check_mode)
    assert failure_of(result)["reason"] == "bundle_in_use"
    assert sorted(result["workspace_ids"]) == sorted(desktops)
    assert not aws.writes()


def test_use_that_cannot_be_read(aws, bundle, image_id):
    aws.bundles(image_id, name="pilot")
    aws.faults([{"operation": "DeleteWorkspaceBundle", "do": {"error": "ResourceAssociatedException"}}])
    failure = failure_of(bundle(name="pilot", state="absent"))
    assert (failure["reason"], failure["code"]) == ("bundle_in_use", "ResourceAssociatedException")


@pytest.mark.parametrize("drop", ["before", "after"])
def test_a_lost_reply_to_a_deletion(aws, bundle, image_id, drop):
    aws.bundles(image_id, name="pilot")
    aws.faults([{"operation": "DeleteWorkspaceBundle", "do": {"drop": drop}}])
    deleted = succeeded(bundle(name="pilot", state="absent", diff=True))
    assert (deleted["changed"], deleted["diff"]["after"]) == (True, {})
    assert "tags" not in deleted["diff"]["before"], "they were not read"
    assert sum(call["acted"] for call in aws.calls(operation="DeleteWorkspaceBundle")) == 1
    aws.operations()
    assert succeeded(bundle(name="pilot", state="absent"))["changed"] is False
    assert aws.operations() == [BUNDLES]


@pytest.mark.parametrize("code", ["InvalidParameterValuesException", "ResourceNotFoundException"])
def test_a_lost_reply_to_a_deletion_where_reading_what_is_gone_is_an_error(aws, bundle, image_id, code):
    aws.bundles(image_id, name="pilot")
    gone = {"operation": BUNDLES, "after": 1, "do": {"error": code}}
    aws.faults([{"operation": "DeleteWorkspaceBundle", "do": {"drop": "after"}}, gone])
    assert succeeded(bundle(name="pilot", state="absent"))["changed"] is True
    assert len(aws.calls(operation="DeleteWorkspaceBundle")) == 1


def test_a_deletion_is_not_sent_again_where_reading_is_denied(aws, bundle, image_id):
    aws.bundles(image_id, name="pilot")
    refused = {"operation": BUNDLES, "after": 1, "do": {"error": "AccessDeniedException"}}
    aws.faults([{"operation": "DeleteWorkspaceBundle", "do": {"drop": "before"}}, refused])
    assert failure_of(bundle(name="pilot", state="absent"))["reason"] == "not_authorized"
    assert len(aws.calls(operation="DeleteWorkspaceBundle")) == 1


def test_waiting(aws, wanted, clock):
    aws.settings(bundle_seconds=30)
    result = succeeded(wanted(wait=True))
    assert result["bundle"]["state"] == "AVAILABLE"
    assert 30 <= sum(clock.slept) <= 40
    aws.settings(failing_bundles=["broken"])
    assert failure_of(wanted(name="broken", wait=True))["reason"] == "bundle_failed"
    assert failure_of(wanted(name="broken"))["reason"] == "bundle_failed"
    aws.settings(bundle_seconds=10_000)
    failure = failure_of(wanted(name="slow", wait=True))
    assert (failure["reason"], "PENDING" in failure["message"]) == ("timeout", True)


def test_there_is_room_for_the_tags_of_the_collection(aws, wanted, at_aws):
    most = {f"tag{n}": "x" for n in range(47)}
    succeeded(wanted(tags=most, wait=True))
    newer = aws.image("newer")
    succeeded(wanted(image_id=newer, tags=most))
    # As a rollback does.
    succeeded(wanted(tags={"euc.workspaces/rolled_back_image": newer}, purge_tags=False))
    assert len(at_aws()[1]) == 50


def test_drift_and_tags(aws, wanted, image_id, at_aws):
    aws.bundles(image_id, name="pilot", description="Other", tags={"old": "1", SINCE: "2026-01-01T00:00:00Z"})
    result = succeeded(wanted(tags={"new": 2}))
    assert result["drift"] == [{"option": "description", "desired": "Pilot ring", "actual": "Other"}]
    assert len(result["warnings"]) == 1
    assert at_aws()[1] == {"new": "2", SINCE: "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"image_id": "ami-0123"}, "image_id"),
        ({"image_id": "wsi-000000001", "image_name": "x"}, "mutually exclusive"),
        ({"compute_type": "HUGE"}, "compute_type"),
        ({"user_storage": 0}, "user_storage"),
        ({"description": None}, "description"),
        ({"compute_type": None}, "compute_type"),
        ({"image_id": None}, "image_id"),
        ({"image_name": None}, "image_name"),
        ({"name": "not a name"}, "name"),
        ({"tags": {PREVIOUS: "wsi-000000001"}}, "tags"),
        ({"tags": {f"tag{n}": "x" for n in range(48)}}, "47 tags"),
        ({"wait_delay": 0}, "wait_delay"),
    ],
)
def test_bad_input_fails_before_any_call(aws, wanted, options, words):
    failure = failure_of(wanted(**options))
    assert failure["reason"] == "invalid_request"
    assert words in failure["message"]
    assert not aws.calls()
