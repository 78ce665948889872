# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose account a call is in, and which calls are refused before they are evaluated."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import ACCOUNT

OTHER = "222222222222"


def assumed(clients: Any, account: str) -> dict[str, str]:
    arn = f"arn:aws:iam::{account}:role/byol"
    credentials = clients("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def test_keys_that_name_their_account(clients: Any) -> None:
    assert clients("sts").get_caller_identity()["Account"] == ACCOUNT
    assert clients("sts", aws_access_key_id="testing").get_caller_identity()["Account"] == "123456789012"


def test_assumed_roles_are_in_the_account_of_the_role(aws: Any, clients: Any) -> None:
    keys = assumed(clients, OTHER)
    assert clients("sts", **keys).get_caller_identity()["Account"] == OTHER
    aws.images("theirs", account=OTHER, region="eu-west-1")
    assert len(clients(**keys).describe_workspace_images()["Images"]) == 1
    assert aws.calls(service="workspaces")[-1]["account"] == OTHER


def test_keys_expire(aws: Any, clients: Any, code_of: Any) -> None:
    keys = assumed(clients, OTHER)
    aws.settings(expired_keys=[keys["aws_access_key_id"]])
    assert code_of(clients(**keys).describe_account) == "ExpiredTokenException"
    clients().describe_account()
    aws.settings(expired_keys=["*"])
    assert code_of(clients().describe_account) == "ExpiredTokenException"
    aws.settings(expired_keys=[], invalid_keys=[f"EMULATED{ACCOUNT}"])
    assert code_of(clients().describe_account) == "UnrecognizedClientException"


@pytest.mark.usefixtures("enabled")
def test_denied_operations(aws: Any, clients: Any, request_of: Any) -> None:
    aws.settings(denied=[{"operation": "CreateTags", "account": ACCOUNT}])
    client = clients()
    client.import_custom_workspace_image(**request_of())
    with pytest.raises(ClientError, match="is not authorized to perform: workspaces:CreateTags") as caught:
        client.import_custom_workspace_image(**request_of("second", Tags=[{"Key": "k"}]))
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"


def test_denials_can_be_narrowed(aws: Any, clients: Any, code_of: Any) -> None:
    aws.settings(denied=[{"operation": "*", "account": ACCOUNT, "region": "eu-west-1"}])
    assert code_of(clients().describe_account) == "AccessDeniedException"
    clients(region="us-east-1").describe_account()
    clients(account=OTHER).describe_account()
    aws.settings(denied=[{"operation": "DescribeAccount", "access_key": f"EMULATED{OTHER}"}])
    clients().describe_account()
    assert code_of(clients(account=OTHER).describe_account) == "AccessDeniedException"
