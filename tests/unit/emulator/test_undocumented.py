# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings for what AWS does not document: each one, and the strict behaviour without it."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, REGION

LIST = "DescribeWorkspaceImages"
ENABLE = {"DedicatedTenancySupport": "ENABLED"}


def names(client: Any, **page: Any) -> list[str]:
    return [image["Name"] for image in client.describe_workspace_images(**page)["Images"]]


@pytest.mark.parametrize(("setting", "shown"), [("before", "DISABLED"), ("after", "ENABLED")])
def test_the_account_while_its_first_modification_is_pending(aws: Any, client: Any, setting: str, shown: str) -> None:
    aws.settings(pending_account_shows=setting, account_seconds=10, account_lag_seconds=5)
    client.modify_account(**ENABLE)
    (modification,) = client.describe_account_modifications()["AccountModifications"]
    assert modification["ModificationState"] == "PENDING"
    assert client.describe_account()["DedicatedTenancySupport"] == shown
    aws.advance(15)
    assert client.describe_account()["DedicatedTenancySupport"] == "ENABLED"


def test_an_account_that_was_shown_early_and_fails(aws: Any, client: Any) -> None:
    aws.settings(pending_account_shows="after")
    aws.account(account=ACCOUNT, region=REGION, next_outcome={"seconds": 5, "error_code": "NotEligible"})
    client.modify_account(**ENABLE)
    assert client.describe_account()["DedicatedTenancySupport"] == "ENABLED"
    aws.advance(5)
    assert client.describe_account()["DedicatedTenancySupport"] == "DISABLED"


def test_an_account_that_is_shown_late(aws: Any, client: Any) -> None:
    aws.account(account=ACCOUNT, region=REGION, next_outcome={"seconds": 5, "lag_seconds": 100})
    client.modify_account(**ENABLE)
    aws.advance(104)
    assert client.describe_account()["DedicatedTenancySupport"] == "DISABLED"
    aws.advance(1)
    assert client.describe_account()["DedicatedTenancySupport"] == "ENABLED"


@pytest.mark.usefixtures("enabled")
def test_two_images_of_one_name(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    first = client.import_custom_workspace_image(**request_of())["ImageId"]
    assert code_of(client.import_custom_workspace_image, **request_of()) == "ResourceAlreadyExistsException"
    aws.settings(image_names_unique=False)
    second = client.import_custom_workspace_image(**request_of())["ImageId"]
    assert first != second
    assert names(client) == ["win11", "win11"]


@pytest.mark.usefixtures("enabled")
def test_every_new_image_shows_late(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    aws.settings(image_hidden_seconds=30)
    image_id = client.import_custom_workspace_image(**request_of())["ImageId"]
    aws.advance(29)
    assert names(client) == []
    assert code_of(client.describe_custom_workspace_image_import, ImageId=image_id) == "ResourceNotFoundException"
    assert code_of(client.describe_tags, ResourceId=image_id) == "ResourceNotFoundException"
    aws.advance(1)
    assert names(client) == ["win11"]


@pytest.mark.usefixtures("enabled")
def test_a_hidden_image_shows_when_a_test_says_so(aws: Any, client: Any, request_of: Any) -> None:
    aws.settings(image_hidden_seconds=30)
    client.import_custom_workspace_image(**request_of())
    aws.show_images(account=ACCOUNT, region="us-east-1")
    assert names(client) == []
    aws.show_images(account=ACCOUNT, region=REGION)
    assert names(client) == ["win11"]


def test_an_error_that_the_operation_does_not_declare(aws: Any, client: Any, code_of: Any) -> None:
    gone = {"ImageId": "wsi-000000000"}
    assert code_of(client.delete_workspace_image, **gone) == "InvalidResourceStateException"
    aws.settings(undeclared_errors={"DeleteWorkspaceImage": "ResourceNotFoundException"})
    assert code_of(client.delete_workspace_image, **gone) == "ResourceNotFoundException"


def test_a_list_without_end(aws: Any, client: Any) -> None:
    aws.images("win11", count=3, account=ACCOUNT, region=REGION)
    aws.settings(paging={LIST: "endless"}, image_page_size=2)
    tokens: list[str] = []
    token: dict[str, str] = {}
    for _page in range(6):
        page = client.describe_workspace_images(**token)
        token = {"NextToken": page["NextToken"]}
        tokens.append(page["NextToken"])
    assert tokens == tokens[:2] * 3
    assert len(set(tokens)) == 2


def test_an_image_on_two_pages(aws: Any, client: Any) -> None:
    aws.images("win11", count=5, account=ACCOUNT, region=REGION)
    aws.settings(paging={LIST: "overlapping"}, image_page_size=2)
    pages = client.get_paginator("describe_workspace_images").paginate()
    seen = [image["Name"][-1] for page in pages for image in page["Images"]]
    assert seen == ["1", "2", "2", "3", "3", "4", "4", "5"]
