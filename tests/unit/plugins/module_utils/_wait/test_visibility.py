# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading again what AWS may show late."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._wait.visibility import (
    PAUSES,
    VISIBLE_WITHIN,
    retry_until_visible,
)

from ...support.scripted_clock import ScriptedClock

TRANSIENT = Failure("connection_failed", "The line is dead", transient=True)
FINAL = Failure("not_authorized", "No")


class Reads:
    """Answers reads one after the other; a failure is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.number = 0

    def __call__(self):
        self.number += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Failure):
            raise answer
        return answer


def test_the_pauses_last_as_long_as_a_wait_believes_in_what_it_does_not_see():
    assert sum(PAUSES) == VISIBLE_WITHIN == 120


def test_it_reads_immediately_and_then_less_and_less_often():
    clock = ScriptedClock()
    assert retry_until_visible(clock, Reads(None, None, "found")) == "found"
    assert clock.slept == list(PAUSES[:3])
    assert clock.slept[0] == 0
    assert list(PAUSES) == sorted(PAUSES)


def test_it_ends():
    clock = ScriptedClock()
    reads = Reads(None)
    assert retry_until_visible(clock, reads) is None
    assert reads.number == len(PAUSES)
    assert clock.passed == VISIBLE_WITHIN


def test_transient_failures_count_as_nothing_found():
    clock = ScriptedClock()
    assert retry_until_visible(clock, Reads(TRANSIENT, None, TRANSIENT, "found")) == "found"
    assert clock.slept == list(PAUSES[:4])


def test_a_last_read_that_fails_leaves_it_unknown():
    """Then nobody knows whether it exists, so it must not be sent again."""
    clock = ScriptedClock()
    with pytest.raises(Failure) as caught:
        retry_until_visible(clock, Reads(TRANSIENT))
    assert caught.value is TRANSIENT
    assert clock.passed == VISIBLE_WITHIN


def test_other_failures_end_it():
    reads = Reads(None, FINAL)
    with pytest.raises(Failure) as caught:
        retry_until_visible(ScriptedClock(), reads)
    assert caught.value is FINAL
    assert reads.number == 2
