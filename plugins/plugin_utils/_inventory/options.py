# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the inventory plugin, validated before anything is sent. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, NoReturn

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import (
    COMPANIONS,
    Role,
    read_role_arn,
    refined_role,
)
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure

WAYS = ("profiles", "role_arns", "organization_role_name")
"""Options that name the accounts, of which one can be used."""

KEYS = ("access_key", "secret_key", "session_token")

REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d+", re.ASCII)
ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)
URL = re.compile(r"https?://[^\s/]+\S*")
ROLE_NAME = re.compile(r"[\w+=,.@/-]+", re.ASCII)


class FleetOptions(NamedTuple):
    """The plugin's options, by their names; ``None`` and ``[]`` where they were not given."""

    profiles: list[str] | None
    role_arns: list[str] | None
    organization_role_name: str | None
    exclude_account_ids: list[str]
    regions: list[str]
    gather: list[str]
    management_cidr_range_search: str | None
    threads: int
    profile: str | None
    region: str | None
    endpoint_url: str | None
    assume_role_arn: str | None
    assume_role_external_id: str | None = None
    assume_role_session_name: str | None = None
    assume_role_duration: int | None = None
    access_key: str | None = None
    secret_key: str | None = None
    session_token: str | None = None

    @property
    def decisive(self) -> dict[str, Any]:
        """All that decides what is found, but for the keys."""
        return {name: value for name, value in self._asdict().items() if name not in (*KEYS, "threads")}

    @property
    def info_params(self) -> dict[str, Any]:
        """The options of the module ``workspaces_byol_info``."""
        return {
            "gather": self.gather,
            "image_ids": None,
            "names": None,
            "bundle_names": None,
            "image_type": "OWNED",
            "management_cidr_range_search": self.management_cidr_range_search,
        }

    @property
    def role(self) -> Role:
        """How roles are assumed; its ARN is not used."""
        return refined_role(self._asdict())


def refuse_unknown_options(given: Iterable[str], known: Collection[str]) -> None:
    """Raise ``Failure`` (``invalid_request``) if a name is not that of an option.

    A misspelt ``exclude_account_ids`` would otherwise mean all accounts.

    Args:
        given: The names in the file.
        known: The names and aliases of all options.
    """
    unknown = [str(name) for name in given if name not in known]
    if unknown:
        named = " and ".join(f"{name!r}{_suggestion(name, known)}" for name in unknown)
        _refuse(f"Not an option of the inventory plugin euc.workspaces.byol: {named}")


def _suggestion(name: str, known: Collection[str]) -> str:
    similar = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {similar[0]}?)" if similar else ""


def read_fleet_options(get_option: Callable[[str], Any]) -> FleetOptions:
    """Return the options.

    Args:
        get_option: Called with the name of each.

    Raises:
        Failure: ``invalid_request``, if a value is not valid or options cannot be combined.
    """
    options = FleetOptions(**{name: _texts(get_option(name)) for name in FleetOptions._fields})
    _refuse_bad_combination(options)
    _refuse_bad_values(options)
    return options


def _texts(value: Any) -> Any:
    """Core leaves the elements of a list as YAML has them, such as an account id that is taken for a number."""
    return [str(item) for item in value] if isinstance(value, list) else value


def _refuse_bad_combination(options: FleetOptions) -> None:
    given = [way for way in WAYS if getattr(options, way) is not None]
    if len(given) > 1:
        _refuse(f"{' and '.join(given)} cannot be used together: each names the accounts")
    keys = [key for key in KEYS if getattr(options, key)]
    if keys and (options.profiles is not None or options.profile):
        profile = "profile" if options.profiles is None else "profiles"
        _refuse(f"{profile} and {keys[0]} cannot be used together; keys can also come from the environment")
    if options.exclude_account_ids and options.organization_role_name is None:
        _refuse("exclude_account_ids requires organization_role_name")
    _refuse_bad_roles(options, given)


def _refuse_bad_roles(options: FleetOptions, given: list[str]) -> None:
    if options.assume_role_arn and given and given != ["organization_role_name"]:
        _refuse(f"assume_role_arn and {given[0]} cannot be used together; use it with organization_role_name, or alone")
    if not options.assume_role_arn and given in ([], ["profiles"]):
        for name in COMPANIONS:
            if getattr(options, name) is not None:
                _refuse(f"{name} requires role_arns, organization_role_name or assume_role_arn")


def _refuse_bad_values(options: FleetOptions) -> None:
    for name in WAYS:
        if getattr(options, name) is not None and not getattr(options, name):
            _refuse(f"{name} is empty; leave it out, or list at least one")
    for arn in options.role_arns or []:
        read_role_arn("role_arns", arn)
    if options.assume_role_arn:
        read_role_arn("assume_role_arn", options.assume_role_arn)
    refined_role(options._asdict())
    _refuse_others("organization_role_name", [options.organization_role_name or "x"], ROLE_NAME, "the name of a role")
    _refuse_others("exclude_account_ids", options.exclude_account_ids, ACCOUNT_ID, "12 digits, in quotes")
    _refuse_others("regions", options.regions, REGION, "a Region, such as eu-central-1")
    _refuse_bad_url(options.endpoint_url or "http://x")
    if options.threads < 1:
        _refuse(f"threads must be 1 or more, not {options.threads}")


def _refuse_bad_url(url: str) -> None:
    if "@" in re.split(r"[?#]", url, maxsplit=1)[0]:
        # Without the value: it has a password in it.
        _refuse("The value of endpoint_url is not valid: it must not have a user name or a password")
    _refuse_others("endpoint_url", [url], URL, "a URL")


def _refuse_others(name: str, values: Iterable[str] | None, pattern: re.Pattern[str], wanted: str) -> None:
    for value in values or []:
        if not pattern.fullmatch(value):
            _refuse(f"The value of {name} is not valid: it must be {wanted}. Given: {value!r}")


def _refuse(message: str) -> NoReturn:
    raise Failure("invalid_request", message)
