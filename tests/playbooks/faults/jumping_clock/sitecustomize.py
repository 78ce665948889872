# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python reads this at its start: from then on its wall clock jumps a day back and forth every second.

The monotonic clock goes on as it is. Times of files and of the kernel's timers are not touched.
"""

from __future__ import annotations

import datetime
import time

DAY = 86400.0

_true_time = time.time
_true_datetime = datetime.datetime


def _jumping_time() -> float:
    now = _true_time()
    return now + (DAY if int(now) % 2 else -DAY)


class _JumpingDatetime(_true_datetime):
    """A datetime whose now() follows the clock that jumps."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _JumpingDatetime:
        return cls.fromtimestamp(_jumping_time(), tz)

    @classmethod
    def utcnow(cls) -> _JumpingDatetime:
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)


# Ansible writes the repr of a datetime into code.
_JumpingDatetime.__name__ = "datetime.datetime"

time.time = _jumping_time
vars(datetime).update(datetime=_JumpingDatetime)
