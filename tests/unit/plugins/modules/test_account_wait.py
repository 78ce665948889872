# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_account with wait=true: time passes on a scripted clock."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

RANGE = "10.32.0.0/16"
QUARTER = 900
ENABLE = {"DedicatedTenancySupport": "ENABLED"}
CHOOSE = {"DedicatedTenancyManagementCidrRange": RANGE}


@pytest.fixture(autouse=True)
def _bare(aws):
    aws.account(support="DISABLED")
    aws.settings(account_seconds=2 * QUARTER)


@pytest.mark.parametrize("options", [{}, {"management_cidr_range": RANGE}])
def test_until_the_account_is_as_requested(aws, account, clock, options):
    result = succeeded(account(wait=True, diff=True, **options))
    assert result["changed"] is True
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert result["account"].get("dedicated_tenancy_management_cidr_range") == options.get("management_cidr_range")
    assert result["modification"]["modification_state"] == "COMPLETED"
    assert result["diff"]["before"]["dedicated_tenancy_support"] == "DISABLED"
    assert result["diff"]["after"]["dedicated_tenancy_support"] == "ENABLED"
    assert 2 * QUARTER <= clock.passed <= 2 * QUARTER + 60
    assert len(aws.requests("ModifyAccount")) == 1


def test_the_calls_of_a_wait(aws, account):
    """One for each poll, and one more at the end: the account itself."""
    aws.settings(account_seconds=600)
    succeeded(account(wait=True, wait_delay=60))
    assert aws.operations() == [
        "DescribeAccount",
        "DescribeAccountModifications",
        "ModifyAccount",
        *["DescribeAccountModifications"] * 10,
        "DescribeAccount",
    ]


def test_a_search_on_a_bare_account_takes_two_modifications(aws, account, clock):
    result = succeeded(account(wait=True, diff=True, management_cidr_range_search="10.32.0.0/11"))
    assert aws.requests("ModifyAccount") == [ENABLE, CHOOSE]
    assert result["changed"] is True
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert 4 * QUARTER <= clock.passed <= 4 * QUARTER + 120
    assert result["diff"]["before"] == {
        "dedicated_tenancy_support": "DISABLED",
        "dedicated_tenancy_management_cidr_range": None,
    }
    assert result["diff"]["after"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert result["warnings"] == []


def test_a_search_whose_first_half_is_pending_already(aws, account):
    aws.account(support="DISABLED", modifications=[{"support": "ENABLED", "seconds": QUARTER, "age_seconds": 60}])
    result = succeeded(account(wait=True, management_cidr_range_search="10.32.0.0/11"))
    assert aws.requests("ModifyAccount") == [CHOOSE]
    assert result["changed"] is True
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE


def test_a_search_that_finds_nothing_once_the_account_is_enabled(account):
    result = account(wait=True, management_cidr_range_search="192.0.2.0/16")
    assert failure_of(result)["reason"] == "no_cidr_available"
    assert result["changed"] is True
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"


def test_it_ends_failed(aws, account):
    outcome = {"seconds": QUARTER, "error_code": "CIDR_IN_USE", "error_message": "The range overlaps."}
    aws.account(next_outcome=outcome)
    result = account(wait=True, management_cidr_range=RANGE)
    failure = failure_of(result)
    assert failure["reason"] == "modification_failed"
    assert failure["code"] == "CIDR_IN_USE"
    assert "CIDR_IN_USE: The range overlaps." in failure["message"]
    assert result["changed"] is True
    assert result["modification"]["modification_state"] == "FAILED"
    again = succeeded(account(wait=True, management_cidr_range=RANGE))
    assert again["changed"] is True
    assert again["account"]["dedicated_tenancy_management_cidr_range"] == RANGE


def test_it_ends_failed_without_a_reason(aws, account):
    aws.account(next_outcome={"seconds": QUARTER, "error_code": "X", "error_message": None})
    assert "X" in failure_of(account(wait=True))["message"]


def test_one_that_was_pending_already_ends_failed(aws, account):
    modification = {"support": "ENABLED", "seconds": QUARTER, "error_code": "X", "error_message": "y", "age_seconds": 9}
    aws.account(modifications=[modification])
    result = account(wait=True)
    assert failure_of(result)["reason"] == "modification_failed"
    assert result["changed"] is False
    assert aws.writes() == []


def test_failed_ones_of_earlier_runs_are_not_taken_for_it(aws, account):
    """Even when they began in the same second."""
    failed = [{"support": "ENABLED", "error_code": "OLD", "error_message": "old", "age_seconds": age} for age in (0, 9)]
    aws.account(modifications=failed)
    result = succeeded(account(wait=True))
    assert result["modification"]["modification_state"] == "COMPLETED"


def test_the_account_may_lag_behind_its_modification(aws, account, clock):
    aws.settings(account_lag_seconds=QUARTER)
    result = succeeded(account(wait=True, management_cidr_range=RANGE))
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert 3 * QUARTER <= clock.passed <= 3 * QUARTER + 60
    assert len(aws.requests("ModifyAccount")) == 1


def test_a_lag_between_two_runs(aws, account):
    aws.settings(account_lag_seconds=QUARTER)
    succeeded(account())
    aws.advance(2 * QUARTER + 1)
    result = succeeded(account())
    assert result["changed"] is False
    assert result["modification"]["modification_state"] == "COMPLETED"
    assert succeeded(account(wait=True))["changed"] is False
    assert len(aws.requests("ModifyAccount")) == 1


def test_the_deadline(aws, account, clock):
    result = account(wait=True, wait_timeout=1000, wait_delay=300)
    failure = failure_of(result)
    assert failure["reason"] == "timeout"
    assert failure["remedy"] == "The operation continues in AWS. Run the same task again to resume."
    assert "PENDING" in failure["message"]
    assert "has no management range" in failure["message"]
    assert result["changed"] is True
    assert result["modification"]["modification_state"] == "PENDING"
    assert clock.slept == [300, 300, 300, 100]
    assert succeeded(account(wait=True))["changed"] is False
    assert len(aws.requests("ModifyAccount")) == 1


def test_the_deadline_holds_for_both_modifications_of_a_search(aws, account, clock):
    result = account(wait=True, wait_timeout=3 * QUARTER, management_cidr_range_search="10.32.0.0/11")
    assert failure_of(result)["reason"] == "timeout"
    assert clock.passed == 3 * QUARTER
    assert aws.requests("ModifyAccount") == [ENABLE, CHOOSE]


def test_not_in_check_mode(aws, account, clock):
    succeeded(account(wait=True, check_mode=True))
    assert clock.slept == []
    assert aws.writes() == []
