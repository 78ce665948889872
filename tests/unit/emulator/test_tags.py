# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CreateTags, DeleteTags, DescribeTags."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, REGION


@pytest.fixture
def image_id(aws: Any) -> str:
    (made,) = aws.images("tagged", account=ACCOUNT, region=REGION, tags={"keep": "1", "change": "2"})
    return str(made)


def tags_of(client: Any, image_id: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in client.describe_tags(ResourceId=image_id)["TagList"]}


def test_adding_changing_and_removing(client: Any, image_id: str) -> None:
    client.create_tags(ResourceId=image_id, Tags=[{"Key": "change", "Value": "3"}, {"Key": "empty"}])
    assert tags_of(client, image_id) == {"keep": "1", "change": "3", "empty": ""}
    client.delete_tags(ResourceId=image_id, TagKeys=["change", "never there"])
    assert tags_of(client, image_id) == {"keep": "1", "empty": ""}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([{"Key": "aws:owner", "Value": "x"}], "InvalidParameterValuesException"),
        ([{"Key": "twice", "Value": "x"}, {"Key": "twice", "Value": "y"}], "InvalidParameterValuesException"),
        ([{"Key": str(number), "Value": "x"} for number in range(49)], "ResourceLimitExceededException"),
        ([{"Key": "k" * 128, "Value": "x"}], "ValidationException"),
        ([{"Key": "k", "Value": "v" * 256}], "ValidationException"),
        ([{"Value": "v"}], "ValidationException"),
    ],
)
def test_tags_that_are_refused(client: Any, image_id: str, code_of: Any, tags: Any, expected: str) -> None:
    assert code_of(client.create_tags, ResourceId=image_id, Tags=tags) == expected
    assert tags_of(client, image_id) == {"keep": "1", "change": "2"}


def test_resources_that_do_not_exist(client: Any, code_of: Any) -> None:
    missing = {"ResourceId": "wsi-000000000"}
    assert code_of(client.describe_tags, **missing) == "ResourceNotFoundException"
    assert code_of(client.create_tags, **missing, Tags=[{"Key": "k"}]) == "ResourceNotFoundException"
    assert code_of(client.delete_tags, **missing, TagKeys=["k"]) == "ResourceNotFoundException"


def test_the_image_of_another_account_cannot_be_tagged(clients: Any, image_id: str, code_of: Any) -> None:
    assert code_of(clients(account="222222222222").describe_tags, ResourceId=image_id) == "ResourceNotFoundException"
