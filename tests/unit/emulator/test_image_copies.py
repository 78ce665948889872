# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CopyWorkspaceImage and UpdateWorkspaceImagePermission between accounts and Regions."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, REGION

OTHER = "222222222222"
STRANGER = "333333333333"
FAR = "us-east-1"
HERE = {"account": ACCOUNT, "region": REGION}

pytestmark = pytest.mark.usefixtures("estate")


@pytest.fixture
def estate(aws: Any) -> None:
    """Two accounts of one organization, enabled in two Regions, and one account of another organization."""
    aws.estate([ACCOUNT, OTHER, STRANGER], [REGION, FAR], account_state={"support": "ENABLED"})
    aws.organization([{"id": OTHER, "name": "other"}], account=ACCOUNT)


@pytest.fixture
def image_id(aws: Any) -> str:
    (made,) = aws.images("golden", description="the source", tags={"a": "b"}, os_version="Windows_11", **HERE)
    return str(made)


def copy_of(image_id: str, **members: Any) -> dict[str, Any]:
    return {"Name": "copied", "SourceImageId": image_id, "SourceRegion": REGION, **members}


def the_image(client: Any, image_id: str) -> Any:
    return client.describe_workspace_images(ImageIds=[image_id])["Images"][0]


def test_to_another_region(aws: Any, clients: Any, image_id: str, code_of: Any) -> None:
    far = clients(region=FAR)
    request = copy_of(image_id, Description="a copy", Tags=[{"Key": "c", "Value": "d"}])
    made = far.copy_workspace_image(**request)["ImageId"]
    assert made != image_id
    assert the_image(far, made)["State"] == "PENDING"
    assert code_of(far.delete_workspace_image, ImageId=made) == "InvalidResourceStateException"
    aws.advance(60)
    image = the_image(far, made)
    assert (image["State"], image["Name"], image["Description"]) == ("AVAILABLE", "copied", "a copy")
    assert (image["OwnerAccountId"], image["RequiredTenancy"]) == (ACCOUNT, "DEDICATED")
    assert far.describe_tags(ResourceId=made)["TagList"] == [{"Key": "c", "Value": "d"}]
    assert code_of(far.describe_custom_workspace_image_import, ImageId=made) == "ResourceNotFoundException"
    bundle = {"BundleName": "b", "BundleDescription": "d", "UserStorage": {"Capacity": "50"}, "ImageId": made}
    refused = code_of(far.create_workspace_bundle, **bundle, ComputeType={"Name": "VALUE"})
    assert refused == "InvalidParameterValuesException", "a copy is of the Windows version of its source"
    far.delete_workspace_image(ImageId=made)
    assert clients().describe_workspace_images()["Images"][0]["ImageId"] == image_id


def test_tags_may_come_with_the_copy(aws: Any, client: Any, image_id: str) -> None:
    aws.settings(copy_takes_tags=True)
    made = client.copy_workspace_image(**copy_of(image_id, Tags=[{"Key": "c", "Value": "d"}]))["ImageId"]
    assert {tag["Key"] for tag in client.describe_tags(ResourceId=made)["TagList"]} == {"a", "c"}


def test_a_copy_can_end_in_error(aws: Any, client: Any, image_id: str) -> None:
    aws.settings(copies={"copied": {"seconds": 10, "error": {"code": "CopyFailed", "message": "it failed"}}})
    made = client.copy_workspace_image(**copy_of(image_id))["ImageId"]
    aws.advance(9)
    assert the_image(client, made)["State"] == "PENDING"
    aws.advance(1)
    image = the_image(client, made)
    assert (image["State"], image["ErrorCode"], image["ErrorMessage"]) == ("ERROR", "CopyFailed", "it failed")


def test_to_another_account(clients: Any, image_id: str, code_of: Any) -> None:
    mine, theirs = clients(), clients(account=OTHER, region=FAR)
    assert code_of(theirs.copy_workspace_image, **copy_of(image_id)) == "ResourceNotFoundException"
    mine.update_workspace_image_permission(ImageId=image_id, AllowCopyImage=True, SharedAccountId=OTHER)
    made = theirs.copy_workspace_image(**copy_of(image_id))["ImageId"]
    assert the_image(theirs, made)["OwnerAccountId"] == OTHER
    mine.update_workspace_image_permission(ImageId=image_id, AllowCopyImage=False, SharedAccountId=OTHER)
    again = copy_of(image_id, Name="again")
    assert code_of(theirs.copy_workspace_image, **again) == "ResourceNotFoundException"
    mine.delete_workspace_image(ImageId=image_id)
    assert the_image(theirs, made)["ImageId"] == made


