# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two at the same time: someone else acts between the read and the write."""

from __future__ import annotations

import pytest

from ..support.place import NAME, OTHER_SOURCE, REQUEST
from ..support.running import failure_of, succeeded

IMPORT = "ImportCustomWorkspaceImage"


@pytest.fixture
def import_elsewhere(aws, elsewhere):
    """Someone else imports under the same name, and AWS lists it only a few seconds later."""

    def begin(**members):
        aws.faults([{"operation": IMPORT, "do": {"hide_image": 5}}])
        image_id = elsewhere.import_custom_workspace_image(**{**REQUEST, **members})["ImageId"]
        aws.control.clear_calls()
        return image_id

    return begin


def test_the_same_image_is_adopted(aws, image, import_elsewhere):
    aws.settings(import_seconds=3600)
    image_id = import_elsewhere()
    result = succeeded(image())
    assert [call["outcome"] for call in aws.calls(operation=IMPORT)] == ["ResourceAlreadyExistsException"]
    assert result["image_id"] == image_id
    assert result["changed"] is False
    assert result["image_import"]["state"] == "PENDING"


def test_the_same_image_is_adopted_and_waited_for(aws, image, import_elsewhere):
    aws.settings(import_seconds=3600)
    image_id = import_elsewhere()
    result = succeeded(image(wait=True))
    assert (result["image_id"], result["image"]["state"]) == (image_id, "AVAILABLE")
    assert result["changed"] is False


def test_its_tags_are_brought_in_line(image, import_elsewhere):
    import_elsewhere(Tags=[{"Key": "theirs", "Value": "1"}])
    result = succeeded(image(tags={"mine": "2"}))
    assert result["changed"] is True
    assert result["image"]["tags"] == {"mine": "2"}


def test_its_drift_is_reported(image, import_elsewhere):
    import_elsewhere(ImageDescription="Another text")
    assert [entry["option"] for entry in succeeded(image())["drift"]] == ["description"]


def test_another_image_of_that_name_is_not(aws, image, import_elsewhere):
    image_id = import_elsewhere(ImageSource={"Ec2ImportTaskId": OTHER_SOURCE["ec2_import_task_id"]})
    result = image()
    assert failure_of(result)["reason"] == "image_source_differs"
    assert result["image_id"] == image_id
    assert result["changed"] is False
    assert [call["outcome"] for call in aws.calls(operation=IMPORT)] == ["ResourceAlreadyExistsException"]


def test_a_failed_image_of_that_name_is_not(aws, image, import_elsewhere):
    aws.settings(imports={NAME: {"error": {"at": 0, "code": "DomainJoined", "message": "joined"}}})
    import_elsewhere()
    for replace_failed in (False, True):
        aws.control.clear_calls()
        result = image(replace_failed=replace_failed)
        if replace_failed:
            assert succeeded(result)["changed"] is True
        else:
            assert failure_of(result)["reason"] == "failed_image_exists"


def test_the_name_is_refused_for_a_moment(aws, image):
    """The name of an image that was just deleted may stay taken."""
    aws.faults([{"operation": IMPORT, "times": 2, "do": {"error": "ResourceAlreadyExistsException"}}])
    assert succeeded(image())["changed"] is True
    assert aws.imports_done() == 1


@pytest.mark.parametrize(("options", "reason"), [({}, None), ({"management_cidr_range": "10.32.0.0/16"}, "other")])
def test_a_modification_of_someone_else(aws, account, clock, options, reason):
    """AWS refuses a second one; the first is listed a moment later."""
    aws.account(support="DISABLED")
    aws.settings(cidr_list_requires="consent")
    refusal = {"error": "InvalidResourceStateException", "message": "in progress"}
    aws.faults([{"operation": "ModifyAccount", "times": None, "do": refusal}])
    theirs = [{"support": "ENABLED", "seconds": 3600, "age_seconds": 1}]
    clock.at.append((1, lambda: aws.account(modifications=theirs)))
    result = account(**options)
    assert len(aws.requests("ModifyAccount")) == 1
    assert result["changed"] is False
    assert result["modification"]["modification_state"] == "PENDING"
    if reason:
        assert failure_of(result)["reason"] == "modification_in_progress"
    else:
        succeeded(result)


def test_a_refusal_of_the_state_with_no_modification_to_be_seen(aws, account):
    aws.account(support="DISABLED")
    aws.faults([{"operation": "ModifyAccount", "times": None, "do": {"error": "InvalidResourceStateException"}}])
    failure = failure_of(account())
    assert failure["code"] == "InvalidResourceStateException"
    assert failure["reason"] == "api_error"
