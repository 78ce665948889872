# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The timeline of image ages, as shapes to draw above the times at which the images were made. Pure.

A mark for each image where they fit on top of each other; else bars for those that are ready, and a mark for each other kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from .images import moment

Json = dict[str, Any]

WIDTH, MARK, HIGHEST = 960, 12, 12
"""Of the drawing and of a mark, in units of the drawing, and how many marks fit on top of each other."""

BINS = WIDTH // MARK
SHORTEST = timedelta(days=28)
KINDS = ("ready", "under_way", "stuck", "failed")

AGES = ((30, "up to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"), (365, "181 to 365 days"))
OLDEST = "more than a year"


class Shape(NamedTuple):
    """A mark, or a bar of images that are ready. x, y: its upper left corner."""

    symbol: str
    kind: str
    x: float
    y: float
    height: float
    title: str


class Tick(NamedTuple):
    """The first day of a month."""

    x: float
    label: str


class Timeline(NamedTuple):
    """height: that shapes take above their base line. most: images that the highest bar stands for, 0 without bars."""

    shapes: list[Shape]
    ticks: list[Tick]
    height: float
    most: int


def timeline_of(images: Iterable[tuple[str, Json]], now: datetime) -> Timeline | None:
    """The timeline of images with their hosts; ``None`` where none has a date."""
    dated = [(moment(image["created"]), host, image) for host, image in images if image["created"]]
    if not dated:
        return None
    first = min(min(created for created, _host, _image in dated), now - SHORTEST)
    length = max((now - first) * 1.02, SHORTEST)
    stacks: dict[int, list[tuple[str, Json]]] = defaultdict(list)
    for created, host, image in dated:
        stacks[min(int((created - first) / length * BINS), BINS - 1)].append((host, image))
    most = max(len(stack) for stack in stacks.values())
    dense = most > HIGHEST
    shapes = [
        shape
        for number, stack in sorted(stacks.items())
        for shape in (_bars(number * MARK, stack, most) if dense else _marks(number * MARK, stack))
    ]
    highest = min(shape.y for shape in shapes)
    shapes = [shape._replace(y=shape.y - highest) for shape in shapes]
    return Timeline(shapes, _ticks(first, now, length), -highest, most if dense else 0)


def kind_of(image: Json) -> str:
    """How an image is drawn."""
    return "stuck" if image["stuck"] else image["phase"]


def ages_of(images: Iterable[Json]) -> list[tuple[str, int]]:
    """How many images there are of each age."""
    counts = dict.fromkeys([label for _days, label in AGES] + [OLDEST], 0)
    for image in images:
        if image["age_days"] is not None:
            counts[next((label for days, label in AGES if image["age_days"] <= days), OLDEST)] += 1
    return list(counts.items())


def _marks(x: int, stack: list[tuple[str, Json]]) -> Iterable[Shape]:
    """A mark for each image, those that are ready at the bottom. The base line is at 0, and up is negative."""
    stack = sorted(stack, key=lambda entry: KINDS.index(kind_of(entry[1])))
    for level, (host, image) in enumerate(stack, start=1):
        title = f"{image['name']}, {host}, {image['age_days']} days"
        kind = kind_of(image)
        yield Shape(f"m-{kind}", kind, x, -level * MARK, MARK, title)


def _bars(x: int, stack: list[tuple[str, Json]], most: int) -> Iterable[Shape]:
    """A bar for all images that are ready, and above it a mark for each other kind."""
    counts = Counter(kind_of(image) for _host, image in stack)
    height = max(3.0, HIGHEST * MARK * counts["ready"] / most) if counts["ready"] else 0.0
    if height:
        yield Shape("bar", "ready", x, -height, height, f"{counts['ready']} ready")
    for level, kind in enumerate((kind for kind in KINDS[1:] if counts[kind]), start=1):
        yield Shape(f"m-{kind}", kind, x, -height - level * MARK, MARK, f"{counts[kind]} {kind.replace('_', ' ')}")


def _ticks(first: datetime, now: datetime, length: timedelta) -> list[Tick]:
    """Ten or so at most, on first days of months."""
    months = (now.year - first.year) * 12 + now.month - first.month
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / step <= 10)
    ticks = []
    for number in range(first.year * 12 + first.month - 1, now.year * 12 + now.month):
        day = datetime(number // 12, number % 12 + 1, 1, tzinfo=first.tzinfo)
        if number % step == 0 and day >= first:
            label = f"{day:%Y}" if step >= 12 else f"{day:%b %Y}"
            ticks.append(Tick((day - first) / length * WIDTH, label))
    return ticks
