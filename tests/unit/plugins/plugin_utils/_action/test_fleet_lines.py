# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of one wait for many hosts: ends, refusals, and summaries at intervals."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import IN_PROGRESS, READY, Progress
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.fleet_lines import SUMMARY_EVERY, FleetLines
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import RESUMABLE

from ...support.scripted_clock import ScriptedClock

PENDING = Progress(IN_PROGRESS, "PENDING", percentage=10)
COMPLETED = Progress(READY, "COMPLETED", percentage=100)


def waiter(progress, name="win11"):
    """An image that is waited for."""
    return SimpleNamespace(
        progress=progress,
        name=name,
        image_id="wsi-1",
        pending=progress.phase == IN_PROGRESS,
        remaining=lambda: None,
        started=None,
        joined=False,
    )


@pytest.fixture
def clock():
    return ScriptedClock()


@pytest.fixture
def printed():
    return []


def lines_of(printed, clock, private=False, many=True):
    """The lines of a wait for many hosts."""
    return FleetLines(printed.append, private, clock, many)


def test_many_hosts_have_a_line_for_each_end_and_a_summary(printed, clock):
    lines = lines_of(printed, clock)
    eu, us = lines.observer("eu"), lines.observer("us")
    image = waiter(PENDING)
    us.update(image)
    eu.update(waiter(COMPLETED))
    clock.sleep(SUMMARY_EVERY)
    lines.sign_of_life()
    lines.sign_of_life()
    assert printed == [
        f"[byol] {RESUMABLE}",
        "[eu] win11  wsi-1  COMPLETED",
        f"[byol] 1 of 2 ready, 1 in progress, slowest: us win11 {PENDING}",
    ]


@pytest.mark.parametrize("many", [False, True])
def test_an_image_that_is_refused_has_a_line(printed, clock, many):
    lines_of(printed, clock, many=many).observer("eu").refused("win11", "The source\nis not\x1b importable")
    assert printed == ["[eu] win11  failed: The source is not importable"]


def test_a_host_whose_task_failed_has_a_line_without_a_name(printed, clock):
    lines_of(printed, clock).observer("eu").refused("", "No credentials")
    assert printed == ["[eu] failed: No credentials"]


def test_refused_images_are_in_the_summary(printed, clock):
    lines = lines_of(printed, clock)
    eu = lines.observer("eu")
    eu.refused("win10", "No")
    eu.update(waiter(PENDING))
    clock.sleep(SUMMARY_EVERY)
    lines.sign_of_life()
    assert printed[-1] == f"[byol] 0 of 2 ready, 1 in progress, 1 failed, slowest: eu win11 {PENDING}"


@pytest.mark.parametrize("many", [False, True])
def test_with_no_log_there_are_neither_names_nor_messages(printed, clock, many):
    lines_of(printed, clock, private=True, many=many).observer("eu").refused("secret", "secret")
    assert printed == ["[eu] failed"]
