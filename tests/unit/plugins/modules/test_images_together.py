# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_images: what one image gets in a task of its own, several get in one."""

from __future__ import annotations

import pytest

from ..support.place import OTHER_SOURCE, RECORD, SOURCE
from ..support.running import failure_of, succeeded

PAIR = {"first": {}, "second": {"tags": {"team": "euc"}}}
LOOKED_AT = ["DescribeCustomWorkspaceImageImport"]


def by_name(result):
    """The results of the images."""
    return {image["name"]: image for image in result["images"]}


def test_the_list_is_read_once(aws, images):
    result = succeeded(images(PAIR))
    assert result["changed"] is True
    assert aws.operations() == ["DescribeWorkspaceImages", "ImportCustomWorkspaceImage", "ImportCustomWorkspaceImage"]
    assert [image["name"] for image in result["images"]] == ["first", "second"]
    assert by_name(result)["second"]["image"]["tags"] == {"team": "euc"}


def test_a_second_run_changes_nothing(aws, images):
    succeeded(images(PAIR))
    aws.operations()
    result = succeeded(images(PAIR))
    assert result["changed"] is False
    assert [image["changed"] for image in result["images"]] == [False, False]
    assert aws.operations() == ["DescribeWorkspaceImages", *LOOKED_AT, *LOOKED_AT, "DescribeTags"]


@pytest.mark.parametrize("names", [["early", "late"], ["late", "early"], ["early", "none"]])
def test_no_page_is_read_twice(aws, images, names):
    """Nor any after the one that has the last name; where a name is not there all are read."""
    aws.image("early")
    aws.images(30)
    aws.image("late")
    aws.images(30, name="more")
    images({name: {"state": "absent"} for name in names}, check_mode=True)
    assert aws.operations().count("DescribeWorkspaceImages") == (3 if "none" in names else 2)


def test_a_page_that_could_not_be_read_hides_no_image(aws, images):
    """The list is read again from the start, so that what is on its later pages is not imported a second time."""
    aws.images(30)
    aws.image("second")
    refused = {"operation": "DescribeWorkspaceImages", "after": 1, "times": 5}
    aws.faults([{**refused, "do": {"status": 503}}])
    result = images({"first": {}, "second": {}})
    assert failure_of(result)["reason"] == "api_error"
    assert by_name(result)["first"]["failed"] is True
    assert by_name(result)["second"]["failed"] is False
    assert by_name(result)["second"]["changed"] is False
    assert aws.imports_done() == 0


def test_all_start_before_any_is_waited_for(aws, images, clock):
    aws.settings(imports={"first": {"seconds": 1200}, "second": {"seconds": 3000}})
    result = succeeded(images(PAIR, wait=True))
    assert [image["image"]["state"] for image in result["images"]] == ["AVAILABLE", "AVAILABLE"]
    operations = aws.operations()
    assert operations[:3] == ["DescribeWorkspaceImages", "ImportCustomWorkspaceImage", "ImportCustomWorkspaceImage"]
    assert 3000 <= clock.passed <= 3100
    assert operations.count("DescribeCustomWorkspaceImageImport") <= (1200 + 3000) / 60 + 4


def test_images_that_end_together_are_read_in_one_call(aws, images):
    aws.settings(import_seconds=1200)
    succeeded(images({name: {} for name in "abcdef"}, wait=True))
    assert aws.operations().count("DescribeWorkspaceImages") == 1 + 1


def test_one_that_fails_does_not_hide_the_others(aws, images):
    error = {"at": 0.5, "code": "DomainJoined", "message": "joined"}
    aws.settings(import_seconds=1200, imports={"broken": {"seconds": 600, "error": error}})
    aws.image("other", **{"import": {**RECORD, "source": {"Ec2ImageId": "ami-0123456789abcdef0"}}})
    result = images({"good": {}, "broken": {}, "other": {}}, wait=True)
    failure = failure_of(result)
    assert failure["reason"] == "import_failed"
    assert failure["message"].startswith("2 of 3 images failed. broken: ")
    assert "DomainJoined: joined" in failure["message"]
    assert "; other: " in failure["message"]
    assert "broken: Fix the source" in failure["remedy"]
    assert "other: Give" in failure["remedy"]
    images_by_name = by_name(result)
    assert [image["failed"] for image in result["images"]] == [False, True, True]
    assert images_by_name["good"]["image"]["state"] == "AVAILABLE"
    assert images_by_name["other"]["failure"]["reason"] == "image_source_differs"
    assert images_by_name["broken"]["image"]["state"] == "ERROR"
    assert result["changed"] is True
    assert aws.imports_done() == 2


