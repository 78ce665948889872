# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sanity, units, inventories and integration on each ansible-core with the Pythons found, on the oldest and newest SDK."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import layout, toolchain, tree
from .ansible_test import AnsibleTest
from .console import Log, Outcome, Part, run_part, run_stage, table

# ansible-core, the Pythons that its control node takes, and the `ansible` release whose amazon.aws goes with it.
# The amazon.aws of `ansible` 10 is older than what we support, so the oldest core takes that of 11.
CORES = (
    ("2.17", ("3.10", "3.11", "3.12"), "11"),
    ("2.18", ("3.11", "3.12", "3.13"), "11"),
    ("2.19", ("3.11", "3.12", "3.13"), "12"),
    ("2.20", ("3.12", "3.13", "3.14"), "13"),
    ("2.21", ("3.12", "3.13", "3.14"), "14"),
)
OLDEST_SDK = ("boto3==1.40.10", "botocore==1.40.10")


@dataclass(frozen=True)
class Cell:
    """One combination, with a home and a copy of the collection of its own."""

    core: str
    python: str
    interpreter: Path
    ansible: str
    sdk: Sequence[str] = ()

    @property
    def sdk_name(self) -> str:
        """The SDK as the table shows it."""
        return self.sdk[0].partition("==")[2] if self.sdk else "newest"

    @property
    def place(self) -> Path:
        """The folder of everything that belongs to this combination."""
        return layout.CACHE / "matrix" / f"core{self.core}-python{self.python}-sdk-{self.sdk_name}"

    def setup(self, _log: Log) -> None:
        """Make the environment and lay the copy."""
        self._venv.install("matrix", f"ansible-core=={self.core}.*")
        for name in ("tree", "tree-of-integration"):
            copy = tree.lay(self.place / name, toolchain.amazon_aws(self.ansible, "3.12"))
            for folder in ("unit", "integration"):
                (copy / "tests" / folder / "constraints.txt").write_text("".join(f"{pin}\n" for pin in self.sdk))

    def run(self) -> Iterator[Outcome]:
        """Run the parts, all but the setup in spite of failures."""
        about = self.place.name
        test, beside = self._ansible_test("tree"), self._ansible_test("tree-of-integration")
        setup = run_part(Part("setup", about, self.setup), self.place)
        yield setup
        if not setup.problem:
            inventory = Part("inventory", about, self.inventory)
            parts = Part("sanity", about, test.sanity), Part("units", about, test.units), inventory
            yield from run_stage(parts, [Part("integration", about, beside.integration)], self.place)

    def inventory(self, log: Log) -> None:
        """Read inventories by real processes of this core, and count what text from AWS runs there."""
        self._venv.install("inventory", *self.sdk)
        tree_of = self.place / "tree-of-inventory"
        copy = tree.lay(tree_of, toolchain.amazon_aws(self.ansible, "3.12"))
        env = layout.environment(
            self._venv.bin, ANSIBLE_COLLECTIONS_PATH=tree_of, ANSIBLE_NOCOLOR=1, PYTHONPATH=tree_of
        )
        log.run(self._venv.bin / "python", "-m", "pytest", "tests/inventory", cwd=copy, env=env)

    def _ansible_test(self, tree_name: str) -> AnsibleTest:
        copy = self.place / tree_name / "ansible_collections" / layout.NAMESPACE / layout.NAME
        return AnsibleTest(self._venv, copy, self.place / "home", self.python)

    @property
    def _venv(self) -> toolchain.Venv:
        return toolchain.Venv(self.place / "venv", self.interpreter)


def cells(interpreters: dict[str, Path]) -> Iterator[Cell]:
    """Yield each core on its oldest and newest Python, and the first and last core on the oldest SDK too."""
    for core, supported, ansible in CORES:
        found = [python for python in supported if python in interpreters]
        for python in dict.fromkeys(found[:1] + found[-1:]):
            yield Cell(core, python, interpreters[python], ansible)
        if found and core in (CORES[0][0], CORES[-1][0]):
            yield Cell(core, found[0], interpreters[found[0]], ansible, OLDEST_SDK)


def run() -> int:
    """Run all combinations, or those whose name has a word of ONLY; end with a table."""
    only = os.environ.get("ONLY", "").split()
    rows, failed = [], 0
    toolchain.tools().install("run")
    for cell in cells(layout.interpreters()):
        if only and not any(word in cell.place.name for word in only):
            continue
        for outcome in cell.run():
            failed += bool(outcome.problem)
            result = outcome.problem or "ok"
            rows.append((cell.core, cell.python, cell.sdk_name, outcome.part.name, f"{outcome.seconds:.0f}", result))
    print("\n" + table(("core", "python", "sdk", "part", "seconds", "result"), rows))
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0
