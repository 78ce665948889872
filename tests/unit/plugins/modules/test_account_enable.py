# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_account where the account has to be modified: enabled, given a range, or both."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

KEYS = {"changed", "account", "modification", "previous_modification", "warnings"}
RANGE = "10.32.0.0/16"
READS = ["DescribeAccount", "DescribeAccountModifications"]
LIST = "ListAvailableManagementCidrRanges"
ENABLE = {"DedicatedTenancySupport": "ENABLED"}
CHOOSE = {"DedicatedTenancyManagementCidrRange": RANGE}


@pytest.mark.parametrize(
    ("before", "options", "sent", "looks"),
    [
        ({"support": "DISABLED"}, {}, ENABLE, READS),
        ({"support": "DISABLED"}, {"management_cidr_range": RANGE}, {**ENABLE, **CHOOSE}, [*READS, LIST]),
        ({"support": "ENABLED"}, {"management_cidr_range": RANGE}, CHOOSE, [*READS, LIST]),
        ({"support": "ENABLED"}, {"management_cidr_range_search": "10.32.0.0/11"}, CHOOSE, [*READS, LIST]),
        ({"support": "ENABLED"}, {"management_cidr_range_search": RANGE}, CHOOSE, [*READS, LIST]),
        ({"support": "DISABLED", "cidr": RANGE}, {"management_cidr_range": RANGE}, ENABLE, READS),
        ({"support": "DISABLED", "cidr": RANGE}, {"management_cidr_range_search": "10.0.0.0/8"}, ENABLE, READS),
    ],
)
def test_one_modification(aws, account, before, options, sent, looks):
    aws.settings(cidr_list_requires="consent")
    aws.account(**before)

    predicted = succeeded(account(check_mode=True, diff=True, **options))
    assert aws.operations() == looks
    done = succeeded(account(diff=True, **options))
    assert aws.requests("ModifyAccount") == [sent]
    assert aws.operations() == [*looks, "ModifyAccount"]
    again = succeeded(account(diff=True, **options))
    assert aws.operations() == READS

    assert predicted["changed"] is done["changed"] is True
    assert predicted == done
    assert done.keys() == KEYS | {"diff"}
    assert done["modification"]["modification_state"] == "PENDING"
    assert done["diff"]["before"] != done["diff"]["after"]
    assert done["diff"]["after"]["dedicated_tenancy_support"] == "ENABLED"
    assert again["changed"] is False
    assert again["modification"]["modification_state"] == "PENDING"
    assert again["modification"]["start_time"]


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("support", ["ENABLED", "DISABLED"])
def test_an_exact_range_that_is_not_offered(aws, account, check_mode, support):
    aws.settings(cidr_list_requires="consent")
    aws.account(support=support)
    result = account(check_mode=check_mode, management_cidr_range="10.33.0.0/16")
    failure = failure_of(result)
    assert failure["reason"] == "cidr_not_available"
    assert "10.33.0.0/16" in failure["message"]
    assert result["available_management_cidr_ranges"]
    for cidr in result["available_management_cidr_ranges"]:
        assert cidr in failure["message"]
    assert aws.writes() == []
    assert result["changed"] is False


def test_ranges_of_another_kind_are_named_where_none_is_near(aws, account):
    aws.settings(offered_cidr_ranges=["172.31.0.0/16"])
    result = account(management_cidr_range=RANGE)
    assert failure_of(result)["reason"] == "cidr_not_available"
    assert result["available_management_cidr_ranges"] == ["172.31.0.0/16"]


def test_no_range_at_all_is_offered(aws, account):
    aws.settings(offered_cidr_ranges=[])
    result = account(management_cidr_range=RANGE)
    assert failure_of(result)["reason"] == "cidr_not_available"
    assert result["available_management_cidr_ranges"] == []


@pytest.mark.parametrize("check_mode", [False, True])
def test_nothing_free_in_the_search(aws, account, check_mode):
    result = account(check_mode=check_mode, management_cidr_range_search="192.0.2.0/16")
    failure = failure_of(result)
    assert failure["reason"] == "no_cidr_available"
    assert "192.0.2.0/16" in failure["message"]
    assert aws.writes() == []


def test_an_exact_range_that_is_refused_as_the_list_could_not_be_seen(aws, account):
    """On an account that is not enabled AWS may list nothing, so that only the refusal shows it."""
    aws.account(support="DISABLED")
    failure = failure_of(account(management_cidr_range="10.33.0.0/16"))
    assert failure["reason"] == "cidr_not_available"
    assert failure["code"] == "InvalidParameterValuesException"


def test_an_exact_range_that_was_taken_since_the_read(aws, account):
    aws.faults([{"operation": "ModifyAccount", "do": {"error": "ResourceUnavailableException", "message": "taken"}}])
    failure = failure_of(account(management_cidr_range=RANGE))
    assert failure["reason"] == "cidr_not_available"
    assert failure["code"] == "ResourceUnavailableException"


def test_a_search_on_a_bare_account_without_wait_enables_it(aws, account):
    aws.account(support="DISABLED")
    predicted = succeeded(account(check_mode=True, management_cidr_range_search="10.0.0.0/8"))
    assert aws.writes() == []
    done = succeeded(account(management_cidr_range_search="10.0.0.0/8"))
    assert aws.requests("ModifyAccount") == [ENABLE]
    assert predicted == done
    (warning,) = done["warnings"]
    assert "wait" in warning


def test_the_next_run_chooses_the_range(aws, account):
    aws.account(support="DISABLED")
    succeeded(account(management_cidr_range_search="10.32.0.0/11"))
    assert succeeded(account(management_cidr_range_search="10.32.0.0/11"))["changed"] is False
    aws.advance(3600)
    assert succeeded(account(management_cidr_range_search="10.32.0.0/11"))["changed"] is True
    assert aws.requests("ModifyAccount") == [ENABLE, CHOOSE]
    aws.advance(3600)
    result = succeeded(account(management_cidr_range_search="10.32.0.0/11"))
    assert result["changed"] is False
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE


def test_a_bare_account_in_check_mode(aws, account):
    """Nothing may be listed, nothing is known: the plan is reported all the same."""
    aws.account(support="DISABLED", consent=False)
    result = succeeded(account(check_mode=True, management_cidr_range=RANGE))
    assert result["changed"] is True
    assert result["modification"]["dedicated_tenancy_management_cidr_range"] == RANGE


def test_without_the_first_consent(aws, account):
    aws.account(support="DISABLED", consent=False)
    result = account()
    failure = failure_of(result)
    assert failure["reason"] == "not_authorized"
    assert failure["code"] == "AccessDeniedException"
    assert "opt in to BYOL" in failure["remedy"]
    assert result["changed"] is False
    assert result["account"]["dedicated_tenancy_support"] == "DISABLED"


def test_a_failed_modification_of_an_earlier_run_does_not_block(aws, account):
    failed = {"support": "ENABLED", "error_code": "INTERNAL", "error_message": "It broke.", "age_seconds": 3600}
    aws.account(support="DISABLED", modifications=[failed])
    result = succeeded(account())
    assert result["changed"] is True
    assert len(aws.requests("ModifyAccount")) == 1


def test_a_list_of_ranges_that_is_denied(aws, account):
    """On an account that is enabled this is no sign of a missing consent."""
    aws.settings(denied=[{"operation": LIST}])
    failure = failure_of(account(management_cidr_range=RANGE))
    assert failure["reason"] == "not_authorized"
    assert f"workspaces:{LIST}" in failure["message"]
    assert aws.writes() == []
