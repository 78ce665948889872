# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one more task costs in a playbook."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

from .harness import Bench, Cost, medians, shown
from .report import Result, Row
from .subjects import AS_MODULE, BARE, INFO, OURS, REGIONS, SUBJECTS, YARDSTICK, prepare, task

ROUNDS = 5
MORE = len(REGIONS) - 1
GOALS = {AS_MODULE: 0.65}
GOAL = 0.08
"""In the process of Ansible; as an ordinary module a task takes longer."""


def measure(bench: Bench) -> Result:
    """The cost of a playbook with one task and MORE, less that of a playbook with the one, by MORE."""
    prepare(bench)
    subjects = {name: partial(_one_more, bench, name) for name in SUBJECTS}
    subjects |= {name: partial(bench.cost, *command) for name, command in BARE.items()}
    samples = bench.in_turns(ROUNDS, subjects)
    seconds = medians(samples, lambda cost: cost.seconds)
    cpu = medians(samples, lambda cost: cost.cpu)
    rows = []
    for figure, values, goal in (("time", seconds, GOAL), ("CPU time", cpu, None)):
        for name in OURS:
            command = _command(bench, name)
            rows.append(
                Row(
                    f"one more task, {figure}: {name}",
                    values[name],
                    "s",
                    values[YARDSTICK],
                    YARDSTICK,
                    command,
                    goal and GOALS.get(name, goal),
                )
            )
    for name, bare in zip((INFO, YARDSTICK), BARE, strict=True):
        command = f"{_command(bench, name)}; {shown(BARE[bare])}"
        rows.append(Row(f"one more task, time: {name}", seconds[name], "s", seconds[bare], f"process: {bare}", command))
    return Result(rows, {name: [asdict(cost) for cost in costs] for name, costs in samples.items()})


def _one_more(bench: Bench, name: str) -> Cost:
    few, many = (bench.cost("ansible-playbook", playbook) for playbook in _playbooks(bench, name))
    return Cost((many.seconds - few.seconds) / MORE, (many.cpu - few.cpu) / MORE, many.peak_mib)


def _command(bench: Bench, name: str) -> str:
    few, many = _playbooks(bench, name)
    return f"ansible-playbook {many}, less ansible-playbook {few}, by {MORE}"


def _playbooks(bench: Bench, name: str) -> list[Path]:
    tasks = [task(name, region) for region in REGIONS]
    return [bench.playbook(f"{name}-{len(some)}", some) for some in (tasks[:1], tasks)]
