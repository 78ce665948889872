# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults between the SDK and AWS: named rules of microburst, and a client of its control API."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from .conditions import LONG

Rule = dict[str, Any]

LIST = "DescribeWorkspaceImages"
IMPORT = "ImportCustomWorkspaceImage"
POLL = "DescribeCustomWorkspaceImageImport"
DELETE = "DeleteWorkspaceImage"
MODIFY = "ModifyAccount"
MODIFICATIONS = "DescribeAccountModifications"

THROTTLED: Rule = {"error": {"code": "ThrottlingException", "status": 400, "message": "Rate exceeded"}}
RESET: Rule = {"reset": True}
REPLY_LOST: Rule = {"response": {"abort_bytes": 0}}
REPLY_CUT: Rule = {"response": {"truncate_frac": 0.5}}
REPLY_TORN: Rule = {"response": {"abort_frac": 0.5}}
OTHER_CONTENT_TYPE: Rule = {"response": {"set_headers": {"Content-Type": "text/html"}}}
NO_BODY: Rule = {"response": {"truncate_bytes": 0}}


def status(code: int) -> Rule:
    """An answer without acting, as of a broken service (500, 503), or of a gateway before it (502, 504)."""
    if code == 504:
        return {"timeout_ms": 200}
    names = {500: "InternalFailure", 502: "BadGateway", 503: "ServiceUnavailable"}
    return {"error": {"code": names[code], "status": code, "message": f"injected {code}"}}


def silent(seconds: float) -> Rule:
    """No answer for so long, and no action."""
    return {"timeout_ms": seconds * 1000}


def slow(least: float, most: float) -> Rule:
    """The call reaches AWS so many seconds late."""
    return {"latency": {"min": least * 1000, "max": most * 1000}}


def on(operation: str, rule: Rule, times: int | None = 1) -> Rule:
    """A rule for the next calls of an operation."""
    return {"operation": operation, **rule, **({} if times is None else {"times": times})}


class FaultProxy:
    """Talks to the microburst that listens at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = build_opener(ProxyHandler({}))

    def is_up(self) -> bool:
        """Whether it answers."""
        return bool(self._send("GET", "/health")["status"] == "ok")

    def add(self, rules: list[Rule]) -> list[int]:
        """Add rules to those in force; gives back their ids."""
        return [
            rule["id"] for rule in self._send("PATCH", "/rules", [{"service": "workspaces"} | rule for rule in rules])
        ]

    def clear(self, headers: dict[str, str]) -> None:
        """Drop the rules for these headers."""
        self._send("DELETE", "/rules", [{"headers": headers}])

    def struck(self) -> dict[int, int]:
        """How often each rule has struck, by its id, also of rules that were dropped since."""
        return {rule["id"]: rule["fired"] for rule in self._send("GET", "/stats")["by_rule"]}

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.url}/_microburst{path}", data, headers, method=method)
        with self._opener.open(request, timeout=LONG) as response:
            return json.load(response)
