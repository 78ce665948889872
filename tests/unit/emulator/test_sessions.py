# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles that refuse, sessions that end, and the accounts of an organization."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any

import pytest

OTHER = "222222222222"
MANAGEMENT = "999999999999"


def role(account: str = OTHER) -> dict[str, str]:
    return {"RoleArn": f"arn:aws:iam::{account}:role/byol", "RoleSessionName": "test"}


def session(clients: Any) -> dict[str, Any]:
    credentials: dict[str, Any] = clients("sts").assume_role(**role())["Credentials"]
    return credentials


def test_a_session_is_for_as_long_as_requested(clients: Any) -> None:
    left = session(clients)["Expiration"] - datetime.now(timezone.utc)
    assert 3590 < left.total_seconds() <= 3600


def test_a_session_ends(aws: Any, clients: Any, code_of: Any) -> None:
    aws.settings(role_seconds=1800)
    credentials = session(clients)
    left = credentials["Expiration"] - datetime.now(timezone.utc)
    assert left.total_seconds() <= 1800
    client = clients(aws_access_key_id=credentials["AccessKeyId"])
    client.describe_account()
    aws.world.end_session_at(credentials["AccessKeyId"], time.time())
    assert code_of(client.describe_account) == "ExpiredTokenException"
    assert [call["account"] for call in aws.calls(service="workspaces")] == [OTHER, OTHER]


def test_sessions_differ(clients: Any) -> None:
    assert session(clients)["AccessKeyId"] != session(clients)["AccessKeyId"]


@pytest.mark.parametrize("pattern", ["arn:aws:iam::222222222222:role/byol", "*:222222222222:*"])
def test_a_role_refuses(aws: Any, clients: Any, code_of: Any, pattern: str) -> None:
    aws.settings(refused_roles=[pattern])
    assert code_of(clients("sts").assume_role, **role()) == "AccessDenied"
    clients("sts").assume_role(**role("333333333333"))


@pytest.mark.parametrize("missing", ["ExternalId", "RoleSessionName", "DurationSeconds"])
def test_a_role_trusts_requests_with_some_values(aws: Any, clients: Any, code_of: Any, missing: str) -> None:
    trust = {"role": role()["RoleArn"], "external_id": "from-us", "session_name": "audit", "duration": 900}
    aws.settings(trust_policies=[trust])
    request = {**role(), "ExternalId": "from-us", "RoleSessionName": "audit", "DurationSeconds": 900}
    clients("sts").assume_role(**request)
    other = {**role(), **{key: value for key, value in request.items() if key != missing}}
    assert code_of(clients("sts").assume_role, **other) == "AccessDenied"
    clients("sts").assume_role(**role("333333333333"))


def test_an_organization(aws: Any, clients: Any) -> None:
    members = [{"id": f"{number:012d}", "name": f"account {number}"} for number in range(1, 151)]
    members[7]["state"] = "SUSPENDED"
    ids = aws.organization(members, account=MANAGEMENT)
    assert ids == [MANAGEMENT, *(member["id"] for member in members)]
    client = clients("organizations", account=MANAGEMENT)
    pages = list(client.get_paginator("list_accounts").paginate(MaxResults=20))
    accounts = [account for page in pages for account in page["Accounts"]]
    assert len(pages) == 8
    assert [account["Id"] for account in accounts] == ids
    assert [account["Id"] for account in accounts if account["Status"] != "ACTIVE"] == ["000000000008"]


def test_only_the_management_account_lists_accounts(aws: Any, clients: Any, code_of: Any) -> None:
    aws.organization([{"id": OTHER, "name": "member"}], account=MANAGEMENT)
    assert code_of(clients("organizations", account=OTHER).list_accounts) == "AccessDeniedException"


def test_an_estate_in_one_request(aws: Any, clients: Any) -> None:
    accounts = [f"{number:012d}" for number in range(1, 4)]
    regions = ["eu-west-1", "us-east-1"]
    wanted = [{"name": "win11", "count": 2, "import": {}}, {"name": "win10", "error": {"code": "x", "message": "y"}}]
    assert aws.estate(accounts, regions, account_state={"support": "ENABLED"}, images=wanted) == 6
    client = clients(account=accounts[2], region=regions[1])
    assert client.describe_account()["DedicatedTenancySupport"] == "ENABLED"
    assert [image["Name"] for image in client.describe_workspace_images()["Images"]] == [
        "win11-0001",
        "win11-0002",
        "win10",
    ]
    untouched = clients(account=accounts[2], region="ap-south-1")
    assert untouched.describe_account()["DedicatedTenancySupport"] == "DISABLED"
