# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies that seem successful and are no answers of the service: sign-in pages, empty bodies, other JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from botocore.model import Shape, StructureShape

from .reply import AWS_JSON, Reply

SIGN_IN_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the network</body></html>"
SIGN_IN_URL = "http://127.0.0.1:9/sign-in"

Maker = Callable[[Reply, StructureShape | None], Reply]


def _with_body(body: bytes, content_type: str = AWS_JSON) -> Maker:
    return lambda _reply, _shape: Reply(200, [("Content-Type", content_type)], body)


def _redirect(_reply: Reply, _shape: StructureShape | None) -> Reply:
    return Reply(302, [("Content-Type", "text/html"), ("Location", SIGN_IN_URL)], SIGN_IN_PAGE)


def _hollow(_reply: Reply, shape: StructureShape | None) -> Reply:
    """Each list has one item without members; other members are left out."""
    members: dict[str, Shape] = shape.members if shape else {}
    lists: dict[str, list[dict[str, str]]] = {
        name: [{}] for name, member in members.items() if member.type_name == "list"
    }
    return Reply(200, [("Content-Type", AWS_JSON)], json.dumps(lists).encode())


def _other_content_type(reply: Reply, _shape: StructureShape | None) -> Reply:
    return replace(reply, headers=[("Content-Type", "text/plain")])


def _missing_member(reply: Reply, _shape: StructureShape | None) -> Reply:
    """Leave out the first member of the body."""
    members = dict(list(json.loads(reply.body).items())[1:])
    return replace(reply, body=json.dumps(members).encode())


def _torn(reply: Reply, _shape: StructureShape | None) -> Reply:
    """Half of the body, with a Content-Length that fits it."""
    return replace(reply, body=reply.body[: len(reply.body) // 2])


_FROM_NOTHING: dict[str, Maker] = {
    "html": _with_body(SIGN_IN_PAGE, "text/html"),
    "empty": _with_body(b""),
    "null": _with_body(b"null"),
    "list": _with_body(b"[]"),
    "hollow": _hollow,
    "redirect": _redirect,
}
_FROM_THE_ANSWER: dict[str, Maker] = {
    "content_type": _other_content_type,
    "missing_member": _missing_member,
    "torn": _torn,
}
_MAKERS = {**_FROM_NOTHING, **_FROM_THE_ANSWER}

KINDS = tuple(_MAKERS)
ACTING = frozenset(_FROM_THE_ANSWER)
"""Those that are made from the answer of the service, which has to act for them."""


def non_answer(kind: str, reply: Reply, shape: StructureShape | None) -> Reply:
    """Make a reply of the kind. ``reply``: the service's own; ``shape``: of the operation's output."""
    return _MAKERS[kind](reply, shape)
