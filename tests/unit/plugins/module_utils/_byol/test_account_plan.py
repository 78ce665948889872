# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is planned for an account, by table."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_plan import (
    Observed,
    in_progress,
    modification_failed,
    newest_after,
    plan_account,
    refuse_other_modification,
    requested_modification,
    shows,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
SUPPORT, RANGE = "dedicated_tenancy_support", "dedicated_tenancy_management_cidr_range"
TYPE = "dedicated_tenancy_account_type"
R32, R48 = "10.32.0.0/16", "10.48.0.0/16"
OFFERED = ["172.31.0.0/16", R32, R48]


def wanted(exact=None, search=None):
    """The desired state."""
    return AccountSpec(exact, search)


def account(support="ENABLED", cidr=None, kind=None):
    """As results have it, without what AWS omits."""
    known = {SUPPORT: support, RANGE: cidr, TYPE: kind}
    return {key: value for key, value in known.items() if value}


def modification(state="PENDING", hours_ago=1, support="ENABLED", cidr=None):
    """As results have it."""
    started = (NOW - timedelta(hours=hours_ago)).isoformat()
    known = {"modification_state": state, "start_time": started, SUPPORT: support, RANGE: cidr}
    return {key: value for key, value in known.items() if value}


@pytest.mark.parametrize(
    ("spec", "observed", "request_sent"),
    [
        (wanted(), Observed(account()), None),
        (wanted(), Observed(account(cidr=R32)), None),
        (wanted(R32), Observed(account(cidr=R32)), None),
        (wanted(search="10.0.0.0/8"), Observed(account(cidr=R32)), None),
        (wanted(), Observed(account("DISABLED")), {"DedicatedTenancySupport": "ENABLED"}),
        (wanted(), Observed({}), {"DedicatedTenancySupport": "ENABLED"}),
        (wanted(), Observed(account("DISABLED"), [modification()]), None),
        (wanted(), Observed(account("DISABLED"), [modification(cidr=R32)]), None),
        (wanted(), Observed(account("DISABLED"), [modification("FAILED")]), {"DedicatedTenancySupport": "ENABLED"}),
        (wanted(), Observed(account("DISABLED"), [modification("COMPLETED")]), None),
        (
            wanted(),
            Observed(account("DISABLED"), [modification("COMPLETED", hours_ago=25)]),
            {"DedicatedTenancySupport": "ENABLED"},
        ),
        (
            wanted(),
            Observed(account("DISABLED"), [modification(hours_ago=2), modification("FAILED")]),
            {"DedicatedTenancySupport": "ENABLED"},
        ),
        (wanted(R32), Observed(account(), [], OFFERED), {"DedicatedTenancyManagementCidrRange": R32}),
        (
            wanted(search="10.0.0.0/8"),
            Observed(account(), [], OFFERED),
            {"DedicatedTenancyManagementCidrRange": R32},
        ),
        (
            wanted(R32),
            Observed(account("DISABLED"), [], None),
            {"DedicatedTenancySupport": "ENABLED", "DedicatedTenancyManagementCidrRange": R32},
        ),
        (
            wanted(search="10.0.0.0/8"),
            Observed(account("DISABLED"), [], OFFERED),
            {"DedicatedTenancySupport": "ENABLED", "DedicatedTenancyManagementCidrRange": R32},
        ),
        (
            wanted(search="10.0.0.0/8"),
            Observed(account("DISABLED"), [], None),
            {"DedicatedTenancySupport": "ENABLED"},
        ),
        (wanted(search="10.0.0.0/8"), Observed(account(), [modification(support=None, cidr=R48)]), None),
        # The first modification of a search has no range, whether the account says ENABLED already or not.
        (wanted(search="10.0.0.0/8"), Observed(account("DISABLED"), [modification()]), None),
        (wanted(search="10.0.0.0/8"), Observed(account(), [modification()]), None),
        (wanted(), Observed(account("DISABLED", kind="TARGET_ACCOUNT")), {"DedicatedTenancySupport": "ENABLED"}),
    ],
)
def test_what_is_sent(spec, observed, request_sent):
    plan = plan_account(spec, observed, NOW)
    assert [step.params for step in plan.steps] == ([request_sent] if request_sent else [])
    assert all(plan.before != step.after for step in plan.steps)
    assert all(step.operation == "ModifyAccount" for step in plan.steps)


