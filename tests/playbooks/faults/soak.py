# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many rounds of the randomized test, each with another seed: `python -m tests.playbooks.faults.soak --tasks 2000`."""

from __future__ import annotations

import argparse
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .history import documented_reasons
from .randomized import RandomizedRound, Round, wanted_tasks

IMAGES = 5
GUIDE = Path(__file__).parents[3] / "docs" / "operations.md"


def main() -> int:
    """Play rounds until there were enough tasks, print each, and return 1 if one of them broke a rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=2000, help="how many tasks at least (2000)")
    parser.add_argument("--seed", type=int, help="play one round, with this seed")
    parser.add_argument("--side-by-side", type=int, default=2, help="how many rounds are played at a time (2)")
    parser.add_argument("--by-modules", action="store_true", help="run tasks in processes of modules")
    options = parser.parse_args()
    reasons = documented_reasons(GUIDE.read_text(encoding="utf-8"))
    rounds = -(-options.tasks // len(wanted_tasks(IMAGES)))
    seeds = [secrets.randbelow(1_000_000_000) for _round in range(rounds)] if options.seed is None else [options.seed]
    started = time.monotonic()
    with ThreadPoolExecutor(options.side_by_side) as pool:
        played = _printed(pool.map(lambda seed: _play(seed, reasons, not options.by_modules), seeds))
    print(_summary(played, (time.monotonic() - started) / 60))
    return 1 if any(_is_broken(each) for each in played) else 0


def _play(seed: int, reasons: frozenset[str], in_process: bool) -> Round | str:
    """Play a round; return what it did, or why it did not come to its end."""
    with tempfile.TemporaryDirectory() as folder:
        played = RandomizedRound(seed, IMAGES, Path(folder), in_process)
        try:
            return played.play(reasons)
        except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
            return f"seed {seed}: {type(error).__name__}: {error}"


def _printed(rounds: Iterable[Round | str]) -> list[Round | str]:
    """Print each round when it and those before it have ended."""
    played = []
    for each in rounds:
        print(each, flush=True)
        for breach in each.breaches if isinstance(each, Round) else ():
            print(f"  {breach.rule}: {breach.text}", flush=True)
        played.append(each)
    return played


def _is_broken(played: Round | str) -> bool:
    return isinstance(played, str) or bool(played.breaches) or played.imports != played.tasks


def _summary(played: list[Round | str], minutes: float) -> str:
    rounds = [each for each in played if isinstance(each, Round)]
    faults = sum((each.faults for each in rounds), Counter[str]())
    return (
        f"{len(played)} rounds, {sum(each.tasks for each in rounds)} tasks, {sum(each.runs for each in rounds)} runs,"
        f" {sum(each.imports for each in rounds)} imports, {faults.total()} faults;"
        f" {sum(map(_is_broken, played))} rounds broke a rule; {minutes:.0f} minutes"
    )


if __name__ == "__main__":
    sys.exit(main())
