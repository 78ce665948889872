# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The lines that a person sees while AWS works for hours. Plain text, to read well in AWX and in a log file."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock

SIGN_OF_LIFE = 300
"""Seconds after which a line is printed although nothing has changed."""

BAR_LENGTH = 20


def duration(seconds):
    """Seconds as h:mm:ss."""
    return str(timedelta(seconds=max(round(seconds), 0)))


def progress_bar(percentage):
    """A bar of the same width for all, also where AWS counts below 0 or beyond 100."""
    percentage = min(max(percentage, 0), 100)
    filled = "#" * (BAR_LENGTH * percentage // 100)
    return f"[{filled:-<{BAR_LENGTH}}] {percentage:3}%"


def one_line(text):
    """A text of others as a part of a line: without line breaks and what else a terminal would act on."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def seconds_since(start_time):
    """Seconds since a time in ISO 8601; 0 for C(None), and where the clocks of AWS and the controller disagree."""
    if start_time is None:
        return 0
    return max((datetime.now(timezone.utc) - datetime.fromisoformat(start_time)).total_seconds(), 0)


class ProgressLines:
    """Prints a line when something has changed, and signs of life while nothing does.

    show: prints a line. host: as in the inventory. private: leave out names and AWS's messages, for C(no_log).
    """

    def __init__(self, show, host, private, clock):
        self._show = show
        self._host = host
        self._private = private
        self._clock = clock
        self._known = {}
        self._trouble = None
        self._printed = clock.now()

    def begin(self, name, start_time):
        """Begin to tell of something. start_time: when AWS began with it, in ISO 8601, or C(None) for now."""
        self._known[name] = {"started": self._clock.now() - seconds_since(start_time), "progress": None}

    def tell(self, name, progress, remaining=None):
        """Print how something stands, if that is news. progress: a C(Progress). remaining: seconds, if known."""
        known = self._known[name]
        news = known["progress"] != progress or self._trouble
        known.update(progress=progress, remaining=remaining)
        self._trouble = None
        if news:
            self._print(name)

    def trouble(self, text):
        """Print why a look failed, if that is news."""
        text = one_line(text)
        news = self._trouble != text
        self._trouble = text
        if news:
            self._print_trouble()

    def silence_left(self):
        """Seconds until a sign of life is due."""
        return self._printed + SIGN_OF_LIFE - self._clock.now()

    def sign_of_life(self):
        """Print how everything stands, if nothing has been printed for long."""
        if self.silence_left() > 0:
            return
        for name, known in self._known.items():
            if known["progress"]:
                self._print(name)
        if self._trouble:
            self._print_trouble()

    def _print_trouble(self):
        self._line("a look at AWS failed and will be repeated" + ("" if self._private else f": {self._trouble}"))

    def _print(self, name):
        known = self._known[name]
        progress, remaining = known["progress"], known["remaining"]
        parts = [] if self._private else [name]
        if progress.percentage is not None:
            parts.append(progress_bar(progress.percentage))
        parts += [progress.state, duration(self._clock.now() - known["started"])]
        if remaining:
            parts.append(f"about {duration(remaining)} left")
        if progress.message and not self._private:
            parts.append(one_line(progress.message))
        self._line("  ".join(parts))

    def _line(self, text):
        self._show(f"[{self._host}] {text}")
        self._printed = self._clock.now()


class TalkingClock(Clock):
    """A clock whose sleep is interrupted by signs of life."""

    def __init__(self):
        self.lines: Any = None

    def sleep(self, seconds):
        """Let C(seconds) pass."""
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            super().sleep(min(left, max(self.lines.silence_left(), 1)))
            self.lines.sign_of_life()
