# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_account while a modification is pending: one that requests the same, or for something else."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

RANGE = "10.32.0.0/16"
OTHER = "10.48.0.0/16"
READS = ["DescribeAccount", "DescribeAccountModifications"]


def pending(**asked):
    """A modification that is going to end in an hour."""
    return {"seconds": 7200, "age_seconds": 3600, **asked}


@pytest.mark.parametrize(
    ("support", "modification", "options"),
    [
        ("DISABLED", pending(support="ENABLED"), {}),
        ("DISABLED", pending(support="ENABLED", cidr=RANGE), {}),
        ("DISABLED", pending(support="ENABLED", cidr=RANGE), {"management_cidr_range": RANGE}),
        ("DISABLED", pending(support="ENABLED", cidr=RANGE), {"management_cidr_range_search": "10.0.0.0/8"}),
        ("DISABLED", pending(support="ENABLED"), {"management_cidr_range_search": "10.0.0.0/8"}),
        ("ENABLED", pending(cidr=RANGE), {"management_cidr_range": RANGE}),
        ("ENABLED", pending(cidr=RANGE), {"management_cidr_range_search": "10.0.0.0/8"}),
        ("ENABLED", pending(support="ENABLED"), {"management_cidr_range_search": "10.0.0.0/8"}),
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_the_same_is_not_requested_again(aws, account, support, modification, options, check_mode):
    aws.account(support=support, modifications=[modification])
    result = succeeded(account(check_mode=check_mode, diff=True, **options))
    assert aws.operations() == READS
    assert result["changed"] is False
    assert result["modification"]["modification_state"] == "PENDING"
    assert result["diff"]["before"] == result["diff"]["after"]


@pytest.mark.parametrize(
    ("support", "modification", "options"),
    [
        ("DISABLED", pending(support="ENABLED", cidr=RANGE), {"management_cidr_range": OTHER}),
        ("DISABLED", pending(support="ENABLED"), {"management_cidr_range": OTHER}),
        ("DISABLED", pending(support="ENABLED", cidr=RANGE), {"management_cidr_range_search": "172.16.0.0/12"}),
        ("ENABLED", pending(cidr=RANGE), {"management_cidr_range": OTHER}),
        ("DISABLED", pending(support="DISABLED"), {}),
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_something_else(aws, account, support, modification, options, check_mode):
    aws.account(support=support, modifications=[modification])
    result = account(check_mode=check_mode, **options)
    failure = failure_of(result)
    assert failure["reason"] == "modification_in_progress"
    assert result["modification"]["modification_state"] == "PENDING"
    assert result["modification"]["start_time"] in failure["message"]
    assert result["changed"] is False
    assert aws.writes() == []


def test_wait_follows_the_one_that_is_pending(aws, account, clock):
    aws.account(support="DISABLED", modifications=[pending(support="ENABLED", cidr=RANGE)])
    result = succeeded(account(wait=True, management_cidr_range=RANGE))
    assert result["changed"] is False
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert result["modification"]["modification_state"] == "COMPLETED"
    assert 3600 <= clock.passed <= 3660
    assert aws.writes() == []


def test_the_newest_counts_whatever_the_order_and_page(aws, account):
    """AWS documents no order; here the newest comes neither first nor last, nor on the first page."""
    failed = [
        {"support": "ENABLED", "error_code": "OLD", "error_message": "old", "age_seconds": 100_000 + number}
        for number in range(6)
    ]
    newest = pending(support="ENABLED", cidr=RANGE)
    aws.settings(modification_page_size=2)
    aws.account(support="DISABLED", modifications=[*failed[:2], newest, *failed[2:]])
    result = succeeded(account())
    assert result["changed"] is False
    assert result["modification"]["modification_state"] == "PENDING"
    assert aws.operations() == ["DescribeAccount", *["DescribeAccountModifications"] * 4]
