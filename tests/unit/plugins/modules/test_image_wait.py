# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import with wait=true: hours pass on a scripted clock."""

from __future__ import annotations

import pytest
from ansible_collections.amazon.aws.plugins.module_utils.botocore import botocore_at_least

from ..support.place import NAME, PLACE
from ..support.running import failure_of, succeeded

RESUME = "The operation continues in AWS. Run the same task again to resume."
HOUR = 3600
ENDLESS = {"*": {"curve": [[0, "PENDING", 0, None], [60, "INSTALLING_COMPONENTS", 45, "Installing components"]]}}


def at_percentage():
    """How a state is reported: with the percentage from botocore 1.42.24 on."""
    return " at 45 %" if botocore_at_least("1.42.24") else ""


def test_it_ends_when_the_image_is_available(aws, image, clock):
    aws.settings(import_seconds=2 * HOUR)
    result = succeeded(image(wait=True, tags={"team": "euc"}))
    assert result["changed"] is True
    assert result["image"]["state"] == "AVAILABLE"
    assert result["image"]["tags"] == {"team": "euc"}
    assert result["image_import"]["state"] == "COMPLETED"
    assert 2 * HOUR <= clock.passed <= 2 * HOUR + 60
    assert aws.imports_done() == 1


def test_a_wait_takes_no_more_calls_than_a_poll_every_minute(aws, image):
    """And one more at the end: the image itself."""
    aws.settings(import_seconds=10 * 60 + 30)
    succeeded(image(wait=True, wait_delay=60))
    look, begin, *polls, last = aws.operations()
    assert (look, begin, last) == ("DescribeWorkspaceImages", "ImportCustomWorkspaceImage", "DescribeWorkspaceImages")
    assert set(polls) == {"DescribeCustomWorkspaceImageImport"}
    assert len(polls) <= 11


def test_not_in_check_mode(aws, image, clock):
    aws.settings(imports=ENDLESS)
    succeeded(image(wait=True, check_mode=True))
    aws.image(state="PENDING")
    succeeded(image(wait=True, check_mode=True))
    assert clock.slept == []
    assert aws.writes() == []


def test_the_image_may_lag_behind_its_import(aws, image, clock):
    aws.settings(import_seconds=HOUR, image_lag_seconds=600)
    result = succeeded(image(wait=True))
    assert result["image"]["state"] == "AVAILABLE"
    assert HOUR + 600 <= clock.passed <= HOUR + 660


def test_it_joins_an_import_in_progress(aws, image, clock):
    aws.settings(import_seconds=HOUR)
    started = succeeded(image())
    aws.advance(1800)
    result = succeeded(image(wait=True))
    assert result["changed"] is False
    assert result["image_id"] == started["image_id"]
    assert result["image"]["state"] == "AVAILABLE"
    assert 1800 <= clock.passed <= 1860
    assert aws.imports_done() == 1


def test_states_that_no_sdk_knows_are_in_progress(aws, image):
    curve = [[0, "QUEUED_ON_MARS", None, None], [0.5, "FAILED_OVER", 10, "odd"], [1, "COMPLETED", 100, None]]
    aws.settings(imports={"*": {"seconds": HOUR, "curve": curve}})
    assert succeeded(image(wait=True))["image"]["state"] == "AVAILABLE"


@pytest.mark.parametrize("percent_first", [False, True])
def test_an_import_that_fails(aws, image, percent_first):
    curve = [[0, "PENDING", 0, None], [0.5, "PUBLISHING", 100 if percent_first else 40, None]]
    details = [{"code": "DomainJoined", "message": "joined"}, {"code": "BrandNewCheck", "message": "brand new"}]
    error = {"at": 0.9, "code": "ImageCheckFailed", "message": "two checks failed", "details": details}
    aws.settings(imports={NAME: {"seconds": HOUR, "curve": curve, "error": error}})
    result = image(wait=True)
    failure = failure_of(result)
    assert failure["reason"] == "import_failed"
    for text in (NAME, result["image_id"], "DomainJoined: joined", "BrandNewCheck: brand new", "two checks failed"):
        assert text in failure["message"]
    assert "replace_failed" in failure["remedy"]
    assert result["changed"] is True
    assert result["image"]["state"] == "ERROR"
    assert result["image_import"]["state"] == "ERROR"
    assert failure_of(image())["reason"] == "failed_image_exists"