def test_each_has_a_deadline_of_its_own(aws, images, clock):
    aws.settings(imports={"*": {"curve": [[0, "VALIDATING", 80, None]]}, "good": {"seconds": 1500}})
    result = images({"stuck": {"wait_timeout": 600}, "good": {}, "slow": {}}, wait=True, wait_timeout=2400)
    assert failure_of(result)["reason"] == "timeout"
    assert [image["failed"] for image in result["images"]] == [True, False, True]
    assert "Timed out after 600 s" in by_name(result)["stuck"]["msg"]
    assert "Timed out after 2400 s" in by_name(result)["slow"]["msg"]
    assert 2400 <= clock.passed <= 2410


def test_absent_and_present_in_one_task(aws, images):
    aws.image("old")
    aws.image("pending", state="PENDING", **{"import": {"script": {"seconds": 1200}}})
    asked = {"old": {"state": "absent"}, "pending": {"state": "absent"}, "none": {"state": "absent"}, "new": {}}
    result = succeeded(images(asked, wait=True, diff=True))
    assert [image["changed"] for image in result["images"]] == [True, True, False, True]
    assert [bool(image["image"]) for image in result["images"]] == [False, False, False, True]
    assert [diff["after_header"] for diff in result["diff"]] == ["old", "pending", "new"]
    assert len(aws.requests("DeleteWorkspaceImage")) == 2
    # What takes longest begins first.
    first, *_rest = aws.writes()
    assert first["operation"] == "ImportCustomWorkspaceImage"


def test_check_mode(aws, images):
    aws.image("old", description="Another")
    result = succeeded(images({"new": {}, "old": {}}, check_mode=True, diff=True, wait=True))
    assert [image["changed"] for image in result["images"]] == [True, False]
    assert by_name(result)["new"]["image_id"] is None
    assert [drift["option"] for drift in by_name(result)["old"]["drift"]] == ["description"]
    assert [diff["after_header"] for diff in result["diff"]] == ["new"]
    assert result["diff"][0]["after"]["name"] == "new"
    assert any("description" in warning for warning in result["warnings"])
    assert aws.writes() == []


def test_lost_replies_make_no_second_image(aws, images):
    aws.faults([{"operation": "ImportCustomWorkspaceImage", "times": 2, "do": {"drop": "after"}}])
    assert succeeded(images(PAIR))["changed"] is True
    assert aws.imports_done() == 2


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"name": "white space"}, "images[1] (white space): The value of name is not valid"),
        ({"os_version": "Windows_7"}, "images[1] (second): value of os_version must be one of"),
        (
            {"description": None},
            "images[1] (second): state is present but all of the following are missing: description",
        ),
        ({"size": "big"}, "images[1] (second): size is not a supported option"),
        ({"name": None}, "images[1]: missing required arguments: name"),
        ({"name": "first"}, "images[1] (first): This name is used twice"),
        (
            {"wait_delay": 0},
            "images[1] (second): The value of wait_delay is not valid: it must be 1 to 86400 seconds. Given: 0",
        ),
        ({"wait_timeout": "soon"}, "images[1] (second): argument 'wait_timeout' is of type"),
        ({"image_source": {**SOURCE, "ec2_image_id": "ami-0123456789abcdef0"}}, "mutually exclusive"),
        ({"tags": {"aws:x": "y"}}, "aws:x"),
    ],
)
def test_bad_input_is_found_before_anything_is_sent(aws, images, own, expected):
    result = images({"first": {}, "second": own})
    failure = failure_of(result)
    assert failure["reason"] == "invalid_request"
    assert expected in failure["message"]
    assert aws.calls() == []


def test_aliases_of_an_image(aws, images):
    result = succeeded(images({"first": {"resource_tags": {"a": "1"}}}, check_mode=True))
    assert by_name(result)["first"]["image"]["tags"] == {"a": "1"}
    assert aws.writes() == []


def test_no_image(aws, images):
    assert succeeded(images({}))["images"] == []
    assert aws.calls() == []


def test_another_source(images, aws):
    aws.image("first")
    result = images({"first": {"image_source": OTHER_SOURCE}})
    failure = failure_of(result)
    assert failure["reason"] == "image_source_differs"
    assert result["images"][0]["image_id"].startswith("wsi-")
    # One image that fails is described once, without a count.
    assert failure == result["images"][0]["failure"]
    assert result["msg"] == f"{failure['message'].rstrip('.')}. {failure['remedy']}"