def test_names_and_quota(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    assert code_of(client.copy_workspace_image, **copy_of(image_id, Name="golden")) == "ResourceAlreadyExistsException"
    aws.settings(image_quota=1)
    assert code_of(client.copy_workspace_image, **copy_of(image_id)) == "ResourceLimitExceededException"


def test_sources_that_cannot_be_copied(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    (pending,) = aws.images("waiting", state="PENDING", **HERE)
    for request, code in (
        (copy_of(pending), "ResourceUnavailableException"),
        (copy_of("wsi-000000000"), "ResourceNotFoundException"),
        (copy_of(image_id, SourceRegion=FAR), "ResourceNotFoundException"),
        (copy_of(image_id, SourceRegion="eu-nowhere-1"), "InvalidParameterValuesException"),
        (copy_of(image_id, SourceRegion="me-south-1"), "OperationNotSupportedException"),
        (copy_of(image_id, SourceRegion="us-gov-west-1"), "OperationNotSupportedException"),
        (copy_of(image_id, Name="not a name"), "ValidationException"),
    ):
        assert code_of(client.copy_workspace_image, **request) == code


@pytest.mark.parametrize(("account", "region"), [(OTHER, FAR), (ACCOUNT, REGION)])
def test_all_accounts_are_enabled(
    aws: Any, clients: Any, image_id: str, code_of: Any, account: str, region: str
) -> None:
    aws.share(image_id, OTHER, **HERE)
    aws.account(account=account, region=region, support="DISABLED")
    theirs = clients(account=OTHER, region=FAR)
    assert code_of(theirs.copy_workspace_image, **copy_of(image_id)) == "OperationNotSupportedException"


def test_with_whom_images_are_shared(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    def share(account: str, allow: bool = True) -> dict[str, Any]:
        return {"ImageId": image_id, "SharedAccountId": account, "AllowCopyImage": allow}

    call = client.update_workspace_image_permission
    assert code_of(call, **share(STRANGER)) == "AccessDeniedException"
    assert code_of(call, **share(ACCOUNT)) == "InvalidParameterValuesException"
    assert code_of(call, **share(OTHER, allow=False)) == "InvalidParameterValuesException"
    aws.account(account=OTHER, region=REGION, support="DISABLED")
    assert code_of(call, **share(OTHER)) == "OperationNotSupportedException"
    aws.account(account=OTHER, region=REGION, support="ENABLED")
    call(**share(OTHER))
    call(**share(OTHER))
    permissions = client.describe_workspace_image_permissions(ImageId=image_id)["ImagePermissions"]
    assert permissions == [{"SharedAccountId": OTHER}]
    aws.settings(share_requires_organization=False)
    call(**share(STRANGER))


def test_a_shared_image_makes_no_bundle(aws: Any, clients: Any, image_id: str, code_of: Any) -> None:
    aws.share(image_id, OTHER, **HERE)
    theirs = clients(account=OTHER)
    members = {"BundleName": "b", "BundleDescription": "d", "UserStorage": {"Capacity": "50"}}
    bundle = {**members, "ComputeType": {"Name": "STANDARD"}}
    assert code_of(theirs.create_workspace_bundle, **bundle, ImageId=image_id) == "AccessDeniedException"


def test_a_new_copy_can_be_hidden(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    aws.faults([{"operation": "CopyWorkspaceImage", "do": {"hide_image": 20}}])
    made = client.copy_workspace_image(**copy_of(image_id))["ImageId"]
    assert client.describe_workspace_images(ImageIds=[made])["Images"] == []
    assert code_of(client.copy_workspace_image, **copy_of(image_id)) == "ResourceAlreadyExistsException"
    aws.advance(20)
    assert the_image(client, made)["State"] == "PENDING"


@pytest.mark.parametrize("script", [{"curve": []}, {"error": {}}, {"seconds": "long"}, 5])
def test_scripts_that_make_no_sense(aws: Any, script: Any) -> None:
    from tests.emulator.control import ControlError

    with pytest.raises(ControlError, match=r"copies\.x"):
        aws.settings(copies={"x": script})
