# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the desired and the observed state of an account to a plan. Structures are those of results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Network
from typing import Any, NamedTuple

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from .._aws.errors import Failure
from .account_options import AccountSpec
from .plan import Json, Plan, Step

SETTLING = timedelta(days=1)
"""So long after its start a completed modification may not show in DescribeAccount; enabling takes hours."""

SUPPORT = "dedicated_tenancy_support"
RANGE = "dedicated_tenancy_management_cidr_range"


class Observed(NamedTuple):
    """What AWS reports.

    modifications: oldest first, empty where they were not read. offered: management ranges to choose from, ``None``
    where they were not read or AWS does not list them before the account is enabled.
    """

    account: Json
    modifications: Sequence[Json] = ()
    offered: list[str] | None = None


def matches(spec: AccountSpec, account: Json) -> bool:
    """Whether nothing is left to do."""
    return account.get(SUPPORT) == "ENABLED" and _satisfies(spec, account.get(RANGE))


def refuse_impossible(spec: AccountSpec, account: Json) -> None:
    """Raise ``Failure`` if AWS has no way to the desired state: cidr_immutable, linked_target_account."""
    actual = account.get(RANGE)
    if not needs_range(spec, account):
        return
    if account.get("dedicated_tenancy_account_type") == "TARGET_ACCOUNT":
        raise Failure(
            "linked_target_account",
            "This account is linked to a source account and uses the range of that account;"
            f" {spec.requested_range} cannot be chosen for it",
        )
    if actual:
        raise Failure(
            "cidr_immutable",
            f"The management range of the account is {actual}; it cannot become {spec.requested_range}",
        )


def in_progress(observed: Observed, now: datetime) -> Json | None:
    """Return the newest modification if it is pending, or completed lately and not visible in the account yet."""
    newest = observed.modifications[-1] if observed.modifications else None
    if newest is None or newest.get("modification_state") not in ("PENDING", "COMPLETED"):
        return None
    if newest["modification_state"] == "COMPLETED":
        started = newest.get("start_time")
        if shows(observed.account, newest) or not started or now - datetime.fromisoformat(started) > SETTLING:
            return None
    return newest


def shows(account: Json, modification: Json) -> bool:
    """Whether an account is as a modification makes it. One that chooses a range does not say ENABLED again."""
    wanted = {SUPPORT: modification.get(SUPPORT) or "ENABLED", RANGE: modification.get(RANGE) or account.get(RANGE)}
    return all(account.get(key) == value for key, value in wanted.items())


def plan_account(spec: AccountSpec, observed: Observed, now: datetime, waits: bool = False) -> Plan:
    """Return the plan that enables the account for BYOL and chooses its management range.

    now: with a time zone. waits: whether the task, or the role it belongs to, waits for the account and then continues.
    Raises ``Failure``: cidr_immutable, linked_target_account, modification_in_progress, cidr_not_available,
    no_cidr_available.
    """
    account = observed.account
    before = _shown(account)
    if matches(spec, account):
        return Plan(before=before)
    refuse_impossible(spec, account)
    modification = in_progress(observed, now)
    if modification:
        refuse_other_modification(spec, account, modification)
        return Plan(before=before)
    request, warnings = {}, []
    if account.get(SUPPORT) != "ENABLED":
        request["DedicatedTenancySupport"] = "ENABLED"
    chosen = _choose_range(spec, observed)
    if chosen:
        request["DedicatedTenancyManagementCidrRange"] = chosen
    elif needs_range(spec, account) and not waits:
        warnings.append(
            "AWS offers management ranges only once the account is enabled. Run the task again when it is enabled, or set"
            " wait=true, to choose the range"
        )
    after = {SUPPORT: "ENABLED", RANGE: chosen or account.get(RANGE)}
    return Plan((Step("ModifyAccount", "modify the account", request, after),), before, tuple(warnings))


def requested_modification(step: Step) -> Json:
    """Return the modification that a call starts, as far as it is known before AWS lists it."""
    return {"modification_state": "PENDING", "start_time": None, **camel_dict_to_snake_dict(step.params)}


def newest_after(modifications: Sequence[Json], previous: Json | None) -> Json | None:
    """Return the newest modification, unless it is the one that had ended before: one that has ended never changes."""
    newest = modifications[-1] if modifications else None
    return None if newest == previous else newest


def modification_failed(modification: Json) -> Failure:
    """Return the failure for a modification that has failed, with the code and text of AWS."""
    code, text = modification.get("error_code"), modification.get("error_message")
    why = ": ".join(part for part in (code, text) if part) or "AWS gives no reason"
    return Failure("modification_failed", f"The modification of the account failed: {why}", code=code)


def needs_range(spec: AccountSpec, account: Json) -> bool:
    """Whether a management range is requested that the account does not have."""
    return not _satisfies(spec, account.get(RANGE))


def refuse_other_modification(spec: AccountSpec, account: Json, modification: Json) -> None:
    """Raise ``Failure`` (modification_in_progress) unless a modification leads to the desired state.

    A search on an account that is not enabled starts with a modification without a range; whether AWS reports the
    account as enabled while that one is pending is not documented.
    """
    cidr = modification.get(RANGE) or account.get(RANGE)
    enabling_first = spec.search and not cidr
    disabling = modification.get(SUPPORT) == "DISABLED"
    if disabling or not (enabling_first or _satisfies(spec, cidr)):
        started = modification.get("start_time")
        target = modification.get(SUPPORT) or "ENABLED"
        requested = (
            f"a range in {spec.search}" if spec.search else f"the range {spec.cidr}" if spec.cidr else "any range"
        )
        raise Failure(
            "modification_in_progress",
            f"Another account modification ({f'started {started}, ' if started else ''}target {target},"
            f" {f'range {cidr}' if cidr else 'no range'}) is in progress. Requested: ENABLED with {requested}",
            modification=modification,
        )


def cidr_not_available(requested: str, offered: list[str], refusal: Failure | None = None) -> Failure:
    """Return the failure for a management range that AWS does not offer, naming some that it does.

    refusal: of ModifyAccount, where AWS does not list ranges to an account that is not enabled yet.
    """
    message = f"AWS does not offer the management range {requested}"
    if offered:
        message += f". Available: {', '.join(offered)}"
    if refusal:
        message += f". {refusal.message}"
    code = refusal and refusal.code
    return Failure("cidr_not_available", message, code=code, available_management_cidr_ranges=offered)


def _choose_range(spec: AccountSpec, observed: Observed) -> str | None:
    """Return the management range to send, or ``None``: nothing to choose, or AWS does not list any yet."""
    requested, offered = spec.requested_range, observed.offered
    if requested is None or not needs_range(spec, observed.account):
        return None
    if offered is None:
        return spec.cidr
    fitting = [cidr for cidr in offered if _inside(cidr, requested)]
    if fitting:
        return fitting[0]
    if spec.cidr:
        raise cidr_not_available(spec.cidr, offered)
    raise Failure("no_cidr_available", f"AWS offers no management range in {requested}")


def _satisfies(spec: AccountSpec, actual: Any) -> bool:
    """Whether a management range, or ``None``, is what is requested."""
    requested = spec.requested_range
    return requested is None or (actual is not None and _inside(actual, requested))


def _inside(cidr: str, wider: str) -> bool:
    return IPv4Network(cidr, strict=False).subnet_of(IPv4Network(wider, strict=False))


def _shown(account: Json) -> Json:
    """Return an account as a diff shows it."""
    return {key: account.get(key) for key in (SUPPORT, RANGE)}
