# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The report of an audit, from the records of its hosts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from .record import CONDITIONS, record_of_lost

Json = dict[str, Any]

SCHEMA_VERSION = 1
"""Rises when a key changes its meaning or goes; a new key leaves it as it is."""


def report_of(records: Mapping[str, Json | None], generated: str, title: str, stuck_after: float) -> Json:
    """The report. records: by host, C(None) for a host that has none. generated: ISO 8601. stuck_after: hours."""
    hosts = [record or record_of_lost(host) for host, record in records.items()]
    return {
        "schema_version": SCHEMA_VERSION,
        "title": title,
        "generated": generated,
        "stuck_after_hours": stuck_after,
        "summary": _summary(hosts),
        "hosts": hosts,
    }


def _summary(hosts: list[Json]) -> Json:
    conditions = Counter(host["condition"] for host in hosts)
    images = [image for host in hosts for image in host["images"]]
    phases = Counter(image["phase"] for image in images)
    return {
        "hosts": len(hosts),
        "conditions": {condition: conditions[condition] for condition in CONDITIONS},
        "images": {
            "total": len(images) - phases["missing"],
            **{phase: phases[phase] for phase in ("ready", "under_way", "failed", "missing")},
            "stuck": sum(image["stuck"] for image in images),
            "not_asked_for": sum(image["desired"] == "not asked for" for image in images),
        },
    }
