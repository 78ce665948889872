# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wait loop, by a scripted clock."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._wait.visibility import PAUSES, patiently
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poll import wait_until

from ...support.scripted_clock import ScriptedClock

PASSING = Failure("connection_failed", "The line is dead", passing=True)
FINAL = Failure("not_authorized", "No")


class Script:
    """Answers polls one after the other; a failure is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.polls = 0

    def __call__(self):
        self.polls += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Failure):
            raise answer
        return answer


def wait(script, timeout=1000, delay=60, status="begun"):
    """Wait for the status "done" and return what came of it, with the clock."""
    clock = ScriptedClock()
    deadline = clock.now() + timeout
    return wait_until(lambda found: found == "done", status, script, clock, deadline, lambda _status: delay), clock


def test_what_is_known_already_is_not_asked_for():
    script = Script("never")
    assert wait(script, status="done")[0] == "done"
    assert script.polls == 0


def test_polls_until_the_end():
    script = Script("a", "b", "done")
    status, clock = wait(script)
    assert status == "done"
    assert clock.slept == [60, 60, 60]
    assert script.polls == 3


def test_the_last_pause_ends_on_the_deadline_and_one_more_poll_is_made_there():
    script = Script("a")
    status, clock = wait(script, timeout=150)
    assert status is None
    assert clock.slept == [60, 60, 30]
    assert clock.passed == 150
    assert script.polls == 3


def test_an_end_seen_at_the_deadline_counts():
    assert wait(Script("a", "a", "done"), timeout=150)[0] == "done"


def test_a_delay_longer_than_the_timeout():
    status, clock = wait(Script("done"), timeout=10, delay=3600)
    assert status == "done"
    assert clock.slept == [10]


def test_no_time_at_all():
    script = Script("a")
    status, clock = wait(script, timeout=0)
    assert status is None
    assert clock.slept == []
    assert script.polls == 0


def test_the_pause_depends_on_the_status():
    clock = ScriptedClock()
    gaps = {"begun": 60, "late": 10}
    script = Script("begun", "late", "late", "done")
    wait_until(lambda found: found == "done", "begun", script, clock, clock.now() + 999, gaps.get)
    assert clock.slept == [60, 60, 10, 10]


def test_passing_failures_do_not_end_it():
    script = Script(PASSING, PASSING, "a", PASSING, "done")
    assert wait(script)[0] == "done"
    assert script.polls == 5


def test_passing_failures_until_the_deadline():
    assert wait(Script(PASSING), timeout=150)[0] is None


def test_other_failures_end_it():
    with pytest.raises(Failure) as caught:
        wait(Script("a", FINAL, "done"))
    assert caught.value is FINAL


def test_other_errors_are_not_swallowed():
    def broken():
        raise KeyError("bug")

    with pytest.raises(KeyError):
        wait(broken)


def test_patience_looks_at_once_and_then_less_and_less_often():
    clock = ScriptedClock()
    assert patiently(clock, Script(None, None, "found")) == "found"
    assert clock.slept == list(PAUSES[:3])
    assert clock.slept[0] == 0


def test_patience_ends():
    clock = ScriptedClock()
    script = Script(None)
    assert patiently(clock, script) is None
    assert script.polls == len(PAUSES)
    assert 10 <= clock.passed <= 60
