# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the emulator: their defaults, and the check of what a caller wants to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from . import policies
from .clock import Clock
from .copy_script import plan_copy
from .import_curve import ScriptError, plan_import
from .workspaces.paging import Paging


class SettingError(ValueError):
    """A setting that does not exist or a value that it cannot have."""


@dataclass(frozen=True)
class Settings:
    """All settings; README.md says what each one does."""

    clock: str = "real"
    import_seconds: float = 60.0
    image_lag_seconds: float = 0.0
    imports: dict[str, Any] = field(default_factory=dict)
    import_requires_account: bool = True
    missing_sources: list[str] = field(default_factory=list)
    sources_modelled: bool = False
    image_quota_told: str = "account"
    account_seconds: float = 20.0
    account_lag_seconds: float = 0.0
    cidr_list_requires: str = "enabled"
    offered_cidr_ranges: list[str] = field(
        default_factory=lambda: [
            "172.31.0.0/16",
            "192.168.0.0/16",
            "198.19.0.0/16",
            *(f"10.{second}.0.0/16" for second in range(0, 256, 16)),
        ]
    )
    bundle_seconds: float = 5.0
    bundle_update_seconds: float = 0.0
    failing_bundles: list[str] = field(default_factory=list)
    bundle_name_hold_seconds: float = 7200.0
    bundle_name_held_code: str = "ResourceAlreadyExistsException"
    copy_seconds: float = 60.0
    copies: dict[str, Any] = field(default_factory=dict)
    copy_takes_tags: bool = False
    share_requires_organization: bool = True
    image_quota: int = 40
    bundle_quota: int = 50
    image_page_size: int = 25
    bundle_page_size: int = 25
    permission_page_size: int = 25
    modification_page_size: int = 10
    rate_limit: bool = False
    rate_per_second: float = 2.0
    rate_burst: int = 5
    latency: float = 0.0
    expired_keys: list[str] = field(default_factory=list)
    invalid_keys: list[str] = field(default_factory=list)
    denied: list[dict[str, str]] = field(default_factory=list)
    policies: list[dict[str, Any]] = field(default_factory=list)
    refused_roles: list[str] = field(default_factory=list)
    trust_policies: list[dict[str, Any]] = field(default_factory=list)
    role_seconds: float = 0.0
    # What AWS does not document, and might do. The defaults are the stricter behaviour.
    pending_account_shows: str = "before"
    image_names_unique: bool = True
    image_hidden_seconds: float = 0.0
    undeclared_errors: dict[str, str] = field(default_factory=dict)
    paging: dict[str, str] = field(default_factory=dict)

    def changed(self, changes: Mapping[str, Any]) -> Settings:
        """These settings with some of them changed; raises SettingError and changes nothing if one is wrong."""
        known = {entry.name for entry in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise SettingError(f"there is no setting {name!r}; there are: {', '.join(sorted(known))}")
            _check(name, value, getattr(self, name))
        return replace(self, **changes)

    def as_dict(self) -> dict[str, Any]:
        """The settings as JSON values."""
        return asdict(self)


CHOICES = {
    "clock": Clock.MODES,
    "cidr_list_requires": ("enabled", "consent"),
    "bundle_name_held_code": ("ResourceAlreadyExistsException", "ResourceUnavailableException"),
    "pending_account_shows": ("before", "after"),
    "image_quota_told": ("account", "default", "none"),
}


SCRIPTS: dict[str, Callable[[Any], object]] = {
    "imports": lambda script: plan_import(script, seconds=1.0, image_lag=0.0),
    "copies": lambda script: plan_copy(script, started=0.0, seconds=1.0),
}


def _check(name: str, value: Any, current: Any) -> None:
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise SettingError(f"{name} is one of {', '.join(CHOICES[name])}, not {value!r}")
    elif isinstance(current, bool):
        _require(isinstance(value, bool), name, "true or false", value)
    elif isinstance(current, int):
        _require(isinstance(value, int) and not isinstance(value, bool) and value >= 0, name, "a whole number", value)
    elif isinstance(current, float):
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        _require(number, name, "a number of 0 or more", value)
    elif name in SCRIPTS:
        _check_scripts(name, value)
    elif name in ("paging", "undeclared_errors"):
        _check_by_operation(name, value)
    elif name in CHECKS:
        CHECKS[name](value)
    else:
        strings = isinstance(value, list) and all(isinstance(item, str) for item in value)
        _require(strings, name, "a list of strings", value)


def _require(condition: bool, name: str, wanted: str, value: Any) -> None:
    if not condition:
        raise SettingError(f"{name} is {wanted}, not {value!r}")


def _check_scripts(name: str, value: Any) -> None:
    _require(isinstance(value, dict), name, "an object of scripts by image name", value)
    for image, script in value.items():
        _require(isinstance(script, dict), f"{name}.{image}", "an object", script)
        try:
            SCRIPTS[name](script)
        except (ScriptError, TypeError, ValueError, KeyError, AttributeError) as error:
            raise SettingError(f"{name}.{image}: {error}") from error


def _check_by_operation(name: str, value: Any) -> None:
    strings = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    _require(strings, name, "an object of strings by operation", value)
    if name == "paging":
        kinds = [kind.value for kind in Paging]
        for operation, kind in value.items():
            _require(kind in kinds, f"paging.{operation}", f"one of {', '.join(kinds)}", kind)


def _check_policies(value: Any) -> None:
    try:
        policies.check(value)
    except (policies.PolicyError, AttributeError, KeyError, TypeError) as error:
        raise SettingError(f"policies: {error}") from error


def _check_denied(value: Any) -> None:
    allowed = {"operation", "account", "region", "access_key"}
    _require(isinstance(value, list), "denied", "a list of objects", value)
    for rule in value:
        fits = isinstance(rule, dict) and "operation" in rule and set(rule) <= allowed
        _require(fits, "an entry of denied", "an object with operation and at most account, region, access_key", rule)


def _check_trust_policies(value: Any) -> None:
    allowed = {"role", "external_id", "session_name", "duration"}
    _require(isinstance(value, list), "trust_policies", "a list of objects", value)
    for rule in value:
        fits = isinstance(rule, dict) and isinstance(rule.get("role"), str) and set(rule) <= allowed
        _require(fits, "an entry of trust_policies", f"an object with role, and at most {sorted(allowed)}", rule)


CHECKS: dict[str, Callable[[Any], None]] = {
    "denied": _check_denied,
    "policies": _check_policies,
    "trust_policies": _check_trust_policies,
}
