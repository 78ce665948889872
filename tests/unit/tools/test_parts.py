# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``ARGS`` selects, and what `make test` runs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.tools import parts
from tests.tools.console import Outcome, Part
from tests.tools.parts import pytest_arguments


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ("tests/unit",)),
        (("-k", "import"), ("tests/unit", "-k", "import")),
        (("tests/unit/plugins/filter",), ("tests/unit/plugins/filter",)),
        (("-q", "tests/unit/tools/test_parts.py::test_x"), ("-q", "tests/unit/tools/test_parts.py::test_x")),
    ],
)
def test_a_path_replaces_all_tests(arguments: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert pytest_arguments("tests/unit", arguments) == expected


# What is run by hand, and what consists of other parts.
LEFT_OUT = {"FORMAT", "SOAK", "COVERAGE", "FAULTS"}


def test_make_test_runs_every_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[Part] = []

    def side_by_side(groups: Sequence[Sequence[Part]], at_once: int) -> list[Outcome]:
        assert at_once >= 2
        run.extend(part for group in groups for part in group)
        return []

    monkeypatch.setattr(parts, "collection", lambda _place: None)
    monkeypatch.setattr(parts, "run_side_by_side", side_by_side)
    parts.everything()
    names = [name for name in vars(parts) if name.isupper() and name not in LEFT_OUT]
    tuples = [vars(parts)[name] for name in names if isinstance(vars(parts)[name], tuple)]
    expected = [part for group in tuples for part in group if isinstance(part, Part)]
    assert sorted(part.name for part in run) == sorted(part.name for part in expected)
    assert {"unit", "integration", "sanity", "scenarios", "randomized", "awx"} <= {part.name for part in run}
