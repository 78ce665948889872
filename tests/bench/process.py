# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the process of a module costs: time and memory, as it is sent, without the playbook around it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from .harness import Bench, medians, python, shown
from .report import Result, Row
from .subjects import BARE, INFO, MODULES, YARDSTICK, prepare, sent_module, sent_shown

ROUNDS = 9


def measure(bench: Bench) -> Result:
    """Run what Ansible sends, by itself."""
    prepare(bench)
    commands = {name: python(sent_module(bench, name)) for name in (*MODULES, YARDSTICK)}
    commands |= BARE
    samples = bench.in_turns(ROUNDS, {name: partial(bench.cost, *command) for name, command in commands.items()})
    figures = {
        "time": ("s", medians(samples, lambda cost: cost.seconds)),
        "CPU time": ("s", medians(samples, lambda cost: cost.cpu)),
        "peak memory": ("MiB", medians(samples, lambda cost: cost.peak_mib)),
    }
    bare = next(iter(BARE))
    rows = []
    for figure, (unit, values) in figures.items():
        for name in MODULES:
            command = sent_shown(name, "python {}")
            rows.append(
                Row(f"module process, {figure}: {name}", values[name], unit, values[YARDSTICK], YARDSTICK, command)
            )
        command = f"{sent_shown(INFO, 'python {}')}; {shown(BARE[bare])}"
        rows.append(Row(f"module process, {figure}: {INFO}", values[INFO], unit, values[bare], bare, command))
    return Result(rows, {name: [asdict(cost) for cost in costs] for name, costs in samples.items()})
