# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole pipeline, by the role and by a playbook of the same meaning on the AWS command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from .harness import HERE, Bench, Cost, medians, shown
from .report import Result, Row

ROUNDS = 5
TIME_GOAL, CALLS_GOAL = 0.6, 1
ACCOUNT_SECONDS, IMPORT_SECONDS = 1, 2
"""Short, as both sides wait for AWS alike: what they add is measured."""
INVENTORY = HERE / "pipeline" / "inventory.yml"
COMMANDS: dict[str, tuple[str | Path, ...]] = {
    "role": ("ansible-playbook", "euc.workspaces.byol", "-i", INVENTORY),
    "aws cli": ("ansible-playbook", HERE / "pipeline" / "aws_cli.yml", "-i", INVENTORY),
}


@dataclass(frozen=True)
class Run:
    """One run of a pipeline."""

    cost: Cost
    calls: dict[str, int]


@dataclass(frozen=True)
class Pair:
    """The run that does everything on a bare account, and the one after it that finds nothing to do."""

    first: Run
    second: Run


def measure(bench: Bench) -> Result:
    """Each pair starts with a bare account; the second run must change nothing."""
    samples = bench.in_turns(ROUNDS, {name: partial(_pair, bench, name) for name in COMMANDS})
    first = {name: [pair.first for pair in pairs] for name, pairs in samples.items()}
    second = {name: [pair.second for pair in pairs] for name, pairs in samples.items()}
    rows = [
        *_rows(f"enable ({ACCOUNT_SECONDS} s), 2 imports ({IMPORT_SECONDS} s)", first),
        *_rows("nothing to do", second),
    ]
    kept = {name: [asdict(pair) for pair in pairs] for name, pairs in samples.items()}
    lines = [_calls(f"{name}, first run", pairs[-1].first) for name, pairs in samples.items()]
    lines += [_calls(f"{name}, second run", pairs[-1].second) for name, pairs in samples.items()]
    return Result(rows, kept, "calls of the last round\n" + "\n".join(lines))


def _pair(bench: Bench, name: str) -> Pair:
    bench.aws.reset()
    bench.aws.settings(account_seconds=ACCOUNT_SECONDS, import_seconds=IMPORT_SECONDS)
    return Pair(_run(bench, name, changes=True), _run(bench, name, changes=False))


def _run(bench: Bench, name: str, changes: bool) -> Run:
    bench.aws.clear_calls()
    done = bench.run(*COMMANDS[name])
    if changes == ("changed=0" in done.output):
        raise RuntimeError(f"{name} should have changed {'something' if changes else 'nothing'}\n{done.output}")
    return Run(done.cost, dict(bench.calls()))


def _rows(what: str, runs: dict[str, list[Run]]) -> list[Row]:
    figures = (
        ("time", "s", medians(runs, lambda run: run.cost.seconds), TIME_GOAL),
        ("CPU time", "s", medians(runs, lambda run: run.cost.cpu), None),
        ("calls", "calls", medians(runs, lambda run: sum(run.calls.values())), CALLS_GOAL),
    )
    command = "; ".join(map(shown, COMMANDS.values()))
    return [
        Row(f"pipeline, {what}: {figure}", values["role"], unit, values["aws cli"], "aws cli", command, goal)
        for figure, unit, values, goal in figures
    ]


def _calls(what: str, run: Run) -> str:
    return f"  {what}: " + ", ".join(f"{count} {operation}" for operation, count in sorted(run.calls.items()))
