# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has changed since an earlier report: findings that are new, still open, or resolved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    hosts = [host for host in report["hosts"] if isinstance(host, Mapping)]
    whole = all(isinstance(host.get("findings"), list) and "host" in host for host in hosts)
    if len(hosts) != len(report["hosts"]) or not whole or not report.get("generated"):
        return "it is truncated"
    return None


def since(records: list[Json], generated: str, previous: Json | None) -> tuple[list[Json], list[Json]]:
    """Return the records with the status of each finding, and the findings that are resolved.

    :param generated: the time of this report.
    :param previous: the earlier report, ``None`` where there is none: then findings have no status.
    """
    if previous is None:
        unknown = {"status": None, "first_seen": None}
        return [
            _with_findings(record, [{**unknown, **found} for found in record["findings"]]) for record in records
        ], []
    before = {_key(host["host"], found): (found, host) for host in previous["hosts"] for found in host["findings"]}
    marked = []
    for record in records:
        findings = []
        for found in record["findings"]:
            earlier, _host = before.get(_key(record["host"], found), (None, None))
            status = OPEN if earlier else NEW
            seen = (earlier.get("first_seen") or previous["generated"]) if earlier else generated
            findings.append({**found, "status": status, "first_seen": seen})
        marked.append(_with_findings(record, findings))
    return marked, _resolved(marked, before)


def _resolved(records: list[Json], before: Mapping[Any, tuple[Json, Json]]) -> list[Json]:
    """Return the earlier findings that are known not to be there any more."""
    open_keys = {_key(record["host"], found) for record in records for found in record["findings"]}
    hidden = {record["host"]: _hidden(record) for record in records if record["complete"]}
    return [
        {
            "host": host["host"],
            "region": host.get("region"),
            **{key: found.get(key) for key in ("kind", "subject", "message", "reason", "first_seen")},
        }
        for key, (found, host) in before.items()
        if key not in open_keys
        and host["host"] in hidden
        and not hidden[host["host"]] & {found["subject"], "variables"}
    ]


def _hidden(record: Json) -> set[str]:
    """Return the subjects of a host of which no more is known than that a run would fail."""
    return {found["subject"] for found in record["findings"] if found["kind"] in FAILURES}


def _key(host: str, found: Json) -> tuple[Any, ...]:
    """Return what makes two findings the same one."""
    return (host, *(found.get(key) for key in ("kind", "subject", "reason", "option")))


def _with_findings(record: Json, findings: list[Json]) -> Json:
    return {**record, "findings": findings}
