# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The last lines that EC2 Image Builder has logged for an import that failed: which calls find them, and what they say. Pure.

AWS documents only that there is a log group of Image Builder, created during the import. So it is searched for by its time,
and among several by the name of the image.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._aws.text import one_line
from .preflight.calls import Answer, Call, call_of
from .preflight.observations import Absent, Found, NotSeen
from .preflight.replies import unless_missing
from .times import read

Json = dict[str, Any]

PERMISSIONS = ("logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:GetLogEvents")
"""The IAM actions that it takes."""

PREFIX = "/aws/imagebuilder/"
LINES, LONGEST_LINE = 20, 300
MOST_PAGES = 4
"""Pages of log groups that are read, of 50 each."""

MARGIN = 60_000
"""Milliseconds by which the clocks of two services may differ."""


def calls_for_excerpt(name: str, record: Mapping[str, Any], answers: Mapping[Call, Answer]) -> list[Call]:
    """Return the calls that find the lines, as far as the answers so far show.

    Args:
        name: Of the image.
        record: Of its import, as DescribeCustomWorkspaceImageImport returns it, in snake case.
    """
    calls, group = _group(name, record, answers)
    if not isinstance(group, str):
        return calls
    streams = _streams(group)
    stream = _stream(answers.get(streams))
    return [*calls, streams, *([_events(group, stream)] if isinstance(stream, str) else [])]


def excerpt_of(name: str, record: Mapping[str, Any], answers: Mapping[Call, Answer]) -> Json:
    """Return the key ``log_excerpt`` of a result. answers: to all calls of ``calls_for_excerpt()``."""
    _calls, group = _group(name, record, answers)
    if not isinstance(group, str):
        return _excerpt(None, None, [], _note(group))
    stream = _stream(answers.get(_streams(group)))
    if not isinstance(stream, str):
        return _excerpt(group, None, [], _note(stream))
    lines = unless_missing(answers.get(_events(group, stream), UNREAD), (), _lines)
    if isinstance(lines, (Absent, NotSeen)):
        return _excerpt(group, stream, [], _note(lines))
    return _excerpt(group, stream, lines, None if lines else "The log is empty.")


UNREAD = NotSeen("it has not been read yet")


def _excerpt(group: str | None, stream: str | None, lines: list[str], note: str | None) -> Json:
    return {"log_group": group, "log_stream": stream, "lines": lines, "note": note}


def _note(found: Absent | NotSeen) -> str:
    return f"{found.answer}." if isinstance(found, Absent) else f"{found.reason}. {found.remedy}".strip()


def _group(name: str, record: Mapping[str, Any], answers: Mapping[Call, Answer]) -> tuple[list[Call], Found[Any]]:
    """Return the calls that list the log groups, and the name of the one that belongs to the import."""
    calls = [_groups(None)]
    found: list[Json] = []
    while True:
        page = unless_missing(answers.get(calls[-1], UNREAD), (), _page)
        if isinstance(page, (Absent, NotSeen)):
            return calls, page
        groups, token = page
        found += groups
        if token is None or len(calls) == MOST_PAGES:
            return calls, _chosen(name, record, found)
        calls.append(_groups(token))


def _page(reply: Mapping[str, Any]) -> tuple[list[Json], str | None]:
    groups = [
        {"name": str(group["logGroupName"]), "created": int(group["creationTime"])} for group in reply["logGroups"]
    ]
    return groups, reply.get("nextToken")


def _chosen(name: str, record: Mapping[str, Any], groups: list[Json]) -> Found[str]:
    """Return the one log group that was created during the import, by the name of the image where there are several."""
    start = _milliseconds(record.get("created"))
    end = _milliseconds(record.get("last_updated_time"))
    if start is None:
        return NotSeen("AWS does not report when the import started, so its log group cannot be found")
    during = [
        group["name"]
        for group in groups
        if start - MARGIN <= group["created"] and (end is None or group["created"] <= end + MARGIN)
    ]
    named = [group for group in during if _normalized(name) in _normalized(group)]
    candidates = named or during
    if not candidates:
        return NotSeen(f"No log group below {PREFIX} was created during the import")
    if len(candidates) > 1:
        return NotSeen(f"Several log groups were created during the import: {', '.join(sorted(candidates))}")
    return candidates[0]


def _stream(answer: Answer | None) -> Found[str]:
    found = unless_missing(answer or UNREAD, (), _newest_stream)
    return NotSeen("The log group has no streams") if found is None else found


def _newest_stream(reply: Mapping[str, Any]) -> str | None:
    streams = reply["logStreams"]
    return str(streams[0]["logStreamName"]) if streams else None


def _lines(reply: Mapping[str, Any]) -> list[str]:
    lines = (one_line(event["message"], LONGEST_LINE) for event in reply["events"])
    return [line for line in lines if line][-LINES:]


def _groups(token: str | None) -> Call:
    more = {"nextToken": token} if token else {}
    return call_of("logs", "DescribeLogGroups", logGroupNamePrefix=PREFIX, limit=50, **more)


def _streams(group: str) -> Call:
    return call_of("logs", "DescribeLogStreams", logGroupName=group, orderBy="LastEventTime", descending=True, limit=1)


def _events(group: str, stream: str) -> Call:
    return call_of("logs", "GetLogEvents", logGroupName=group, logStreamName=stream, limit=LINES, startFromHead=False)


def _milliseconds(time: object) -> float | None:
    moment = read(time)
    return moment.timestamp() * 1000 if moment else None


def _normalized(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())
