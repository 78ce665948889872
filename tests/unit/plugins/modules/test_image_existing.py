# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import where an image of the name is there: made from the same source, or not."""

from __future__ import annotations

import pytest

from ..support.place import ACCOUNT, BUILD_ARN, INFRASTRUCTURE, NAME, OTHER_ARN, OTHER_SOURCE, RECORD, REGION, SOURCE
from ..support.running import failure_of, succeeded

IMAGE_ARN = f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:image"


def test_the_same_source_is_unchanged(aws, image):
    image_id = aws.image()
    result = succeeded(image(diff=True))
    assert aws.writes() == []
    assert result["changed"] is False
    assert result["image_id"] == image_id
    assert result["image"]["state"] == "AVAILABLE"
    assert result["image"]["owner_account_id"] == ACCOUNT
    assert result["image_import"]["state"] == "COMPLETED"
    assert result["image_import"]["image_source"] == SOURCE
    assert result["diff"]["before"] == result["diff"]["after"]


@pytest.mark.parametrize(("before", "pages"), [(0, 1), (24, 1), (25, 2), (50, 3)])
def test_calls_grow_with_the_page_that_has_it(aws, image, before, pages):
    aws.settings(image_quota=200)
    if before:
        aws.images(before)
    aws.image()
    aws.images(30, "later")
    succeeded(image())
    look = ["DescribeWorkspaceImages"] * pages
    assert aws.operations() == [*look, "DescribeCustomWorkspaceImageImport"]
    succeeded(image(tags={}))
    assert aws.operations() == [*look, "DescribeCustomWorkspaceImageImport", "DescribeTags"]


def test_a_creation_costs_all_pages_and_one(aws, image):
    aws.settings(image_quota=200)
    aws.images(60)
    succeeded(image(tags={"team": "euc"}))
    assert aws.operations() == [*["DescribeWorkspaceImages"] * 3, "ImportCustomWorkspaceImage"]


@pytest.mark.parametrize("check_mode", [False, True])
def test_another_source_is_refused(aws, image, check_mode):
    image_id = aws.image()
    result = image(check_mode=check_mode, image_source=OTHER_SOURCE)
    failure = failure_of(result)
    assert failure["reason"] == "image_source_differs"
    assert NAME in failure["message"]
    assert image_id in failure["message"]
    assert OTHER_SOURCE["ec2_import_task_id"] in failure["message"]
    assert SOURCE["ec2_import_task_id"] in failure["message"]
    assert result["image_id"] == image_id
    assert aws.writes() == []


def test_another_kind_of_source_is_refused(aws, image):
    aws.image()
    assert failure_of(image(image_source={"image_build_version_arn": BUILD_ARN}))["reason"] == "image_source_differs"


def test_another_source_is_refused_before_tags_are_touched(aws, image):
    aws.image(tags={"old": "1"})
    assert failure_of(image(image_source=OTHER_SOURCE, tags={}))["reason"] == "image_source_differs"
    assert aws.writes() == []


@pytest.mark.parametrize(
    ("asked", "actual", "same"),
    [
        ("win11/1.2.3/4", "win11/1.2.3/4", True),
        ("win11/1.2.x", "win11/1.2.3/4", True),
        ("win11/x.x.x", "win11/1.2.3/4", True),
        ("win11/1.2.3", "win11/1.2.3/4", True),
        ("win11/1.x.x", "win11/2.2.3/4", False),
        ("win11/1.2.3/5", "win11/1.2.3/4", False),
        ("win10/1.2.x", "win11/1.2.3/4", False),
        ("win11/1.2.x", "win11/1.2.x", True),
    ],
)
def test_build_arns_may_have_wildcards(aws, image, asked, actual, same):
    aws.image(**{"import": {**RECORD, "source": {"ImageBuildVersionArn": f"{IMAGE_ARN}/{actual}"}}})
    result = image(image_source={"image_build_version_arn": f"{IMAGE_ARN}/{asked}"})
    if same:
        assert succeeded(result)["changed"] is False
    else:
        assert failure_of(result)["reason"] == "image_source_differs"
    assert aws.writes() == []


def test_drift_is_reported_and_nothing_is_changed(aws, image):
    aws.image(description="Another text", **{"import": {**RECORD, "infrastructure_configuration_arn": OTHER_ARN}})
    result = succeeded(image())
    assert result["changed"] is False
    assert aws.writes() == []
    drift = {entry.pop("option"): entry for entry in result["drift"]}
    assert drift == {
        "description": {"desired": "Windows 11 of the tests", "actual": "Another text"},
        "infrastructure_configuration_arn": {"desired": INFRASTRUCTURE, "actual": OTHER_ARN},
    }
    assert len(result["warnings"]) == 2
    for option, warning in zip(sorted(drift), sorted(result["warnings"]), strict=True):
        assert NAME in warning
        assert option in warning
        assert drift[option]["actual"] in warning


def test_what_aws_does_not_report_is_no_drift(image):
    succeeded(image())
    result = succeeded(image(compute_type="GRAPHICS_G4DN", protocol="BYOP", os_version="Windows_10"))
    assert result["drift"] == []
    assert result["warnings"] == []
    assert result["changed"] is False


def test_without_a_record_the_source_cannot_be_compared(aws, image):
    image_id = aws.image(**{"import": None})
    result = succeeded(image(image_source=OTHER_SOURCE))
    assert result["changed"] is False
    assert result["image_id"] == image_id
    assert result["image_import"] is None
    (warning,) = result["warnings"]
    assert NAME in warning
    assert "source" in warning
    assert aws.writes() == []


def test_without_a_record_tags_are_brought_in_line_all_the_same(aws, image):
    aws.image(**{"import": None})
    result = succeeded(image(tags={"team": "euc"}))
    assert result["changed"] is True
    assert result["image"]["tags"] == {"team": "euc"}


def test_without_a_record_waiting_ends_with_the_image(aws, image, clock):
    aws.image(**{"import": None})
    succeeded(image(wait=True))
    assert aws.operations() == ["DescribeWorkspaceImages", "DescribeCustomWorkspaceImageImport"]
    assert clock.passed == 0


def test_an_import_in_progress_is_the_image_that_is_requested(aws, image):
    image_id = aws.image(state="PENDING")
    result = succeeded(image())
    assert result["changed"] is False
    assert result["image_id"] == image_id
    assert result["image_import"]["state"] == "PENDING"
    assert aws.writes() == []


def test_ten_runs_make_one_image(aws, image):
    ids = {succeeded(image())["image_id"] for _run in range(10)}
    assert len(ids) == 1
    assert aws.imports_done() == 1
