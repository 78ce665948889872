# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies that get lost after the service acted, or before: on each writing call, and never a second image of it."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

ACTED = [{"drop": "after"}, {"status_after": 500}, {"status_after": 503}, {"truncate": True}]
NOT_ACTED = [{"drop": "before"}, {"status": 500}, {"status": 502}, {"status": 503}, {"status": 504}]
IMPORT, LOOK = "ImportCustomWorkspaceImage", "DescribeWorkspaceImages"


@pytest.fixture
def images_at_aws(aws, elsewhere):
    """How many images there are."""
    del aws
    return lambda: len(elsewhere.describe_workspace_images()["Images"])


@pytest.mark.parametrize("do", ACTED)
def test_an_import_that_was_started_is_adopted(aws, image, images_at_aws, do):
    aws.faults([{"operation": IMPORT, "do": do}])
    result = succeeded(image(tags={"team": "euc"}, diff=True))
    assert images_at_aws() == aws.imports_done() == 1
    assert len(aws.requests(IMPORT)) == 1
    assert result["changed"] is True
    assert result["image_id"].startswith("wsi-")
    assert result["image"]["tags"] == {"team": "euc"}
    assert result["image_import"]["state"] == "PENDING"
    again = succeeded(image(tags={"team": "euc"}))
    assert again["image_id"] == result["image_id"]
    assert again["changed"] is False


@pytest.mark.parametrize("do", NOT_ACTED)
def test_an_import_that_was_not_started_is_sent_again_after_polls(aws, image, images_at_aws, do):
    aws.faults([{"operation": IMPORT, "do": do}])
    result = succeeded(image())
    assert images_at_aws() == aws.imports_done() == 1
    assert result["changed"] is True
    sent = [call["operation"] for call in aws.calls()]
    first, second = (number for number, operation in enumerate(sent) if operation == IMPORT)
    assert LOOK in sent[first:second]


@pytest.mark.parametrize("do", [*ACTED, *NOT_ACTED])
def test_an_import_that_is_waited_for(aws, image, images_at_aws, do):
    aws.settings(import_seconds=3600)
    aws.faults([{"operation": IMPORT, "do": do}])
    result = succeeded(image(wait=True))
    assert result["image"]["state"] == "AVAILABLE"
    assert images_at_aws() == 1


@pytest.mark.parametrize("do", NOT_ACTED[:2])
def test_an_import_that_never_gets_through(aws, image, images_at_aws, do):
    aws.faults([{"operation": IMPORT, "times": None, "do": do}])
    result = image()
    assert failure_of(result)["reason"] == ("connection_failed" if "drop" in do else "api_error")
    assert result["changed"] is False
    assert result["image_id"] is None
    assert images_at_aws() == 0
    assert len(aws.requests(IMPORT)) <= 5


def test_replies_that_are_always_lost(aws, image, images_at_aws):
    aws.faults([{"operation": IMPORT, "times": None, "do": {"drop": "after"}}])
    succeeded(image())
    assert images_at_aws() == 1


@pytest.mark.parametrize("seconds", [5, 15, 40])
def test_an_image_that_shows_late_is_waited_for_all_the_same(aws, image, images_at_aws, seconds):
    aws.settings(import_seconds=600)
    aws.faults([{"operation": IMPORT, "do": {"hide_image": seconds}}])
    result = succeeded(image(wait=True, wait_delay=10))
    assert result["image"]["state"] == "AVAILABLE"
    assert images_at_aws() == 1


def test_a_second_run_while_the_first_ones_image_does_not_show(aws, image, images_at_aws):
    """The name is taken, so AWS refuses; the image is adopted once it shows."""
    aws.faults([{"operation": IMPORT, "do": {"hide_image": 12}}])
    first = succeeded(image())
    second = succeeded(image())
    assert second["image_id"] == first["image_id"]
    assert second["changed"] is False
    assert images_at_aws() == aws.imports_done() == 1


def test_a_name_that_is_taken_and_never_shows(aws, image):
    aws.faults([{"operation": IMPORT, "do": {"hide_image": 100_000}}])
    succeeded(image())
    failure = failure_of(image())
    assert failure["code"] == "ResourceAlreadyExistsException"
    assert aws.imports_done() == 1


