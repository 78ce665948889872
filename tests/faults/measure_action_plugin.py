# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the action plugin costs a task that does not wait: ``python -m tests.faults.measure_action_plugin``.

Runs the same playbook with the collection as it is and with a copy that has no action plugins, in turns, and compares
medians. ANSIBLE_COLLECTIONS_PATH must lead to the collection and to amazon.aws.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import tempfile
from pathlib import Path

from .controller import CALLBACKS, Controller
from .place import GROUP, REGION, Place
from .servers import embedded_aws
from .weather import Weather

TASKS = 20
ROUNDS = 7
COLLECTION = CALLBACKS.parents[2]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with embedded_aws(folder / "aws") as aws:
            place = Place(0, aws, Weather(aws.url), folder)
            place.seed()
            figures = _measure(place, {"with": _copy(folder / "with"), "without": _copy(folder / "without", "action")})
    medians = {
        kind: [statistics.median(values) for values in zip(*rows, strict=True)] for kind, rows in figures.items()
    }
    print(f"a playbook of {TASKS} tasks on an image that exists, without wait; medians of {ROUNDS} runs in turns")
    for number, what in enumerate(("seconds", "seconds of processor")):
        plain, plugin = medians["without"][number], medians["with"][number]
        print(f"{what}: {plain:.2f} without the action plugin, {plugin:.2f} with it: {plugin / plain - 1:+.1%}")


def _copy(tree: Path, *left_out: str) -> Path:
    """A tree with a copy of the collection, without some of its folders of plugins, beside the other collections."""
    target = tree / "ansible_collections" / "euc" / "workspaces"
    shutil.copytree(COLLECTION / "plugins", target / "plugins", ignore=shutil.ignore_patterns(*left_out, "__pycache__"))
    shutil.copytree(COLLECTION / "meta", target / "meta")
    shutil.copy(COLLECTION / "galaxy.yml", target)
    return tree


def _measure(place: Place, trees: dict[str, Path]) -> dict[str, list[tuple[float, float]]]:
    figures: dict[str, list[tuple[float, float]]] = {kind: [] for kind in trees}
    others = os.environ.get("ANSIBLE_COLLECTIONS_PATH", "")
    defaults = {"endpoint_url": place.aws.url, "region": REGION, "access_key": place.key, "secret_key": "emulated"}
    for _round in range(ROUNDS):
        for kind, tree in trees.items():
            path = os.pathsep.join((str(tree), others))
            controller = Controller(place.folder / kind / "controller", ANSIBLE_COLLECTIONS_PATH=path)
            before = _processor()
            report = controller.start([place.image()] * TASKS, {"prod-eu": {}}, module_defaults={GROUP: defaults}).end()
            assert len(report.results) == TASKS
            assert not report.good()["changed"]
            figures[kind].append((report.seconds, _processor() - before))
    return figures


def _processor() -> float:
    """Seconds of processor of all processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
