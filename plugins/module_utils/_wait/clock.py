# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The time of a task: monotonic, so that a changed wall clock neither ends nor prolongs a wait."""

from __future__ import annotations

import time


class Clock:
    """What tests replace to make hours pass at once. All times are seconds."""

    def now(self):
        """Seconds since some fixed moment; never goes back."""
        return time.monotonic()

    def sleep(self, seconds):
        """Let C(seconds) pass."""
        time.sleep(seconds)
