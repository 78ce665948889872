# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the page of a report shows, as plain data; ``html.py`` writes it. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from .findings import CONDITIONS, SEVERITIES, is_accepted
from .images import UNMANAGED, moment
from .links import console_of
from .page_usage import MOST_ROWS, Usage, others_of, usage_of, uses_of
from .previous import NEW, OPEN
from .shared import shared_of
from .timeline import Timeline, ages_of, timeline_of

Json = dict[str, Any]

LABELS = {
    "unreachable": ("unreachable", "The account could not be reached."),
    "not_authorized": ("not authorized", "AWS denied access, or the credentials have expired."),
    "failing": ("failing", "A run would fail."),
    "policy": ("breaks a policy", "An image breaks a policy of this audit."),
    "drift": ("drift", "It differs from the desired state, and AWS cannot change it."),
    "would_change": ("would change", "It differs from the desired state; a run would change it."),
    "accepted": ("accepted", "All differences have been accepted for a time."),
    "compliant": ("compliant", "It matches the desired state."),
    "observed": ("observed", "There is no desired state; the report shows what exists."),
}
"""The name of each condition and what it means, from bad to good."""

OPTIONAL = ("policy", "accepted")
"""Conditions that only some audits know; the summary shows them where there are any."""

FEW = 8
"""Columns of accounts or Regions that fit the page with words in their cells."""

KINDS = {"would_change": "would change", "image_too_old": "too old"}
SHORT = ("infrastructure_configuration_arn",)
"""Options whose value is shown from its last colon on. The JSON file has the whole of it."""


@dataclass(frozen=True)
class Finding:
    """A finding on the page. is_reason: whether its kind is a reason of failure by itself, so that there is no other.

    rows: of what would change: key, before, after. verdict, checks: of preflight, empty where it did not run; these are
    the checks that do not pass.
    """

    kind: str
    is_reason: bool
    tone: str
    subject: str
    message: str
    reason: str
    remedy: str
    status: str
    first_seen: str
    acceptance: str
    rows: list[tuple[str, str, str]]
    verdict: str
    checks: list[Json]


@dataclass(frozen=True)
class Image:
    """An image on the page. desired: in words, empty where images are not managed. explanations: of AWS's errors."""

    name: str
    image_id: str
    phase: str
    state: str
    stuck: bool
    detail: str
    explanations: list[Json]
    age: str
    created: str
    source: str
    desired: str
    desired_state: str
    days: int
    uses: list[tuple[str, bool]]
    retention: Json | None


@dataclass(frozen=True)
class Host:
    """A host on the page. rank: sorts the most severe first. marks: words that a filter knows."""

    number: int
    name: str
    account: str
    account_name: str
    region: str
    condition: str
    level: str
    rank: str
    marks: str
    support: str
    range: str
    flags: list[tuple[str, str]]
    existing: int
    findings: list[Finding]
    facts: list[tuple[str, str]]
    images: list[Image]


@dataclass(frozen=True)
class Matrix:
    """Hosts by account and Region. columns: labels with links, or ``None``; rows: likewise, with the hosts of each column.

    corner: what the labels of the rows are. wide: whether its cells have icons alone.
    """

    corner: str
    columns: list[tuple[str, str | None]]
    rows: list[tuple[str, str | None, list[list[Host]]]]
    wide: bool


@dataclass(frozen=True)
class Page:
    """The whole page. hidden_out: how many more images stand out. shared: numbers of the texts that are written once for many hosts."""

    report: Json
    generated: str
    hosts: list[Host]
    matrix: Matrix
    differing: int
    conditions: list[str]
    standing_out: list[tuple[Host, Image]]
    hidden_out: int
    oldest: list[tuple[Host, Image]]
    timeline: Timeline | None
    ages: list[tuple[str, int]]
    usage: Usage | None
    shared: dict[str, int]
    provenance: list[tuple[str, str]]


