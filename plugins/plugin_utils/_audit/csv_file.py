# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as CSV, for spreadsheets: its findings, and its images with what uses them. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

HOST = ("host", "account_id", "account_name", "region", "condition")
FINDING = ("kind", "subject", "reason", "message", "remedy", "status", "first_seen")
EXCEPTION = ("state", "reason", "owner", "until")
COLUMNS = (*HOST, *FINDING, *(f"exception_{key}" for key in EXCEPTION))

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""


PLACE = ("host", "account_id", "account_name", "region")
IMAGE = ("name", "image_id", "description", "phase", "desired", "created", "age_days")
BUNDLE = ("name", "rings", "image_since", "previous_image_name", "previous_image_id", "old")
LISTS = ("previous_of", "shared_account_ids")
IMAGE_COLUMNS = (
    *PLACE,
    *IMAGE,
    "source",
    *(f"bundle_{key}" for key in BUNDLE),
    *LISTS,
    "copied_from",
    "copies",
    "retention_action",
    "retention_reason",
)


def csv_of(report: Json) -> str:
    """Return the findings as CSV (RFC 4180), with a head: a row for each, and one for a host without any.

    Resolved findings come last, with the status ``resolved``.
    """
    return _table(COLUMNS, _findings(report))


def images_csv_of(report: Json) -> str:
    """Return the images as CSV (RFC 4180), with a head: a row for each bundle that has an image, and one for an image without any."""
    return _table(IMAGE_COLUMNS, _images(report))


def _table(columns: Iterable[str], rows: Iterable[Json]) -> str:
    columns = list(columns)
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return output.getvalue()


def _images(report: Json) -> Iterator[Json]:
    for host in report["hosts"]:
        bundles: dict[str, list[Json]] = {}
        for bundle in host["bundles"] or []:
            bundles.setdefault(bundle["image_id"], []).append(bundle)
        for image in host["images"]:
            row = {**{key: host[key] for key in PLACE}, **_image(image)}
            for bundle in bundles.pop(image["image_id"], [{}]):
                yield {**row, **{f"bundle_{key}": bundle.get(key) for key in BUNDLE}}
        for image_id, others in bundles.items():
            # Images that the account does not own.
            row = {**{key: host[key] for key in PLACE}, "image_id": image_id}
            yield from ({**row, **{f"bundle_{key}": bundle[key] for key in BUNDLE}} for bundle in others)


def _image(image: Json) -> Json:
    origin, retention = image["copied_from"] or {}, image["retention"] or {}
    return {
        **{key: image[key] for key in (*IMAGE, *LISTS)},
        "source": next(iter((image["source"] or {}).values()), None),
        "copied_from": "/".join(origin.values()),
        "copies": [f"{copy['host']}/{copy['image_id']}" for copy in image["copies"] or []],
        "retention_action": retention.get("action"),
        "retention_reason": retention.get("reason"),
    }


def _findings(report: Json) -> Iterator[Json]:
    for host in report["hosts"]:
        known = {key: host[key] for key in HOST}
        for found in host["findings"]:
            exception = {f"exception_{key}": value for key, value in (found["exception"] or {}).items()}
            yield {**known, **{key: found[key] for key in FINDING}, **exception}
        if not host["findings"]:
            yield known
    for found in report["resolved"]:
        yield {**found, "status": "resolved"}


def _cell(value: Any) -> str:
    value = " ".join(map(str, value)) if isinstance(value, list) else value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
