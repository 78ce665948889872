# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the options of the inventory plugin to all that is known of a fleet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, aws_errors, failure_from
from ansible_collections.euc.workspaces.plugins.module_utils._byol.info_options import read_info

from .accounts import (
    Account,
    accounts_of_organization,
    accounts_of_profiles,
    accounts_of_roles,
    with_unique_labels,
)
from .facts import read_fleet
from .options import FleetOptions
from .sdk import FleetSdk, known_profiles


def open_sdk(options: FleetOptions) -> FleetSdk:
    """Return the SDK for a fleet; nothing is sent yet.

    Raises:
        Failure: The SDK's configuration cannot be used, or the options cannot be with it.
    """
    try:
        _refuse_unknown_profiles(options, known_profiles())
        sdk = FleetSdk(options)
        if options.gather:
            read_info(options.info_params, sdk.service_model)
        return sdk
    except aws_errors() as error:
        raise failure_from(error, "set up the SDK") from error


def find_fleet(sdk: FleetSdk, options: FleetOptions) -> list[dict[str, Any]]:
    """Return all accounts and Regions, with what is to be read of them.

    Each is a dict that a cache can hold: ``account``, the fields of an ``Account``, ``region``, and what
    ``read_fleet()`` returns.

    Raises:
        Failure: The accounts or their Regions cannot be found out.
    """
    try:
        accounts = with_unique_labels(list(dict.fromkeys(_accounts(sdk, options))))
        targets = [(account, region) for account in accounts for region in options.regions or sdk.regions(account)]
    except aws_errors() as error:
        raise failure_from(error, "set up the SDK") from error
    found = read_fleet(sdk, targets, options) if options.gather else [{} for _target in targets]
    return [
        {"account": account._asdict(), "region": region, **what}
        for (account, region), what in zip(targets, found, strict=True)
    ]


def _accounts(sdk: FleetSdk, options: FleetOptions) -> Iterable[Account]:
    profile = options.profile or None
    if options.profiles:
        return accounts_of_profiles(options.profiles, sdk.profiles)
    if options.organization_role_name:
        listed = sdk.organization_accounts()
        return accounts_of_organization(listed, options.organization_role_name, options.exclude_account_ids, profile)
    role_arns = options.role_arns or ([options.assume_role_arn] if options.assume_role_arn else [])
    if role_arns:
        return accounts_of_roles(role_arns, profile)
    return [Account(label=profile, profile=profile)]


def _refuse_unknown_profiles(options: FleetOptions, known: Collection[str]) -> None:
    for name, profiles in (("profile", [options.profile]), ("profiles", options.profiles or [])):
        for profile in profiles:
            if profile and profile not in known:
                raise Failure(
                    "invalid_request",
                    f"The value of {name} is not valid: the SDK's configuration has no profile {profile!r}",
                )
