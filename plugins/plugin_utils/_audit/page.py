# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The report of an audit as one HTML page that needs nothing else: no other file, no network, and no script for reading.

The template escapes everything. The policy in the page lets only our own script run, so nothing that AWS or a user wrote
could become one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .timeline import MARK, WIDTH, ages_of, timeline_of

Json = dict[str, Any]

TEMPLATES = Path(__file__).resolve().parents[3] / "roles" / "audit" / "templates"

LABELS = {
    "unreachable": ("unreachable", "The account could not be reached."),
    "not_authorized": ("not authorized", "AWS refused to tell, or the credentials have expired."),
    "failing": ("failing", "Making it as asked would fail."),
    "drift": ("drift", "It differs from what is asked for, and AWS cannot change it."),
    "would_change": ("would change", "It differs from what is asked for; the role byol would change it."),
    "compliant": ("compliant", "It is as asked."),
    "observed": ("observed", "Nothing is asked of it; this is what there is."),
}
"""What is said of each condition, from bad to good."""

PHASES = {"ready": "ready", "under_way": "under way", "failed": "failed", "missing": "missing"}


def page_of(report: Json) -> str:
    """The report as a page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(moment=_moment, shown=_shown, changed_keys=_changed_keys)
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    hosts = [_host(number, host) for number, host in enumerate(report["hosts"], start=1)]
    images = [(host, image) for host in hosts for image in host["images"]]
    now = datetime.fromisoformat(report["generated"])
    return environment.get_template("report.html.j2").render(
        report=report,
        generated=f"{now:%d %B %Y, %H:%M} {now:%Z}".strip(),
        labels=LABELS,
        phases=PHASES,
        hosts=sorted(hosts, key=lambda host: (list(LABELS).index(host["condition"]), host["number"])),
        matrix=_matrix(hosts),
        regions=sorted({host["region_shown"] for host in hosts}),
        troubled=sum(host["level"] != "none" for host in hosts),
        standing_out=[(host, image) for host, image in images if _stands_out(image)],
        oldest=sorted((each for each in images if each[1]["created"]), key=lambda each: each[1]["created"])[:5],
        timeline=timeline_of(((host["host"], image) for host, image in images), now),
        timeline_width=WIDTH,
        mark=MARK,
        ages=ages_of(image for _host, image in images),
        style=Markup(style),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _host(number: int, host: Json) -> Json:
    """A host with what the page says of it."""
    account = host["account"] or {}
    stuck = sum(image["stuck"] for image in host["images"])
    failed = sum(image["phase"] == "failed" for image in host["images"])
    extra = sum(image["desired"] == "not asked for" for image in host["images"])
    flags = [
        f"{count} {word}" for count, word in ((failed, "failed"), (stuck, "stuck"), (extra, "not asked for")) if count
    ]
    words = [
        host["host"],
        host["account_id"],
        host["account_name"],
        host["region"],
        LABELS[host["condition"]][0],
        *flags,
    ]
    words += [image["name"] for image in host["images"]] + [image["image_id"] for image in host["images"]]
    words += [str(finding[key] or "") for finding in host["findings"] for key in ("reason", "message")]
    return {
        **host,
        "number": number,
        "severity": list(LABELS).index(host["condition"]),
        "account_shown": host["account_id"] or host["account_name"] or "unknown account",
        "region_shown": host["region"] or "default Region",
        "support": account.get("dedicated_tenancy_support"),
        "range": account.get("dedicated_tenancy_management_cidr_range"),
        "existing": [image for image in host["images"] if image["phase"] != "missing"],
        "flags": flags,
        "words": " ".join(word for word in words if word).lower(),
    }


def _matrix(hosts: list[Json]) -> list[tuple[str, dict[str, list[Json]]]]:
    """For each account, by id and name, its hosts by Region. Hosts of no known account have a row each."""
    rows: dict[str, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    for host in hosts:
        rows[" ".join(filter(None, (host["account_id"], host["account_name"]))) or host["host"]][
            host["region_shown"]
        ].append(host)
    return sorted(rows.items())


def _stands_out(image: Json) -> bool:
    return image["stuck"] or image["phase"] in ("failed", "missing") or image["desired"] == "not asked for"


def _changed_keys(finding: Json) -> list[str]:
    """What differs in a diff, and the name, which says of what."""
    before, after = finding["before"], finding["after"]
    return [key for key in {**before, **after} if key == "name" or before.get(key) != after.get(key)]


def _moment(time: str) -> str:
    return f"{datetime.fromisoformat(time):%Y-%m-%d %H:%M %Z}"


def _shown(value: Any) -> str:
    """A value of a diff, in one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
