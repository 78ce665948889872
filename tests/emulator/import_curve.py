# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an image import goes on: which state, percentage and message it shows after how many seconds.

Everything here is a pure function of a plan and the seconds passed. AWS documents the names of the states and that
an import takes "a minimum of 90 minutes"; how long each state lasts and which percentage goes with it is
not documented, so the built-in curve is only a plausible one and can be replaced by a script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

COMPLETED = "COMPLETED"
ERROR = "ERROR"
FINAL_STATES = frozenset({COMPLETED, ERROR})

BUILT_IN_CURVE: tuple[tuple[float, str, int | None, str | None], ...] = (
    (0.00, "PENDING", 0, "The import request was accepted."),
    (0.02, "IN_PROGRESS", 2, "The import has started."),
    (0.05, "PROCESSING_SOURCE_IMAGE", 5, "Processing the source image."),
    (0.10, "PROCESSING_SOURCE_IMAGE", 10, "Processing the source image."),
    (0.16, "IMAGE_TESTING_START", 16, "Starting the image tests."),
    (0.20, "UPDATING_OPERATING_SYSTEM", 20, "Installing operating system updates."),
    (0.26, "UPDATING_OPERATING_SYSTEM", 26, "Installing operating system updates."),
    (0.32, "UPDATING_OPERATING_SYSTEM", 32, "Installing operating system updates."),
    (0.38, "IMAGE_COMPATIBILITY_CHECKING", 38, "Checking the image for compatibility."),
    (0.46, "IMAGE_TESTING_GENERALIZATION", 46, "Testing whether the image can be generalized."),
    (0.54, "CREATING_TEST_INSTANCE", 54, "Creating a test instance."),
    (0.60, "INSTALLING_COMPONENTS", 60, "Installing WorkSpaces components."),
    (0.67, "INSTALLING_COMPONENTS", 67, "Installing WorkSpaces components."),
    (0.75, "GENERALIZING", 75, "Generalizing the image."),
    (0.83, "VALIDATING", 83, "Validating the image."),
    (0.91, "PUBLISHING", 91, "Publishing the image."),
    (1.00, COMPLETED, 100, "The image was imported."),
)


class ScriptError(ValueError):
    """A script that cannot be played; the text says what is wrong with it."""


@dataclass(frozen=True)
class Point:
    """From ``at`` seconds on, the import shows this."""

    at: float
    state: str
    percent: int | None
    message: str | None


@dataclass(frozen=True)
class Failure:
    """What AWS says about an import that ended in ERROR: a code, a text, and a list of (code, text)."""

    code: str
    message: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImportPlan:
    """An import from its beginning to its end, settled when it starts."""

    points: tuple[Point, ...]
    failure: Failure | None = None
    image_lag: float = 0.0

    def point_at(self, elapsed: float) -> Point:
        """What the import shows ``elapsed`` seconds after its start."""
        reached = [point for point in self.points if point.at <= elapsed]
        return reached[-1] if reached else self.points[0]

    def delayed(self, seconds: float) -> ImportPlan:
        """The same plan, so many seconds later; before that it is what it starts with."""
        return replace(self, points=tuple(replace(point, at=point.at + seconds) for point in self.points))

    def image_state_at(self, elapsed: float) -> str:
        """The state of the image that the import makes: AVAILABLE may come later than the import's COMPLETED."""
        point = self.point_at(elapsed)
        if point.state == ERROR:
            return "ERROR"
        if point.state == COMPLETED and elapsed >= point.at + self.image_lag:
            return "AVAILABLE"
        return "PENDING"


def plan_import(script: Mapping[str, Any], seconds: float, image_lag: float) -> ImportPlan:
    """Settle the plan of one import.

    ``script`` may hold ``seconds``, ``curve``, ``error`` and ``image_lag_seconds``; the other arguments
    are what holds where the script is silent.
    """
    unknown = set(script) - {"seconds", "curve", "error", "image_lag_seconds"}
    if unknown:
        raise ScriptError(f"unknown keys in an import script: {', '.join(sorted(unknown))}")
    duration = float(script.get("seconds", seconds))
    points = _points(script.get("curve", BUILT_IN_CURVE), duration)
    failure = None
    if script.get("error"):
        error = script["error"]
        failure = _failure(error)
        at = _moment(error.get("at", 0.5), duration)
        points = (*(point for point in points if point.at < at), Point(at, ERROR, None, failure.message))
    elif any(point.state == ERROR for point in points):
        failure = Failure("UnknownError", "The import failed.", ())
    return ImportPlan(points, failure, float(script.get("image_lag_seconds", image_lag)))


def _points(curve: Sequence[Sequence[Any]], duration: float) -> tuple[Point, ...]:
    points = []
    for row in curve:
        if not 2 <= len(row) <= 4 or not isinstance(row[1], str):
            raise ScriptError(f"a point of a curve is [at, state, percent or null, message or null], not {row!r}")
        at, state, percent, message = (*row, None, None)[:4]
        points.append(Point(_moment(at, duration), state, percent, message))
    if not points:
        raise ScriptError("a curve needs at least one point")
    if [point.at for point in points] != sorted(point.at for point in points):
        raise ScriptError("the points of a curve must be in the order of time")
    if points[0].at > 0:
        points.insert(0, Point(0.0, "PENDING", None, None))
    return tuple(points)


def _moment(value: Any, duration: float) -> float:
    """Numbers up to 1 are fractions of the duration, larger ones are seconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ScriptError(f"a moment is a number of 0 or more, not {value!r}")
    return float(value) * duration if value <= 1 else float(value)


def _failure(error: Mapping[str, Any]) -> Failure:
    unknown = set(error) - {"at", "code", "message", "details"}
    if unknown:
        raise ScriptError(f"unknown keys in the error of an import: {', '.join(sorted(unknown))}")
    code = error.get("code", "UnknownError")
    message = error.get("message", "The import failed.")
    details = tuple((detail["code"], detail["message"]) for detail in error.get("details", ()))
    return Failure(code, message, details or ((code, message),))