def page_of(report: Json) -> Page:
    """Return the page of a report."""
    hosts = [_host(number, host) for number, host in enumerate(report["hosts"], start=1)]
    hosts.sort(key=lambda host: host.rank)
    images = [(host, image) for host in hosts for image in host.images]
    # Those that are only unmanaged come last.
    out = sorted((each for each in images if _stands_out(each[1])), key=lambda each: not _is_trouble(each[1]))
    now = moment(report["generated"])
    counts = report["summary"]["conditions"]
    return Page(
        report=report,
        generated=f"{now:%d %B %Y, %H:%M} UTC",
        hosts=hosts,
        matrix=_matrix(hosts),
        differing=sum(host.level != "none" for host in hosts),
        conditions=[name for name in LABELS if counts[name] or name not in OPTIONAL],
        standing_out=out[:MOST_ROWS],
        hidden_out=max(0, len(out) - MOST_ROWS),
        oldest=sorted((each for each in images if each[1].created), key=lambda each: -each[1].days)[:5],
        timeline=timeline_of(((host["host"], image) for host in report["hosts"] for image in host["images"]), now),
        ages=ages_of(image for host in report["hosts"] for image in host["images"]),
        usage=usage_of(report),
        shared=shared_of(chain(*map(_texts, hosts), (found["message"] for found in report["resolved"]))),
        provenance=_provenance(report),
    )


def _texts(host: Host) -> Iterator[str]:
    """Yield the texts of a host that others may have too. The page shows them by the macro ``shared_text``."""
    yield from (text for _term, text in host.facts)
    for image in host.images:
        yield from (image.detail, image.desired, *(text for text, _notable in image.uses))
        for error in image.explanations:
            yield from (error["meaning"], error["remedy"])
    for finding in host.findings:
        yield from (finding.message, finding.remedy, finding.acceptance)
        for _key, *values in finding.rows:
            yield from values
        for check in finding.checks:
            yield from (check["message"], check["remedy"] or "")


def _host(number: int, host: Json) -> Host:
    account = host["account"] or {}
    existing = [image for image in host["images"] if image["phase"] != "missing"]
    worst = min((SEVERITIES[found["kind"]] for found in host["findings"] if not is_accepted(found)), default=99)
    severity = len(CONDITIONS) - 1 - CONDITIONS.index(host["condition"])
    desired = {str(image.get("name")): image for image in ((host["desired"] or {}).get("images") or [])}
    return Host(
        number=number,
        name=host["host"],
        account=host["account_id"] or host["account_name"] or "unknown account",
        account_name=(host["account_name"] or "") if host["account_id"] else "",
        region=host["region"] or "default Region",
        condition=host["condition"],
        level=host["level"],
        rank=f"{severity}{worst:02d}{999 - min(len(host['findings']), 999):03d}{number:06d}",
        marks=" ".join(_marks(host)),
        support=account.get("dedicated_tenancy_support") or "unknown",
        range=account.get("dedicated_tenancy_management_cidr_range") or "",
        flags=_flags(host["images"]),
        existing=len(existing),
        findings=_findings(host["findings"]),
        facts=_facts(host),
        images=[_image(image, desired, host["bundles"]) for image in host["images"]],
    )


def _marks(host: Json) -> list[str]:
    marks = {"old"} if any(bundle["old"] for bundle in host["bundles"] or []) else set()
    for found in host["findings"]:
        marks |= {"accepted"} if is_accepted(found) else {"any", str(found["status"])}
        marks |= {"expired"} if found["exception"] and not is_accepted(found) else set()
    return sorted(marks & {"any", "accepted", "expired", "old", NEW, OPEN})


def _flags(images: list[Json]) -> list[tuple[str, str]]:
    """Return what is to be noticed of the images, each with its tone."""
    counts = (
        ("failed", sum(image["phase"] == "failed" for image in images)),
        ("stuck", sum(image["stuck"] for image in images)),
        ("unmanaged", sum(image["desired"] == UNMANAGED for image in images)),
        ("missing", sum(image["phase"] == "missing" for image in images)),
    )
    return [(tone, f"{count} {tone}") for tone, count in counts if count]


