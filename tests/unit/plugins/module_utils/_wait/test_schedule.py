# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When to poll next, and how long an import may still take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import IN_PROGRESS, Progress
from ansible_collections.euc.workspaces.plugins.module_utils._wait.schedule import SEVERAL, Estimate, interval

from ...support.scripted_clock import ScriptedClock


def progress(percentage: int | None = None, state: str = "IN_PROGRESS") -> Progress:
    """Of an import in progress."""
    return Progress(IN_PROGRESS, state, percentage)


def remaining_after(*polls: tuple[float, int | None]) -> float | None:
    """The estimate after polls that have shown percentages, as (seconds, percentage)."""
    clock = ScriptedClock()
    estimate = Estimate(clock)
    for moment, percentage in polls:
        clock.sleep(moment - clock.passed)
        estimate.note(progress(percentage))
    return estimate.remaining()


@pytest.mark.parametrize(
    ("polls", "seconds"),
    [
        ([], None),
        ([(0, 0), (600, 10)], None),
        ([(0, None), (600, None), (1200, None)], None),
        ([(0, 0), (600, 10), (1200, 20)], 4800),
        ([(0, 0), (600, 10), (900, 10), (1200, 20)], 4800),
        ([(0, 0), (600, 10), (1200, 20), (1800, 20)], 4200),
        ([(0, 50), (600, 40), (1200, 30)], None),
        ([(0, 0), (60, 60), (120, 89), (6000, 90)], None),
        ([(0, 0), (600, 10), (1200, 20), (9000, 20)], None),
    ],
)
def test_what_remains(polls, seconds):
    remaining = remaining_after(*polls)
    assert remaining == (seconds if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    ("seen", "delay", "together", "seconds"),
    [
        (progress(), 60, 1, 60),
        (progress(), 300, 1, 300),
        (progress(), 3600, 1, 3600),
        (progress(89), 300, 1, 300),
        (progress(90), 300, 1, 60),
        (progress(80, "VALIDATING"), 300, 1, 60),
        (progress(None, "PUBLISHING"), 300, 1, 60),
        (progress(90), 20, 1, 20),
        (progress(100, "COMPLETED"), 300, 1, 10),
        (progress(100, "COMPLETED"), 5, 1, 5),
        (progress(), 60, 3, 180),
        (progress(), 60, 100, SEVERAL),
        (progress(), 900, 3, 900),
        (progress(90), 900, 3, 180),
    ],
)
def test_the_interval(seen, delay, together, seconds):
    assert interval(seen, delay, together) == seconds


STATES = st.sampled_from(["PENDING", "VALIDATING", "PUBLISHING", "COMPLETED", "A_STATE_OF_TOMORROW"])


@given(st.integers(1, 86400), STATES, st.none() | st.integers(-5, 120), st.integers(1, 50))
def test_polls_are_never_further_apart_than_requested_unless_they_are_shared(delay, state, percentage, together):
    alone = interval(progress(percentage, state), delay)
    assert 0 < alone <= delay
    assert alone <= interval(progress(percentage, state), delay, together) <= max(alone * together, alone)
    assert interval(progress(percentage, state), delay, together) <= max(delay, SEVERAL)


@given(st.integers(1, 86400), st.sampled_from(["PENDING", "IN_PROGRESS"]), st.none() | st.integers(0, 89))
def test_the_interval_is_what_was_requested_until_the_end_is_near(delay, state, percentage):
    assert interval(progress(percentage, state), delay) == delay
