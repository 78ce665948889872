# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that report the progress of a wait while it lasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.text import one_line
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import Progress
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer

SIGN_OF_LIFE = 300
"""Seconds after which a line is printed although nothing has changed."""

BAR_LENGTH = 20

RESUMABLE = "Waiting. This can be interrupted at any time: AWS continues, and the same command resumes the wait"


def duration(seconds: float) -> str:
    """Return seconds as h:mm:ss."""
    return str(timedelta(seconds=max(round(seconds), 0)))


def progress_bar(percentage: int) -> str:
    """Return a bar of the same width for all, also where AWS counts below 0 or beyond 100."""
    percentage = min(max(percentage, 0), 100)
    filled = "#" * (BAR_LENGTH * percentage // 100)
    return f"[{filled:-<{BAR_LENGTH}}] {percentage:3}%"


def seconds_since(start_time: str | None) -> float:
    """Return the seconds since a time in ISO 8601; 0 for ``None``, and where the clocks of AWS and this machine differ."""
    if start_time is None:
        return 0
    return max((datetime.now(timezone.utc) - datetime.fromisoformat(start_time)).total_seconds(), 0)


@dataclass
class Line:
    """What is known of one thing that is waited for."""

    waiter: Any
    started: float
    progress: Progress
    ended: bool = False


class ProgressLines(Observer):
    """Prints a line when something has changed, and signs of life while nothing does.

    show: prints a line. host: as in the inventory. private: omit names, IDs and messages of AWS, for ``no_log``.
    announced: whether somebody else has printed that the wait can be interrupted.
    """

    def __init__(self, show: Callable[[str], None], host: str, private: bool, clock: Clock, announced: bool = False):
        self._show = show
        self._host = one_line(host)
        self._private = private
        self._clock = clock
        self._lines: dict[int, Line] = {}
        self._trouble: str | None = None
        self._announced = announced
        self._printed = clock.now()

    def update(self, waiter: Any) -> None:
        """Print how something is, if that has changed."""
        line = self._lines.get(id(waiter))
        first = line is None
        if line is None:
            if waiter.pending and not self._announced:
                self._announced = True
                self._print(RESUMABLE)
            started = self._clock.now() - seconds_since(waiter.started)
            line = self._lines[id(waiter)] = Line(waiter, started, waiter.progress)
        ended = not waiter.pending
        if first or ended != line.ended or line.progress != waiter.progress or self._trouble:
            line.progress, line.ended = waiter.progress, ended
            self._trouble = None
            self._print(self._text(line, first))

    def trouble(self, failure: Failure) -> None:
        """Print why a poll failed, unless the one before failed for the same reason."""
        if failure.message != self._trouble:
            self._trouble = failure.message
            self._print_trouble()

    def preview(self, text: str | None) -> None:
        """Print what a run would do."""
        if text:
            self._print("would change something" if self._private else one_line(text))

    def sign_of_life(self) -> None:
        """Print how everything is, if nothing has been printed for long."""
        if self._clock.now() < self._printed + SIGN_OF_LIFE:
            return
        for line in self._lines.values():
            if not line.ended:
                self._print(self._text(line, False))
        if self._trouble:
            self._print_trouble()

    def _print_trouble(self) -> None:
        self._print("a status check failed and will be retried" + ("" if self._private else f": {self._trouble}"))

    def _text(self, line: Line, first: bool) -> str:
        waiter, progress = line.waiter, line.progress
        parts = [] if self._private else [one_line(waiter.name)]
        image_id = getattr(waiter, "image_id", None)
        if image_id and not self._private and (first or line.ended):
            parts.append(one_line(image_id))
        if image_id and first and not line.ended:
            parts.append("joining the import in progress" if waiter.joined else "import started")
        if progress.percentage is not None:
            parts.append(progress_bar(progress.percentage))
        parts += [one_line(progress.state), duration(self._clock.now() - line.started)]
        remaining = waiter.remaining()
        if remaining and not line.ended:
            parts.append(f"about {duration(remaining)} left")
        if progress.message and not self._private:
            parts.append(one_line(progress.message))
        return "  ".join(parts)

    def _print(self, text: str) -> None:
        self._show(f"[{self._host}] {text}")
        self._printed = self._clock.now()
