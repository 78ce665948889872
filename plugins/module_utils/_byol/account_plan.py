# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What to do with an account, decided from the options of the module and from what was observed. Pure: no call is made.

Structures are those of results: snake_case, as C(_workspaces) returns them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Network
from typing import Any, NamedTuple

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from .._aws.errors import Failure
from .plan import Plan, Step

SETTLING = timedelta(days=1)
"""So long after its start a completed modification may not show in DescribeAccount; enabling takes hours."""

SUPPORT = "dedicated_tenancy_support"
RANGE = "dedicated_tenancy_management_cidr_range"


class Observed(NamedTuple):
    """What AWS says.

    modifications: oldest first, empty where they were not read. offered: management ranges to choose from, C(None)
    where they were not read or AWS does not tell before the account is enabled.
    """

    account: dict[str, Any]
    modifications: Sequence[dict[str, Any]] = ()
    offered: list[str] | None = None


def is_as_asked(params: dict[str, Any], account: dict[str, Any]) -> bool:
    """Whether nothing is left to do."""
    return account.get(SUPPORT) == "ENABLED" and _satisfies(params, account.get(RANGE))


def refuse_impossible(params: dict[str, Any], account: dict[str, Any]) -> None:
    """Raise C(Failure) if AWS has no way from here to what is asked: cidr_immutable, linked_target_account."""
    asked, actual = asked_range(params), account.get(RANGE)
    if not needs_range(params, account):
        return
    if account.get("dedicated_tenancy_account_type") == "TARGET_ACCOUNT":
        raise Failure(
            "linked_target_account",
            f"This account is linked to a source account and uses its range; {asked} cannot be chosen for it",
        )
    if actual:
        raise Failure("cidr_immutable", f"The account has the management range {actual}; it cannot become {asked}")


def under_way(observed: Observed, now: datetime) -> dict[str, Any] | None:
    """The newest modification if it is pending, or has completed lately and does not show in the account yet."""
    newest = observed.modifications[-1] if observed.modifications else None
    if newest is None or newest.get("modification_state") not in ("PENDING", "COMPLETED"):
        return None
    if newest["modification_state"] == "COMPLETED":
        started = newest.get("start_time")
        if shows(observed.account, newest) or not started or now - datetime.fromisoformat(started) > SETTLING:
            return None
    return newest


def shows(account: dict[str, Any], modification: dict[str, Any]) -> bool:
    """Whether an account is as a modification makes it. One that chooses a range does not say ENABLED again."""
    wanted = {SUPPORT: modification.get(SUPPORT) or "ENABLED", RANGE: modification.get(RANGE) or account.get(RANGE)}
    return all(account.get(key) == value for key, value in wanted.items())


def plan_account(params: dict[str, Any], observed: Observed, now: datetime) -> Plan:
    """Enable the account for BYOL and choose its management range, unless that is so or on its way.

    now: with a time zone. Raises C(Failure): cidr_immutable, linked_target_account, modification_in_progress,
    cidr_not_available, no_cidr_available.
    """
    account = observed.account
    shown = _shown(account)
    if is_as_asked(params, account):
        return Plan(before=shown, after=shown)
    refuse_impossible(params, account)
    modification = under_way(observed, now)
    if modification:
        refuse_other_modification(params, account, modification)
        return Plan(before=shown, after=shown)
    request, warnings = {}, []
    if account.get(SUPPORT) != "ENABLED":
        request["DedicatedTenancySupport"] = "ENABLED"
    chosen = _choose_range(params, observed)
    if chosen:
        request["DedicatedTenancyManagementCidrRange"] = chosen
    elif needs_range(params, account):
        warnings.append(
            "AWS offers management ranges only once the account is enabled; the range is chosen by the next run, or by this"
            " one with wait=true"
        )
    after = {SUPPORT: "ENABLED", RANGE: chosen or account.get(RANGE)}
    return Plan((Step("ModifyAccount", "modify the account", request),), shown, after, tuple(warnings))


def asked_range(params: dict[str, Any]) -> Any:
    """The CIDR that is asked for: the exact range, or the one to search in."""
    return params["management_cidr_range"] or params["management_cidr_range_search"]


def requested_modification(step: Step) -> dict[str, Any]:
    """The modification that a call starts, as far as it is known before AWS lists it."""
    return {"modification_state": "PENDING", "start_time": None, **camel_dict_to_snake_dict(step.params)}


def newest_after(modifications: list[dict[str, Any]], previous: dict[str, Any] | None) -> dict[str, Any] | None:
    """The newest modification, unless it is the one that had ended before: one that has ended never changes."""
    newest = modifications[-1] if modifications else None
    return None if newest == previous else newest


def modification_failed(modification: dict[str, Any]) -> Failure:
    """The failure for a modification that AWS gave up, with AWS's own code and text."""
    code, text = modification.get("error_code"), modification.get("error_message")
    why = ": ".join(part for part in (code, text) if part) or "AWS gives no reason"
    return Failure("modification_failed", f"The modification of the account failed: {why}", code=code)


def needs_range(params: dict[str, Any], account: dict[str, Any]) -> bool:
    """Whether a management range is asked for that the account does not have."""
    return not _satisfies(params, account.get(RANGE))


def _satisfies(params, actual):
    """Whether a management range, or C(None), is what the options ask for."""
    asked = asked_range(params)
    return asked is None or (actual is not None and _inside(actual, asked))


def _inside(cidr, wider):
    return IPv4Network(cidr, strict=False).subnet_of(IPv4Network(wider, strict=False))


def refuse_other_modification(params, account, modification):
    """Raise C(Failure) (modification_in_progress) unless a modification leads to what is asked.

    A search on an account that is not enabled begins with a modification without a range.
    """
    range_under_way = modification.get(RANGE) or account.get(RANGE)
    enabling_first = (
        params["management_cidr_range_search"] and account.get(SUPPORT) != "ENABLED" and not range_under_way
    )
    disabling = modification.get(SUPPORT) == "DISABLED"
    if disabling or not (enabling_first or _satisfies(params, range_under_way)):
        raise Failure(
            "modification_in_progress",
            f"A modification started {modification.get('start_time')} is under way, with the management range"
            f" {range_under_way or 'left open'}, to the state {modification.get(SUPPORT)}; asked for is ENABLED,"
            f" {asked_range(params) or 'with any range'}",
            modification=modification,
        )


def _choose_range(params, observed):
    """The management range to send, or C(None): there is nothing to choose, or AWS does not offer any yet."""
    asked, offered = asked_range(params), observed.offered
    if not needs_range(params, observed.account):
        return None
    if offered is None:
        return params["management_cidr_range"]
    fitting = [cidr for cidr in offered if _inside(cidr, asked)]
    if fitting:
        return fitting[0]
    if params["management_cidr_range"]:
        raise cidr_not_available(asked, offered)
    raise Failure("no_cidr_available", f"AWS offers no management range in {asked}")


def cidr_not_available(asked: str, offered: list[str], refusal: Failure | None = None) -> Failure:
    """The failure for a management range that AWS does not offer, naming some that it does.

    refusal: of ModifyAccount, where AWS does not list ranges to an account that is not enabled yet.
    """
    message = f"AWS does not offer the management range {asked}"
    if offered:
        message += f". On offer now: {', '.join(offered)}"
    if refusal:
        message += f". {refusal.message}"
    code = refusal and refusal.code
    return Failure("cidr_not_available", message, code=code, available_management_cidr_ranges=offered)


def _shown(account):
    """An account in a diff."""
    return {key: account.get(key) for key in (SUPPORT, RANGE)}
