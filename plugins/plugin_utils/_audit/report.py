# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of an audit, from the records of its hosts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .exceptions import Acceptance, apply_exceptions
from .findings import CONDITIONS, KINDS, is_accepted
from .images import UNMANAGED, moment
from .previous import NEW, OPEN, since
from .record import record_of_lost, settled
from .text import printable
from .usage import with_copies

Json = dict[str, Any]

SCHEMA_VERSION = 2
"""Rises when a key changes its meaning or goes; a new key leaves it as it is."""


@dataclass(frozen=True)
class Options:
    """What a report is made with.

    Attributes:
        stuck_after: Hours, as it was given to the records.
        policy: What else they were made with, for the report to show.
        exceptions: ``None`` leaves findings marked as they are.
        previous: An earlier report, and ``previous_path`` its file.
        started: ISO 8601.
        provenance: ``versions`` and ``inventory``.
    """

    title: str
    stuck_after: float
    policy: Json = field(default_factory=dict)
    exceptions: list[Acceptance] | None = None
    previous: Json | None = None
    previous_path: str | None = None
    started: str | None = None
    provenance: Json = field(default_factory=dict)


def report_of(records: Mapping[str, Json | None], generated: str, options: Options) -> Json:
    """Return the report.

    Args:
        records: By host, ``None`` or empty for a host that has none.
        generated: ISO 8601 with a time zone.
    """
    hosts = with_copies([record or record_of_lost(host) for host, record in records.items()])
    now = moment(generated)
    used: list[Json] = []
    if options.exceptions is not None:
        hosts, used = apply_exceptions(hosts, options.exceptions, now)
    hosts = [{**host, "findings": [{"exception": None, **found} for found in host["findings"]]} for host in hosts]
    hosts, resolved = since(hosts, generated, options.previous)
    hosts = [settled(host) for host in hosts]
    report = {
        "schema_version": SCHEMA_VERSION,
        "title": options.title,
        "generated": generated,
        "started": options.started,
        "duration_seconds": _seconds(options.started, now),
        "options": {"stuck_after_hours": options.stuck_after, **options.policy},
        "versions": {},
        "inventory": [],
        "calls": sum(host["calls"] for host in hosts),
        **options.provenance,
        "previous": _about(options),
        "summary": _summary(hosts, resolved, used, options.previous is not None),
        "exceptions": used,
        "resolved": resolved,
        "hosts": hosts,
    }
    cleaned: Json = printable(report)
    return cleaned


def _about(options: Options) -> Json | None:
    if options.previous is None:
        return None
    return {"path": options.previous_path, **{key: options.previous.get(key) for key in ("title", "generated")}}


def _seconds(started: str | None, now: datetime) -> float | None:
    return max(0.0, round((now - moment(started)).total_seconds(), 1)) if started else None


def _summary(hosts: list[Json], resolved: list[Json], used: list[Json], compared: bool) -> Json:
    conditions = Counter(host["condition"] for host in hosts)
    findings = [found for host in hosts for found in host["findings"]]
    return {
        "hosts": len(hosts),
        "conditions": {condition: conditions[condition] for condition in CONDITIONS},
        "findings": {**_counted(findings), **_changes(findings, resolved, compared)},
        "exceptions": {
            state: sum(each["state"] == state for each in used) for state in ("active", "expired", "unused")
        },
        "images": _images(image for host in hosts for image in host["images"]),
        "bundles": _bundles(hosts),
    }


def _counted(findings: list[Json]) -> Json:
    kinds = Counter(found["kind"] for found in findings)
    accepted = sum(map(is_accepted, findings))
    return {"total": len(findings), "accepted": accepted, "kinds": {kind: kinds[kind] for kind in KINDS}}


def _changes(findings: list[Json], resolved: list[Json], compared: bool) -> Json:
    """Return how many findings have which status; ``None`` where there is no earlier report."""
    if not compared:
        return dict.fromkeys(("new", "open", "resolved"))
    statuses = Counter(found["status"] for found in findings)
    return {"new": statuses[NEW], "open": statuses[OPEN], "resolved": len(resolved)}


def _bundles(hosts: list[Json]) -> Json | None:
    """Return how many bundles there are, and how many with an old image; ``None`` where none were read."""
    read = [host["bundles"] for host in hosts if host["bundles"] is not None]
    bundles = [bundle for each in read for bundle in each]
    return (
        {"hosts": len(read), "total": len(bundles), "old": sum(bool(each["old"]) for each in bundles)} if read else None
    )


def _images(images: Iterable[Json]) -> Json:
    every = list(images)
    phases = Counter(image["phase"] for image in every)
    return {
        "total": len(every) - phases["missing"],
        **{phase: phases[phase] for phase in ("ready", "under_way", "failed", "missing")},
        "stuck": sum(image["stuck"] for image in every),
        "unmanaged": sum(image["desired"] == UNMANAGED for image in every),
    }
