# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``ARGS`` selects."""

from __future__ import annotations

import pytest

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
