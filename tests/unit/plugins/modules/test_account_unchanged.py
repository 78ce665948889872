# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_account where nothing is left to do, or nothing can be done: one call shows it."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

RANGE = "10.16.0.0/16"


@pytest.mark.parametrize(
    ("cidr", "options"),
    [
        (None, {}),
        (RANGE, {}),
        (RANGE, {"management_cidr_range": RANGE}),
        (RANGE, {"management_cidr_range_search": RANGE}),
        (RANGE, {"management_cidr_range_search": "10.0.0.0/8"}),
        (RANGE, {"management_cidr_range_search": "10.99.0.0/8"}),
        (RANGE, {"management_cidr_range_search": "0.0.0.0/0"}),
    ],
)
@pytest.mark.parametrize("flags", [{}, {"check_mode": True}, {"wait": True}])
def test_one_call_and_no_change(aws, account, clock, cidr, options, flags):
    aws.account(support="ENABLED", cidr=cidr)
    result = succeeded(account(diff=True, **options, **flags))
    assert aws.operations() == ["DescribeAccount"]
    assert clock.slept == []
    assert result["changed"] is False
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert result["account"].get("dedicated_tenancy_management_cidr_range") == cidr
    assert result["modification"] is None
    assert result["diff"]["before"] == result["diff"]["after"]


def test_what_aws_reports_of_the_account(aws, account):
    aws.account(support="ENABLED", cidr=RANGE, type="SOURCE_ACCOUNT", message="All is well.")
    assert succeeded(account())["account"] == {
        "dedicated_tenancy_support": "ENABLED",
        "dedicated_tenancy_management_cidr_range": RANGE,
        "dedicated_tenancy_account_type": "SOURCE_ACCOUNT",
        "message": "All is well.",
    }


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize(
    "options", [{"management_cidr_range": "10.32.0.0/16"}, {"management_cidr_range_search": "172.16.0.0/12"}]
)
def test_another_range_is_set(aws, account, check_mode, options):
    aws.account(support="ENABLED", cidr=RANGE)
    result = account(check_mode=check_mode, **options)
    failure = failure_of(result)
    assert failure["reason"] == "cidr_immutable"
    assert RANGE in failure["message"]
    assert next(iter(options.values())) in failure["message"]
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert aws.operations() == ["DescribeAccount"]


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("cidr", [None, RANGE])
@pytest.mark.parametrize(
    "options", [{"management_cidr_range": "10.32.0.0/16"}, {"management_cidr_range_search": "172.16.0.0/12"}]
)
def test_a_linked_account_has_no_range_of_its_own(aws, account, check_mode, cidr, options):
    aws.account(support="ENABLED", type="TARGET_ACCOUNT", cidr=cidr)
    failure = failure_of(account(check_mode=check_mode, **options))
    assert failure["reason"] == "linked_target_account"
    assert aws.operations() == ["DescribeAccount"]


def test_a_linked_account_that_has_the_range_requested(aws, account):
    aws.account(support="ENABLED", type="TARGET_ACCOUNT", cidr=RANGE)
    assert succeeded(account(management_cidr_range=RANGE))["changed"] is False


def test_a_linked_account_can_be_enabled(aws, account):
    aws.account(support="DISABLED", type="TARGET_ACCOUNT")
    assert succeeded(account())["changed"] is True
    assert aws.requests("ModifyAccount") == [{"DedicatedTenancySupport": "ENABLED"}]
