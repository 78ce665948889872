# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of every call that reached the emulator."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .caller import Call

FILTERS = frozenset({"service", "operation", "account", "region"})


class CallLog:
    """Keeps the calls in the order of their replies, and writes them as JSON lines where a file was named."""

    def __init__(self, path: Path | None = None) -> None:
        self._guard = threading.Lock()
        self._rows: list[dict[str, Any]] = []
        self._started = time.monotonic()
        self._number = 0
        self._path = path

    def elapsed(self) -> float:
        """Seconds since the emulator started, on the monotonic clock."""
        return time.monotonic() - self._started

    def add(
        self, call: Call, arrived: float, outcome: str, acted: bool, result: Mapping[str, Any] | None = None
    ) -> None:
        """Record one call.

        ``acted`` says whether the operation was carried out, and ``result`` what it answered then, however the reply
        fared. Of the caller it keeps the access key id, as AWS CloudTrail does.
        """
        with self._guard:
            self._number += 1
            row = {
                "n": self._number,
                "time": round(arrived, 6),
                "arrived": round(self._started + arrived, 6),
                "answered": round(time.monotonic(), 6),
                "access_key": call.access_key,
                "service": call.service,
                "operation": call.operation,
                "account": call.account,
                "region": call.region,
                "params": dict(call.params),
                "outcome": outcome,
                "write": call.write,
                "acted": acted,
                "result": dict(result or {}),
            }
            self._rows.append(row)
            if self._path is not None:
                with self._path.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(row) + "\n")

    def rows(self, **wanted: str) -> list[dict[str, Any]]:
        """The calls, or those whose service, operation, account or region is the wanted one."""
        if unknown := set(wanted) - FILTERS:
            raise ValueError(f"calls have no {', '.join(sorted(unknown))} to filter by")
        with self._guard:
            return [row for row in self._rows if all(row[key] == value for key, value in wanted.items())]

    def clear(self) -> None:
        """Forget the calls; the numbers go on."""
        with self._guard:
            self._rows.clear()
