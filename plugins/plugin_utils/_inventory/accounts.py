# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Which accounts a fleet has, and what their hosts are called. Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import read_role_arn

DEFAULT_PARTITION = "aws"


class Account(NamedTuple):
    """One account, and how to reach it.

    label: what the names of its hosts begin with, or C(None). profile: to start from, or C(None) for the present
    credentials. role_arn: to assume from there, or C(None). account_id, name: C(None) where not known.
    """

    label: str | None = None
    profile: str | None = None
    role_arn: str | None = None
    account_id: str | None = None
    name: str | None = None
    partition: str | None = None


def accounts_of_profiles(profiles, settings):
    """settings: of all profiles, by name, as in the SDK's files; these can tell the account."""
    for profile in profiles:
        own = settings.get(profile, {})
        role = str(own.get("role_arn", "")).split(":")
        account_id = own.get("aws_account_id") or (role[4] if len(role) > 4 else None)
        yield Account(label=profile, profile=profile, account_id=account_id)


def accounts_of_roles(role_arns, profile):
    """profile: whose credentials assume the roles, or C(None). Raises C(Failure) for what is no ARN of a role."""
    for arn in role_arns:
        role = read_role_arn("role_arns", arn)
        account_id, partition = role["account_id"], role["partition"]
        yield Account(account_id, profile, role_arn=arn, account_id=account_id, partition=partition)


def accounts_of_organization(listed, role_name, exclude, profile):
    """listed: as ListAccounts gives them. exclude: ids of accounts to leave out. Only active accounts count."""
    for item in listed:
        # AWS is replacing Status by State.
        if item.get("State", item.get("Status")) != "ACTIVE" or item["Id"] in exclude:
            continue
        partition = item["Arn"].split(":")[1] if "Arn" in item else DEFAULT_PARTITION
        yield Account(
            label=item.get("Name") or item["Id"],
            profile=profile,
            role_arn=f"arn:{partition}:iam::{item['Id']}:role/{role_name}",
            account_id=item["Id"],
            name=item.get("Name"),
            partition=partition,
        )


def with_unique_labels(accounts):
    """The accounts, with labels that host names can have and that differ.

    Where labels are equal, the account id is added, then the name of the role, then a number.
    """
    labels = [_as_host_name(account.label) for account in accounts]
    for more in (_account_id, _role_name, lambda _account, number: str(number)):
        count = Counter(labels)
        seen: Counter = Counter()
        for index, account in enumerate(accounts):
            label = labels[index]
            seen[label] += 1
            if count[label] > 1:
                addition = more(account, seen[label])
                labels[index] = "-".join(part for part in (label, addition) if part) or None
    return [account._replace(label=label) for account, label in zip(accounts, labels, strict=True)]


def _account_id(account, _number):
    return account.account_id if account.account_id != account.label else None


def _role_name(account, _number):
    return _as_host_name(account.role_arn.rpartition("/")[2]) if account.role_arn else None


def _as_host_name(label):
    """Without what has a meaning in patterns of hosts."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", label or "").strip("-.") or None
