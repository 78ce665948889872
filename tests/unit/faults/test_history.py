# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check of histories: a good one breaks no rule, and for each rule there is one that breaks it and no other."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.playbooks.faults.history import (  # noqa: E402
    DELETE,
    IMPORT,
    ORPHAN_SECONDS,
    RULES,
    Breach,
    Call,
    History,
    Report,
    Run,
    documented_reasons,
    judge,
)

REASONS = {"timeout", "throttled"}
LIST = "DescribeWorkspaceImages"
WIN = {"name": "win11", "image_id": "wsi-1"}


def call(at: float, caller: str, operation: str, **properties: object) -> Call:
    """A call that is answered a second after it arrived."""
    write = not operation.startswith("Describe")
    call = Call(at, at + 1, caller, "1", "eu-west-1", operation, write=write, acted=True)
    return replace(call, **properties)  # type: ignore[arg-type]


FIRST = Run("first", frozenset({"a"}), (Report(5, changed=True, image_id="wsi-1"),))
SECOND = Run("second", frozenset({"b"}), (Report(25, image_id="wsi-1"),), quiet_calls={LIST: 1})
GOOD = History(
    calls=(call(1, "a", LIST), call(3, "a", IMPORT, **WIN), call(20, "b", LIST)),
    runs=(FIRST, SECOND),
)


def with_calls(*calls: Call, runs: tuple[Run, ...] = GOOD.runs) -> History:
    return replace(GOOD, calls=GOOD.calls + calls, runs=runs)


def with_runs(*runs: Run) -> History:
    return replace(GOOD, runs=runs)


def rules_broken(history: History) -> list[str]:
    return [breach.rule for breach in judge(history, REASONS)]


THIRD = Run("third", frozenset({"c"}), (Report(40, changed=True, image_id="wsi-2"),))
SECOND_IMPORT = call(30, "c", IMPORT, name="win11", image_id="wsi-2")

BREAKING = {
    "one_import_until_its_delete": with_calls(SECOND_IMPORT, runs=(*GOOD.runs, THIRD)),
    "every_image_is_reported": with_calls(call(30, "c", IMPORT, name="win10", image_id="wsi-2")),
    "reported_images_exist": with_runs(*GOOD.runs, Run("third", frozenset("c"), (Report(40, image_id="wsi-9"),))),
    "no_orphans": with_calls(
        call(10 + ORPHAN_SECONDS + 1, "c", LIST),
        runs=(*GOOD.runs, Run("third", frozenset({"c"}), killed_at=10)),
    ),
    "failures_have_documented_reasons": with_runs(
        *GOOD.runs, Run("third", frozenset("c"), (Report(40, failed=True, reason="odd"),))
    ),
    "changed_is_true": with_runs(*GOOD.runs, Run("third", frozenset("c"), (Report(40, changed=True),))),
    "quiet_runs_change_nothing": with_calls(call(21, "b", LIST)),
}


def test_a_good_history() -> None:
    assert judge(GOOD, REASONS) == []


def test_every_rule_has_a_history_that_breaks_it() -> None:
    assert set(BREAKING) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("rule", BREAKING)
def test_a_history_that_breaks_one_rule(rule: str) -> None:
    assert rules_broken(BREAKING[rule]) == [rule]


@pytest.mark.parametrize("left_out", RULES, ids=[rule.__name__ for rule in RULES])
def test_a_rule_that_is_left_out(left_out: object) -> None:
    rules = [rule for rule in RULES if rule is not left_out]
    assert judge(BREAKING[left_out.__name__], REASONS, rules) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "other",
    [
        # AWS had not answered the first when the second arrived: nobody could know of it.
        (call(3.5, "c", IMPORT, name="win11", image_id="wsi-2"),),
        (replace(SECOND_IMPORT, region="us-east-1"),),
        (replace(SECOND_IMPORT, account="2"),),
        (replace(SECOND_IMPORT, name="win10"),),
        (call(28, "c", DELETE, image_id="wsi-1"), SECOND_IMPORT),
    ],
)
def test_imports_that_may_follow_another(other: tuple[Call, ...]) -> None:
    assert rules_broken(with_calls(*other, runs=(*GOOD.runs, THIRD))) == []


def test_a_delete_that_was_refused_does_not_make_room() -> None:
    refused = call(28, "c", DELETE, image_id="wsi-1", acted=False)
    history = with_calls(refused, SECOND_IMPORT, runs=(*GOOD.runs, THIRD))
    assert rules_broken(history) == ["one_import_until_its_delete"]


def test_an_import_that_was_refused_is_none() -> None:
    assert rules_broken(with_calls(replace(SECOND_IMPORT, acted=False, image_id=""))) == []


def test_a_seeded_image_may_be_reported() -> None:
    history = with_runs(*GOOD.runs, Run("third", frozenset("c"), (Report(40, image_id="wsi-9"),)))
    assert rules_broken(replace(history, seeded=frozenset({"wsi-9"}))) == []


def test_what_was_handed_over_to_async_continues() -> None:
    late = call(10 + ORPHAN_SECONDS + 1, "c", LIST)
    killed = Run("third", frozenset({"c"}), killed_at=10, detached=True)
    assert rules_broken(with_calls(late, runs=(*GOOD.runs, killed))) == []
    soon = call(10 + ORPHAN_SECONDS - 1, "c", LIST)
    assert rules_broken(with_calls(soon, runs=(*GOOD.runs, replace(killed, detached=False)))) == []


def test_a_failure_without_a_reason() -> None:
    failed = Run("third", frozenset("c"), (Report(40, failed=True, text="Traceback"),))
    assert judge(with_runs(*GOOD.runs, failed), REASONS) == [
        Breach("failures_have_documented_reasons", "third failed for no reason: Traceback")
    ]


def test_an_import_that_is_not_reported_as_a_change() -> None:
    silent = replace(FIRST, reports=(Report(5, image_id="wsi-1"),))
    assert rules_broken(with_runs(silent, SECOND)) == ["changed_is_true"]


@pytest.mark.parametrize("report", [Report(25, changed=True), Report(25, failed=True, reason="timeout")])
def test_a_quiet_run_that_is_not_quiet(report: Report) -> None:
    loud = replace(SECOND, reports=(report,))
    assert "quiet_runs_change_nothing" in rules_broken(with_runs(FIRST, loud))


def test_a_row_of_the_log() -> None:
    row = {
        "arrived": 1.0,
        "answered": 2.0,
        "access_key": "a",
        "account": "1",
        "region": "eu-west-1",
        "operation": IMPORT,
        "write": True,
        "acted": True,
        "params": {"ImageName": "win11"},
        "result": {"ImageId": "wsi-1"},
    }
    assert Call.from_log(row) == call(1, "a", IMPORT, **WIN)
    deleted = {**row, "operation": DELETE, "params": {"ImageId": "wsi-1"}, "result": {}}
    assert Call.from_log(deleted).image_id == "wsi-1"


def test_the_reasons_of_the_guide() -> None:
    text = "## Reasons of failure\n\n| reason | when |\n|---|---|\n| `timeout` | x |\n\n## Other\n| `word` | x |\n"
    assert documented_reasons(text) == {"timeout"}
    assert "import_failed" in documented_reasons((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="no table"):
        documented_reasons("## Reasons of failure\n")
