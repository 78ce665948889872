# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_image_copy against the simulated AWS, from another Region of the account."""

from __future__ import annotations

import pytest

from ..support.place import ACCOUNT
from ..support.running import failure_of, succeeded

FAR = {"account": ACCOUNT, "region": "us-east-1"}
IMAGES, TAGS, COPY = "DescribeWorkspaceImages", "DescribeTags", "CopyWorkspaceImage"
COPIED_FROM = "euc.workspaces/copied_from"


@pytest.fixture
def source(aws):
    aws.control.account(**FAR, support="ENABLED")
    (made,) = aws.control.images("golden", **FAR, tags={"from": "source"})
    return made


@pytest.fixture
def wanted(image_copy, source):
    def run(**options):
        return image_copy(**{"name": "copied", "source_image_id": source, "source_region": "us-east-1", **options})

    return run


@pytest.mark.parametrize("takes_tags", [False, True])
def test_copied_once(aws, wanted, source, takes_tags):
    aws.settings(copy_takes_tags=takes_tags)
    predicted = succeeded(wanted(check_mode=True, diff=True, tags={"a": 1}))
    assert aws.operations() == [IMAGES]
    made = succeeded(wanted(diff=True, tags={"a": 1}))
    assert aws.operations() == [IMAGES, COPY]
    again = succeeded(wanted(diff=True))
    assert aws.operations() == [IMAGES, TAGS]
    assert (predicted["changed"], predicted["diff"]) == (made["changed"], made["diff"])
    assert made["image"]["tags"] == {"a": "1", COPIED_FROM: f"us-east-1/{source}"}
    assert again["changed"] is False
    assert again["image_id"] == made["image_id"]
    assert again["image"]["tags"].items() >= made["image"]["tags"].items()
    assert predicted["image_id"] is None


def test_waiting(aws, wanted, clock):
    aws.settings(copy_seconds=600)
    result = succeeded(wanted(wait=True))
    assert result["image"]["state"] == "AVAILABLE"
    assert 600 <= sum(clock.slept) <= 660
    aws.settings(copy_seconds=100_000)
    assert failure_of(wanted(name="slow", wait=True))["reason"] == "timeout"


def test_joining_a_copy(wanted):
    succeeded(wanted())
    result = succeeded(wanted(wait=True))
    assert (result["changed"], result["image"]["state"]) == (False, "AVAILABLE")


@pytest.mark.parametrize("wait", [False, True])
def test_a_failed_copy(aws, wanted, wait):
    aws.settings(copies={"copied": {"seconds": 10, "error": {"code": "Internal", "message": "it broke"}}})
    first = wanted(wait=wait)
    aws.advance(10)
    failure = failure_of(wanted())
    assert failure["reason"] == "copy_failed"
    assert "it broke" in failure["message"]
    assert len(aws.requests(COPY)) == 1
    assert first.get("failed", False) is wait


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"truncate": True}, {"status_after": 502}])
def test_lost_replies(aws, wanted, do):
    aws.faults([{"operation": COPY, "do": do}])
    result = succeeded(wanted(tags={"a": "b"}))
    assert result["changed"] is True
    assert sum(call["acted"] for call in aws.calls(operation=COPY)) == 1
    assert result["image"]["tags"].keys() == {"a", COPIED_FROM}


def test_a_lost_reply_to_a_copy_that_shows_up_late(aws, wanted):
    aws.faults([{"operation": COPY, "do": {"drop": "after", "hide_image": 50}}])
    assert succeeded(wanted())["changed"] is True
    assert len(aws.calls(operation=COPY)) == 1


def test_a_copy_is_not_sent_again_where_reading_is_denied(aws, wanted):
    refused = {"operation": IMAGES, "after": 1, "do": {"error": "AccessDeniedException"}}
    aws.faults([{"operation": COPY, "do": {"drop": "before"}}, refused])
    assert failure_of(wanted())["reason"] == "not_authorized"
    assert len(aws.calls(operation=COPY)) == 1


def test_an_image_of_unknown_origin(aws, wanted):
    aws.image("copied")
    failure = failure_of(wanted())
    assert failure["reason"] == "image_source_differs"
    assert "origin is unknown" in failure["message"]
    assert not aws.writes()


def test_another_source(aws, wanted):
    succeeded(wanted())
    (other,) = aws.control.images("other", **FAR)
    failure = failure_of(wanted(source_image_id=other, check_mode=True))
    assert failure["reason"] == "image_source_differs"


def test_tags_of_a_copy(wanted, info):
    succeeded(wanted(tags={"a": "1", "b": "2"}))
    result = succeeded(wanted(tags={"a": "2"}))
    assert result["changed"] is True
    (found,) = succeeded(info(gather=["image_tags"]))["images"]
    assert found["tags"] == result["image"]["tags"]
    assert found["tags"].keys() == {"a", COPIED_FROM}


def test_a_source_that_does_not_exist(wanted):
    assert failure_of(wanted(source_image_id="wsi-000000000"))["code"] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    "options",
    [{"name": "not a name"}, {"source_image_id": "ami-1"}, {"source_region": "EU"}, {"tags": {COPIED_FROM: "x"}}],
)
def test_bad_input_fails_before_any_call(aws, wanted, options):
    assert failure_of(wanted(**options))["reason"] == "invalid_request"
    assert not aws.calls()
