# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which accounts a fleet has, and what their hosts are called."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.accounts import (
    Account,
    accounts_of_organization,
    accounts_of_profiles,
    accounts_of_roles,
    with_unique_labels,
)

ONE, TWO = "111111111111", "222222222222"


def listed(number, name, **more):
    return {
        "Id": number,
        "Name": name,
        "Arn": f"arn:aws:organizations::{ONE}:account/o-x/{number}",
        "Status": "ACTIVE",
        **more,
    }


def labels(*accounts):
    return [account.label for account in with_unique_labels(list(accounts))]


def test_profiles_know_their_account_from_the_configuration():
    settings = {"a": {"role_arn": f"arn:aws:iam::{ONE}:role/x"}, "b": {"aws_account_id": TWO}, "c": {"role_arn": "odd"}}
    accounts = list(accounts_of_profiles(["a", "b", "c", "d"], settings))
    assert [account.account_id for account in accounts] == [ONE, TWO, None, None]
    assert [account.profile for account in accounts] == ["a", "b", "c", "d"]
    assert {account.role_arn for account in accounts} == {None}


def test_roles_know_account_and_partition():
    (account,) = accounts_of_roles([f"arn:aws-us-gov:iam::{ONE}:role/path/x"], "hub")
    assert account == Account(ONE, "hub", f"arn:aws-us-gov:iam::{ONE}:role/path/x", ONE, None, "aws-us-gov")


def test_a_role_that_is_none():
    with pytest.raises(Failure, match="role_arns"):
        list(accounts_of_roles(["x"], None))


def test_only_active_accounts_count():
    pages = [
        listed("000000000001", "one"),
        listed("000000000002", "two", Status="SUSPENDED"),
        listed("000000000003", "three", State="PENDING_CLOSURE"),
        {key: value for key, value in listed("000000000004", "four", State="ACTIVE").items() if key != "Status"},
        listed("000000000005", "five"),
    ]
    accounts = list(accounts_of_organization(pages, "Audit", ["000000000005"], None))
    assert [account.name for account in accounts] == ["one", "four"]
    assert accounts[0].role_arn == "arn:aws:iam::000000000001:role/Audit"


def test_the_partition_of_an_organization():
    item = listed(ONE, "gov", Arn=f"arn:aws-us-gov:organizations::{ONE}:account/o-x/{ONE}")
    (account,) = accounts_of_organization([item], "Audit", [], None)
    assert (account.partition, account.role_arn) == ("aws-us-gov", f"arn:aws-us-gov:iam::{ONE}:role/Audit")


def test_an_account_without_a_name():
    (account,) = accounts_of_organization([listed(ONE, "")], "Audit", [], None)
    assert (account.label, account.name) == (ONE, "")


@pytest.mark.parametrize(
    ("label", "host"),
    [("prod", "prod"), ("Prod, EU", "Prod-EU"), ("a:b[1:3]", "a-b-1-3"), ("{{ x }}", "x"), ("é&!", None), (None, None)],
)
def test_labels_that_host_names_can_have(label, host):
    assert labels(Account(label=label)) == [host]


def test_labels_that_are_the_same():
    accounts = [
        Account(label="same", account_id=ONE),
        Account(label="same", account_id=TWO),
        Account(label="other", account_id="333333333333"),
    ]
    assert labels(*accounts) == [f"same-{ONE}", f"same-{TWO}", "other"]


def test_two_roles_of_an_account():
    arns = [f"arn:aws:iam::{ONE}:role/{name}" for name in ("path/Audit", "Change")]
    assert labels(*accounts_of_roles(arns, None)) == [f"{ONE}-Audit", f"{ONE}-Change"]


def test_labels_that_cannot_be_distinguished():
    assert labels(Account(label="a b", profile="a b"), Account(label="a-b", profile="a-b")) == ["a-b-1", "a-b-2"]
