# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the pipeline grows with the number of images: in time with the longest import, in calls with the number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial

from .harness import REGION, Bench, image_options, medians
from .report import Result, Row

ROUNDS = 2
FEW, SOME, MANY = 1, 5, 20
IMPORT_SECONDS, LONGER_SECONDS = 6, 16
LONGER = f"{SOME}, one longer"


@dataclass(frozen=True)
class Run:
    """One run of the role."""

    seconds: float
    calls: int


def measure(bench: Bench) -> Result:
    """Imports of the same length; once more with the last of SOME images much longer."""
    subjects = {str(number): partial(_run, bench, number, IMPORT_SECONDS) for number in (FEW, SOME, MANY)}
    subjects[LONGER] = partial(_run, bench, SOME, LONGER_SECONDS)
    samples = bench.in_turns(ROUNDS, subjects)
    seconds = medians(samples, lambda run: run.seconds)
    calls = medians(samples, lambda run: run.calls)
    rows = [
        Row(
            f"images: {number}, imports of {IMPORT_SECONDS} s: time",
            seconds[str(number)],
            "s",
            number * IMPORT_SECONDS,
            "imports one by one",
            _command(number),
        )
        for number in (FEW, SOME, MANY)
    ]
    more = LONGER_SECONDS - IMPORT_SECONDS
    each = (seconds[str(MANY)] - seconds[str(SOME)]) / (MANY - SOME)
    both = f"{_command(SOME)}; {_command(MANY)}"
    rows += [
        Row(
            f"images: {SOME}, one import {more} s longer: more time",
            seconds[LONGER] - seconds[str(SOME)],
            "s",
            more,
            "that import",
            _command(SOME),
        ),
        Row(f"images: each from {SOME} to {MANY}: more time", each, "s", IMPORT_SECONDS, "one import", both),
    ]
    rows += [
        Row(
            f"images: {number}: calls",
            calls[str(number)],
            "calls",
            number * calls[str(FEW)],
            f"{number} x those for {FEW}",
            f"{_command(FEW)}; {_command(number)}",
            at_most=1,
        )
        for number in (SOME, MANY)
    ]
    return Result(rows, {name: [asdict(run) for run in runs] for name, runs in samples.items()})


def _command(number: int) -> str:
    return f"ansible-playbook euc.workspaces.byol -i localhost, -e @{number}-images.yml"


def _run(bench: Bench, number: int, last_seconds: float) -> Run:
    names = [f"image-{one:02}" for one in range(1, number + 1)]
    bench.aws.reset()
    bench.aws.account(support="ENABLED")
    bench.aws.settings(import_seconds=IMPORT_SECONDS, imports={names[-1]: {"seconds": last_seconds}})
    variables = {"byol_region": REGION, "byol_wait_delay": 2, "byol_images": [image_options(name) for name in names]}
    file = bench.file(f"{number}-images.yml", variables)
    cost = bench.cost("ansible-playbook", "euc.workspaces.byol", "-i", "localhost,", "-e", f"@{file}")
    return Run(cost.seconds, sum(bench.calls().values()))
