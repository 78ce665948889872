# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings, how severe each kind is, and the condition of a host that follows from them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

CONDITIONS = (
    "observed",
    "compliant",
    "accepted",
    "would_change",
    "drift",
    "policy",
    "failing",
    "not_authorized",
    "unreachable",
)
"""From good to bad. A host is in the worst condition that one of its findings has."""

LEVELS = {
    **dict.fromkeys(("observed", "compliant", "accepted"), "none"),
    **dict.fromkeys(("would_change", "drift", "policy"), "drift"),
    **dict.fromkeys(("failing", "not_authorized", "unreachable"), "failure"),
}
"""The value of ``audit_fail_on`` that fails a host in this condition; ``none``: nothing does."""

KINDS = {
    "unreachable": "unreachable",
    "not_authorized": "not_authorized",
    "failing": "failing",
    "modification_failed": None,
    "import_failed": None,
    "modification_stuck": None,
    "import_stuck": None,
    "image_too_old": "policy",
    "tags_missing": "policy",
    "drift": "drift",
    "would_change": "would_change",
    "not_compared": None,
}
"""The condition that a finding of each kind puts its host in, or ``None`` where it does not. The most severe kind is first."""

SEVERITIES = {kind: number for number, kind in enumerate(KINDS)}
ACCESS = {
    "not_authorized": "not_authorized",
    "credentials_expired": "not_authorized",
    "no_credentials": "not_authorized",
    "connection_failed": "unreachable",
}
"""Reasons of failure that concern the access to an account and not the account, and the kind of finding they make."""

REASON_UNKNOWN = "The task failed without giving a reason"
RERUN = "Run the task by itself with -vvv for details, fix the cause, then run the audit again."


def finding(kind: str, subject: str, message: str, **more: Any) -> Json:
    """Return a finding as it is in a report. more: ``reason``, ``remedy``, and what the kind has beside these."""
    return {"kind": kind, "subject": subject, "message": message, "reason": None, "remedy": None, **more}


def failed(subject: str, result: Json) -> Json:
    """Return the finding for a task that failed, whether it was a module of this collection, another or Ansible itself."""
    why = result.get("failure") or {}
    reason = why.get("reason")
    kind = "unreachable" if result.get("unreachable") else ACCESS.get(str(reason), "failing")
    message = why.get("message") or result.get("msg") or REASON_UNKNOWN
    return finding(kind, subject, str(message), reason=reason, remedy=why.get("remedy") or RERUN)


def by_severity(findings: Iterable[Json]) -> list[Json]:
    """Return findings with the most severe first; equal ones keep their order."""
    return sorted(findings, key=lambda each: SEVERITIES[each["kind"]])


def is_accepted(each: Json) -> bool:
    """Return whether somebody has accepted a finding, and the acceptance has not expired."""
    return (each.get("exception") or {}).get("state") == "active"


def condition_of(findings: Iterable[Json], compares: bool) -> str:
    """Return the condition of a host. compares: whether there is a desired state."""
    conditions = ["compliant" if compares else "observed"]
    for each in findings:
        condition = KINDS[each["kind"]]
        if condition:
            conditions.append("accepted" if is_accepted(each) else condition)
    return max(conditions, key=CONDITIONS.index)
