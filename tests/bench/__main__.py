# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the collection on the simulated AWS: `make bench`, or `make bench ARGS="--only info"`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from ..emulator.control import EmulatorControl
from ..tools import emulator, layout
from . import fleet, info, many_images, one_task, page, pipelines, process, side_by_side, startup, waiting
from .harness import Bench
from .report import Result, keep, show

MEASUREMENTS = {
    "startup": startup.measure,
    "process": process.measure,
    "one_task": one_task.measure,
    "pipeline": pipelines.measure,
    "info": info.measure,
    "fleet": fleet.measure,
    "images": many_images.measure,
    "side_by_side": side_by_side.measure,
    "waiting": waiting.measure,
}
FOLDER = layout.CACHE / "bench"
PAGE = layout.ROOT / "docs" / "performance.md"


def main() -> int:
    """Run the requested measurements; print one table and keep the figures in FOLDER."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="one measurement; can be repeated")
    parser.add_argument("--rounds", type=int, help="how often each is repeated")
    parser.add_argument(
        "--plain-hosts", type=int, help="fleet: how many hosts the plain way is measured on (1000: all)"
    )
    parser.add_argument(
        "--write", action="store_true", help="write the figures kept so far into the guide, measure nothing"
    )
    arguments = parser.parse_args()
    if arguments.write:
        print(f"{PAGE.relative_to(layout.ROOT)} has the figures of: {', '.join(page.write(PAGE, FOLDER))}")
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    about = _about()
    results: dict[str, Result] = {}
    try:
        with emulator.running(layout.ROOT, layout.LOGS / "bench-emulator.log") as url:
            bench = Bench(EmulatorControl(url), FOLDER, arguments.rounds, arguments.plain_hosts)
            for name in arguments.only or MEASUREMENTS:
                print(f"{name}:", flush=True)
                results[name] = MEASUREMENTS[name](bench)
                keep(FOLDER, name, about, results[name])
    finally:
        # Where a measurement fails, those before it are worth showing.
        print("\n" + ", ".join(f"{name} {version}" for name, version in about.items()))
        print(f"Medians of one run, measured in turns; all samples are in {FOLDER.relative_to(layout.ROOT)}\n")
        print(show(results), flush=True)
    return 0


def _about() -> dict[str, str]:
    """The versions behind the figures."""
    collections = Path(os.environ["ANSIBLE_COLLECTIONS_PATH"]) / "ansible_collections"
    manifest = collections / "amazon" / "aws" / "MANIFEST.json"
    amazon_aws = json.loads(manifest.read_text())["collection_info"]["version"]
    versions = {name: metadata.version(name) for name in ("ansible-core", "botocore", "awscli")}
    return {"Python": platform.python_version(), **versions, "amazon.aws": amazon_aws, **_machine()}


def _machine() -> dict[str, str]:
    """What the figures depend on too: times by the clock say little where more runs than there are CPUs for."""
    return {"CPUs": str(os.cpu_count()), "load before": f"{os.getloadavg()[0]:.1f}"}


if __name__ == "__main__":
    sys.exit(main())
