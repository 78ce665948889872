# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads from an HTTP request which AWS operation is called, in which Region, and with whose key.

Region and service come out of the credential scope of Signature Version 4
(AWS General Reference, "Elements of an AWS API request signature"). The signature itself is not checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "us-east-1"
WORKSPACES = "workspaces"
WORKSPACES_TARGET = "WorkspacesService."

_CREDENTIAL = re.compile(r"Credential=(?P<key>[^/,\s]+)/[^/,]*/(?P<region>[^/,]+)/(?P<service>[^/,]+)/aws4_request")
_EMULATED_KEY = re.compile(r"EMULATED(?P<account>[0-9]{12})(?:S[0-9A-F]+)?")


@dataclass(frozen=True)
class Call:
    """One call of an AWS operation. ``params`` is empty for all services but WorkSpaces."""

    service: str
    operation: str
    account: str
    region: str
    access_key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def write(self) -> bool:
        """Whether the operation is one that changes something, by the convention of its name."""
        return not self.operation.startswith(("Describe", "List", "Get"))


class UnreadableBodyError(ValueError):
    """The body of a JSON request is not a JSON object."""


@dataclass(frozen=True)
class Credential:
    """The credential scope of a signed request."""

    access_key: str = ""
    region: str = DEFAULT_REGION
    service: str = ""

    @property
    def emulated_account(self) -> str | None:
        """The account of a key like ``EMULATED123456789012``: such a key *is* that account.

        The key of a session of an assumed role has ``S`` and a number after it.
        """
        match = _EMULATED_KEY.fullmatch(self.access_key)
        return match["account"] if match else None


def read_credential(authorization: str) -> Credential:
    """The credential scope of an Authorization header; defaults for a request that is not signed."""
    match = _CREDENTIAL.search(authorization)
    return Credential(match["key"], match["region"], match["service"]) if match else Credential()


def read_operation(target: str, method: str, path: str, body: bytes) -> str:
    """The operation: from X-Amz-Target (JSON), the form's Action (query), or else the method and path (REST)."""
    if target:
        return target.rpartition(".")[2]
    action = parse_qs(body.decode("utf-8", "replace")).get("Action") if len(body) < 1_000_000 else None
    return action[0] if action else f"{method} {path}"


def read_params(body: bytes) -> dict[str, Any]:
    """The members of a JSON request."""
    try:
        params = json.loads(body or b"{}")
    except ValueError as error:
        raise UnreadableBodyError("The body of the request is not JSON") from error
    if not isinstance(params, dict):
        raise UnreadableBodyError("The body of the request is not a JSON object")
    return params
