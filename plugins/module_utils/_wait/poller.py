# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits, as data and one loop: what is polled, when, and when it ends.

A ``Poller`` polls what is waited for in one account and Region. ``wait_for()`` runs one, ``wait_for_all()`` runs those of
many accounts and Regions in parallel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

from .._aws.errors import RESUME, Failure
from .clock import Clock

THREADS = 32
"""Accounts and Regions that are polled at the same time."""

TICK = 1.0
"""Seconds after which the loop checks what is due while polls are in progress."""


class Waiter(Protocol):
    """One thing that is waited for.

    pending: whether it has neither ended nor failed. due: when to poll it. deadline: when to give up; both by the clock.
    failure: what ended the wait early.
    """

    due: float
    deadline: float
    failure: Failure | None

    @property
    def pending(self) -> bool:
        """Whether to go on."""

    def schedule(self, together: int) -> None:
        """Choose when to poll next. together: how many are waited for."""

    def time_out(self) -> None:
        """End the wait as its deadline has passed."""


class Observer:
    """What a wait reports to; this one reports nothing."""

    def update(self, waiter: Waiter) -> None:
        """Take note of a waiter that was polled, or is about to be for the first time."""

    def trouble(self, failure: Failure) -> None:
        """Take note of a poll that failed and will be repeated."""

    def refused(self, name: str, message: str) -> None:
        """Take note of an image that is not waited for, as its task has failed."""

    def preview(self, text: str | None) -> None:
        """Take note of what a run would do, in check mode; ``None`` for nothing."""


class Polled(Protocol):
    """What the loops below need of a ``Poller``, or of several that follow each other."""

    @property
    def pending(self) -> Any:
        """Whether to go on."""

    def seconds_left(self) -> float:
        """Return the seconds until the next step; there must be something pending."""

    def step(self) -> None:
        """Do what is due. Must not raise."""


class Poller:
    """Polls waiters of one account and Region. A subclass has ``poll(due)``."""

    def __init__(self, waiters: Sequence[Waiter], clock: Clock, observer: Observer | None = None):
        self._clock = clock
        self.observer = observer or Observer()
        self.waiters = list(waiters)
        pending = self.pending
        for waiter in pending:
            waiter.schedule(len(pending))

    @property
    def pending(self) -> list[Waiter]:
        """Those that have not ended."""
        return [waiter for waiter in self.waiters if waiter.pending]

    def seconds_left(self) -> float:
        """Return the seconds until the next poll; there must be something pending."""
        return max(min(min(waiter.due, waiter.deadline) for waiter in self.pending) - self._clock.now(), 0)

    def poll(self, due: list[Waiter]) -> None:
        """Read from AWS and have the waiters note it. Raises ``Failure``."""
        raise NotImplementedError

    def step(self) -> None:
        """Poll what is due. A transient failure is reported and the wait continues; any other ends it."""
        now = self._clock.now()
        due = [waiter for waiter in self.pending if min(waiter.due, waiter.deadline) <= now]
        try:
            self.poll(due)
        except Failure as failure:
            if failure.transient:
                self.observer.trouble(failure)
            else:
                self._end(failure)
        except Exception as error:  # The last resort: others are waited for in the same process.
            self._end(Failure("internal_error", f"{type(error).__name__}: {error}"))
        pending = self.pending
        for waiter in due:
            if waiter.pending and self._clock.now() >= waiter.deadline:
                waiter.time_out()
            elif waiter.pending:
                waiter.schedule(len(pending))

    def _end(self, failure: Failure) -> None:
        if failure.reason == "credentials_expired":
            failure.remedy = f"Renew the credentials. {RESUME}"
        for waiter in self.pending:
            waiter.failure = failure


def wait_for(poller: Polled, clock: Clock) -> None:
    """Poll until nothing is pending."""
    while poller.pending:
        if left := poller.seconds_left():
            clock.sleep(left)
        poller.step()


def wait_for_all(pollers: Sequence[Polled], clock: Clock) -> None:
    """Poll until nothing is pending in any account and Region, each at its own time."""
    busy: dict[Future[None], Polled] = {}
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        while waiting := [poller for poller in pollers if poller.pending]:
            stepping = {id(poller) for poller in busy.values()}
            left = math.inf
            for poller in [each for each in waiting if id(each) not in stepping]:
                seconds = poller.seconds_left()
                if seconds <= 0:
                    busy[pool.submit(poller.step)] = poller
                else:
                    left = min(left, seconds)
            if not busy:
                clock.sleep(left)
                continue
            for future in wait(busy, min(left, TICK), FIRST_COMPLETED).done:
                del busy[future]
                future.result()
            clock.tick()
