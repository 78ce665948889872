# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wait for many imports costs while it lasts."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from .harness import Bench, medians
from .report import Result, Row
from .side_by_side import FORKS, command, run

ROUNDS = 1
HOSTS = 100
MINUTES = (1, 4)
"""How long the imports take. Each is polled once a minute."""
GOAL = 3
"""Seconds of CPU time for each minute."""


def measure(bench: Bench) -> Result:
    """Import an image on each host, in short and in long imports; what differs is the wait."""
    subjects = {f"{minutes} min": partial(run, bench, HOSTS, minutes * 60) for minutes in MINUTES}
    samples = bench.in_turns(ROUNDS, subjects)
    cpu = medians(samples, lambda sample: sample.cpu)
    short, long = (cpu[f"{minutes} min"] for minutes in MINUTES)
    what = f"{HOSTS} imports at {FORKS} forks, each minute of the wait: CPU time"
    row = Row(what, (long - short) / (MINUTES[1] - MINUTES[0]), "s", GOAL, "the goal", command(HOSTS), at_most=1)
    return Result([row], {name: [asdict(sample) for sample in runs] for name, runs in samples.items()})
