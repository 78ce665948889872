# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an image moves through the rings of a release, and how it is rolled back. Pure: no call is made.

A ring is a bundle. The first ring gets the image immediately; each further one when the ring before it has had the
image for that ring's own soak time. Existing desktops keep their image until they are rebuilt or migrated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .._aws.errors import Failure
from .bundle_plan import IMAGE_SINCE, PREVIOUS_IMAGE, refuse_failed, refuse_unusable_image
from .image_options import TAG_PREFIX
from .plan import Json
from .tag_plan import Tags
from .times import days, read, written

ROLLED_BACK_IMAGE = f"{TAG_PREFIX}rolled_back_image"
"""The tag with the image that a bundle was rolled back from; it is not promoted there again."""

REASONS = {
    "first_ring": "it is the first ring",
    "soaked": "the ring before it has had the image for its soak time",
    "has_image": "it has the image",
    "ring_before_differs": "the ring before it does not have the image",
    "soaking": "the soak time of the ring before it has not passed",
    "image_since_unknown": "it is not known since when the ring before it has had the image",
    "was_rolled_back": "it was rolled back from this image; remove the tag to promote the image again",
    "rolled_back": "it has the image and is rolled back to its previous one",
    "other_image": "it has another image",
    "no_previous_image": "its previous image is not known",
    "previous_was_rolled_back": "its previous image is one that it was rolled back from; give it another one",
}
"""Why a ring is or is not moved: stable words, and what they mean."""


@dataclass(frozen=True)
class Ring:
    """A ring of a release: its bundle, and for how many days the image stays there before the next ring has it."""

    name: str
    bundle: str
    soak_days: float = 0


@dataclass(frozen=True)
class ObservedRing:
    """The bundle of a ring, ``None`` where there is none of that name, and its tags."""

    bundle: Json | None
    tags: Tags = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """What happens to a ring. ``image_id``: the image that it has afterwards. reason: a key of ``REASONS``."""

    ring: Ring
    action: str
    reason: str
    image_id: str | None
    previous_image_id: str | None = None
    image_since: str | None = None
    next_ring_at: str | None = None

    def result(self) -> Json:
        """Return the ring as the role returns it."""
        return {
            "name": self.ring.name,
            "bundle": self.ring.bundle,
            "action": self.action,
            "reason": self.reason,
            "explanation": REASONS[self.reason],
            "image_id": self.image_id,
            "previous_image_id": self.previous_image_id,
            "image_since": self.image_since,
            "next_ring_at": self.next_ring_at,
        }

    def line(self, released: Mapping[str, Any]) -> str:
        """Return the ring in one line of a report. released: the image of the release, which is shown with its name."""
        is_released = self.image_id == released["image_id"]
        image = f"{released['name']} ({self.image_id})" if is_released else self.image_id
        since = f" since {self.image_since}" if self.image_since else ", since an unknown time"
        due = f"; the next ring is due at {self.next_ring_at}" if self.next_ring_at else ""
        has = f"{self.ring.name} ({self.ring.bundle}): {image}{since}{due}"
        return f"{has} [{self.action}: {REASONS[self.reason]}]"


def plan_release(
    state: str,
    rings: Sequence[Ring],
    image: Mapping[str, Any] | None,
    observed: Mapping[str, ObservedRing],
    now: datetime,
    requested: str = "",
) -> list[Move]:
    """Return what happens to each ring, in their order.

    state: ``promoted`` or ``rolled_back``. observed: by the names of bundles. requested: the name of the image, for
    messages. Raises ``Failure``: invalid_request, image_not_found, image_pending, image_failed, bundle_not_found,
    bundle_failed.
    """
    refuse_bad_rings(rings)
    if image is None:
        refuse_unusable_image(image, requested)
    if image is None:
        raise AssertionError
    _refuse_missing(rings, observed)
    if state == "rolled_back":
        return [_back(ring, observed[ring.bundle], image["image_id"], now) for ring in rings]
    refuse_unusable_image(image, requested)
    return _promotions(rings, image["image_id"], observed, now)


