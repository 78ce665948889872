# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How near workspaces_byol_info comes to the least time that the rate limit of WorkSpaces permits."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from statistics import median

from .harness import Bench
from .report import Result, Row

ROUNDS = 2
IMAGES = 40
RATE, BURST = 2, 5
"""Calls a second, and in a burst, that WorkSpaces allows per account and Region (administration guide, API throttling)."""


def measure(bench: Bench) -> Result:
    """Read the account, and IMAGES images with their imports."""
    playbook = bench.playbook("info", [{"euc.workspaces.workspaces_byol_info": {}}])
    samples = bench.in_turns(ROUNDS, {"info": partial(_run, bench, playbook)})["info"]
    values = {key: median(sample[key] for sample in samples) for key in samples[0]}
    least = (values["calls"] - BURST) / RATE
    command = f"ansible-playbook {playbook}"
    rows = [
        Row(f"info on {IMAGES} images: first to last call", values["span"], "s", least, "least permitted", command),
        Row(f"info on {IMAGES} images: whole playbook", values["wall"], "s", least, "least permitted", command),
    ]
    remark = f"{values['calls']:.0f} calls, {values['refused']:.0f} refused for the rate"
    return Result(rows, {"info": samples}, remark)


def _run(bench: Bench, playbook: Path) -> dict[str, float]:
    bench.aws.reset()
    bench.aws.account(support="ENABLED")
    bench.aws.images("image", count=IMAGES, **{"import": {}})
    bench.aws.settings(rate_limit=True, rate_per_second=RATE, rate_burst=BURST)
    wall = bench.cost("ansible-playbook", playbook).seconds
    calls = bench.aws.calls(service="workspaces")
    refused = sum(call["outcome"] == "ThrottlingException" for call in calls)
    return {
        "wall": wall,
        "span": calls[-1]["time"] - calls[0]["time"],
        "calls": len(calls) - refused,
        "refused": refused,
    }
