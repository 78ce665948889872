# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines stay lines, whatever AWS says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import IN_PROGRESS, READY, Progress
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import (
    RESUMABLE,
    ProgressLines,
    progress_bar,
)

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


HOSTILE = "\x1b[31mred\x1b[0m\r\n  next\tline\u2028 "
CLEAN = "[31mred [0m next line"


@dataclass
class Waiter:
    """An image that is waited for."""

    progress: Progress
    name: str = "win11"
    image_id: str = "wsi-1"
    joined: bool = False
    started: str | None = None
    left: float | None = None

    @property
    def pending(self) -> bool:
        return self.progress.phase == IN_PROGRESS

    def remaining(self) -> float | None:
        return self.left


@pytest.fixture
def clock():
    return ScriptedClock()


@pytest.fixture
def printed():
    return []


@pytest.fixture
def lines(clock, printed):
    return ProgressLines(printed.append, "prod-eu", False, clock)


def test_the_first_line_has_the_id_and_the_last_one_too(lines, printed, clock):
    waiter = Waiter(Progress(IN_PROGRESS, "PENDING"))
    lines.update(waiter)
    clock.sleep(60)
    waiter.progress = Progress(IN_PROGRESS, "VALIDATING", 80)
    lines.update(waiter)
    lines.update(waiter)
    waiter.progress = Progress(READY, "COMPLETED", 100)
    lines.update(waiter)
    assert printed == [
        f"[prod-eu] {RESUMABLE}",
        "[prod-eu] win11  wsi-1  import started  PENDING  0:00:00",
        "[prod-eu] win11  [################----]  80%  VALIDATING  0:01:00",
        "[prod-eu] win11  wsi-1  [####################] 100%  COMPLETED  0:01:00",
    ]


def test_the_first_line_says_that_an_import_is_joined(lines, printed):
    lines.update(Waiter(Progress(IN_PROGRESS, "PENDING"), joined=True))
    assert "wsi-1  joining the import in progress" in printed[1]


def test_an_estimate(lines, printed):
    lines.update(Waiter(Progress(IN_PROGRESS, "VALIDATING", 80), left=600))
    assert "about 0:10:00 left" in printed[1]


def test_hostile_text_is_one_line_of_plain_text(clock, printed):
    lines = ProgressLines(printed.append, HOSTILE, False, clock)
    lines.update(Waiter(Progress(IN_PROGRESS, HOSTILE, 80, HOSTILE), HOSTILE, HOSTILE))
    lines.trouble(Failure("connection_failed", HOSTILE, transient=True))
    lines.preview(HOSTILE)
    assert printed[1] == (
        f"[{CLEAN}] {CLEAN}  {CLEAN}  import started  [################----]  80%  {CLEAN}  0:00:00  {CLEAN}"
    )
    assert all(line.isprintable() for line in printed)
    assert len(printed) == 4


def test_trouble_is_printed_once_and_then_how_things_are(lines, printed):
    waiter = Waiter(Progress(IN_PROGRESS, "PENDING"))
    lines.update(waiter)
    for _again in range(3):
        lines.trouble(Failure("connection_failed", "<html>\n<b>503</b>\x07\n", transient=True))
    lines.update(waiter)
    assert printed[2:] == [
        "[prod-eu] a status check failed and will be retried: <html> <b>503</b>",
        "[prod-eu] win11  PENDING  0:00:00",
    ]


def test_with_no_log_there_are_neither_names_nor_ids_nor_messages(clock, printed):
    lines = ProgressLines(printed.append, "prod-eu", True, clock)
    waiter = Waiter(Progress(IN_PROGRESS, "PENDING", None, "secret"), "secret", "secret")
    lines.update(waiter)
    lines.trouble(Failure("connection_failed", "secret", transient=True))
    lines.preview("secret: would import")
    waiter.progress = Progress(READY, "COMPLETED", 100, "secret")
    lines.update(waiter)
    assert len(printed) == 5
    assert "secret" not in "".join(printed)
    assert "COMPLETED" in printed[-1]
