# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wait costs and how soon it notices the end: simulated with a scripted clock, held against a fixed poll."""

from __future__ import annotations

import os
import sys
from statistics import mean
from typing import Any

from .harness import Bench
from .report import Result, Row

HOURS_3 = 3 * 3600
LENGTHS = [HOURS_3 + 13 * number for number in range(60)]
IMAGE_LAG = 30
FIXED_GAP = 60
LONGEST_GAPS = (60, 300)
JUMPS = (2, 5, 30, 31, 60, 62, 80, 85, 95, 99)
CURVES = {
    "steady": lambda done: int(100 * done),
    "in steps of 5 %": lambda done: 5 * int(20 * done),
    "stuck at 90 % for half of the time": lambda done: min(int(180 * done), 90),
    "jumpy": lambda done: JUMPS[min(int(10 * done), 9)],
    "no percentage": lambda _done: None,
}
"""Percentages by the part of the import that is done, none of it recorded from AWS."""


def measure(bench: Bench) -> Result:
    """Simulate imports of 3 hours whose image becomes AVAILABLE IMAGE_LAG seconds after their end."""
    del bench
    sys.path.insert(0, os.environ["ANSIBLE_COLLECTIONS_PATH"])
    rows = []
    samples: dict[str, Any] = {}
    for longest in LONGEST_GAPS:
        for name, curve in CURVES.items():
            ours = [_wait(curve, seconds, longest) for seconds in LENGTHS]
            fixed = [_fixed_poll(seconds) for seconds in LENGTHS]
            samples[f"{name}, wait_delay {longest}"] = {"ours": ours, "fixed": fixed}
            what = f"spacing: {name}, wait_delay {longest}"
            rows.append(
                _row(f"{what}: calls", "calls", [calls for calls, _late in ours], [calls for calls, _late in fixed], 1)
            )
            rows.append(
                _row(f"{what}: noticed after", "s", [late for _calls, late in ours], [late for _calls, late in fixed])
            )
    return Result(rows, samples, "a scripted clock, no server; means of 60 imports of about 3 hours")


def _row(what: str, unit: str, ours: list[float], fixed: list[float], at_most: float | None = None) -> Row:
    against = f"fixed poll every {FIXED_GAP} s"
    return Row(what, mean(ours), unit, mean(fixed), against, 'make bench ARGS="--only spacing"', at_most)


class _Clock:
    """Stands still but for sleep."""

    time = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class _Import:
    """What AWS says of one import, by the clock; counts the calls."""

    def __init__(self, clock: _Clock, curve: Any, seconds: float) -> None:
        self.clock, self.curve, self.seconds = clock, curve, seconds
        self.calls = 0

    @property
    def late(self) -> float:
        """Seconds since the image could be used."""
        return self.clock.time - self.seconds - IMAGE_LAG

    def image_imports(self, image_ids: list[str]) -> dict[str, Any]:
        self.calls += 1
        return {image_id: self._record() for image_id in image_ids}

    def images_by_id(self, image_ids: list[str]) -> list[dict[str, Any]]:
        self.calls += 1
        state = "AVAILABLE" if self.late >= 0 else "PENDING"
        return [{"image_id": image_id, "name": "image", "state": state} for image_id in image_ids]

    def _record(self) -> dict[str, Any]:
        done = self.clock.time / self.seconds
        if done >= 1:
            return {"state": "COMPLETED"}
        state = "PUBLISHING" if done > 0.95 else "INSTALLING_COMPONENTS"
        return {"state": state, "progress_percentage": self.curve(done)}


def _wait(curve: Any, seconds: float, longest: float) -> tuple[int, float]:
    """Calls of our wait, and how many seconds after the end it noticed it."""
    from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import Observed
    from ansible_collections.euc.workspaces.plugins.module_utils._wait.images import FollowedImage, ImagesWait

    clock = _Clock()
    reads = _Import(clock, curve, seconds)
    started = Observed({"image_id": "wsi-000000001", "name": "image", "state": "PENDING"}, {"state": "PENDING"})
    followed = FollowedImage(started, listed=False, clock=clock, deadline=2 * seconds, longest_gap=longest)
    ImagesWait(reads, [followed], clock).run()
    return reads.calls, reads.late


def _fixed_poll(seconds: float) -> tuple[int, float]:
    """The same of a loop that looks at the import, then at the image, every FIXED_GAP seconds from the start."""
    clock = _Clock()
    reads = _Import(clock, CURVES["steady"], seconds)
    while reads.image_imports([""])[""]["state"] != "COMPLETED":
        clock.sleep(FIXED_GAP)
    while reads.images_by_id([""])[0]["state"] != "AVAILABLE":
        clock.sleep(FIXED_GAP)
    return reads.calls, reads.late
