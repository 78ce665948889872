# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which combinations of ansible-core, Python and SDK are tested, where and when."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.tools import layout, matrix

PYTHONS = {f"3.{minor}": Path("/usr/bin/python3") for minor in range(10, 15)}


def names(*only: str) -> list[str]:
    """Return the names of the combinations that ``ONLY`` selects where all Pythons are installed."""
    return [cell.name for cell in matrix.selected(matrix.cells(PYTHONS), only)]


def test_by_default_each_core_runs_on_its_oldest_and_newest_python() -> None:
    newest = [name for name in names() if name.endswith("newest")]
    assert newest == [
        f"core{core}-python{python}-sdk-newest"
        for core, supported, _default in matrix.CORES
        for python in supported[::2]
    ]


def test_the_oldest_sdk_runs_on_the_first_and_the_last_core() -> None:
    assert names("sdk-1.40.10") == ["core2.17-python3.10-sdk-1.40.10", "core2.21-python3.12-sdk-1.40.10"]


def test_a_python_between_and_devel_run_by_name_only() -> None:
    assert names("core2.20-python3.13") == ["core2.20-python3.13-sdk-newest"]
    assert names(matrix.DEVEL) == ["coredevel-python3.14-sdk-newest"]


def test_a_job_of_ci_can_select_each_combination_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert matrix.show() == 0
    shown = json.loads(capsys.readouterr().out)
    assert [names(cell["name"]) for cell in shown] == [[cell["name"]] for cell in shown]
    assert len(shown) == sum(len(supported) for _core, supported, _default in matrix.CORES) + 3


def test_the_oldest_core_and_sdk_are_those_that_the_collection_supports() -> None:
    runtime = (layout.ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8")
    assert f">={matrix.CORES[0][0]}.0" in runtime
    requirements = (layout.ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert re.findall(r"\d+\.\d+\.\d+", requirements) == [pin.partition("==")[2] for pin in matrix.OLDEST_SDK]


@pytest.mark.parametrize(
    ("chosen", "only", "message"), [(("unit",), "", "Unknown parts"), ((), "core1.0", "selects none")]
)
def test_a_wrong_choice_runs_nothing(
    chosen: tuple[str, ...],
    only: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ONLY", only)
    assert matrix.run(chosen) == 2
    assert message in capsys.readouterr().out
