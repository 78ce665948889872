# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report in a few lines, and the hosts that fail an audit. Pure."""

from __future__ import annotations

from typing import Any

from .findings import CONDITIONS, LEVELS, is_accepted
from .previous import NEW

Json = dict[str, Any]


def lines_of(report: Json, path: str) -> list[str]:
    """Return what a person reads at the end of an audit. path: of the page."""
    summary = report["summary"]
    conditions = [
        f"{summary['conditions'][name]} {name}" for name in reversed(CONDITIONS) if summary["conditions"][name]
    ]
    lines = [f"Hosts: {summary['hosts']}" + _in_brackets(conditions).replace("_", " ")]
    lines.append(f"Images: {_images(summary['images'])}")
    if summary["bundles"]:
        old = f" ({summary['bundles']['old']} with an old image)" if summary["bundles"]["old"] else ""
        lines.append(f"Bundles: {summary['bundles']['total']}{old}")
    lines.append(f"Findings: {_findings(summary['findings'])}")
    lines += [f"Exceptions: {text}" for text in _exceptions(report["exceptions"])]
    return [*lines, f"Report: {path}"]


def failures_of(report: Json, fail_on: str, fail_on_new: bool) -> Json:
    """Return the hosts that fail, each with the reason in one line.

    Args:
        fail_on: ``none``, ``drift``, or ``failure``.
        fail_on_new: Whether hosts with a new finding fail too.
    """
    levels = {"none": (), "drift": ("drift", "failure"), "failure": ("failure",)}[fail_on]
    failures = {}
    for host in report["hosts"]:
        open_findings = [found for found in host["findings"] if not is_accepted(found)]
        if LEVELS[host["condition"]] in levels:
            failures[host["host"]] = _told(host, open_findings)
        elif fail_on_new and any(found["status"] == NEW for found in open_findings):
            failures[host["host"]] = _told(host, [found for found in open_findings if found["status"] == NEW])
    return failures


def _told(host: Json, findings: list[Json]) -> str:
    texts = [f"{found['subject']}: {found['message']}{_expired(found)}" for found in findings]
    return f"{host['condition'].replace('_', ' ')}: {'; '.join(texts)}"


def _expired(found: Json) -> str:
    exception = found.get("exception")
    return f" (was accepted until {exception['until']})" if exception else ""


def _images(images: Json) -> str:
    """Return counts that add up: stuck ones are among those in progress, and missing ones are not in the total."""
    stuck = f", {images['stuck']} of them stuck" if images["stuck"] else ""
    phases = [
        f"{images['ready']} ready" if images["ready"] else "",
        f"{images['under_way']} in progress{stuck}" if images["under_way"] else "",
        f"{images['failed']} failed" if images["failed"] else "",
    ]
    beside = [f"{images[key]} {key}" for key in ("unmanaged", "missing") if images[key]]
    return "; ".join([f"{images['total']}" + _in_brackets(list(filter(None, phases))), *beside])


def _findings(findings: Json) -> str:
    parts = [
        f"{findings[key]} {word}" for key, word in (("new", "new"), ("open", "still open")) if findings[key] is not None
    ]
    beside = [f"{findings['resolved']} resolved"] if findings["resolved"] is not None else []
    beside += [f"{findings['accepted']} accepted"] if findings["accepted"] else []
    return "; ".join([f"{findings['total']}" + _in_brackets(parts), *beside])


def _exceptions(exceptions: list[Json]) -> list[str]:
    """Return the exceptions that somebody has to do something about."""
    return [
        f"{each['finding']} for host {each['host']} and image {each['image']} ({each['owner']}, until {each['until']}) "
        + ("matches nothing" if each["state"] == "unused" else "has expired")
        for each in exceptions
        if each["state"] != "active"
    ]


def _in_brackets(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""