def _findings(found: list[Json]) -> list[Finding]:
    """Return the findings of a host. Where several of an image have the same remedy, the last one shows it."""
    shown = [_finding(each) for each in found]
    after: list[Finding | None] = [*shown, None][1:]
    return [
        replace(each, remedy="") if following and _same_remedy(each, following) else each
        for each, following in zip(shown, after, strict=True)
    ]


def _same_remedy(one: Finding, other: Finding) -> bool:
    return (one.subject, one.kind, one.reason, one.remedy) == (other.subject, other.kind, other.reason, other.remedy)


def _finding(found: Json) -> Finding:
    kind = found["kind"]
    return Finding(
        kind=KINDS.get(kind, kind.replace("_", " ")),
        is_reason=found["reason"] == kind,
        tone="accepted" if is_accepted(found) else _tone(kind),
        subject=found["subject"],
        message=found["message"],
        reason=found["reason"] if found["reason"] and found["reason"] != kind else "",
        remedy=found["remedy"] or "",
        status=found["status"] or "",
        first_seen=f"{moment(found['first_seen']):%Y-%m-%d}" if found["first_seen"] else "",
        acceptance=_acceptance(found["exception"]) if found["exception"] else "",
        rows=_rows(found),
        verdict=(found.get("preflight") or {}).get("verdict") or "",
        checks=(found.get("preflight") or {}).get("checks") or [],
    )


def _acceptance(exception: Json) -> str:
    said = "Accepted until" if exception["state"] == "active" else "The exception has expired on"
    return f"{said} {exception['until']} ({exception['owner']}): {exception['reason']}"


def _tone(kind: str) -> str:
    """Return the condition whose colours a kind of finding has."""
    if kind in LABELS:
        return kind
    return "policy" if kind in ("image_too_old", "tags_missing") else "drift"


def _rows(found: Json) -> list[tuple[str, str, str]]:
    """Return what differs in a diff, and the name, which says of what."""
    before, after = found.get("before") or {}, found.get("after") or {}
    keys = [key for key in {**before, **after} if key == "name" or before.get(key) != after.get(key)]
    return [(key, _shown(before.get(key)), _shown(after.get(key))) for key in keys]


def _facts(host: Json) -> list[tuple[str, str]]:
    """Return what is shown of an account beside its row, as terms and texts."""
    account, desired = host["account"] or {}, host["desired"]
    newest = (account.get("modifications") or [{}])[-1]
    started = newest.get("start_time")
    identity = ", ".join(value for value in host["identity"].values() if value)
    facts = (
        ("Desired", _desired_account(desired["account"]) if desired else ""),
        ("Linked as", account.get("dedicated_tenancy_account_type")),
        ("Message from AWS", account.get("message")),
        (
            "Last modification",
            newest.get("modification_state") and _joined(newest["modification_state"], started and _time(started)),
        ),
        ("Bundles of other images", _joined(*others_of(host))),
        ("Read as", identity),
        ("Calls", host["calls"] or ""),
    )
    return [(term, str(text)) for term, text in facts if text]


def _desired_account(desired: Json) -> str:
    enabled = "enabled" if desired["enabled_by_this_role"] in (True, None) else "enabled by others"
    exact, search = desired["management_cidr_range"], desired["management_cidr_range_search"]
    return _joined(enabled, exact and f"range {exact}", search and f"a range in {search}")


def _image(image: Json, desired: Json, bundles: list[Json] | None) -> Image:
    wanted = desired.get(image["name"])
    return Image(
        name=image["name"],
        image_id=image["image_id"] or "",
        phase=image["phase"],
        state=_state(image),
        stuck=image["stuck"],
        detail=image["errors"] or (image["message"] if image["phase"] == "under_way" else "") or "",
        explanations=image["explanations"] or [],
        age="" if image["age_days"] is None else f"{image['age_days']} d",
        created=f"{moment(image['created']):%Y-%m-%d}" if image["created"] else "",
        source=next(iter((image["source"] or {}).values()), ""),
        desired=_desired_image(wanted, image["source"]) if wanted else "",
        desired_state=image["desired"] or "",
        days=image["age_days"] or 0,
        uses=uses_of(image, bundles),
        retention=image["retention"],
    )


