# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of the WorkSpaces API without an SDK."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .conftest import ACCOUNT, REGION

AUTHORIZATION = (
    f"AWS4-HMAC-SHA256 Credential=EMULATED{ACCOUNT}/20260101/{REGION}/workspaces/aws4_request, "
    "SignedHeaders=host, Signature=0"
)

HEADERS = {"Authorization": AUTHORIZATION, "Content-Type": "application/x-amz-json-1.1"}


def post(url: str, operation: str, body: bytes, authorization: str = AUTHORIZATION) -> tuple[int, dict[str, Any], str]:
    """A call without an SDK: the status, the body and the header of the error."""
    headers = HEADERS | {"X-Amz-Target": f"WorkspacesService.{operation}", "Authorization": authorization}
    try:
        with urlopen(Request(url, body, headers), timeout=5) as response:
            return response.status, json.load(response), ""
    except HTTPError as error:
        with error:
            return error.code, json.load(error), error.headers["x-amzn-errortype"]
