# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop of a wait, by a scripted clock; and many waits in parallel."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import (
    THREADS,
    Observer,
    Poller,
    wait_for,
    wait_for_all,
)

from ...support.scripted_clock import ScriptedClock

TRANSIENT = Failure("connection_failed", "The line is dead", transient=True)
FINAL = Failure("not_authorized", "No")


class Task:
    """Something to wait for until its status is "done". intervals: seconds until the next poll, by status."""

    def __init__(self, clock: Any, timeout: float = 1000, intervals: Any = None, status: str = "started"):
        self.status = status
        self.failure: Failure | None = None
        self.due = clock.now()
        self.deadline = clock.now() + timeout
        self.timed_out = False
        self._clock = clock
        self._intervals = intervals or {}

    @property
    def pending(self) -> bool:
        return self.failure is None and self.status != "done" and not self.timed_out

    def schedule(self, together: int) -> None:
        self.due = self._clock.now() + self._intervals.get(self.status, 60) * together

    def time_out(self) -> None:
        self.timed_out = True


class Script(Poller):
    """Answers polls one after the other with the next status; a failure is raised."""

    def __init__(self, clock: Any, *answers: Any, observer: Observer | None = None, **task: Any):
        self.task = Task(clock, **task)
        super().__init__([self.task], clock, observer)
        self.answers = list(answers)
        self.polls = 0

    def poll(self, due: Any) -> None:
        self.polls += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        for waiter in due:
            waiter.status = answer


@pytest.fixture
def clock():
    return ScriptedClock()


@pytest.fixture
def wait(clock):
    """Wait by a script and return it."""

    def run(*answers, **task):
        script = Script(clock, *answers, **task)
        wait_for(script, clock)
        return script

    return run


def test_what_is_known_already_is_not_polled(wait):
    assert wait("never", status="done").polls == 0


def test_polls_until_the_end(wait, clock):
    script = wait("a", "b", "done")
    assert script.task.status == "done"
    assert clock.slept == [60, 60, 60]
    assert script.polls == 3


def test_the_last_pause_ends_on_the_deadline_and_one_more_poll_is_made_there(wait, clock):
    script = wait("a", timeout=150)
    assert script.task.timed_out
    assert clock.slept == [60, 60, 30]
    assert clock.passed == 150
    assert script.polls == 3


def test_an_end_seen_at_the_deadline_counts(wait):
    script = wait("a", "a", "done", timeout=150)
    assert script.task.status == "done"
    assert not script.task.timed_out


def test_a_delay_longer_than_the_timeout(wait, clock):
    assert wait("done", timeout=10, intervals={"started": 3600}).task.status == "done"
    assert clock.slept == [10]


def test_no_time_at_all(wait, clock):
    script = wait("a", timeout=0)
    assert script.task.timed_out
    assert clock.slept == []
    assert script.polls == 1


def test_the_pause_depends_on_the_status(wait, clock):
    wait("started", "late", "late", "done", intervals={"started": 60, "late": 10})
    assert clock.slept == [60, 60, 10, 10]


def test_transient_failures_do_not_end_it(wait):
    script = wait(TRANSIENT, TRANSIENT, "a", TRANSIENT, "done")
    assert script.task.status == "done"
    assert script.polls == 5


def test_transient_failures_are_reported(wait):
    class Notes(Observer):
        seen: list[Failure] = []  # noqa: RUF012

        def trouble(self, failure: Failure) -> None:
            self.seen.append(failure)

    wait(TRANSIENT, "done", observer=Notes())
    assert Notes.seen == [TRANSIENT]


def test_transient_failures_until_the_deadline(wait, clock):
    assert wait(TRANSIENT, timeout=150).task.timed_out
    assert clock.passed == 150


def test_other_failures_end_it(wait):
    script = wait("a", FINAL, "done")
    assert script.task.failure is FINAL
    assert script.polls == 2


def test_expired_credentials_say_that_a_run_resumes(wait):
    script = wait(Failure("credentials_expired", "Over"))
    assert "resume" in script.task.failure.remedy


def test_other_errors_end_the_wait_with_a_reason(clock):
    script = Script(clock, KeyError("bug"))
    wait_for(script, clock)
    assert [waiter.failure.reason for waiter in script.waiters] == ["internal_error"]


def test_only_what_is_due_is_polled(clock):
    polled: list[list[int]] = []

    class Two(Poller):
        def poll(self, due: Any) -> None:
            polled.append([self.waiters.index(waiter) for waiter in due])
            if len(polled) == 4:
                for waiter in self.waiters:
                    waiter.status = "done"  # type: ignore[attr-defined]

    wait_for(Two([Task(clock, intervals={"started": 10}), Task(clock, intervals={"started": 25})], clock), clock)
    assert polled == [[0], [0], [1], [0]]


class Gated(Poller):
    """Its poll ends when its gate opens, and then everything is done. seen: set when the poll has begun."""

    def __init__(self, clock: Any, gate: threading.Event, others: Any = ()):
        super().__init__([Task(clock, intervals={"started": 0})], clock)
        self.gate, self.seen, self.others = gate, threading.Event(), others

    def poll(self, due: Any) -> None:
        self.seen.set()
        assert self.gate.wait(60)
        for waiter in due:
            waiter.status = "done"


def test_a_slow_poll_does_not_hold_the_others_up():
    """The slow one answers only when all others, with several polls each, have ended."""
    clock = Clock()
    gate = threading.Event()
    left = [20]
    guard = threading.Lock()

    class Quick(Script):
        def poll(self, due: Any) -> None:
            super().poll(due)
            if not self.pending:
                with guard:
                    left[0] -= 1
                    if not left[0]:
                        gate.set()

    slow = Gated(clock, gate)
    quick = [Quick(clock, "a", "b", "done", intervals=dict.fromkeys(("started", "a", "b"), 0)) for _number in range(20)]
    wait_for_all([slow, *quick], clock)
    assert not slow.pending
    assert {script.polls for script in quick} == {3}


def test_polls_of_all_run_at_the_same_time():
    clock = Clock()
    together = threading.Barrier(THREADS)

    class Meeting(Script):
        def poll(self, due: Any) -> None:
            together.wait(60)
            super().poll(due)

    pollers = [Meeting(clock, "done", intervals={"started": 0}) for _number in range(THREADS)]
    wait_for_all(pollers, clock)
    assert {poller.polls for poller in pollers} == {1}


def test_each_of_many_ends_by_itself():
    clock = Clock()
    now = dict.fromkeys(("started", "a"), 0)
    good, bad, late = (
        Script(clock, "a", "done", intervals=now),
        Script(clock, FINAL, intervals=now),
        Script(clock, "a", timeout=0, intervals=now),
    )
    wait_for_all([good, bad, late], clock)
    assert good.task.status == "done"
    assert bad.task.failure is FINAL
    assert late.task.timed_out


def test_many_sleep_until_the_first_is_due(clock):
    pollers = [Script(clock, "done", intervals={"started": seconds}) for seconds in (300, 60)]
    wait_for_all(pollers, clock)
    assert clock.slept == [60, 240]


def test_errors_of_one_of_many_do_not_end_the_others(clock):
    broken, other = Script(clock, KeyError("bug")), Script(clock, "done")
    wait_for_all([broken, other], clock)
    assert [waiter.failure.reason for waiter in broken.waiters] == ["internal_error"]
    assert [waiter.failure for waiter in other.waiters] == [None]


def test_nothing_to_wait_for(clock):
    wait_for_all([], clock)
    assert clock.slept == []
