# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeWorkspaceImages, DeleteWorkspaceImage and sharing."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, REGION

PLACE = {"account": ACCOUNT, "region": REGION}
OTHER = "222222222222"
BUNDLE = {
    "BundleName": "standard",
    "BundleDescription": "a bundle",
    "ComputeType": {"Name": "STANDARD"},
    "UserStorage": {"Capacity": "50"},
}


def ids(reply: Any) -> list[str]:
    return [image["ImageId"] for image in reply["Images"]]


def test_pages(aws: Any, client: Any, code_of: Any) -> None:
    made = aws.images("many", count=60, **PLACE)
    first = client.describe_workspace_images(ImageType="OWNED")
    assert len(first["Images"]) == 25
    second = client.describe_workspace_images(ImageType="OWNED", NextToken=first["NextToken"])
    third = client.describe_workspace_images(ImageType="OWNED", NextToken=second["NextToken"])
    assert ids(first) + ids(second) + ids(third) == made
    assert "NextToken" not in third
    assert len(client.describe_workspace_images(MaxResults=7)["Images"]) == 7
    for wrong in ("nonsense", "é", first["NextToken"] + "A", first["NextToken"][:-2]):
        assert code_of(client.describe_workspace_images, ImageType="OWNED", NextToken=wrong) == "ValidationException"
    assert code_of(client.describe_workspace_images, NextToken=first["NextToken"]) == "ValidationException"
    assert code_of(client.describe_workspace_images, MaxResults=26) == "ValidationException"


def test_ids_that_do_not_exist_are_left_out(aws: Any, client: Any) -> None:
    (made,) = aws.images("one", **PLACE)
    assert ids(client.describe_workspace_images(ImageIds=["wsi-000000000", made])) == [made]


def test_seeded_states(aws: Any, client: Any) -> None:
    aws.images("waiting", state="PENDING", **PLACE)
    error = {"code": "Failed", "message": "it failed", "details": [{"code": "DiskFreeSpace", "message": "full"}]}
    aws.images("broken", error=error, tags={"a": "b"}, age_seconds=60, **PLACE)
    waiting, broken = client.describe_workspace_images()["Images"]
    assert waiting["State"] == "PENDING"
    assert (broken["State"], broken["ErrorDetails"][0]["ErrorCode"]) == ("ERROR", "DiskFreeSpace")
    assert broken["Created"] < waiting["Created"]


def test_shared_images(aws: Any, clients: Any, code_of: Any) -> None:
    mine, theirs = clients(), clients(account=OTHER)
    aws.organization([{"id": OTHER, "name": "other"}], account=ACCOUNT)
    aws.account(account=OTHER, region=REGION, support="ENABLED")
    (image_id,) = aws.images("golden", **PLACE)
    (own_id,) = aws.images("own", account=OTHER, region=REGION)
    mine.update_workspace_image_permission(ImageId=image_id, AllowCopyImage=True, SharedAccountId=OTHER)
    assert ids(theirs.describe_workspace_images(ImageType="SHARED")) == [image_id]
    assert ids(theirs.describe_workspace_images(ImageType="OWNED")) == [own_id]
    assert ids(theirs.describe_workspace_images()) == [own_id, image_id]
    assert theirs.describe_workspace_images(ImageIds=[image_id])["Images"][0]["OwnerAccountId"] == ACCOUNT
    assert ids(clients(account=OTHER, region="us-east-1").describe_workspace_images()) == []
    assert code_of(theirs.delete_workspace_image, ImageId=image_id) == "AccessDeniedException"
    assert code_of(mine.delete_workspace_image, ImageId=image_id) == "ResourceAssociatedException"
    mine.update_workspace_image_permission(ImageId=image_id, AllowCopyImage=False, SharedAccountId=OTHER)
    mine.delete_workspace_image(ImageId=image_id)
    assert ids(theirs.describe_workspace_images(ImageType="SHARED")) == []


def test_permissions_come_in_pages(aws: Any, client: Any, code_of: Any) -> None:
    (image_id,) = aws.images("golden", **PLACE)
    accounts = [f"{number:012d}" for number in range(5)]
    for account in accounts:
        aws.share(image_id, account, **PLACE)
    page = client.describe_workspace_image_permissions(ImageId=image_id, MaxResults=3)
    rest = client.describe_workspace_image_permissions(ImageId=image_id, NextToken=page["NextToken"])
    listed = [entry["SharedAccountId"] for entry in page["ImagePermissions"] + rest["ImagePermissions"]]
    assert listed == accounts
    missing = {"ImageId": "wsi-000000000"}
    assert code_of(client.describe_workspace_image_permissions, **missing) == "ResourceNotFoundException"


@pytest.mark.usefixtures("enabled")
def test_deleting(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    image_id = client.import_custom_workspace_image(**request_of())["ImageId"]
    assert code_of(client.delete_workspace_image, ImageId=image_id) == "InvalidResourceStateException"
    aws.advance(1000)
    bundle_id = client.create_workspace_bundle(ImageId=image_id, **BUNDLE)["WorkspaceBundle"]["BundleId"]
    assert code_of(client.delete_workspace_image, ImageId=image_id) == "ResourceAssociatedException"
    client.delete_workspace_bundle(BundleId=bundle_id)
    client.delete_workspace_image(ImageId=image_id)
    assert code_of(client.delete_workspace_image, ImageId=image_id) == "InvalidResourceStateException"
    assert code_of(client.describe_custom_workspace_image_import, ImageId=image_id) == "ResourceNotFoundException"
    client.import_custom_workspace_image(**request_of())
