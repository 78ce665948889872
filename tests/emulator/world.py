# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is one for the whole emulator: settings, clock, faults, rate limits, the log, and the lock on state."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .call_log import CallLog
from .clock import Clock
from .faults import FaultScript
from .held_calls import HeldCalls
from .rate_limit import RateLimiter
from .settings import Settings


class World:
    """Shared by the gateway, the control API and every backend of the WorkSpaces service."""

    def __init__(self, settings: Settings, log_path: Path | None = None) -> None:
        self._initial = settings
        self.settings = settings
        self.clock = Clock()
        self.clock.set_mode(settings.clock)
        self.faults = FaultScript()
        self.held = HeldCalls()
        self.limiter = RateLimiter()
        self.calls = CallLog(log_path)
        self.lock = threading.RLock()
        self._hidden_until: dict[str, float] = {}
        self._session_ends: dict[str, float] = {}

    def change_settings(self, changes: Mapping[str, Any]) -> None:
        """Change some settings, all or none."""
        self.settings = self.settings.changed(changes)
        self.clock.set_mode(self.settings.clock)
        if {"rate_limit", "rate_per_second", "rate_burst"} & set(changes):
            self.limiter.clear()

    def hide(self, resource_id: str, seconds: float) -> None:
        """Keep a new image or bundle out of every reply for some time, as an eventually consistent service does."""
        self._hidden_until[resource_id] = self.clock.now() + seconds

    def show_image(self, image_id: str) -> None:
        """Let an image show from now on."""
        self._hidden_until.pop(image_id, None)

    def is_hidden(self, resource_id: str) -> bool:
        """Whether the image or bundle is kept out of replies at this moment."""
        return self.clock.now() < self._hidden_until.get(resource_id, 0.0)

    def end_session_at(self, access_key: str, end: float) -> None:
        """Let a key of an assumed role expire, in seconds of the real time: the SDK's clock is not ours to step."""
        self._session_ends[access_key] = end

    def has_ended(self, access_key: str) -> bool:
        """Whether a key is of a session that has ended."""
        return time.time() >= self._session_ends.get(access_key, float("inf"))

    def reset(self) -> None:
        """Back to the settings of the start, with no faults, no calls and full buckets."""
        self.settings = self._initial
        self.clock = Clock()
        self.clock.set_mode(self.settings.clock)
        self.faults.clear()
        self.held.drop_all()
        self.limiter.clear()
        self.calls.clear()
        self._hidden_until.clear()
        self._session_ends.clear()