@pytest.mark.parametrize(
    ("spec", "observed", "reason"),
    [
        (wanted(R48), Observed(account(cidr=R32)), "cidr_immutable"),
        (wanted(R48), Observed(account("DISABLED", cidr=R32)), "cidr_immutable"),
        (wanted(search="172.16.0.0/12"), Observed(account(cidr=R32)), "cidr_immutable"),
        (wanted(R48), Observed(account(kind="TARGET_ACCOUNT")), "linked_target_account"),
        (wanted(R48), Observed(account(cidr=R32, kind="TARGET_ACCOUNT")), "linked_target_account"),
        (wanted(R48), Observed(account("DISABLED"), [modification(cidr=R32)]), "modification_in_progress"),
        (wanted(R48), Observed(account("DISABLED"), [modification()]), "modification_in_progress"),
        (wanted(), Observed(account("DISABLED"), [modification(support="DISABLED")]), "modification_in_progress"),
        (wanted("10.33.0.0/16"), Observed(account(), [], OFFERED), "cidr_not_available"),
        (wanted("10.33.0.0/16"), Observed(account(), [], []), "cidr_not_available"),
        (wanted(search="192.168.0.0/16"), Observed(account(), [], OFFERED), "no_cidr_available"),
        (wanted(search="192.168.0.0/16"), Observed(account(), [], []), "no_cidr_available"),
    ],
)
def test_what_is_refused(spec, observed, reason):
    with pytest.raises(Failure) as caught:
        plan_account(spec, observed, NOW)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("waits", "warnings"), [(False, 1), (True, 0)])
def test_a_search_that_needs_a_second_run_is_reported(waits, warnings):
    plan = plan_account(wanted(search="10.0.0.0/8"), Observed(account("DISABLED")), NOW, waits)
    assert len(plan.warnings) == warnings
    (step,) = plan.steps
    assert step.after == {SUPPORT: "ENABLED", RANGE: None}


@pytest.mark.parametrize(
    ("state", "hours_ago", "expected"),
    [
        ("PENDING", 1, True),
        ("PENDING", 1000, True),
        ("COMPLETED", 1, True),
        ("COMPLETED", 25, False),
        ("FAILED", 1, False),
        ("SOMETHING_NEW", 1, False),
    ],
)
def test_which_modification_is_in_progress(state, hours_ago, expected):
    observed = Observed(account("DISABLED"), [modification("FAILED", 2000), modification(state, hours_ago)])
    assert bool(in_progress(observed, NOW)) is expected


def test_one_that_is_visible_is_not_in_progress():
    assert in_progress(Observed(account(), [modification("COMPLETED")]), NOW) is None


def test_one_without_a_start_is_not_known_to_be_recent():
    nameless = {"modification_state": "COMPLETED", SUPPORT: "ENABLED"}
    assert in_progress(Observed(account("DISABLED"), [nameless]), NOW) is None


@pytest.mark.parametrize("spec", [wanted(R32), wanted(search="10.32.0.0/16")])
def test_another_modification_is_described_by_what_is_known_of_it(spec):
    """AWS gives neither a start nor a range for some."""
    with pytest.raises(Failure) as caught:
        refuse_other_modification(spec, {}, {"modification_state": "PENDING", SUPPORT: "DISABLED"})
    assert caught.value.reason == "modification_in_progress"
    assert "target DISABLED, no range" in caught.value.message
    assert "None" not in caught.value.message


@pytest.mark.parametrize(
    ("described", "made", "expected"),
    [
        (account(), modification(), True),
        (account("DISABLED"), modification(), False),
        (account(cidr=R32), modification(), True),
        (account(cidr=R32), modification(cidr=R32), True),
        (account(), modification(cidr=R32), False),
        (account("DISABLED"), modification(support=None, cidr=R32), False),
        (account(cidr=R32), modification(support=None, cidr=R32), True),
    ],
)
def test_whether_a_modification_is_visible_in_an_account(described, made, expected):
    assert shows(described, made) is expected


def test_the_newest_after_another():
    old, new = modification("FAILED", 5), modification("PENDING", 1)
    assert newest_after([], None) is None
    assert newest_after([old], old) is None
    assert newest_after([old], None) == old
    assert newest_after([old, new], old) == new


def test_what_is_known_before_aws_lists_it():
    (step,) = plan_account(wanted(R32), Observed(account("DISABLED"), [], [R32]), NOW).steps
    assert requested_modification(step) == {
        "modification_state": "PENDING",
        "start_time": None,
        SUPPORT: "ENABLED",
        RANGE: R32,
    }


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ({"error_code": "X", "error_message": "It broke."}, "X: It broke."),
        ({"error_code": "X"}, "X"),
        ({"error_message": "It broke."}, "It broke."),
        ({}, "AWS gives no reason"),
    ],
)
def test_why_a_modification_failed(reported, words):
    failure = modification_failed(reported)
    assert failure.reason == "modification_failed"
    assert failure.message.endswith(f"failed: {words}")
    assert failure.code == reported.get("error_code")
