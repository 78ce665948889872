# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which accounts a fleet has, and how their hosts are named. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import read_role_arn

from .text import as_host_name

DEFAULT_PARTITION = "aws"


class Account(NamedTuple):
    """One account, and how to reach it.

    Attributes:
        label: The beginning of the names of its hosts, or ``None``.
        profile: The profile whose credentials are used, or ``None`` for the current credentials.
        role_arn: The role to assume with these, or ``None``.
        account_id: ``None`` where it is not known.
        name: Its name in AWS Organizations, or ``None``.
        partition: ``None`` where it is not known.
    """

    label: str | None = None
    profile: str | None = None
    role_arn: str | None = None
    account_id: str | None = None
    name: str | None = None
    partition: str | None = None


def accounts_of_profiles(profiles: Iterable[str], settings: Mapping[str, Mapping[str, Any]]) -> Iterator[Account]:
    """Yield the accounts of profiles. settings: of all profiles, by name; the account id can be among them."""
    for profile in profiles:
        own = settings.get(profile, {})
        role = str(own.get("role_arn", "")).split(":")
        account_id = own.get("aws_account_id") or (role[4] if len(role) > 4 else None)
        yield Account(label=profile, profile=profile, account_id=account_id)


def accounts_of_roles(role_arns: Iterable[str], profile: str | None) -> Iterator[Account]:
    """Yield the accounts of roles.

    Args:
        role_arns: The ARNs.
        profile: The profile whose credentials assume the roles, or ``None``.

    Raises:
        Failure: ``invalid_request``, for what is not the ARN of a role.
    """
    for arn in role_arns:
        role = read_role_arn("role_arns", arn)
        account_id, partition = role["account_id"], role["partition"]
        yield Account(account_id, profile, role_arn=arn, account_id=account_id, partition=partition)


def accounts_of_organization(
    listed: Iterable[Mapping[str, Any]], role_name: str, exclude: Collection[str], profile: str | None
) -> Iterator[Account]:
    """Yield the active accounts of an organization.

    Args:
        listed: The accounts as ``ListAccounts`` returns them.
        role_name: The role to assume in each.
        exclude: Ids of accounts to leave out.
        profile: The profile whose credentials assume the roles, or ``None``.
    """
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


def with_unique_labels(accounts: Sequence[Account]) -> list[Account]:
    """Return the accounts with labels that differ and can be in names of hosts.

    Where labels are equal, the account id is added, then the name of the role, then a number.
    """
    labels = [_as_label(account.label) for account in accounts]
    additions: tuple[Callable[[Account, int], str | None], ...] = (_account_id, _role_name, _number)
    for addition in additions:
        count = Counter(labels)
        seen: Counter[str | None] = Counter()
        for index, account in enumerate(accounts):
            label = labels[index]
            seen[label] += 1
            if count[label] > 1:
                labels[index] = "-".join(part for part in (label, addition(account, seen[label])) if part) or None
    return [account._replace(label=label) for account, label in zip(accounts, labels, strict=True)]


def _account_id(account: Account, _number: int) -> str | None:
    return account.account_id if account.account_id != account.label else None


def _role_name(account: Account, _number: int) -> str | None:
    return _as_label(account.role_arn.rpartition("/")[2]) if account.role_arn else None


def _number(_account: Account, number: int) -> str:
    return str(number)


def _as_label(text: str | None) -> str | None:
    return as_host_name(text or "") or None
