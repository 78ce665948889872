# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What counts as an answer of the service; everything else is a fault on the way to it.

A captive portal, the sign-in page of a proxy or a torn connection can answer with status 200. The SDK takes a body that
it cannot read for an empty one, and an empty answer would say that an account has no image.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

REQUIRED: dict[str, tuple[str, ...]] = {
    "CopyWorkspaceImage": ("ImageId",),
    "CreateWorkspaceBundle": ("WorkspaceBundle.BundleId",),
    "DescribeAccount": ("DedicatedTenancySupport",),
    "DescribeAccountModifications": ("AccountModifications[].ModificationState",),
    "DescribeCustomWorkspaceImageImport": ("State",),
    "DescribeTags": ("TagList[].Key",),
    "DescribeWorkspaceBundles": ("Bundles[].BundleId",),
    "DescribeWorkspaceImagePermissions": ("ImagePermissions[].SharedAccountId",),
    "DescribeWorkspaceImages": ("Images[].ImageId",),
    "DescribeWorkspaces": ("Workspaces[].WorkspaceId",),
    "ImportCustomWorkspaceImage": ("ImageId",),
    "ListAvailableManagementCidrRanges": ("ManagementCidrRanges[]",),
}
"""Members that an answer of an operation always has. The service model marks no member of an answer as required."""

WRITTEN_AS: dict[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "integer": int,
    "list": list,
    "long": int,
    "map": dict,
    "string": str,
    "structure": dict,
    "timestamp": (int, float, str),
}
"""The Python types of JSON values, by the types of the service model."""


class NotAnAnswer(Exception):
    """A response that the service cannot have given. It says nothing about what the service has done."""


def refuse_non_answers(client: Any) -> None:
    """Make a client raise ``NotAnAnswer`` for every response that is none, before the SDK reads it."""
    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register(f"before-parse.{service}", _check, unique_id="euc.workspaces")


def _check(operation_model: Any, response_dict: Mapping[str, Any], **_others: Any) -> None:
    problem = problem_of(operation_model, response_dict)
    if problem:
        raise NotAnAnswer(f"the response is not one of Amazon WorkSpaces: {problem}")


def problem_of(operation_model: Any, response: Mapping[str, Any]) -> str | None:
    """Return why a response is not an answer of the service, or ``None`` if it is one.

    operation_model: of botocore. response: ``status_code``, ``headers``, ``body`` as botocore has them.
    """
    body, headers = response["body"], response["headers"]
    length = None if "content-encoding" in headers else headers.get("content-length")
    if length is not None and length.isdecimal() and len(body) != int(length):
        return f"{len(body)} bytes of {length} arrived"
    status = response["status_code"]
    if status != 200:
        return (
            None
            if status >= 500 or status == 429 or _is_error(headers, body)
            else f"status {status} without an error of AWS"
        )
    members = operation_model.output_shape.members if operation_model.output_shape else {}
    kind = str(headers.get("content-type", ""))
    if not body:
        return "it has no body" if members or (kind and "json" not in kind) else None
    if "json" not in kind:
        return f"its content type is {kind!r}"
    try:
        answer = json.loads(body)
    except ValueError:
        return "its body is not JSON"
    if not isinstance(answer, dict):
        return "its body is not an object"
    return _wrong_type(answer, operation_model.output_shape, "the body") or _missing(operation_model.name, answer)


def _is_error(headers: Mapping[str, Any], body: bytes) -> bool:
    """Whether a response with an error status has the error code of an AWS service: in its body, where it has one."""
    if not body:
        return "x-amzn-errortype" in headers
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and any(key in answer for key in ("__type", "code", "Code"))


def _wrong_type(value: Any, shape: Any, where: str) -> str | None:
    """Return what in a JSON value has another type than the service model says; ``null`` stands for a missing member."""
    if shape is None or value is None:
        return None
    expected = WRITTEN_AS.get(shape.type_name)
    if expected and (not isinstance(value, expected) or (isinstance(value, bool) and shape.type_name != "boolean")):
        return f"{where} is not a {shape.type_name}"
    if shape.type_name == "structure":
        inner = ((value[name], member, name) for name, member in shape.members.items() if name in value)
    elif shape.type_name == "list":
        if None in value:
            return f"{where} has an empty item"
        inner = ((item, shape.member, f"an item of {where}") for item in value)
    else:
        return None
    return next(filter(None, (_wrong_type(*each) for each in inner)), None)


def _missing(operation: str, answer: Mapping[str, Any]) -> str | None:
    """Return the first member that an answer has to have and does not."""
    return next((path for path in REQUIRED.get(operation, ()) if not _has(answer, path)), None) and (
        f"{operation} without {', '.join(REQUIRED[operation])}"
    )


def _has(value: Any, path: str) -> bool:
    name, _dot, rest = path.partition(".")
    member = value.get(name.removesuffix("[]"))
    if member is None:
        return False
    items = member if name.endswith("[]") else [member]
    return not rest or all(_has(item, rest) for item in items)
