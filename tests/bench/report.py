# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a measurement gives back, and how it is printed and kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..tools.console import table

HEAD = ("", "what", "measured", "against", "ratio", "goal")


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure, what it is held against, and the command behind it."""

    what: str
    measured: float
    unit: str
    against: float
    against_what: str
    command: str
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """The figure by what it is held against."""
        return self.measured / self.against if self.against else None

    @property
    def verdict(self) -> str:
        """The goal and whether it is met; empty where there is none."""
        if self.at_most is None or self.ratio is None:
            return ""
        return f"<= {self.at_most:g} {'met' if self.ratio <= self.at_most else 'MISSED'}"

    def cells(self, number: int) -> list[str]:
        """The cells of the row in the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        against = f"{figure(self.against)} {self.unit}, {self.against_what}"
        return [str(number), self.what, f"{figure(self.measured)} {self.unit}", against, ratio, self.verdict]


@dataclass(frozen=True)
class Result:
    """The rows of a measurement, the samples they come from, and remarks to print below the table."""

    rows: Sequence[Row]
    samples: dict[str, Any]
    remarks: str = ""


def show(results: dict[str, Result]) -> str:
    """Return one table of all measurements, then the command behind each row, then the remarks."""
    rows = [row for result in results.values() for row in result.rows]
    numbers: dict[str, list[str]] = {}
    for number, row in enumerate(rows, 1):
        numbers.setdefault(row.command, []).append(str(number))
    commands = [f"{', '.join(same)}: {command}" for command, same in numbers.items()]
    remarks = [f"{name}: {result.remarks}" for name, result in results.items() if result.remarks]
    cells = [row.cells(number) for number, row in enumerate(rows, 1)]
    return "\n\n".join([table(HEAD, cells), "The commands behind the rows:\n" + "\n".join(commands), *remarks])


def keep(folder: Path, name: str, about: dict[str, str], result: Result) -> None:
    """Write a measurement to a file, with all samples."""
    rows = [{**asdict(row), "ratio": row.ratio} for row in result.rows]
    text = json.dumps({"about": about, "rows": rows, "samples": result.samples, "remarks": result.remarks}, indent=2)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def figure(value: float) -> str:
    """Return a figure with two decimals, or none where they say nothing."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