def test_a_reply_that_was_lost_and_an_image_that_failed_immediately(aws, image):
    error = {"at": 0, "code": "DomainJoined", "message": "joined"}
    aws.settings(imports={"*": {"seconds": 10, "error": error}})
    aws.faults([{"operation": IMPORT, "do": {"drop": "after"}}])
    result = image()
    assert failure_of(result)["reason"] == "import_failed"
    assert result["changed"] is True
    assert result["image_id"].startswith("wsi-")


@pytest.mark.parametrize("do", [*ACTED, *NOT_ACTED])
def test_a_delete(aws, absent, images_at_aws, do):
    aws.image()
    aws.faults([{"operation": "DeleteWorkspaceImage", "do": do}])
    result = succeeded(absent())
    assert result["changed"] is True
    assert images_at_aws() == 0


def test_a_delete_that_never_gets_through(aws, absent, images_at_aws):
    aws.image()
    aws.faults([{"operation": "DeleteWorkspaceImage", "times": None, "do": {"status": 503}}])
    result = absent()
    assert failure_of(result)["reason"] == "api_error"
    assert result["changed"] is False
    assert images_at_aws() == 1


@pytest.mark.parametrize("do", [*ACTED, *NOT_ACTED])
@pytest.mark.parametrize("operation", ["DeleteWorkspaceImage", IMPORT])
def test_replacing_a_failed_image(aws, image, images_at_aws, operation, do):
    failed_id = aws.image(error={"code": "DomainJoined", "message": "joined"})
    aws.faults([{"operation": operation, "do": do}])
    result = succeeded(image(replace_failed=True))
    assert result["changed"] is True
    assert result["image_id"] not in (None, failed_id)
    assert images_at_aws() == aws.imports_done() == 1


@pytest.mark.parametrize("do", [*ACTED, *NOT_ACTED])
@pytest.mark.parametrize("operation", ["CreateTags", "DeleteTags"])
def test_tags(aws, image, operation, do):
    aws.image(tags={"old": "1"})
    aws.faults([{"operation": operation, "do": do}])
    result = succeeded(image(tags={"new": "2"}))
    assert result["changed"] is True
    again = succeeded(image(tags={"new": "2"}))
    assert again["changed"] is False
    assert again["image"]["tags"] == {"new": "2"}


@pytest.mark.parametrize("do", ACTED)
def test_a_modification_that_was_started_is_found(aws, account, do):
    aws.account(support="DISABLED")
    aws.faults([{"operation": "ModifyAccount", "do": do}])
    result = succeeded(account())
    assert len(aws.requests("ModifyAccount")) == 1
    assert result["changed"] is True
    assert result["modification"]["modification_state"] == "PENDING"


@pytest.mark.parametrize("do", NOT_ACTED)
def test_a_modification_that_was_not_started_is_sent_again_after_polls(aws, account, do):
    aws.account(support="DISABLED")
    aws.faults([{"operation": "ModifyAccount", "do": do}])
    result = succeeded(account(wait=True))
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert sum(call["acted"] for call in aws.calls(operation="ModifyAccount")) == 1
    sent = [call["operation"] for call in aws.calls()]
    first, second = (number for number, operation in enumerate(sent) if operation == "ModifyAccount")
    assert "DescribeAccountModifications" in sent[first:second]


@pytest.mark.parametrize("do", ACTED)
def test_a_modification_that_was_started_after_failed_ones(aws, account, do):
    failed = [{"support": "ENABLED", "error_code": "OLD", "error_message": "old", "age_seconds": age} for age in (5, 9)]
    aws.account(support="DISABLED", modifications=failed)
    aws.faults([{"operation": "ModifyAccount", "do": do}])
    result = succeeded(account(wait=True))
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(aws.requests("ModifyAccount")) == 1


def test_a_modification_that_never_gets_through(aws, account):
    aws.account(support="DISABLED")
    aws.faults([{"operation": "ModifyAccount", "times": None, "do": {"status": 503}}])
    result = account()
    assert failure_of(result)["reason"] == "api_error"
    assert result["changed"] is False


def test_a_modification_that_was_started_and_failed_immediately(aws, account):
    aws.account(support="DISABLED", next_outcome={"seconds": 0, "error_code": "X", "error_message": "It broke."})
    aws.faults([{"operation": "ModifyAccount", "do": {"drop": "after"}}])
    result = account()
    assert failure_of(result)["reason"] == "modification_failed"
    assert len(aws.requests("ModifyAccount")) == 1
