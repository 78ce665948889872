# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a copy of an image goes on. Pure functions of a script and the time; AWS does not document how long one takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .import_curve import Failure, ScriptError

MEMBERS = frozenset({"seconds", "error"})


@dataclass(frozen=True)
class CopyJob:
    """A copy that was started at ``started``, and ends ``seconds`` later, well or with a failure."""

    started: float
    seconds: float
    failure: Failure | None = None

    def state_at(self, now: float) -> str:
        """PENDING, AVAILABLE or ERROR."""
        if now < self.started + self.seconds:
            return "PENDING"
        return "ERROR" if self.failure else "AVAILABLE"


def plan_copy(script: Mapping[str, Any], started: float, seconds: float) -> CopyJob:
    """The job that a script describes: ``seconds`` and ``error`` with ``code`` and ``message``, both optional."""
    if unknown := set(script) - MEMBERS:
        raise ScriptError(f"a copy has no {', '.join(sorted(unknown))}; it has: {', '.join(sorted(MEMBERS))}")
    failure = None
    if (error := script.get("error")) is not None:
        failure = Failure(error["code"], error.get("message", error["code"]), ())
    return CopyJob(started, float(script.get("seconds", seconds)), failure)
