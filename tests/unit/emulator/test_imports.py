# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ImportCustomWorkspaceImage and DescribeCustomWorkspaceImageImport."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import ACCOUNT, REGION
from .plain_http import post

PLACE = {"account": ACCOUNT, "region": REGION}


def image_of(client: Any, image_id: str) -> Any:
    (image,) = client.describe_workspace_images(ImageIds=[image_id])["Images"]
    return image


@pytest.mark.usefixtures("enabled")
def test_an_import_goes_from_pending_to_an_available_image(aws: Any, client: Any, request_of: Any) -> None:
    aws.settings(import_seconds=100, image_lag_seconds=5)
    started = client.import_custom_workspace_image(**request_of(Tags=[{"Key": "team", "Value": "euc"}]))
    image_id = started["ImageId"]
    assert started["State"] == "PENDING"
    aws.advance(25)
    running = client.describe_custom_workspace_image_import(ImageId=image_id)
    assert running["State"] == "UPDATING_OPERATING_SYSTEM"
    assert running["ImageSource"] == {"Ec2ImportTaskId": "import-ami-0123456789abcdef0"}
    assert running["Created"] < running["LastUpdatedTime"]
    assert running["ImageBuilderInstanceId"].startswith("i-")
    assert image_of(client, image_id)["State"] == "PENDING"
    aws.advance(75)
    assert client.describe_custom_workspace_image_import(ImageId=image_id)["State"] == "COMPLETED"
    assert image_of(client, image_id)["State"] == "PENDING"
    aws.advance(5)
    image = image_of(client, image_id)
    assert (image["State"], image["Name"], image["RequiredTenancy"]) == ("AVAILABLE", "win11", "DEDICATED")
    assert image["OwnerAccountId"] == ACCOUNT
    assert "ErrorCode" not in image
    assert client.describe_tags(ResourceId=image_id)["TagList"] == [{"Key": "team", "Value": "euc"}]


@pytest.mark.usefixtures("enabled")
def test_message_and_percentage_are_sent_to_every_sdk(aws: Any, client: Any, request_of: Any) -> None:
    aws.settings(imports={"*": {"curve": [[0, "IN_PROGRESS", 42, "in progress"]]}})
    image_id = client.import_custom_workspace_image(**request_of())["ImageId"]
    body = json.dumps({"ImageId": image_id}).encode()
    status, reply, _headers = post(aws.url, "DescribeCustomWorkspaceImageImport", body)
    assert (status, reply["ProgressPercentage"], reply["StateMessage"]) == (200, 42, "in progress")


@pytest.mark.usefixtures("enabled")
def test_a_failing_import_says_why_in_both_places(aws: Any, client: Any, request_of: Any) -> None:
    details = [{"code": "DomainJoined", "message": "joined"}, {"code": "BrandNewCheck", "message": "new"}]
    error = {"at": 0.5, "code": "ImageCheckFailed", "message": "two checks failed", "details": details}
    aws.settings(imports={"win11": {"seconds": 10, "error": error}})
    image_id = client.import_custom_workspace_image(**request_of())["ImageId"]
    aws.advance(5)
    record = client.describe_custom_workspace_image_import(ImageId=image_id)
    assert record["State"] == "ERROR"
    assert [detail["ErrorCode"] for detail in record["ErrorDetails"]] == ["DomainJoined", "BrandNewCheck"]
    image = image_of(client, image_id)
    assert (image["State"], image["ErrorCode"]) == ("ERROR", "ImageCheckFailed")
    assert [detail["ErrorCode"] for detail in image["ErrorDetails"]] == ["DomainJoined", "UnknownError"]


