# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an audit reports of one host, which is an account in a Region. Pure: no call is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from .._desired.broken import Broken
from .._desired.desired import Desired, read_desired
from .._desired.problem import FIX_TEMPLATE
from .._desired.release import read_release
from .._roles.connection import CONNECTION, PREFIX
from .compare import compare
from .facts import CALLS, FAILED, read_needed, with_answer
from .findings import KINDS, LEVELS, by_severity, condition_of, finding
from .images import images_of, owner_of
from .observations import Policy, about_images, about_modifications
from .usage import bundles_of, with_usage

Json = dict[str, Any]

LOST = "Ansible lost the connection to this host before it was audited. Its output says why."
REACH = "Run the playbook on the controller with connection: local, as euc.workspaces.audit does."


@dataclass(frozen=True)
class Seen:
    """What is known of a host. :param variables: evaluated, ``Broken`` where that was not possible. :param names: of all."""

    host: str
    variables: Mapping[str, Any]
    names: Iterable[str] = ()


@dataclass(frozen=True)
class Step:
    """The record of a host as far as it is known, the facts it was made from, and what is to be read before it is complete."""

    record: Json
    facts: Json | None
    read: Json | None


def next_step(
    seen: Seen,
    policy: Policy,
    now: datetime,
    facts: Json | None = None,
    read: Json | None = None,
    answer: Json | None = None,
) -> Step:
    """Return the record of a host, and what is missing for a complete one.

    Args:
        facts: Of the step before, ``None`` in the first one.
        read: That the step before requested, with its ``answer``.
    """
    desired = read_desired(seen.variables, tuple(seen.names))
    if read is not None and answer is not None:
        facts = with_answer(facts, read, answer)
    elif facts is None:
        facts = _given(seen.variables)
    needed = None if _unconnectable(seen.variables) else read_needed(facts, desired, policy, now)
    return Step(record_of(seen, desired, facts or {}, policy, now), facts, needed)


def record_of(seen: Seen, desired: Desired, facts: Json, policy: Policy, now: datetime) -> Json:
    """Return the record of one host, as the schema describes it."""
    account = facts.get("account") or {}
    images = images_of(facts.get("images"), desired.states, now, policy.stuck_after)
    release = read_release(seen.variables)
    bundles = bundles_of(facts, release, policy, now)
    findings = compare(desired, facts, now)
    findings += [finding("failing", **asdict(problem)) for problem in release.problems]
    # What a run fails for is reported once: a failed image is no failed import beside it.
    reported = {each["subject"] for each in findings if LEVELS.get(each["kind"]) == "failure"}
    observed = [*about_modifications(account, now, policy), *about_images(images, policy)]
    findings += [each for each in observed if each["subject"] not in reported or KINDS[each["kind"]] == "policy"]
    text = _texts(seen.variables)
    record = {
        "host": seen.host,
        "account_id": text("byol_account_id") or owner_of(facts.get("images") or []),
        "account_name": text("byol_account_name"),
        "region": text("byol_region"),
        "identity": {"profile": text("byol_profile"), "assume_role_arn": text("byol_assume_role_arn")},
        "facts_from": _source(seen.variables, facts),
        "complete": bool(facts) and FAILED not in facts,
        "compares": desired.compares,
        "desired": desired.baseline,
        "account": account or None,
        "images": with_usage(images, facts, bundles, policy, now),
        "bundles": bundles,
        "calls": facts.get(CALLS, 0),
        "findings": findings,
    }
    return settled(record)


def settled(record: Json) -> Json:
    """Return a record with its findings in order and the condition that follows from them."""
    findings = by_severity(record["findings"])
    condition = condition_of(findings, record["compares"])
    ordered = {**record, "findings": findings, "condition": condition, "level": LEVELS[condition]}
    first = ("host", "account_id", "account_name", "region", "condition", "level")
    return {key: ordered[key] for key in (*first, *(key for key in ordered if key not in first))}


def record_of_lost(host: str) -> Json:
    """Return the record of a host that has none, as it left the play before."""
    unreachable = finding("unreachable", "account", LOST, remedy=REACH)
    empty = dict.fromkeys(("account_id", "account_name", "region", "desired", "account", "bundles"))
    identity = {"profile": None, "assume_role_arn": None}
    flags = {"facts_from": "none", "complete": False, "compares": True, "calls": 0}
    return settled({"host": host, **empty, "identity": identity, **flags, "images": [], "findings": [unreachable]})


def _given(variables: Mapping[str, Any]) -> Json | None:
    """Return the facts that the inventory has brought, or why it could not read them; ``None`` where it has neither."""
    failure, facts = variables.get("byol_failure"), variables.get("byol_facts")
    broken = next((value for value in (failure, facts) if isinstance(value, Broken)), None)
    if broken:
        failure = {"reason": "invalid_request", "message": broken.message, "remedy": FIX_TEMPLATE}
    if failure:
        return {FAILED: {"failure": failure}}
    return dict(facts) if facts else None


def _source(variables: Mapping[str, Any], facts: Json) -> str:
    """Return where the facts come from: ``inventory``, ``aws``, or ``none``."""
    if not facts.get("account") and "images" not in facts:
        return "none"
    return "inventory" if variables.get("byol_facts") else "aws"


def _unconnectable(variables: Mapping[str, Any]) -> bool:
    return any(isinstance(variables.get(f"{PREFIX}{option}"), Broken) for option in CONNECTION)


def _texts(variables: Mapping[str, Any]) -> Any:
    def text(name: str) -> str | None:
        value = variables.get(name)
        return None if value in (None, "") or isinstance(value, Broken) else str(value)

    return text