def refuse_bad_rings(rings: Sequence[Ring]) -> None:
    """Raise ``Failure`` (invalid_request) where rings are missing or not distinguishable."""
    if not rings:
        raise Failure("invalid_request", "The value of release_rings is not valid: at least one ring is required")
    for what in ("name", "bundle"):
        values = [getattr(ring, what) for ring in rings]
        if twice := sorted({value for value in values if values.count(value) > 1}):
            message = f"The value of release_rings is not valid: more than one ring has the {what} {', '.join(twice)}"
            raise Failure("invalid_request", message)
    if negative := [ring.name for ring in rings if ring.soak_days < 0]:
        message = f"The value of release_rings is not valid: soak_days of {', '.join(negative)} is less than 0"
        raise Failure("invalid_request", message)


def _refuse_missing(rings: Sequence[Ring], observed: Mapping[str, ObservedRing]) -> None:
    missing = [ring.bundle for ring in rings if observed.get(ring.bundle, ObservedRing(None)).bundle is None]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        raise Failure("bundle_not_found", f"There is no bundle{plural} {', '.join(missing)} in this account and Region")
    for ring in rings:
        refuse_failed(observed[ring.bundle].bundle or {})


def _promotions(
    rings: Sequence[Ring], image_id: str, observed: Mapping[str, ObservedRing], now: datetime
) -> list[Move]:
    moves: list[Move] = []
    for ring in rings:
        here = observed[ring.bundle]
        if _image_of(here) == image_id:
            moves.append(_stay(ring, here, "has_image"))
            continue
        reason = _hindrance(moves[-1], image_id, now) if moves else None
        if here.tags.get(ROLLED_BACK_IMAGE) == image_id:
            reason = "was_rolled_back"
        moves.append(_stay(ring, here, reason) if reason else _forward(ring, here, image_id, now, first=not moves))
    return moves


def _hindrance(before: Move, image_id: str, now: datetime) -> str | None:
    """Return why the ring after another one is not promoted yet (a key of ``REASONS``), or ``None``."""
    if before.image_id != image_id:
        return "ring_before_differs"
    since = read(before.image_since)
    if since is None:
        return "image_since_unknown"
    return None if now - since >= days(before.ring.soak_days) else "soaking"


def _forward(ring: Ring, here: ObservedRing, image_id: str, now: datetime, first: bool) -> Move:
    reason = "first_ring" if first else "soaked"
    return Move(ring, "promote", reason, image_id, _image_of(here), written(now), _soaked_at(ring, written(now)))


def _back(ring: Ring, here: ObservedRing, image_id: str, now: datetime) -> Move:
    if _image_of(here) != image_id:
        return _stay(ring, here, "other_image")
    previous = here.tags.get(PREVIOUS_IMAGE)
    if previous in (None, image_id):
        return _stay(ring, here, "no_previous_image")
    if previous == here.tags.get(ROLLED_BACK_IMAGE):
        return _stay(ring, here, "previous_was_rolled_back")
    return Move(ring, "roll_back", "rolled_back", previous, image_id, written(now))


def _stay(ring: Ring, here: ObservedRing, reason: str) -> Move:
    since = here.tags.get(IMAGE_SINCE)
    soaked_at = _soaked_at(ring, since) if reason == "has_image" else None
    return Move(ring, "keep", reason, _image_of(here), here.tags.get(PREVIOUS_IMAGE), since, soaked_at)


def _soaked_at(ring: Ring, since: str | None) -> str | None:
    """Return when the next ring may have the image."""
    moment = read(since)
    return written(moment + days(ring.soak_days)) if moment else None


def _image_of(here: ObservedRing) -> str | None:
    return (here.bundle or {}).get("image_id")
