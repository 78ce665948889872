# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeAccount, ModifyAccount, DescribeAccountModifications, ListAvailableManagementCidrRanges."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, REGION

PLACE = {"account": ACCOUNT, "region": REGION}
ENABLE = {"DedicatedTenancySupport": "ENABLED"}
RANGE = {"DedicatedTenancyManagementCidrRange": "172.31.0.0/16"}


def states(client: Any) -> list[str]:
    return [entry["ModificationState"] for entry in client.describe_account_modifications()["AccountModifications"]]


def test_enabling_takes_its_time(aws: Any, client: Any) -> None:
    aws.settings(account_seconds=100, account_lag_seconds=10)
    client.modify_account(**ENABLE, **RANGE)
    aws.advance(99)
    assert states(client) == ["PENDING"]
    aws.advance(1)
    assert states(client) == ["COMPLETED"]
    assert client.describe_account()["DedicatedTenancySupport"] == "DISABLED"
    aws.advance(10)
    account = client.describe_account()
    assert account["DedicatedTenancySupport"] == "ENABLED"
    assert account["DedicatedTenancyManagementCidrRange"] == "172.31.0.0/16"


@pytest.mark.usefixtures("enabled")
def test_state_is_of_one_account_in_one_region(clients: Any) -> None:
    assert clients().describe_account()["DedicatedTenancySupport"] == "ENABLED"
    assert clients(region="us-east-1").describe_account()["DedicatedTenancySupport"] == "DISABLED"
    assert clients(account="222222222222").describe_account()["DedicatedTenancySupport"] == "DISABLED"


def test_a_modification_can_fail(aws: Any, client: Any) -> None:
    outcome = {"seconds": 5, "error_code": "AccountReview", "error_message": "under review"}
    aws.account(**PLACE, next_outcome=outcome)
    client.modify_account(**ENABLE)
    aws.advance(5)
    (failed,) = client.describe_account_modifications()["AccountModifications"]
    assert (failed["ModificationState"], failed["ErrorCode"]) == ("FAILED", "AccountReview")
    assert client.describe_account()["DedicatedTenancySupport"] == "DISABLED"
    client.modify_account(**ENABLE)
    aws.advance(1000)
    assert client.describe_account()["DedicatedTenancySupport"] == "ENABLED"


@pytest.mark.parametrize(
    ("account", "request_members", "expected"),
    [
        ({}, {}, "InvalidParameterValuesException"),
        ({}, RANGE, "InvalidResourceStateException"),
        ({"consent": False}, ENABLE, "AccessDeniedException"),
        ({"support": "ENABLED", "cidr": "10.0.0.0/16"}, RANGE, "InvalidResourceStateException"),
        ({"support": "ENABLED", "type": "TARGET_ACCOUNT"}, RANGE, "InvalidResourceStateException"),
        (
            {"support": "ENABLED"},
            {"DedicatedTenancyManagementCidrRange": "11.0.0.0/16"},
            "InvalidParameterValuesException",
        ),
        ({}, {"DedicatedTenancySupport": "DISABLED"}, "ValidationException"),
        ({}, {"DedicatedTenancyManagementCidrRange": "10.1.1.0/16"}, "ValidationException"),
    ],
)
def test_refused_modifications(
    aws: Any, client: Any, code_of: Any, account: Any, request_members: Any, expected: str
) -> None:
    aws.account(**PLACE, **account)
    assert code_of(client.modify_account, **request_members) == expected
    assert states(client) == []


def test_one_modification_at_a_time(client: Any, code_of: Any) -> None:
    client.modify_account(**ENABLE)
    assert code_of(client.modify_account, **ENABLE) == "InvalidResourceStateException"


def test_modifications_come_in_pages_and_not_by_time(aws: Any, client: Any) -> None:
    aws.settings(modification_page_size=2)
    history = [{"support": "ENABLED", "age_seconds": age} for age in (500, 400, 300, 200, 100)]
    aws.account(**PLACE, modifications=history)
    first = client.describe_account_modifications()
    assert len(first["AccountModifications"]) == 2
    pages = client.get_paginator("describe_account_modifications").paginate()
    starts = [entry["StartTime"] for page in pages for entry in page["AccountModifications"]]
    assert len(set(starts)) == 5
    assert starts not in (sorted(starts), sorted(starts, reverse=True))


@pytest.mark.usefixtures("enabled")
def test_ranges_come_from_inside_the_constraint(client: Any) -> None:
    def ranges(**members: Any) -> list[str]:
        pages = client.get_paginator("list_available_management_cidr_ranges").paginate(**members)
        return [cidr for page in pages for cidr in page["ManagementCidrRanges"]]

    assert ranges(ManagementCidrRangeConstraint="172.16.0.0/12") == ["172.31.0.0/16"]
    assert ranges(ManagementCidrRangeConstraint="172.31.5.0/24") == []
    assert len(ranges(ManagementCidrRangeConstraint="0.0.0.0/0")) == 19
    page = client.list_available_management_cidr_ranges(ManagementCidrRangeConstraint="10.0.0.0/8")
    assert len(page["ManagementCidrRanges"]) == 5
    page = client.list_available_management_cidr_ranges(ManagementCidrRangeConstraint="10.0.0.0/8", MaxResults=2)
    assert len(page["ManagementCidrRanges"]) == 2


def test_ranges_are_for_enabled_accounts(aws: Any, client: Any, code_of: Any) -> None:
    wanted = {"ManagementCidrRangeConstraint": "10.0.0.0/8"}
    assert code_of(client.list_available_management_cidr_ranges, **wanted) == "AccessDeniedException"
    aws.settings(cidr_list_requires="consent")
    assert client.list_available_management_cidr_ranges(**wanted)["ManagementCidrRanges"]
    aws.account(**PLACE, consent=False)
    assert code_of(client.list_available_management_cidr_ranges, **wanted) == "AccessDeniedException"
