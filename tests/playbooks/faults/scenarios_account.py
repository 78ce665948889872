# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enabling an account: a DescribeAccount that lags, and faults on the way."""

from __future__ import annotations

from typing import Any

from .account import WATCHED, Account
from .conditions import until
from .fault_proxy import MODIFICATIONS, MODIFY, THROTTLED, on, status
from .scenario import Scenario

NEVER = 1_000_000
SEARCH = {"management_cidr_range_search": "10.0.0.0/8"}


def lag(account: Account) -> None:
    """The modification has completed and the account does not say so yet: the wait ends only when it does.

    A run without wait sends nothing again in that time.
    """
    _next(account, seconds=0, lag_seconds=NEVER)
    job = account.start(account.enabling(WATCHED))
    account.until_called(MODIFICATIONS)
    _until_completed(account)
    second = account.play(account.enabling(), controller="other").good()
    assert not second["changed"]
    assert second["account"]["dedicated_tenancy_support"] == "DISABLED"
    assert job.running
    account.enable()
    result = account.end(job).good()
    assert result["changed"]
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(account.calls(MODIFY)) == 1


def lag_twice(account: Account) -> None:
    """A search for a range on a bare account takes two modifications, each with its lag."""
    account.move("--account-seconds", "1", account_lag_seconds=3)
    result = account.play(account.enabling(WATCHED, **SEARCH)).good()
    assert result["changed"]
    assert result["account"]["dedicated_tenancy_management_cidr_range"].startswith("10.")
    assert len(account.calls(MODIFY)) == 2


def faults_on_the_way(account: Account) -> None:
    """Before and on the modification, and while it is waited for: more often than one poll tries."""
    _next(account, seconds=NEVER)
    account.spoil(on("DescribeAccount", status(500), 3), on(MODIFY, status(503)))
    job = account.start(account.enabling(WATCHED))
    account.until_called(MODIFY)
    account.spoil(on(MODIFICATIONS, status(502), 6), on(MODIFICATIONS, THROTTLED, 6))
    account.until_struck(job, 16)
    account.aws.account(**account.where, support="ENABLED", modifications=[{"support": "ENABLED", "age_seconds": 9}])
    assert account.end(job).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    account.done_once(MODIFY)


def fails(account: Account) -> None:
    """The modification fails: AWS's own reason is reported, and the next run tries again."""
    _next(account, seconds=1, error_code="NotEligible", error_message="not eligible for BYOL")
    result = account.play(account.enabling(WATCHED)).bad("modification_failed")
    assert "not eligible for BYOL" in result["msg"]
    assert account.play(account.enabling(WATCHED)).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(account.calls(MODIFY)) == 2


def quiet(account: Account) -> None:
    """What is in the desired state costs the calls of the contract and changes nothing."""
    account.play(account.enabling(WATCHED)).good()
    account.play_quietly(account.enabling(WATCHED), calls={"DescribeAccount": 1})


def _next(account: Account, **outcome: Any) -> None:
    account.aws.account(**account.where, next_outcome=outcome)


def _until_completed(account: Account) -> None:
    client = account.client()

    def completed() -> bool:
        (modification,) = client.describe_account_modifications()["AccountModifications"]
        return bool(modification["ModificationState"] == "COMPLETED")

    until(completed, "the modification has completed")


SCENARIOS = [
    Scenario("the account says DISABLED after COMPLETED", lag),
    Scenario("two modifications, each late in the account", lag_twice),
    Scenario("5xx and ThrottlingException around ModifyAccount", faults_on_the_way),
    Scenario("the modification fails", fails),
    Scenario("an account in the desired state", quiet),
]
