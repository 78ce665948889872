# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time in a worker process of Ansible."""

from __future__ import annotations

import os
from collections.abc import Callable

from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock

SLICE = 5.0
"""Seconds between two checks of what may end or interrupt a sleep."""


class WorkerClock(Clock):
    """A clock whose sleep ends with the process that requested the wait, and is interrupted by signs of life.

    sign_of_life: called every few seconds of a sleep; set by who prints.
    """

    def __init__(self) -> None:
        self._parent = os.getppid()
        self.sign_of_life: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass. Raises ``SystemExit`` if the process of ansible-playbook is gone."""
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            super().sleep(min(left, SLICE))
            self.tick()

    def tick(self) -> None:
        """Print a sign of life if it is due. Raises ``SystemExit`` if the process of ansible-playbook is gone."""
        self.sign_of_life()
        if os.getppid() != self._parent:
            # Nobody is left to report to; the next run continues from what AWS has.
            raise SystemExit(1)
