# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a modification of an account."""

from __future__ import annotations

from typing import Protocol

from .._aws.errors import Failure
from .._byol.account_plan import RANGE, SUPPORT, modification_failed, newest_after, shows
from .._byol.plan import Json
from .._byol.progress import IN_PROGRESS, READY, Progress
from .clock import Clock
from .poller import Observer, Poller, Waiter


class AccountReads(Protocol):
    """What a wait reads; ``WorkSpaces`` has it."""

    def account(self) -> Json:
        """Return the account's BYOL configuration."""

    def account_modifications(self) -> list[Json]:
        """Return all modifications of the account, oldest first."""


class AccountWaiter:
    """One modification that is followed until it has ended and is visible in the account.

    modification: as requested or as listed. previous: the newest modification that had ended before, or ``None``.
    deadline: by ``clock``. delay: seconds between polls.
    """

    name = "BYOL account"

    def __init__(
        self, account: Json, modification: Json, previous: Json | None, clock: Clock, deadline: float, delay: float
    ):
        self.account = account
        self.modification = modification
        self.deadline = deadline
        self.due = clock.now()
        self.failure: Failure | None = None
        self._wanted = modification
        self._previous = previous
        self._clock = clock
        self._delay = delay
        self._started = clock.now()
        self._listed_as_pending = bool(self.started) and modification["modification_state"] == "PENDING"

    @property
    def started(self) -> str | None:
        """When AWS started the modification, in ISO 8601, or ``None`` where it is new."""
        return self.modification.get("start_time")

    @property
    def progress(self) -> Progress:
        """The progress of the modification."""
        state, cidr = self.modification["modification_state"], self.modification.get(RANGE)
        message = f"management range {cidr}" if cidr else "enabling"
        return Progress(READY if state == "COMPLETED" else IN_PROGRESS, state, message=message)

    @property
    def pending(self) -> bool:
        """Whether there is still something to wait for."""
        return self.failure is None and (self._listed_as_pending or not shows(self.account, self._wanted))

    def remaining(self) -> None:
        """AWS gives no percentage to estimate the end from."""

    def schedule(self, together: int) -> None:  # noqa: ARG002  # pylint: disable=unused-argument
        """Choose when to poll next."""
        self.due = self._clock.now() + self._delay

    def poll(self, reads: AccountReads) -> None:
        """Read once; the account only when the modification is not pending. Raises ``Failure``."""
        found = newest_after(reads.account_modifications(), self._previous)
        self.modification = found or self.modification
        state = found and found["modification_state"]
        if found and state == "FAILED":
            raise modification_failed(found)
        self._listed_as_pending = state == "PENDING"
        if not self._listed_as_pending:
            self.account = reads.account()

    def time_out(self) -> None:
        """End the wait with the ``Failure`` timeout."""
        waited = round(self._clock.now() - self._started)
        cidr = self.account.get(RANGE)
        self.failure = Failure(
            "timeout",
            f"Timed out after {waited} s: the modification is {self.modification['modification_state']}; the account is"
            f" {self.account.get(SUPPORT)} and has {f'the management range {cidr}' if cidr else 'no management range'}",
        )


class AccountPoller(Poller):
    """Polls one account."""

    def __init__(self, reads: AccountReads, waiter: AccountWaiter, clock: Clock, observer: Observer | None = None):
        super().__init__([waiter], clock, observer)
        self._reads = reads
        self._waiter = waiter
        self.observer.update(waiter)

    def poll(self, due: list[Waiter]) -> None:  # noqa: ARG002  # pylint: disable=unused-argument
        """Poll the modification, and the account when that has ended."""
        self._waiter.poll(self._reads)
        self.observer.update(self._waiter)
