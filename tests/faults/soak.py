# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many rounds of the randomized test, each with another seed: `python -m tests.faults.soak --tasks 2000`."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .history import documented_reasons
from .randomized import RandomizedRound

IMAGES = 5
GUIDE = Path(__file__).parents[2] / "docs" / "operations.md"


def main() -> int:
    """Play rounds until there were enough tasks, print each, and return 1 if one of them broke a rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=2000, help="how many tasks at least (2000)")
    parser.add_argument("--seed", type=int, help="play one round, with this seed")
    parser.add_argument("--by-modules", action="store_true", help="run tasks in processes of modules")
    options = parser.parse_args()
    reasons = documented_reasons(GUIDE.read_text(encoding="utf-8"))
    tasks, imports, broken, faults, started = 0, 0, 0, Counter[str](), time.monotonic()
    while tasks < options.tasks:
        seed = options.seed if options.seed is not None else secrets.randbelow(1_000_000_000)
        with tempfile.TemporaryDirectory() as folder:
            result = RandomizedRound(seed, IMAGES, Path(folder), in_process=not options.by_modules).play(reasons)
        print(result, flush=True)
        for breach in result.breaches:
            print(f"  {breach.rule}: {breach.text}", flush=True)
        tasks, imports = tasks + result.tasks, imports + result.imports
        broken += bool(result.breaches or result.imports != result.tasks)
        faults += result.faults
        if options.seed is not None:
            break
    minutes = (time.monotonic() - started) / 60
    print(
        f"{tasks} tasks, {imports} imports, {faults.total()} faults, {broken} rounds broke a rule, {minutes:.0f} minutes"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
