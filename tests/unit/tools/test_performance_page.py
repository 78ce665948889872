# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of measurements in the guide."""

from __future__ import annotations

from pathlib import Path

from tests.bench.page import filled, names_in, write

PAGE = "# Page\n<!-- figures: info -->\nold\n<!-- end -->\ntext\n<!-- figures: fleet -->\nkept\n<!-- end -->\n"
ROW = {"what": "a task", "measured": 0.5, "unit": "s", "against": 2.0, "against_what": "a module", "ratio": 0.25}
ALONE = {"what": "memory", "measured": 120.4, "unit": "MiB", "against": 0, "against_what": "no other", "ratio": None}
MEASURED = {"about": {"Python": "3.12.1", "awscli": "1.0"}, "rows": [ROW, ALONE], "remarks": "Two rounds"}


def test_figures_of_a_measurement_replace_those_before() -> None:
    text = filled(PAGE, {"info": MEASURED})
    assert "| a task | 0.50 s | 2 s, a module | 0.25 |" in text
    assert "| memory | 120 MiB |  |  |" in text
    assert "Two rounds.\n" in text
    assert "Measured with Python 3.12.1.\n" in text
    assert "old" not in text
    assert "kept" in text
    assert filled(text, {"info": MEASURED}) == text
    assert names_in(text) == ["info", "fleet"]


def test_only_kept_measurements_are_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert write(page, tmp_path) == []
    assert page.read_text() == PAGE


def test_the_guide_has_only_measurements_that_exist() -> None:
    root = Path(__file__).resolve().parents[3]
    measured = (root / "tests" / "bench" / "__main__.py").read_text(encoding="utf-8")
    names = names_in((root / "docs" / "performance.md").read_text(encoding="utf-8"))
    assert names
    assert len(names) == len(set(names))
    assert [name for name in names if f'    "{name}": ' not in measured] == []