@pytest.mark.usefixtures("enabled")
def test_scripts_are_for_a_name_or_for_all_others(aws: Any, client: Any, request_of: Any) -> None:
    slow = {"curve": [[0, "FUTURE_STATE", None, "made up"]]}
    aws.settings(imports={"slow": slow, "*": {"seconds": 1}})
    slow_id = client.import_custom_workspace_image(**request_of("slow"))["ImageId"]
    fast_id = client.import_custom_workspace_image(**request_of("fast"))["ImageId"]
    aws.advance(100_000)
    assert client.describe_custom_workspace_image_import(ImageId=slow_id)["State"] == "FUTURE_STATE"
    assert client.describe_custom_workspace_image_import(ImageId=fast_id)["State"] == "COMPLETED"


@pytest.mark.usefixtures("enabled")
def test_names_are_unique_in_account_and_region(aws: Any, clients: Any, request_of: Any, code_of: Any) -> None:
    clients().import_custom_workspace_image(**request_of())
    again = code_of(clients().import_custom_workspace_image, **request_of())
    assert again == "ResourceAlreadyExistsException"
    aws.settings(import_requires_account=False)
    clients(region="us-east-1").import_custom_workspace_image(**request_of())
    clients(account="222222222222").import_custom_workspace_image(**request_of())


@pytest.mark.usefixtures("enabled")
def test_forty_images(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    aws.images("many", count=40, **PLACE)
    assert code_of(client.import_custom_workspace_image, **request_of()) == "ResourceLimitExceededException"
    aws.settings(image_quota=41)
    client.import_custom_workspace_image(**request_of())


@pytest.mark.usefixtures("enabled")
def test_windows_11_has_no_pcoip(client: Any, request_of: Any, code_of: Any) -> None:
    code = code_of(client.import_custom_workspace_image, **request_of(Protocol="PCOIP"))
    assert code == "OperationNotSupportedException"
    client.import_custom_workspace_image(**request_of(Protocol="PCOIP", OsVersion="Windows_10"))


def test_the_account_must_be_enabled_or_on_the_way(client: Any, request_of: Any, code_of: Any) -> None:
    assert code_of(client.import_custom_workspace_image, **request_of()) == "AccessDeniedException"
    client.modify_account(DedicatedTenancySupport="ENABLED")
    client.import_custom_workspace_image(**request_of())


@pytest.mark.parametrize(
    ("ami", "expected"),
    [
        ({"owner": "999999999999"}, "InvalidParameterValuesException"),
        ({"encrypted": True}, "InvalidParameterValuesException"),
        ({"region": "us-east-1"}, "ResourceNotFoundException"),
        ({"account": "222222222222"}, "ResourceNotFoundException"),
        ({}, None),
    ],
)
@pytest.mark.usefixtures("enabled")
def test_amis(aws: Any, client: Any, request_of: Any, code_of: Any, ami: Any, expected: str | None) -> None:
    members = request_of(ImageSource={"Ec2ImageId": aws.ami(**{**PLACE, **ami})})
    if expected:
        assert code_of(client.import_custom_workspace_image, **members) == expected
    else:
        assert client.import_custom_workspace_image(**members)["ImageId"]


@pytest.mark.usefixtures("enabled")
def test_an_ami_that_ec2_registered(clients: Any, client: Any, request_of: Any) -> None:
    ami_id = clients("ec2").register_image(Name="source")["ImageId"]
    assert client.import_custom_workspace_image(**request_of(ImageSource={"Ec2ImageId": ami_id}))["ImageId"]


@pytest.mark.usefixtures("enabled")
def test_sources_that_are_missing(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    members = request_of()
    for missing in (members["ImageSource"]["Ec2ImportTaskId"], members["InfrastructureConfigurationArn"]):
        aws.settings(missing_sources=[missing])
        assert code_of(client.import_custom_workspace_image, **members) == "ResourceNotFoundException"


def test_an_image_that_was_not_imported_has_no_record(aws: Any, client: Any, code_of: Any) -> None:
    (plain,) = aws.images("plain", **PLACE)
    (imported,) = aws.images("imported", **PLACE, **{"import": {}})
    assert code_of(client.describe_custom_workspace_image_import, ImageId=plain) == "ResourceNotFoundException"
    assert client.describe_custom_workspace_image_import(ImageId=imported)["State"] == "COMPLETED"