def _state(image: Json) -> str:
    if image["phase"] != "under_way":
        return str(image["phase"])
    state = image["import_state"] or image["image_state"]
    if image["stuck"]:
        return f"stuck in {state} for {image['idle_hours']} h"
    percentage = image["progress_percentage"]
    return f"in progress: {state}" + ("" if percentage is None else f" {percentage} %")


def _desired_image(wanted: Json, source: Json | None) -> str:
    """Return the options of an image in one line, but for the source that it was made from, which has a column."""
    values = []
    for key, value in wanted.items():
        if key in ("name", "state") or value in (None, {}) or (key == "image_source" and value == source):
            continue
        value = next(iter(value.values()), "") if key == "image_source" and isinstance(value, dict) else value
        text = str(value).rpartition(":")[2] if key in SHORT else _shown(value)
        values.append(text if key in ("description", "image_source", "os_version", *SHORT) else f"{key} {text}")
    return _joined(*values)


def _stands_out(image: Image) -> bool:
    return _is_trouble(image) or image.desired_state == UNMANAGED


def _is_trouble(image: Image) -> bool:
    return image.stuck or image.phase in ("failed", "missing")


def _matrix(hosts: list[Host]) -> Matrix:
    """Return the hosts by account, with id and name, and Region. Hosts of no known account have a line each."""
    cells: dict[tuple[str, str], list[Host]] = defaultdict(list)
    for host in hosts:
        known = host.account != "unknown account"
        account = _joined(host.account, host.account_name, separator=" ") if known else host.name
        cells[account, host.region].append(host)
    accounts: list[tuple[str, str | None]] = [(each, None) for each in sorted({account for account, _region in cells})]
    regions = [(region, console_of(region)) for region in sorted({region for _account, region in cells})]
    # The longer side goes down the page, so that few accounts in many Regions fit a phone and paper.
    if len(regions) > max(len(accounts), FEW):
        rows = [
            (label, link, [cells.get((account, label), []) for account, _none in accounts]) for label, link in regions
        ]
        return Matrix("Region", accounts, rows, len(accounts) > FEW)
    rows = [(label, link, [cells.get((label, region), []) for region, _link in regions]) for label, link in accounts]
    return Matrix("Account", regions, rows, len(regions) > FEW)


def _provenance(report: Json) -> list[tuple[str, str]]:
    """Return how the report came about, as terms and texts."""
    sources = [host["facts_from"] for host in report["hosts"]]
    read = {"aws": "by this audit", "inventory": "with the inventory", "none": "not"}
    facts = [f"{sources.count(source)} {words}" for source, words in read.items() if source in sources]
    seconds = report["duration_seconds"]
    terms = (
        ("Generated", _joined(_time(report["generated"]), f"after {seconds:g} seconds" if seconds is not None else "")),
        ("Inventory", _joined(*report["inventory"])),
        ("Hosts read", _joined(*facts)),
        ("Calls", f"{report['calls']} to Amazon WorkSpaces by this audit, without those of preflight"),
        (
            "Options",
            _joined(*(f"{key} {_shown(value)}" for key, value in report["options"].items() if value not in (None, []))),
        ),
        ("Versions", _joined(*(f"{name} {version}" for name, version in report["versions"].items()))),
        ("Schema", f"{report['schema_version']}, in the JSON file next to this page"),
    )
    return [(term, text) for term, text in terms if text]


def _time(time: str) -> str:
    return f"{moment(time):%Y-%m-%d %H:%M} UTC"


def _joined(*parts: Any, separator: str = ", ") -> str:
    return separator.join(str(part) for part in parts if part)


def _shown(value: Any) -> str:
    """Return a value in one line."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
