# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service checks and the SDK does not. The clients of these tests do not check anything either."""

from __future__ import annotations

import json
import re
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from tests.emulator.service_model import ServiceModel, UnknownOperationError
from tests.emulator.workspaces.models import EmulatedWorkSpacesBackend
from tests.emulator.workspaces.service_error import not_found

from .plain_http import post


@pytest.mark.parametrize(
    ("change", "path", "constraint"),
    [
        ({"ImageName": "white space"}, "imageName", "regular expression pattern"),
        ({"ImageName": "line\n"}, "imageName", "regular expression pattern"),
        ({"ImageName": "x" * 65}, "imageName", "length less than or equal to 64"),
        ({"ImageName": 7}, "imageName", "of type string"),
        ({"ImageDescription": "a-b, c"}, "imageDescription", "regular expression pattern"),
        ({"ComputeType": "TURBO"}, "computeType", "enum value set: [BASE, "),
        ({"OsVersion": None}, "osVersion", "must not be null"),
        ({"ImageSource": {}}, "imageSource", "exactly one"),
        (
            {"ImageSource": {"Ec2ImageId": "ami-01234567", "Ec2ImportTaskId": "import-ami-01234567"}},
            "imageSource",
            "exactly one",
        ),
        ({"ImageSource": {"Ec2ImageId": "ami-XYZ"}}, "imageSource.ec2ImageId", "regular expression pattern"),
        ({"InfrastructureConfigurationArn": "arn:aws:s3:::x"}, "infrastructureConfigurationArn", "pattern"),
        ({"Tags": [{"Key": ""}]}, "tags.1.member.key", "greater than or equal to 1"),
    ],
)
@pytest.mark.usefixtures("enabled")
def test_malformed_imports(client: Any, request_of: Any, change: Any, path: str, constraint: str) -> None:
    with pytest.raises(ClientError) as caught:
        client.import_custom_workspace_image(**request_of(**change))
    error = caught.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert error["Message"].startswith("1 validation error detected: Value ")
    assert f"at '{path}' failed to satisfy constraint: Member" in error["Message"]
    assert constraint in error["Message"]
    assert client.describe_workspace_images()["Images"] == []


def test_more_than_one_error(client: Any, request_of: Any) -> None:
    with pytest.raises(ClientError, match="8 validation errors detected: "):
        client.import_custom_workspace_image()
    with pytest.raises(ClientError, match=r"2 validation errors detected: .* greater than or equal to 1; .* pattern"):
        client.import_custom_workspace_image(**request_of(""))


def test_limits_of_numbers_and_lists(client: Any, code_of: Any) -> None:
    wide = {"ManagementCidrRangeConstraint": "10.0.0.0/8"}
    for results in (0, 6, True, "3"):
        code = code_of(client.list_available_management_cidr_ranges, **wide, MaxResults=results)
        assert code == "ValidationException"
    assert code_of(client.describe_workspace_images, ImageIds=[]) == "ValidationException"
    assert code_of(client.describe_workspace_images, ImageIds=["wsi-000000000"] * 26) == "ValidationException"


def test_requests_that_are_not_even_malformed(aws: Any) -> None:
    assert post(aws.url, "DescribeAccount", b"{")[0::2] == (400, "SerializationException")
    assert post(aws.url, "DescribeAccount", b"[]")[0::2] == (400, "SerializationException")
    assert post(aws.url, "MakeCoffee", b"{}")[0::2] == (400, "UnknownOperationException")
    assert post(aws.url, "DescribeAccount", b'{"Surprise": 1}')[0::2] == (400, "ValidationException")
    assert post(aws.url, "DescribeAccount", b"{}", "")[0::2] == (400, "MissingAuthenticationTokenException")
    status, body, header = post(aws.url, "DescribeTags", b'{"ResourceId": "wsi-000000000"}')
    assert (status, body["__type"], header) == (400, "ResourceNotFoundException", "ResourceNotFoundException")
    assert body["message"]


@pytest.mark.usefixtures("enabled")
def test_null_means_not_given(aws: Any, request_of: Any) -> None:
    source = {"Ec2ImageId": None, "Ec2ImportTaskId": "import-ami-01234567"}
    body = json.dumps(request_of(ImageSource=source, Tags=None)).encode()
    assert post(aws.url, "ImportCustomWorkspaceImage", body)[0] == 200
    assert post(aws.url, "DescribeWorkspaceImages", b'{"MaxResults": null, "NextToken": null}')[0] == 200


def test_an_operation_that_the_emulator_lacks(aws: Any) -> None:
    status, body, _headers = post(aws.url, "DescribeIpGroups", b"{}")
    assert (status, body["__type"]) == (501, "NotImplemented")


def test_every_pattern_of_the_model_can_be_read() -> None:
    shapes = botocore.session.get_session().get_service_model("workspaces")
    patterns = [shapes.shape_for(name).metadata.get("pattern") for name in shapes.shape_names]
    assert all(re.compile(pattern) for pattern in patterns if pattern)


def test_our_own_replies_are_held_against_the_model() -> None:
    model = ServiceModel()
    assert model.reply_problem("DescribeAccount", {"DedicatedTenancySupport": "ENABLED"}) is None
    assert model.reply_problem("DescribeAccount", {"Unknown": "member"}) is not None
    assert model.reply_problem("DescribeAccount", {"DedicatedTenancyManagementCidrRange": "10.0.0.0/8"}) is not None
    assert model.reply_problem("DescribeCustomWorkspaceImageImport", {"State": "NEVER_HEARD_OF"}) is None
    assert model.declares("DeleteWorkspaceImage", "InvalidResourceStateException")
    assert not model.declares("DeleteWorkspaceImage", "ResourceNotFoundException")
    with pytest.raises(UnknownOperationError):
        model.declares("MakeCoffee", "ResourceNotFoundException")


def test_an_undeclared_error_is_a_bug_of_the_emulator(
    client: Any, code_of: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(_backend: EmulatedWorkSpacesBackend) -> None:
        raise not_found("undeclared")

    monkeypatch.setattr(EmulatedWorkSpacesBackend, "describe_account", wrong)
    assert code_of(client.describe_account) == "InternalFailure"
    assert "does not declare ResourceNotFoundException" in capsys.readouterr().err
