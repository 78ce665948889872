# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that report the progress of many hosts: a line for each end and each failure, and a summary at intervals."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.text import one_line
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import READY
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer

from .progress_lines import RESUMABLE, SIGN_OF_LIFE, ProgressLines, duration

FEW = 10
"""Up to so many things that are waited for are reported by a line for each change."""

SUMMARY_EVERY = 60
"""Seconds between two summaries while something changes."""


class FleetLines:
    """Prints the progress of many hosts; threads can share it.

    show: prints a line. private: omit names and messages, for ``no_log``. many: whether there are more than ``FEW``.
    """

    def __init__(self, show: Callable[[str], None], private: bool, clock: Clock, many: bool):
        self._show, self._private, self._clock, self._many = show, private, clock, many
        self._lock = threading.RLock()
        self._hosts: list[_Host] = []
        self._summarized = clock.now()
        self._last_summary: str | None = None
        self._announced = False

    def observer(self, host: str) -> Observer:
        """Return what a wait for a host reports to."""
        few = None if self._many else ProgressLines(self._show, host, self._private, self._clock, True)
        observer = _Host(one_line(host), self, few)
        self._hosts.append(observer)
        return observer

    def sign_of_life(self) -> None:
        """Print a summary if one is due."""
        with self._lock:
            for host in self._hosts:
                if host.few:
                    host.few.sign_of_life()
            passed = self._clock.now() - self._summarized
            if self._many and passed >= SUMMARY_EVERY:
                summary = self._summary()
                if summary != self._last_summary or passed >= SIGN_OF_LIFE:
                    self._summarized, self._last_summary = self._clock.now(), summary
                    self._show(f"[byol] {summary}")

    def update(self, host: _Host, waiter: Any) -> None:
        """Take note of a waiter of a host."""
        with self._lock:
            known = host.waiters.get(id(waiter))
            host.waiters[id(waiter)] = waiter
            if waiter.pending and not self._announced:
                self._announced = True
                self._show(f"[byol] {RESUMABLE}")
            ended = not waiter.pending
            if host.few:
                host.few.update(waiter)
            elif ended and (known is None or id(waiter) not in host.ended):
                host.ended.add(id(waiter))
                self._show(f"[{host.name}] {self._end(waiter)}")

    def refused(self, host: _Host, name: str, message: str) -> None:
        """Take note of an image of a host that is not waited for."""
        with self._lock:
            host.refused_images += 1
            parts = ("failed",) if self._private else (one_line(name), f"failed: {one_line(message)}")
            self._show(f"[{host.name}] {'  '.join(filter(None, parts))}")

    def trouble(self, host: _Host, failure: Failure) -> None:
        """Take note of a poll that failed; with many hosts the summary counts them."""
        with self._lock:
            if host.few:
                host.few.trouble(failure)

    def _end(self, waiter: Any) -> str:
        parts = [] if self._private else [one_line(waiter.name), one_line(getattr(waiter, "image_id", ""))]
        return "  ".join(part for part in (*parts, one_line(waiter.progress.state)) if part)

    def _summary(self) -> str:
        waiters = [waiter for host in self._hosts for waiter in host.waiters.values()]
        pending = [waiter for waiter in waiters if waiter.pending]
        ready = sum(waiter.progress.phase == READY for waiter in waiters)
        refused = sum(host.refused_images for host in self._hosts)
        parts = [f"{ready} of {len(waiters) + refused} ready", f"{len(pending)} in progress"]
        failed = len(waiters) - ready - len(pending) + refused
        if failed:
            parts.append(f"{failed} failed")
        remaining = [seconds for waiter in pending if (seconds := waiter.remaining())]
        if remaining:
            parts.append(f"about {duration(max(remaining))} left")
        slowest = min(pending, key=lambda waiter: waiter.progress.percentage or 0, default=None)
        if slowest and not self._private:
            host = next(host for host in self._hosts if id(slowest) in host.waiters)
            parts.append(f"slowest: {host.name} {one_line(slowest.name)} {one_line(slowest.progress)}")
        return ", ".join(parts)


class _Host(Observer):
    """What the wait for one host reports to. few: its own lines, where there are few hosts."""

    def __init__(self, name: str, lines: FleetLines, few: ProgressLines | None):
        self.name, self.few = name, few
        self.waiters: dict[int, Any] = {}
        self.ended: set[int] = set()
        self.refused_images = 0
        self._lines = lines

    def update(self, waiter: Any) -> None:
        """Take note of a waiter."""
        self._lines.update(self, waiter)

    def refused(self, name: str, message: str) -> None:
        """Take note of an image that is not waited for."""
        self._lines.refused(self, name, message)

    def trouble(self, failure: Failure) -> None:
        """Take note of a poll that failed."""
        self._lines.trouble(self, failure)
