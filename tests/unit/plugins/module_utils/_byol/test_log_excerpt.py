# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which log belongs to an import, and what is taken of it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.log_excerpt import (
    PERMISSIONS,
    calls_for_excerpt,
    excerpt_of,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.calls import Refused
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.observations import NotSeen

RECORD = {"created": "2026-11-01T09:00:00+00:00", "last_updated_time": "2026-11-01T11:00:00+00:00"}
NINE = 1793523600000
"""Milliseconds at the start of the import."""
HOUR = 3600_000


def group(name: str, created: int = NINE + HOUR) -> dict[str, Any]:
    """A log group below the prefix."""
    return {"logGroupName": f"/aws/imagebuilder/{name}", "creationTime": created}


def read(record: dict[str, Any] | None = None, **answers: Any) -> tuple[list[str], dict[str, Any]]:
    """Answer all calls by their operation, and return the operations with the excerpt."""
    given: dict[Any, Any] = {}
    record = RECORD if record is None else record
    while new := [call for call in calls_for_excerpt("win11", record, given) if call not in given]:
        for call in new:
            answer = answers[call.operation]
            given[call] = answer(call.parameters) if callable(answer) else answer
    return [call.operation for call in given], excerpt_of("win11", record, given)


FOUND = {"logGroups": [group("win11")]}
STREAM = {"logStreams": [{"logStreamName": "1.0.0/1"}]}
EVENTS = {"events": [{"message": "first"}, {"message": "\x1b[31mSysprep\nfailed "}, {"message": " "}]}


def test_the_last_lines_are_taken_and_cleaned():
    operations, excerpt = read(DescribeLogGroups=FOUND, DescribeLogStreams=STREAM, GetLogEvents=EVENTS)
    assert tuple(f"logs:{operation}" for operation in operations) == PERMISSIONS
    assert excerpt == {
        "log_group": "/aws/imagebuilder/win11",
        "log_stream": "1.0.0/1",
        "lines": ["first", "[31mSysprep failed"],
        "note": None,
    }


def test_the_lines_are_bounded():
    events = {"events": [{"message": f"{number} {'x' * 1000}"} for number in range(100)]}
    _operations, excerpt = read(DescribeLogGroups=FOUND, DescribeLogStreams=STREAM, GetLogEvents=events)
    assert [line.split()[0] for line in excerpt["lines"]] == [str(number) for number in range(80, 100)]
    assert max(len(line) for line in excerpt["lines"]) < 320


@pytest.mark.parametrize(
    ("groups", "chosen"),
    [
        ([group("before", NINE - HOUR), group("x"), group("after", NINE + 3 * HOUR)], "x"),
        ([group("x"), group("byol-Win11-2")], "byol-Win11-2"),
        ([group("x", NINE - 30_000)], "x"),
    ],
)
def test_the_group_is_the_one_of_the_import(groups, chosen):
    _operations, excerpt = read(DescribeLogGroups={"logGroups": groups}, DescribeLogStreams=STREAM, GetLogEvents=EVENTS)
    assert excerpt["log_group"] == f"/aws/imagebuilder/{chosen}"


def test_all_pages_of_groups_are_read_up_to_a_limit():
    def page(parameters):
        token = int(parameters.get("nextToken", "0"))
        return {"logGroups": [group("win11")] if token == 2 else [], "nextToken": str(token + 1)}

    operations, excerpt = read(DescribeLogGroups=page, DescribeLogStreams=STREAM, GetLogEvents=EVENTS)
    assert operations.count("DescribeLogGroups") == 4
    assert excerpt["log_group"] == "/aws/imagebuilder/win11"


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ({"DescribeLogGroups": {"logGroups": []}}, "No log group below /aws/imagebuilder/"),
        ({"DescribeLogGroups": {"logGroups": [group("x"), group("y")]}}, "Several log groups"),
        ({"DescribeLogGroups": NotSeen("logs:DescribeLogGroups is not permitted (X)")}, "is not permitted (X)."),
        ({"DescribeLogGroups": Refused("InvalidParameterException", "No.")}, "InvalidParameterException"),
        ({"DescribeLogGroups": {"other": 1}}, ""),
        ({"DescribeLogGroups": FOUND, "DescribeLogStreams": {"logStreams": []}}, "has no streams"),
        (
            {"DescribeLogGroups": FOUND, "DescribeLogStreams": STREAM, "GetLogEvents": {"events": []}},
            "The log is empty.",
        ),
        (
            {"DescribeLogGroups": FOUND, "DescribeLogStreams": STREAM, "GetLogEvents": NotSeen("no answer")},
            "no answer.",
        ),
    ],
)
def test_what_cannot_be_found_is_noted(answers, note):
    _operations, excerpt = read(**answers)
    assert excerpt["lines"] == []
    assert note in excerpt["note"]


@pytest.mark.parametrize("record", [{}, {"created": "this morning"}])
def test_without_the_time_of_the_import_no_group_is_taken(record):
    _operations, excerpt = read(record, DescribeLogGroups=FOUND)
    assert (excerpt["log_group"], excerpt["lines"]) == (None, [])
