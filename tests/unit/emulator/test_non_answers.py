# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies that seem successful and are no answers of the service."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.emulator.non_answers import ACTING, KINDS

from .conftest import ACCOUNT, REGION
from .plain_http import HEADERS

IMPORT = "ImportCustomWorkspaceImage"
LIST = "DescribeWorkspaceImages"
AWS_JSON = "application/x-amz-json-1.1"


def raw(aws: Any, operation: str, body: bytes = b"{}") -> tuple[int, str, bytes]:
    """Call without an SDK and without following a redirect: the status, the content type and the body."""
    connection = HTTPConnection(aws.url.removeprefix("http://"), timeout=60)
    try:
        connection.request("POST", "/", body, HEADERS | {"X-Amz-Target": f"WorkspacesService.{operation}"})
        reply = connection.getresponse()
        return reply.status, reply.headers["Content-Type"], reply.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("kind", "status", "content_type", "body"),
    [
        ("html", 200, "text/html", None),
        ("redirect", 302, "text/html", None),
        ("empty", 200, AWS_JSON, b""),
        ("null", 200, AWS_JSON, b"null"),
        ("list", 200, AWS_JSON, b"[]"),
        ("hollow", 200, AWS_JSON, b'{"Images": [{}]}'),
        ("content_type", 200, "text/plain", b'{"Images": []}'),
        ("missing_member", 200, AWS_JSON, b"{}"),
        ("torn", 200, AWS_JSON, b'{"Image'),
    ],
)
def test_each_kind_once(aws: Any, kind: str, status: int, content_type: str, body: bytes | None) -> None:
    aws.faults([{"operation": LIST, "do": {"answer": kind}}])
    seen = raw(aws, LIST)
    assert seen[:2] == (status, content_type)
    if body is None:
        assert b"Sign in" in seen[2]
    else:
        assert seen[2] == body
    assert raw(aws, LIST) == (200, AWS_JSON, b'{"Images": []}')
    assert [call["outcome"] for call in aws.calls()] == [kind, "ok"]


@pytest.mark.usefixtures("enabled")
@pytest.mark.parametrize("kind", KINDS)
def test_a_write_is_carried_out_or_not(aws: Any, client: Any, request_of: Any, kind: str) -> None:
    body = json.dumps(request_of()).encode()
    if kind not in ACTING:
        aws.faults([{"operation": IMPORT, "do": {"answer": kind, "acted": False}}])
        raw(aws, IMPORT, body)
        assert client.describe_workspace_images()["Images"] == []
    aws.faults([{"operation": IMPORT, "do": {"answer": kind}}])
    raw(aws, IMPORT, body)
    (image,) = client.describe_workspace_images()["Images"]
    last = aws.calls(operation=IMPORT, account=ACCOUNT, region=REGION)[-1]
    assert (last["acted"], last["outcome"], last["result"]["ImageId"]) == (True, kind, image["ImageId"])
