# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import and the tags of an image that is there."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

LOOK = ["DescribeWorkspaceImages", "DescribeCustomWorkspaceImageImport"]


@pytest.fixture
def tags_at_aws(info):
    """Reads the tags of the only image."""

    def read():
        (found,) = succeeded(info(gather=["image_tags"]))["images"]
        return found["tags"]

    return read


@pytest.mark.parametrize(
    ("options", "after", "writes"),
    [
        ({"tags": {"keep": "1", "new": "2"}}, {"keep": "1", "new": "2"}, ["DeleteTags", "CreateTags"]),
        ({"tags": {"keep": "9"}}, {"keep": "9"}, ["DeleteTags", "CreateTags"]),
        ({"tags": {"keep": "1"}}, {"keep": "1"}, ["DeleteTags"]),
        ({"tags": {}}, {}, ["DeleteTags"]),
        ({"tags": {"new": "2"}, "purge_tags": False}, {"keep": "1", "drop": "1", "new": "2"}, ["CreateTags"]),
        ({"tags": {"keep": "1", "drop": "1"}}, {"keep": "1", "drop": "1"}, []),
        ({"tags": {}, "purge_tags": False}, {"keep": "1", "drop": "1"}, []),
    ],
)
def test_they_are_brought_in_line(aws, image, tags_at_aws, options, after, writes):
    aws.image(tags={"keep": "1", "drop": "1"})
    before = {"keep": "1", "drop": "1"}

    predicted = succeeded(image(check_mode=True, diff=True, **options))
    assert aws.operations() == [*LOOK, "DescribeTags"]
    done = succeeded(image(diff=True, **options))
    assert aws.operations() == [*LOOK, "DescribeTags", *writes]
    again = succeeded(image(diff=True, **options))
    assert aws.operations() == [*LOOK, "DescribeTags"]

    assert tags_at_aws() == after
    assert predicted["changed"] is done["changed"] is bool(writes)
    assert predicted["diff"] == done["diff"]
    assert (done["diff"]["before"]["tags"], done["diff"]["after"]["tags"]) == (before, after)
    assert predicted["image"]["tags"] == done["image"]["tags"] == after
    assert again["changed"] is False
    assert again["diff"]["before"] == again["diff"]["after"]


def test_without_the_option_they_are_neither_read_nor_changed(aws, image, tags_at_aws):
    aws.image(tags={"keep": "1"})
    result = succeeded(image())
    assert aws.operations() == LOOK
    assert result["changed"] is False
    assert result["image"]["tags"] is None
    assert tags_at_aws() == {"keep": "1"}


@pytest.mark.parametrize("tags", [{}, {"team": "euc"}])
def test_those_of_aws_are_never_touched(aws, image, tags_at_aws, tags):
    aws.image(tags={"aws:cloudformation:stack-name": "byol", "drop": "1"})
    result = succeeded(image(tags=tags))
    assert tags_at_aws() == {"aws:cloudformation:stack-name": "byol", **tags}
    assert result["image"]["tags"] == tags_at_aws()
    (removed,) = aws.requests("DeleteTags")
    assert removed["TagKeys"] == ["drop"]


def test_fifty_can_be_replaced_by_fifty(aws, image, tags_at_aws):
    aws.image(tags={f"old{number}": "x" for number in range(50)})
    wanted = {f"new{number}": "x" for number in range(50)}
    succeeded(image(tags=wanted))
    assert tags_at_aws() == wanted


def test_values_that_are_no_strings(aws, image, tags_at_aws):
    aws.image()
    succeeded(image(tags={"number": 7, "empty": ""}))
    assert tags_at_aws() == {"number": "7", "empty": ""}
    assert succeeded(image(tags={"number": 7, "empty": ""}))["changed"] is False


def test_those_of_an_import_in_progress_too(aws, image, tags_at_aws):
    aws.image(state="PENDING")
    assert succeeded(image(tags={"team": "euc"}))["changed"] is True
    assert tags_at_aws() == {"team": "euc"}


def test_too_many_together_with_those_that_stay(aws, image):
    aws.image(tags={f"old{number}": "x" for number in range(30)})
    result = image(tags={f"new{number}": "x" for number in range(30)}, purge_tags=False)
    failure = failure_of(result)
    assert failure["reason"] == "limit_exceeded"
    assert failure["code"] == "ResourceLimitExceededException"
    assert result["changed"] is False