def test_an_import_that_was_joined_and_fails(aws, image):
    aws.settings(imports={"*": {"seconds": HOUR, "error": {"at": 0.5, "code": "Broken", "message": "It broke."}}})
    succeeded(image())
    result = image(wait=True)
    assert failure_of(result)["reason"] == "import_failed"
    assert "Broken: It broke." in result["msg"]
    assert result["changed"] is False


def test_the_deadline(aws, image, clock):
    aws.settings(imports=ENDLESS)
    result = image(wait=True, wait_timeout=1000, wait_delay=300)
    failure = failure_of(result)
    assert failure["reason"] == "timeout"
    assert failure["remedy"] == RESUME
    assert "INSTALLING_COMPONENTS" + at_percentage() in failure["message"]
    assert NAME in failure["message"]
    assert result["image_id"] in failure["message"]
    assert result["image_id"].startswith("wsi-")
    assert result["image_import"]["state"] == "INSTALLING_COMPONENTS"
    assert result["changed"] is True
    assert clock.slept == [300, 300, 300, 100]
    again = image(wait=True, wait_timeout=0)
    assert failure_of(again)["reason"] == "timeout"
    assert again["image_id"] == result["image_id"]
    assert again["changed"] is False
    assert aws.imports_done() == 1


def test_an_end_at_the_deadline_is_seen(aws, image):
    aws.settings(import_seconds=1000)
    assert succeeded(image(wait=True, wait_timeout=1000, wait_delay=300))["image"]["state"] == "AVAILABLE"


def test_a_timeout_of_zero_is_no_wait(aws, image, clock):
    aws.settings(imports=ENDLESS)
    assert failure_of(image(wait=True, wait_timeout=0))["reason"] == "timeout"
    assert clock.slept == []
    assert aws.imports_done() == 1


def test_deleted_by_someone_during_the_wait(aws, image, clock, elsewhere):
    aws.settings(imports={"*": {"seconds": HOUR}})

    def delete():
        aws.settings(imports={"*": {"seconds": HOUR}})
        aws.advance(HOUR)
        (found,) = elsewhere.describe_workspace_images()["Images"]
        elsewhere.delete_workspace_image(ImageId=found["ImageId"])

    clock.at.append((900, delete))
    result = image(wait=True)
    failure = failure_of(result)
    assert failure["reason"] == "import_failed"
    assert "deleted" in failure["message"]
    assert result["image_id"].startswith("wsi-")
    assert result["changed"] is True


def test_an_image_that_never_shows(aws, image, clock):
    """Deleted by someone before the first poll."""
    aws.settings(imports=ENDLESS)
    aws.faults([{"operation": "ImportCustomWorkspaceImage", "do": {"hide_image": 1_000_000}}])
    result = image(wait=True)
    assert failure_of(result)["reason"] == "import_failed"
    assert result["image_id"].startswith("wsi-")
    assert clock.passed < 1200


def test_a_record_that_vanishes_with_the_image_still_there(aws, image):
    """AWS does not say how long it keeps the record of an import."""
    aws.settings(import_seconds=600)
    missing = {"error": "ResourceNotFoundException"}
    aws.faults([{"operation": "DescribeCustomWorkspaceImageImport", "after": 3, "times": None, "do": missing}])
    result = succeeded(image(wait=True))
    assert result["image"]["state"] == "AVAILABLE"


def test_the_place_does_not_matter(aws, image, absent):
    """Another Region has images of its own."""
    aws.control.account(account=PLACE["account"], region="us-west-2", support="ENABLED")
    first = succeeded(image())
    second = succeeded(image(region="us-west-2"))
    assert first["image_id"] != second["image_id"]
    assert aws.imports_done() == 2
    aws.advance(HOUR)
    succeeded(absent())
    assert succeeded(image(region="us-west-2"))["changed"] is False
