# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Points in time as results and tags have them: ISO 8601 in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


def written(moment: datetime) -> str:
    """Return a point in time as the value of a tag, to the second."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: object) -> datetime | None:
    """Return the point in time that a text of a result or tag is, or ``None`` where it is none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z") + "+00:00" if text.endswith("Z") else text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def days(number: float) -> timedelta:
    """Return a number of days as a duration."""
    return timedelta(days=number)
