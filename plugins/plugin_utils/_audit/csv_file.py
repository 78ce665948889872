# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a report as CSV, for spreadsheets: a row for each, and one for a host without any. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

HOST = ("host", "account_id", "account_name", "region", "condition")
FINDING = ("kind", "subject", "reason", "message", "remedy", "status", "first_seen")
EXCEPTION = ("state", "reason", "owner", "until")
COLUMNS = (*HOST, *FINDING, *(f"exception_{key}" for key in EXCEPTION))

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""


def csv_of(report: Json) -> str:
    """Return the report as CSV (RFC 4180), with a head. Resolved findings come last, with the status ``resolved``."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([_cell(row.get(column)) for column in COLUMNS])
    return output.getvalue()


def _rows(report: Json) -> Iterator[Json]:
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
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
