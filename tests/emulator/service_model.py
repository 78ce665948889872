# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds requests and replies against botocore's model of Amazon WorkSpaces, the newest that is installed.

The SDK checks required members, types and minimum lengths only; the service also checks patterns, enumerations and
maximum lengths. Its texts follow the form that AWS's JSON services use for a ValidationException.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import botocore.session
from botocore.model import OperationModel, Shape, StructureShape

VALIDATION = "ValidationException"

_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "list": (list,),
    "map": (dict,),
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float),
    "blob": (str,),
}

# Members that AWS added after the oldest botocore that the emulator runs with. They are sent nevertheless, as AWS does.
_LATER_MEMBERS = {"DescribeCustomWorkspaceImageImport": frozenset({"StateMessage", "ProgressPercentage"})}


class UnknownOperationError(LookupError):
    """The operation is not in the model."""


class ServiceModel:
    """What the model says about requests, replies and errors of each operation."""

    def __init__(self) -> None:
        self._model = botocore.session.get_session().get_service_model("workspaces")

    def request_problem(self, operation: str, params: dict[str, Any]) -> str | None:
        """The text of the ValidationException that the request earns, or None."""
        shape = self._operation(operation).input_shape
        problems = list(_walk(shape, params, "", reply=False)) if shape else []
        if not problems:
            return None
        count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
        return count + "; ".join(problems)

    def reply_problem(self, operation: str, members: dict[str, Any]) -> str | None:
        """What is wrong with a reply of ours, or None.

        Enumerated values are let pass, because a script may make up a state that no client knows yet, and so are
        empty strings, because moto gives them for what is not set.
        """
        shape = self._operation(operation).output_shape
        later = _LATER_MEMBERS.get(operation, frozenset())
        known = set(shape.members) if shape else set()
        body = {name: value for name, value in members.items() if name in known or name not in later}
        if shape is None:
            return "the operation has no output" if body else None
        return "; ".join(_walk(shape, body, "", reply=True)) or None

    def declares(self, operation: str, code: str) -> bool:
        """Whether the operation may answer this error.

        ValidationException is in no operation's list, and is what AWS's JSON services answer to a malformed request.
        """
        return code == VALIDATION or code in {shape.name for shape in self._operation(operation).error_shapes}

    def output_shape(self, operation: str) -> StructureShape | None:
        """The shape of the operation's output; None for an operation without one, or that is not in the model."""
        known = operation in self._model.operation_names
        return self._model.operation_model(operation).output_shape if known else None

    def _operation(self, name: str) -> OperationModel:
        if name not in self._model.operation_names:
            raise UnknownOperationError(name)
        return self._model.operation_model(name)


@functools.cache
def error_detail_codes() -> frozenset[str]:
    """The codes that DescribeWorkspaceImages can give in ErrorDetails."""
    model = botocore.session.get_session().get_service_model("workspaces")
    return frozenset(model.shape_for("WorkspaceImageErrorDetailCode").enum)


def _walk(shape: Shape, value: Any, path: str, reply: bool) -> Iterator[str]:
    """The problems of a value and of everything in it, each as one sentence of a ValidationException.

    ``reply`` says that the value is from a reply of ours.
    """
    if not _has_type(shape, value):
        yield _sentence(value, path, f"Member must be of type {shape.type_name}")
        return
    if not (reply and value == ""):
        yield from _constraints(shape, value, path)
        if not reply:
            yield from _enumeration(shape, value, path)
    if shape.type_name == "structure":
        yield from _structure(shape, value, path, reply)
    elif shape.type_name == "list":
        for number, item in enumerate(value, start=1):
            yield from _walk(shape.member, item, f"{path}.{number}.member", reply)
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from _walk(shape.key, key, f"{path}.key", reply)
            yield from _walk(shape.value, item, f"{path}.{key}.value", reply)


def _has_type(shape: Shape, value: Any) -> bool:
    """Whether the JSON value is of the shape's type; true and false are no numbers."""
    wanted = _PYTHON_TYPES[shape.type_name]
    return isinstance(value, wanted) and (bool in wanted or not isinstance(value, bool))


def _structure(shape: Any, value: dict[str, Any], path: str, reply: bool) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Value null at '{_join(path, name)}' failed to satisfy constraint: Member must not be null"
    for name, item in value.items():
        if name not in shape.members:
            yield _sentence(item, _join(path, name), f"Member is not known to {shape.name}")
        elif item is not None:
            yield from _walk(shape.members[name], item, _join(path, name), reply)
    if shape.is_tagged_union and sum(item is not None for item in value.values()) != 1:
        names = ", ".join(shape.members)
        yield _sentence(value, path, f"Member must have exactly one of the members: [{names}]")


def _constraints(shape: Shape, value: Any, path: str) -> Iterator[str]:
    limits = shape.metadata
    if shape.type_name in ("string", "list", "map", "blob"):
        if len(value) < limits.get("min", 0):
            yield _sentence(value, path, f"Member must have length greater than or equal to {limits['min']}")
        if len(value) > limits.get("max", len(value)):
            yield _sentence(value, path, f"Member must have length less than or equal to {limits['max']}")
    elif shape.type_name in ("integer", "long", "float", "double"):
        if value < limits.get("min", value):
            yield _sentence(value, path, f"Member must have value greater than or equal to {limits['min']}")
        if value > limits.get("max", value):
            yield _sentence(value, path, f"Member must have value less than or equal to {limits['max']}")
    pattern = limits.get("pattern")
    if pattern and isinstance(value, str) and not _compiled(pattern).fullmatch(value):
        yield _sentence(value, path, f"Member must satisfy regular expression pattern: {pattern}")


def _enumeration(shape: Shape, value: Any, path: str) -> Iterator[str]:
    values = shape.metadata.get("enum")
    if values and value not in values:
        yield _sentence(value, path, f"Member must satisfy enum value set: [{', '.join(values)}]")


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as Java reads it: its classes of digits and letters are those of ASCII.

    Callers have to match the whole string, and not with ``match``, whose ``$`` also matches before a last newline.
    """
    return re.compile(pattern, re.ASCII)


def _sentence(value: Any, path: str, constraint: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"


def _join(path: str, name: str) -> str:
    member = name[:1].lower() + name[1:]
    return f"{path}.{member}" if path else member
