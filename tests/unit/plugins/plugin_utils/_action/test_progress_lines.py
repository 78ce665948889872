# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines stay lines, whatever AWS says."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import UNDER_WAY, Progress
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import ProgressLines, progress_bar

from ...support.scripted_clock import ScriptedClock


@pytest.mark.parametrize(
    ("percentage", "shown"),
    [
        (-1, "[--------------------]   0%"),
        (0, "[--------------------]   0%"),
        (4, "[--------------------]   4%"),
        (45, "[#########-----------]  45%"),
        (99, "[###################-]  99%"),
        (100, "[####################] 100%"),
        (250, "[####################] 100%"),
    ],
)
def test_bars_have_one_width(percentage, shown):
    assert progress_bar(percentage) == shown


@pytest.fixture
def lines():
    """Lines, and the list that they are printed to."""
    printed: list[str] = []
    return ProgressLines(printed.append, "prod-eu", False, ScriptedClock()), printed


def test_a_message_is_one_line_of_plain_text(lines):
    tell, printed = lines
    tell.begin("win11", None)
    tell.tell("win11", Progress(UNDER_WAY, "VALIDATING", 80, "\x1b[31mred\x1b[0m\r\n  next\tline "))
    assert printed == ["[prod-eu] win11  [################----]  80%  VALIDATING  0:00:00  [31mred [0m next line"]


def test_trouble_is_one_line_of_plain_text(lines):
    tell, printed = lines
    tell.trouble("<html>\n<b>503</b>\x07\n")
    assert printed == ["[prod-eu] a look at AWS failed and will be repeated: <html> <b>503</b>"]
