# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When to look next: near the end sooner, and never more often than once a minute on the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._wait.schedule import Forecast
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import UNDER_WAY, Progress

from ...support.scripted_clock import ScriptedClock


def progress(percentage=None, state="IN_PROGRESS"):
    """Of an import under way."""
    return Progress(UNDER_WAY, state, percentage)


def forecast_after(*looks, longest=60):
    """A forecast that has seen (seconds, percentage) pairs, and its clock."""
    clock = ScriptedClock()
    forecast = Forecast(clock, longest)
    for moment, percentage in looks:
        clock.sleep(moment - clock.passed)
        forecast.note(progress(percentage))
    return forecast, clock


@pytest.mark.parametrize(
    ("looks", "seconds"),
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
def test_what_remains(looks, seconds):
    forecast, _clock = forecast_after(*looks)
    remaining = forecast.remaining()
    assert remaining == (seconds if seconds is None else pytest.approx(seconds))


def test_the_gap_is_the_longest_at_first():
    forecast, _clock = forecast_after(longest=300)
    assert forecast.gap(progress()) == 300


def test_looks_that_were_saved_are_spent_near_the_end():
    forecast, _clock = forecast_after(*[(300 * number, 9 * number) for number in range(1, 11)], longest=300)
    assert forecast.gap(progress(90)) < 300
    assert forecast.gap(progress(None, "COMPLETED")) <= 60


@given(
    st.integers(1, 600),
    st.lists(st.tuples(st.sampled_from(["PENDING", "VALIDATING", "COMPLETED"]), st.none() | st.integers(0, 100))),
)
def test_never_more_looks_than_one_a_minute(longest, seen):
    """Where that is asked for; with a shorter wait_delay the user wants more."""
    clock = ScriptedClock()
    forecast = Forecast(clock, longest)
    for number, (state, percentage) in enumerate(seen):
        gap = forecast.gap(progress(percentage, state))
        assert 0 < gap <= longest
        clock.sleep(gap)
        forecast.note(progress(percentage, state))
        if longest >= 60:
            assert clock.passed >= number * 60
