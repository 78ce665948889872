# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP reply, and what is to become of it on its way out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

AWS_JSON = "application/x-amz-json-1.1"


@dataclass(frozen=True)
class Reply:
    """``dropped`` closes the connection without a word; ``truncated`` cuts the body short of its Content-Length."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    dropped: bool = False
    truncated: bool = False

    @property
    def error_code(self) -> str | None:
        """The error that an AWS JSON service answered; None when it answered none."""
        return next((value for name, value in self.headers if name.lower() == "x-amzn-errortype"), None)


def json_reply(status: int, value: Any, content_type: str = "application/json") -> Reply:
    """A reply with a JSON body."""
    return Reply(status, [("Content-Type", content_type)], json.dumps(value).encode())


def error_reply(code: str, message: str, status: int = 400) -> Reply:
    """An error as AWS's JSON 1.1 services answer it."""
    reply = json_reply(status, {"__type": code, "message": message}, AWS_JSON)
    return Reply(status, [*reply.headers, ("x-amzn-errortype", code)], reply.body)
