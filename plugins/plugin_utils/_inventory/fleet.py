# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""From the options of the inventory plugin to all that is known of a fleet."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, aws_errors, failure_from
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import refuse_bad_options

from .accounts import (
    Account,
    accounts_of_organization,
    accounts_of_profiles,
    accounts_of_roles,
    with_unique_labels,
)
from .sdk import FleetAws, known_profiles
from .facts import read_fleet


def find_fleet(options):
    """All accounts and Regions, with what is to be read of them.

    options: C(FleetOptions). Returns a list of dicts that a cache can hold: C(account), the fields of an C(Account),
    C(region), and what C(read_fleet()) gives. Raises C(Failure).
    """
    try:
        _refuse_unknown_profiles(options, known_profiles())
        aws = FleetAws(options)
        if options.gather:
            refuse_bad_options(options.info_params, aws.service_model)
        accounts = with_unique_labels(list(dict.fromkeys(_accounts(options, aws))))
        places = [(account, region) for account in accounts for region in options.regions or aws.regions(account)]
        found = read_fleet(aws, places, options) if options.gather else [{} for _place in places]
    except aws_errors() as error:
        raise failure_from(error, "set up the SDK") from error
    return [
        {"account": account._asdict(), "region": region, **what}
        for (account, region), what in zip(places, found, strict=True)
    ]


def _accounts(options, aws):
    profile = options.profile or None
    if options.profiles:
        return accounts_of_profiles(options.profiles, aws.profiles)
    if options.organization_role_name:
        listed = aws.organization_accounts()
        return accounts_of_organization(listed, options.organization_role_name, options.exclude_account_ids, profile)
    role_arns = options.role_arns or ([options.assume_role_arn] if options.assume_role_arn else [])
    if role_arns:
        return accounts_of_roles(role_arns, profile)
    return [Account(label=profile, profile=profile)]


def _refuse_unknown_profiles(options, known):
    for name, profiles in (("profile", [options.profile]), ("profiles", options.profiles or [])):
        for profile in profiles:
            if profile and profile not in known:
                raise Failure(
                    "invalid_request",
                    f"The value of {name} is not valid: the SDK's configuration has no profile {profile!r}",
                )
