# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has changed since an earlier report: findings that are new, still open, or resolved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .images import moment

Json = dict[str, Any]

NEW, OPEN = "new", "open"
READABLE = (1, 2)
"""Versions of the schema that an earlier report can have."""

FAILURES = ("failing", "not_authorized", "unreachable")
"""Kinds of findings that hide others of the same subject, so those are not resolved."""


def problem_of(report: Any) -> str | None:
    """Return why something is not an earlier report, ``None`` where it is one."""
    if not isinstance(report, Mapping) or not isinstance(report.get("hosts"), list):
        return "it is not the report of an audit"
    if report.get("schema_version") not in READABLE:
        return f"its schema_version is {report.get('schema_version')!r}; known are {', '.join(map(str, READABLE))}"
    if not all(map(_is_whole, report["hosts"])) or not _is_time(report.get("generated")):
        return "it is truncated"
    return None


def _is_whole(host: Any) -> bool:
    if not isinstance(host, Mapping) or not isinstance(host.get("host"), str):
        return False
    findings = host.get("findings")
    return isinstance(findings, list) and all(
        isinstance(found, Mapping) and (not found.get("first_seen") or _is_time(found["first_seen"]))
        for found in findings
    )


def _is_time(text: Any) -> bool:
    try:
        return bool(moment(text))
    except (AttributeError, TypeError, ValueError):
        return False


def since(records: list[Json], generated: str, previous: Json | None) -> tuple[list[Json], list[Json]]:
    """Return the records with the status of each finding, and the findings that are resolved.

    Args:
        generated: The time of this report.
        previous: The earlier report, ``None`` where there is none: then findings have no status.
    """
    if previous is None:
        unknown = {"status": None, "first_seen": None}
        return [
            _with_findings(record, [{**unknown, **found} for found in record["findings"]]) for record in records
        ], []
    earlier = {host["host"]: host for host in previous["hosts"]}
    marked, resolved = [], []
    for record in records:
        host = earlier.get(record["host"]) or {"findings": []}
        pairs, gone = _paired(record["findings"], host["findings"])
        findings = []
        for found, before in pairs:
            seen = (before.get("first_seen") or previous["generated"]) if before else generated
            findings.append({**found, "status": OPEN if before else NEW, "first_seen": seen})
        marked.append(_with_findings(record, findings))
        hidden = _hidden(record)
        resolved += [
            {
                "host": record["host"],
                "region": host.get("region"),
                **{key: found.get(key) for key in ("kind", "subject", "message", "reason", "first_seen")},
            }
            for found in gone
            if record["complete"] and not hidden & {found.get("subject"), "variables"}
        ]
    return marked, resolved


def _paired(findings: list[Json], earlier: list[Json]) -> tuple[list[tuple[Json, Json | None]], list[Json]]:
    """Return each finding with the earlier one that is the same, and the earlier ones that are left over.

    Of several that are alike, such as variables that are not valid, those with the same message are the same.
    """
    left = list(earlier)
    same: dict[int, Json] = {}
    for is_same in (_is_equal, _is_alike):
        for number, found in enumerate(findings):
            match = next((before for before in left if is_same(found, before)), None) if number not in same else None
            if match is not None:
                left.remove(match)
                same[number] = match
    return [(found, same.get(number)) for number, found in enumerate(findings)], left


def _hidden(record: Json) -> set[str]:
    """Return the subjects of a host of which no more is known than that a run would fail."""
    return {found["subject"] for found in record["findings"] if found["kind"] in FAILURES}


def _is_alike(found: Json, before: Json) -> bool:
    """Return whether two findings are the same by what does not change with time, as an age in a message does."""
    return all(found.get(key) == before.get(key) for key in ("kind", "subject", "reason", "option"))


def _is_equal(found: Json, before: Json) -> bool:
    return _is_alike(found, before) and found["message"] == before.get("message")


def _with_findings(record: Json, findings: list[Json]) -> Json:
    return {**record, "findings": findings}
