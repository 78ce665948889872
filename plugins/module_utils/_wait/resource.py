# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for one bundle or one copy of an image to be available."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._aws.errors import Failure
from .._byol.plan import Json
from .._byol.progress import FAILED, GONE, IN_PROGRESS, READY, Progress
from .clock import Clock
from .poller import Observer, Poller, Waiter
from .visibility import VISIBLE_WITHIN

PHASES = {"AVAILABLE": READY, "ERROR": FAILED}


class ResourceWaiter:
    """One resource that is waited for.

    what: the resource in messages, such as ``the bundle pilot (wsb-1)``. read: returns it, ``None`` where AWS does not show
    it. resource: as far as it is known. deadline, delay: seconds, by ``clock``.

    ``resource`` and ``progress`` are those of the last poll, ``failure`` is what ended the wait early.
    """

    started: str | None = None
    joined = False

    def __init__(
        self, what: str, resource: Json, read: Callable[[], Json | None], clock: Clock, deadline: float, delay: float
    ):
        self.name = str(resource.get("name"))
        self.resource = resource
        self.progress = _progress_of(resource)
        self.deadline = deadline
        self.due = clock.now()
        self.failure: Failure | None = None
        self._what = what
        self._read = read
        self._clock = clock
        self._delay = delay
        self._since = clock.now()
        self._last_seen = clock.now()

    @property
    def pending(self) -> bool:
        """Whether there is still something to wait for."""
        return self.failure is None and self.progress.phase == IN_PROGRESS

    def remaining(self) -> float | None:
        """Return ``None``: AWS reports no percentage."""
        return None

    def schedule(self, together: int) -> None:
        """Choose when to poll next."""
        self.due = self._clock.now() + self._delay * max(together, 1)

    def poll(self) -> None:
        """Take what AWS shows. What has not been visible for some time does not exist. Raises ``Failure``."""
        shown = self._read()
        now = self._clock.now()
        if shown is not None:
            self._last_seen = now
            self.resource = {**self.resource, **shown}
            self.progress = _progress_of(shown)
        elif now >= self._last_seen + VISIBLE_WITHIN:
            self.progress = Progress(GONE, "not listed")

    def time_out(self) -> None:
        """End the wait with the ``Failure`` timeout."""
        waited = round(self._clock.now() - self._since)
        self.failure = Failure("timeout", f"Timed out after {waited} s: {self._what} is {self.progress}")

    def refuse_bad_end(self, refuse_failed: Callable[[Json], None], reason: str) -> None:
        """Raise the ``Failure`` in which the wait ended, if it did.

        refuse_failed: raises that of a resource in ERROR. reason: for one that was deleted in the meantime.
        """
        if self.failure:
            raise self.failure
        refuse_failed(self.resource)
        if self.progress.phase == GONE:
            which = self._what[0].upper() + self._what[1:]
            raise Failure(reason, f"{which} was deleted in the meantime", "Run the task again.")


class ResourcePoller(Poller):
    """Polls one resource."""

    def __init__(self, waiter: ResourceWaiter, clock: Clock, observer: Observer):
        super().__init__([waiter], clock, observer)
        self._waiter = waiter
        observer.update(waiter)

    def poll(self, due: list[Waiter]) -> None:
        """Poll with one call."""
        if due:
            self._waiter.poll()
            self.observer.update(self._waiter)


def _progress_of(resource: dict[str, Any]) -> Progress:
    state = resource.get("state") or "unknown"
    return Progress(PHASES.get(state, IN_PROGRESS), state)
