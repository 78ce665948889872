# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of a run, in parallel and in turn."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.tools.console import Log, Part, PartError, run_side_by_side

SECONDS = 60
"""Far longer than anything here takes."""


def test_groups_run_at_the_same_time(tmp_path: Path) -> None:
    meeting = threading.Barrier(2, timeout=SECONDS)

    def meet(_log: Log) -> None:
        meeting.wait()

    groups = [[Part(name, "", meet)] for name in ("one", "two")]
    assert [outcome.problem for outcome in run_side_by_side(groups, 2, tmp_path)] == ["", ""]


def test_no_more_run_than_may(tmp_path: Path) -> None:
    running: list[str] = []
    seen: list[int] = []

    def part(name: str) -> Part:
        def run(_log: Log) -> None:
            running.append(name)
            seen.append(len(running))
            running.remove(name)

        return Part(name, "", run)

    run_side_by_side([[part(str(number))] for number in range(5)], 1, tmp_path)
    assert seen == [1] * 5


def test_the_parts_of_a_group_run_in_turn_and_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(log: Log) -> None:
        log.say("it is broken")
        raise PartError("broken")

    group = [Part("first", "fails", fail), Part("second", "works", lambda log: log.say("it works"))]
    outcomes = run_side_by_side([group], 2, tmp_path)
    assert [(outcome.part.name, outcome.problem) for outcome in outcomes] == [("first", "broken"), ("second", "")]
    shown = capsys.readouterr().out
    assert "======== first: fails\nit is broken\nFAILED: broken\n" in shown
    assert shown.index("FAILED: broken") < shown.index("======== second: works\nit works\n")


def test_a_part_that_says_nothing(tmp_path: Path) -> None:
    (outcome,) = run_side_by_side([[Part("silent", "", lambda _log: None)]], 2, tmp_path)
    assert (outcome.problem, outcome.log.read_text(encoding="utf-8")) == ("", "")


def test_what_has_not_started_at_an_interruption_never_does(tmp_path: Path) -> None:
    begun: list[str] = []

    def interrupted(_log: Log) -> None:
        raise KeyboardInterrupt

    groups = [[Part("interrupted", "", interrupted)], [Part("later", "", lambda _log: begun.append("later"))]]
    with pytest.raises(KeyboardInterrupt):
        run_side_by_side(groups, 1, tmp_path)
    assert begun == []
