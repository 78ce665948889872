# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened in a run, and a check of it: who called what, what was answered, what each task reported. Pure.

All times are seconds of the machine's monotonic clock, which every process shares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

IMPORT = "ImportCustomWorkspaceImage"
DELETE = "DeleteWorkspaceImage"

ORPHAN_SECONDS = 300.0
"""How long after a kill a process that was left over may still call AWS."""


@dataclass(frozen=True)
class Call:
    """A call that reached AWS. ``image_id``: of the image that it made or is about."""

    arrived: float
    answered: float
    caller: str
    account: str
    region: str
    operation: str
    write: bool
    acted: bool
    name: str = ""
    image_id: str = ""

    @classmethod
    def from_log(cls, row: Mapping[str, Any]) -> Call:
        """Read a row of the simulated AWS's log of calls."""
        result, params = row["result"], row["params"]
        return cls(
            arrived=row["arrived"],
            answered=row["answered"],
            caller=row["access_key"],
            account=row["account"],
            region=row["region"],
            operation=row["operation"],
            write=row["write"],
            acted=row["acted"],
            name=str(params.get("ImageName", "")),
            image_id=str(result.get("ImageId") or params.get("ImageId", "")),
        )


@dataclass(frozen=True)
class Report:
    """What a task, or an item of its loop, reported. ``reason``: of a failure, if it gave one."""

    at: float
    failed: bool = False
    changed: bool = False
    reason: str | None = None
    image_id: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Run:
    """A playbook on a controller.

    ``callers``: access key ids that it used, and nobody else. ``killed_at``: when a signal ended it. ``detached``: it has
    async tasks, which go on without it. ``quiet_calls``: everything was in the desired state before, and these are the
    calls that it may take, by operation.
    """

    name: str
    callers: frozenset[str]
    reports: tuple[Report, ...] = ()
    killed_at: float | None = None
    detached: bool = False
    quiet_calls: Mapping[str, int] | None = None


@dataclass(frozen=True)
class History:
    """Everything that happened. ``seeded``: images that were there before."""

    calls: tuple[Call, ...]
    runs: tuple[Run, ...]
    seeded: frozenset[str] = frozenset()

    def calls_of(self, run: Run) -> list[Call]:
        """The calls of a run."""
        return [call for call in self.calls if call.caller in run.callers]

    def made(self) -> list[Call]:
        """The imports that AWS has carried out, in the order of their answers."""
        return sorted(
            (call for call in self.calls if call.operation == IMPORT and call.acted), key=lambda call: call.answered
        )

    def reports(self) -> Iterator[Report]:
        """The reports of all runs."""
        for run in self.runs:
            yield from run.reports


class Breach(NamedTuple):
    """A rule that does not hold, and where."""

    rule: str
    text: str


Rule = Callable[[History, frozenset[str]], Iterator[str]]


def one_import_until_its_delete(history: History, _documented: frozenset[str]) -> Iterator[str]:
    """No import arrives once another one of that name has been carried out and answered, until its image is deleted."""
    made = history.made()
    deleted = {call.image_id: call.arrived for call in history.calls if call.operation == DELETE and call.acted}
    for number, second in enumerate(made):
        for first in made[:number]:
            same = (first.account, first.region, first.name) == (second.account, second.region, second.name)
            gone = deleted.get(first.image_id, second.answered + 1) <= second.answered
            if same and first.answered < second.arrived and not gone:
                yield (
                    f"{second.caller} imported {second.name} as {second.image_id}"
                    f" although {first.image_id} was there, imported by {first.caller}"
                )


def every_image_is_reported(history: History, _documented: frozenset[str]) -> Iterator[str]:
    """The id of every image that was made is in a report of some task."""
    reported = {report.image_id for report in history.reports()}
    for call in history.made():
        if call.image_id not in reported:
            yield f"nobody reported {call.image_id}, imported as {call.name} by {call.caller}"


def reported_images_exist(history: History, _documented: frozenset[str]) -> Iterator[str]:
    """An id in a report is of an image that AWS has made."""
    known = {call.image_id for call in history.made()} | history.seeded
    for run in history.runs:
        for report in run.reports:
            if report.image_id and report.image_id not in known:
                yield f"{run.name} reported {report.image_id}, which AWS has never made"


def no_orphans(history: History, _documented: frozenset[str]) -> Iterator[str]:
    """Some minutes after it was killed, a run calls AWS no more, but for what it had handed over to async."""
    for run in history.runs:
        if run.killed_at is None or run.detached:
            continue
        late = [call for call in history.calls_of(run) if call.arrived > run.killed_at + ORPHAN_SECONDS]
        if late:
            seconds = late[-1].arrived - run.killed_at
            yield f"{run.name} still called {late[-1].operation} {seconds:.0f} seconds after it was killed"


def failures_have_documented_reasons(history: History, documented: frozenset[str]) -> Iterator[str]:
    """Every failure has a reason, and the documentation has that reason."""
    for run in history.runs:
        for report in run.reports:
            if report.failed and report.reason not in documented:
                yield f"{run.name} failed for {report.reason or 'no reason'}: {report.text}"


def changed_is_true(history: History, _documented: frozenset[str]) -> Iterator[str]:
    """A run says changed if, and only if, it has changed something itself."""
    for run in history.runs:
        writes = [call for call in history.calls_of(run) if call.write and call.acted]
        if any(report.changed for report in run.reports) and not writes:
            yield f"{run.name} says changed and has changed nothing"
        for call in writes:
            about = [report for report in run.reports if report.image_id == call.image_id and not report.failed]
            if call.operation == IMPORT and about and not any(report.changed for report in about):
                yield f"{run.name} imported {call.image_id} and does not say changed"


def quiet_runs_change_nothing(history: History, _documented: frozenset[str]) -> Iterator[str]:
    """A run that finds everything in the desired state reports so, writes nothing, and takes the calls of the contract."""
    for run in history.runs:
        if run.quiet_calls is None:
            continue
        for report in run.reports:
            if report.failed or report.changed:
                yield f"{run.name} was to be quiet and {'failed' if report.failed else 'changed'}: {report.text}"
        taken = Counter(call.operation for call in history.calls_of(run))
        if taken != Counter(run.quiet_calls):
            yield f"{run.name} was to be quiet with {dict(run.quiet_calls)} and took {dict(taken)}"


RULES: tuple[Rule, ...] = (
    one_import_until_its_delete,
    every_image_is_reported,
    reported_images_exist,
    no_orphans,
    failures_have_documented_reasons,
    changed_is_true,
    quiet_runs_change_nothing,
)


def judge(history: History, documented: Iterable[str], rules: Iterable[Rule] = RULES) -> list[Breach]:
    """Hold a history against the rules. ``documented``: the reasons that the documentation has."""
    reasons = frozenset(documented)
    return [Breach(rule.__name__, text) for rule in rules for text in rule(history, reasons)]


def documented_reasons(guide: str) -> frozenset[str]:
    """The reasons in the table of the guide's section on reasons of failure."""
    section = re.search(
        r"^## [^\n]*\breasons?\b[^\n]*\n(.*?)(?=^## |\Z)", guide, re.DOTALL | re.MULTILINE | re.IGNORECASE
    )
    reasons = re.findall(r"^\| `(\w+)` \|", section[1] if section else "", re.MULTILINE)
    if not reasons:
        raise ValueError("the guide has no table of reasons")
    return frozenset(reasons)
