# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The options of the inventory plugin, held against each other before anything is sent. Pure."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import read_role_arn
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure

FORMAT = 1
"""Of what a cache holds: to be raised when C(find_fleet()) returns something else."""

WAYS = ("profiles", "role_arns", "organization_role_name")
"""Options that name the accounts, of which there is one at most."""

KEYS = ("access_key", "secret_key", "session_token")

REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d+")
ACCOUNT_ID = re.compile(r"\d{12}")
URL = re.compile(r"https?://[^\s/]+\S*")
ROLE_NAME = re.compile(r"[\w+=,.@/-]+")


class FleetOptions(NamedTuple):
    """The plugin's options, by their names; C(None) and C([]) where they were not given."""

    profiles: Any
    role_arns: Any
    organization_role_name: Any
    exclude_account_ids: Any
    regions: Any
    gather: Any
    management_cidr_range_search: Any
    threads: Any
    profile: Any
    region: Any
    endpoint_url: Any
    assume_role_arn: Any
    access_key: Any = None
    secret_key: Any = None
    session_token: Any = None

    @property
    def shown(self):
        """All that decides what is found, without anything secret."""
        shown = {name: value for name, value in self._asdict().items() if name not in (*KEYS, "threads")}
        return {**shown, "format": FORMAT}

    @property
    def info_params(self):
        """The options of M(euc.workspaces.workspaces_byol_info)."""
        return {
            "gather": self.gather,
            "image_ids": None,
            "names": None,
            "image_type": "OWNED",
            "management_cidr_range_search": self.management_cidr_range_search,
        }


def read_fleet_options(get_option):
    """The options. Raises C(Failure) (invalid_request). get_option: called with a name."""
    options = FleetOptions(**{name: _texts(get_option(name)) for name in FleetOptions._fields})
    _refuse_bad_combination(options)
    _refuse_bad_values(options)
    return options


def _texts(value):
    """Core leaves the elements of a list as YAML has them, such as an account id that is taken for a number."""
    return [str(item) for item in value] if isinstance(value, list) else value


def _refuse_bad_combination(options):
    given = [way for way in WAYS if getattr(options, way) is not None]
    if len(given) > 1:
        _refuse(f"{' and '.join(given)} cannot be used together: each names the accounts")
    keys = [key for key in KEYS if getattr(options, key)]
    if keys and (options.profiles is not None or options.profile):
        profile = "profile" if options.profiles is None else "profiles"
        _refuse(f"{profile} and {keys[0]} cannot be used together; keys can also come from the environment")
    if options.assume_role_arn and given and given != ["organization_role_name"]:
        _refuse(
            f"assume_role_arn and {given[0]} cannot be used together; it goes with organization_role_name, or alone"
        )
    if options.exclude_account_ids and options.organization_role_name is None:
        _refuse("exclude_account_ids needs organization_role_name")


def _refuse_bad_values(options):
    for name in ("profiles", "role_arns", "organization_role_name"):
        if getattr(options, name) is not None and not getattr(options, name):
            _refuse(f"{name} is empty; leave it out, or name what there is")
    for arn in options.role_arns or []:
        read_role_arn("role_arns", arn)
    if options.assume_role_arn:
        read_role_arn("assume_role_arn", options.assume_role_arn)
    _refuse_others("organization_role_name", [options.organization_role_name or "x"], ROLE_NAME, "the name of a role")
    _refuse_others("exclude_account_ids", options.exclude_account_ids, ACCOUNT_ID, "12 digits, in quotes")
    _refuse_others("regions", options.regions, REGION, "a Region, such as eu-central-1")
    _refuse_others("endpoint_url", [options.endpoint_url or "http://x"], URL, "a URL")
    if options.threads < 1:
        _refuse(f"threads must be 1 or more, not {options.threads}")


def _refuse_others(name, values, pattern, wanted):
    for value in values or []:
        if not pattern.fullmatch(value):
            _refuse(f"The value of {name} is not valid: it must be {wanted}. Given: {value!r}")


def _refuse(message):
    raise Failure("invalid_request", message)
