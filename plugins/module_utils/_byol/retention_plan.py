# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images are kept, and which are deleted. Pure: no call is made.

The decision takes two steps, as what AWS returns only image by image is read only for those that could be deleted:
``sort_out`` decides by the list of images, ``plan_retention`` by tags, shares and bundles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .bundle_plan import PREVIOUS_IMAGE
from .image_plan import DELETE as DELETE_IMAGE
from .plan import Json, Plan, Step
from .retention_options import RetentionSpec, compile_pattern
from .tag_plan import Tags
from .times import days, read

KEEP = "keep"
DELETE = "delete"

REASONS = {
    "no_match": "its name does not match name_pattern",
    "newest": "it is one of the newest of its family",
    "pending": "it is still being created",
    "age_unknown": "AWS does not report its age",
    "too_young": "it is younger than min_age_days",
    "failed": "it is in ERROR, and failed_after_days is not set or not reached",
    "bundle": "a bundle uses it",
    "previous_image": "it is the previous image of a bundle, which may be rolled back to it",
    "shared": "it is shared with other accounts",
    "protected": "it has a tag of protect_tags",
    "max_deletions": "max_deletions older images are deleted first",
    "in_use": "it came into use after it was read",
    "superseded": "newer images of its family are kept",
    "expired_failure": "it has been in ERROR for failed_after_days",
}
"""Why an image is kept or deleted: stable words, and what they mean."""


@dataclass(frozen=True)
class ObservedUse:
    """What else AWS says of the images that could be deleted: their tags, and the accounts they are shared with.

    bundles: all own bundles of the account, each with its ``tags``.
    """

    bundles: Sequence[Json] = ()
    tags: Mapping[str, Tags] = field(default_factory=dict)
    shared_account_ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What happens to an image, and why: a key of ``REASONS``."""

    image: Json
    action: str
    reason: str

    @property
    def image_id(self) -> str:
        """The ID of the image."""
        return str(self.image["image_id"])

    def kept(self, reason: str) -> Decision:
        """Return the decision to keep the image after all."""
        return replace(self, action=KEEP, reason=reason)

    def result(self) -> Json:
        """Return the image as the module returns it."""
        shown = {key: self.image.get(key) for key in ("image_id", "name", "state", "created")}
        return {**shown, "action": self.action, "reason": self.reason, "explanation": REASONS[self.reason]}


def sort_out(options: RetentionSpec, images: Iterable[Json], now: datetime) -> list[Decision]:
    """Decide by the list of images alone. Those with the action ``delete`` are still to be held against their use."""
    pattern = compile_pattern(options.name_pattern)
    families: dict[tuple[Any, ...], list[Json]] = defaultdict(list)
    decisions: dict[str, Decision] = {}
    for image in images:
        match = pattern.fullmatch(image.get("name") or "")
        if match is None:
            decisions[image["image_id"]] = Decision(image, KEEP, "no_match")
        else:
            families[match.groups()].append(image)
    for members in families.values():
        newest = _newest(members, options.keep)
        for image in members:
            reason = "newest" if image["image_id"] in newest else _reason_by_state(options, image, now)
            action = DELETE if reason in ("superseded", "expired_failure") else KEEP
            decisions[image["image_id"]] = Decision(image, action, reason)
    return sorted(decisions.values(), key=_by_age)


def plan_retention(
    options: RetentionSpec, decisions: Sequence[Decision], use: ObservedUse
) -> tuple[Plan, list[Decision]]:
    """Return the plan and the final decision on each image. ``reported`` has no steps."""
    final = [
        decision.kept(reason)
        if decision.action == DELETE and (reason := use_of(options, decision.image_id, use))
        else decision
        for decision in decisions
    ]
    final = _limited(options.max_deletions, final)
    deleted = [decision for decision in final if decision.action == DELETE]
    if options.state == "reported":
        return Plan(), final
    images, steps = [_shown(decision.image) for decision in final], []
    left = images
    for decision in deleted:
        left = [shown for shown in left if shown != _shown(decision.image)]
        steps.append(_delete_step(decision.image, {"images": left}))
    return Plan(tuple(steps), {"images": images}), final


def use_of(options: RetentionSpec, image_id: str, use: ObservedUse) -> str | None:
    """Return why an image must not be deleted (a key of ``REASONS``), or ``None``."""
    if any(bundle.get("image_id") == image_id for bundle in use.bundles):
        return "bundle"
    if any((bundle.get("tags") or {}).get(PREVIOUS_IMAGE) == image_id for bundle in use.bundles):
        return "previous_image"
    if use.shared_account_ids.get(image_id):
        return "shared"
    if set(options.protect_tags) & set(use.tags.get(image_id, ())):
        return "protected"
    return None


def _delete_step(image: Mapping[str, Any], after: Json) -> Step:
    doing = f"delete the image {_shown(image)}"
    return Step(DELETE_IMAGE, doing, {"ImageId": image["image_id"]}, after)


def _newest(members: Iterable[Json], keep: int) -> set[str]:
    """Return the IDs of the newest images that are AVAILABLE."""
    dated = [image for image in members if image.get("state") == "AVAILABLE" and read(image.get("created"))]
    dated.sort(key=_age_key, reverse=True)
    return {image["image_id"] for image in dated[:keep]}


def _reason_by_state(options: RetentionSpec, image: Json, now: datetime) -> str:
    state, created = image.get("state"), read(image.get("created"))
    if state not in ("AVAILABLE", "ERROR"):
        return "pending"
    if created is None:
        return "age_unknown"
    age = now - created
    if age < days(options.min_age_days):
        return "too_young"
    if state == "AVAILABLE":
        return "superseded"
    expired = options.failed_after_days is not None and age >= days(options.failed_after_days)
    return "expired_failure" if expired else "failed"


def _limited(most: int | None, decisions: Sequence[Decision]) -> list[Decision]:
    """Keep all but the oldest of the images to be deleted. decisions: oldest first."""
    left = len(decisions) if most is None else most
    limited = []
    for decision in decisions:
        if decision.action == DELETE:
            if left <= 0:
                decision = decision.kept("max_deletions")
            left -= 1
        limited.append(decision)
    return limited


def _by_age(decision: Decision) -> tuple[float, str]:
    return _age_key(decision.image)


def _age_key(image: Mapping[str, Any]) -> tuple[float, str]:
    created = read(image.get("created"))
    return (created.timestamp() if created else float("inf"), image["image_id"])


def _shown(image: Mapping[str, Any]) -> str:
    return f"{image.get('name')} ({image['image_id']})"
