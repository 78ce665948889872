# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sanity, units, inventories and integration on each ansible-core with the Pythons found, on the oldest and newest SDK."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import layout, toolchain, tree
from .ansible_test import AnsibleTest
from .console import Log, Outcome, Part, run_part, run_side_by_side, table

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
# The development version of ansible-core is not on a package index, so it runs only where ONLY names it.
DEVEL = "devel"
DEVEL_PACKAGE = "ansible-core @ https://github.com/ansible/ansible/archive/devel.tar.gz"
DEVEL_PYTHON = "3.14"
PARTS = ("sanity", "units", "inventory", "integration")


@dataclass(frozen=True)
class Cell:
    """One combination, with a home and a copy of the collection of its own."""

    core: str
    python: str
    interpreter: Path
    ansible: str
    sdk: Sequence[str] = ()
    # Whether it runs where ONLY names none: the oldest and the newest Python of each ansible-core do.
    by_default: bool = True

    @property
    def sdk_name(self) -> str:
        """The SDK as the table shows it."""
        return self.sdk[0].partition("==")[2] if self.sdk else "newest"

    @property
    def name(self) -> str:
        """The name by which ONLY selects it."""
        return f"core{self.core}-python{self.python}-sdk-{self.sdk_name}"

    @property
    def place(self) -> Path:
        """The folder of everything that belongs to this combination."""
        return layout.CACHE / "matrix" / self.name

    def setup(self, _log: Log) -> None:
        """Make the environment and lay the copy."""
        core = DEVEL_PACKAGE if self.core == DEVEL else f"ansible-core=={self.core}.*"
        self._venv.install("matrix", core)
        for name in ("tree", "tree-of-integration"):
            copy = tree.lay(self.place / name, toolchain.amazon_aws(self.ansible, "3.12"))
            for folder in ("unit", "integration"):
                (copy / "tests" / folder / "constraints.txt").write_text("".join(f"{pin}\n" for pin in self.sdk))

    def run(self, chosen: Sequence[str] = PARTS) -> Iterator[Outcome]:
        """Run the chosen parts, all but the setup in spite of failures."""
        setup = run_part(Part("setup", self.name, self.setup), self.place)
        yield setup
        if not setup.problem:
            test, beside = self._ansible_test("tree"), self._ansible_test("tree-of-integration")
            parts = {
                "sanity": Part("sanity", self.name, test.sanity),
                "units": Part("units", self.name, test.units),
                "inventory": Part("inventory", self.name, self.inventory),
                "integration": Part("integration", self.name, beside.integration),
            }
            in_front = [parts[name] for name in chosen if name != "integration"]
            beside_them = [parts[name] for name in chosen if name == "integration"]
            yield from run_side_by_side([in_front, beside_them], 2, self.place)

    def inventory(self, log: Log) -> None:
        """Read inventories by real processes of this core, and count what text from AWS runs there."""
        self._venv.install("inventory", *self.sdk)
        tree_of = self.place / "tree-of-inventory"
        copy = tree.lay(tree_of, toolchain.amazon_aws(self.ansible, "3.12"))
        env = layout.environment(
            self._venv.bin,
            ANSIBLE_COLLECTIONS_PATH=tree_of,
            ANSIBLE_NOCOLOR=1,
            PYTHONPATH=tree_of,
            PYTHONPYCACHEPREFIX=layout.BYTECODE,
        )
        log.run(self._venv.bin / "python", "-m", "pytest", "tests/playbooks/inventory", cwd=copy, env=env)

    def _ansible_test(self, tree_name: str) -> AnsibleTest:
        copy = self.place / tree_name / "ansible_collections" / layout.NAMESPACE / layout.NAME
        return AnsibleTest(self._venv, copy, self.place / "home", self.python)

    @property
    def _venv(self) -> toolchain.Venv:
        return toolchain.Venv(self.place / "venv", self.interpreter)


def cells(interpreters: Mapping[str, Path]) -> Iterator[Cell]:
    """Yield each core on each of its Pythons, the first and last core on the oldest SDK too, and devel."""
    for core, supported, ansible in CORES:
        found = [python for python in supported if python in interpreters]
        for python in found:
            yield Cell(core, python, interpreters[python], ansible, by_default=python in (found[0], found[-1]))
        if found and core in (CORES[0][0], CORES[-1][0]):
            yield Cell(core, found[0], interpreters[found[0]], ansible, OLDEST_SDK)
    if DEVEL_PYTHON in interpreters:
        yield Cell(DEVEL, DEVEL_PYTHON, interpreters[DEVEL_PYTHON], CORES[-1][2], by_default=False)


def selected(found: Iterator[Cell], only: Sequence[str]) -> list[Cell]:
    """Return the combinations whose name has a word of ``only``, by default those that run by default."""
    return [cell for cell in found if (any(word in cell.name for word in only) if only else cell.by_default)]


def show() -> int:
    """Print all combinations as the matrix of a CI job, whatever Pythons are installed here."""
    pythons = {
        python: Path(sys.executable) for _core, supported, _default in CORES for python in (*supported, DEVEL_PYTHON)
    }
    print(json.dumps([{"name": cell.name, "python": cell.python} for cell in cells(pythons)]))
    return 0


def run(chosen: Sequence[str] = ()) -> int:
    """Run the combinations that ONLY selects, of each the ``chosen`` parts or all; end with a table."""
    unknown = set(chosen) - set(PARTS)
    if unknown:
        print(f"Unknown parts in ARGS: {', '.join(sorted(unknown))}. Choose from {', '.join(PARTS)}.")
        return 2
    chosen_cells = selected(cells(layout.interpreters()), os.environ.get("ONLY", "").split())
    if not chosen_cells:
        print("ONLY selects none of the combinations whose Python is installed here.")
        return 2
    rows, failed = [], 0
    toolchain.tools().install("run")
    for cell in chosen_cells:
        for outcome in cell.run(chosen or PARTS):
            failed += bool(outcome.problem)
            result = outcome.problem or "ok"
            rows.append((cell.core, cell.python, cell.sdk_name, outcome.part.name, f"{outcome.seconds:.0f}", result))
    print("\n" + table(("core", "python", "sdk", "part", "seconds", "result"), rows))
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0
