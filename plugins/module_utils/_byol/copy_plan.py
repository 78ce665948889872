# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether to copy an image into this account and Region, and what to do with a copy that exists. Pure: no call is made.

AWS does not say what an image was copied from, so that is kept in a tag of the copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._aws.errors import Failure
from .plan import Plan, Step
from .tag_plan import OWN_PREFIX, Tags, as_text, plan_tags, tag_list

COPIED_FROM = f"{OWN_PREFIX}copied_from"
"""The tag with the source of a copy: its Region and its ID."""

Json = dict[str, Any]


@dataclass(frozen=True)
class CopyOptions:
    """The desired copy; its name is its identity."""

    name: str
    source_image_id: str
    source_region: str
    description: str | None = None
    tags: Tags | None = None
    purge_tags: bool = True

    @property
    def origin(self) -> str:
        """The source as the tag has it."""
        return f"{self.source_region}/{self.source_image_id}"


@dataclass(frozen=True)
class ObservedCopy:
    """What AWS says. ``image``: the owned image of that name, ``None`` where there is none."""

    image: Json | None = None
    tags: Tags = field(default_factory=dict)


def plan_copy(options: CopyOptions, observed: ObservedCopy) -> Plan:
    """Start the copy if there is no image of that name, and bring the tags of an existing copy in line.

    Raises ``Failure``: image_source_differs, copy_failed.
    """
    if observed.image is None:
        return _plan_start(options)
    _refuse_other_source(options, observed)
    refuse_failed_copy(observed.image)
    tagging = plan_tags(observed.image["image_id"], observed.tags, options.tags, options.purge_tags)
    drift = _drift(options, observed.image)
    warnings = tuple(
        f"The image {named(observed.image)} has the {d['option']} {d['actual']!r}, not {d['desired']!r}, and AWS cannot"
        " change it"
        for d in drift
    )
    before, after = _shown(observed.image, observed.tags), _shown(observed.image, tagging.after)
    return Plan(tagging.steps, before, after, warnings, drift)


def predicted_copy(options: CopyOptions, observed: ObservedCopy, plan: Plan, image_id: str | None) -> Json:
    """Return the copy as it is after the plan, without another call. image_id: of a copy that was started."""
    if observed.image is not None:
        return {**observed.image, "tags": dict(plan.after["tags"])}
    started = {"image_id": image_id, "name": options.name, "description": options.description, "state": "PENDING"}
    return {**{key: value for key, value in started.items() if key != "description" or value}, "tags": _tags(options)}


def refuse_failed_copy(image: Mapping[str, Any]) -> None:
    """Raise ``Failure`` (copy_failed) for a copy in ERROR."""
    if image.get("state") == "ERROR":
        text = ": ".join(filter(None, (image.get("error_code"), image.get("error_message")))) or "AWS gives no reason"
        message = f"The copy {named(image)} failed: {text}"
        raise Failure("copy_failed", message, image_id=image["image_id"], image=dict(image))


def named(image: Mapping[str, Any]) -> str:
    """Return an image as messages name it."""
    return f"{image.get('name')} ({image['image_id']})"


def _plan_start(options: CopyOptions) -> Plan:
    request: Json = {
        "Name": options.name,
        "SourceImageId": options.source_image_id,
        "SourceRegion": options.source_region,
        "Tags": tag_list(_tags(options)),
    }
    if options.description is not None:
        request["Description"] = options.description
    step = Step("CopyWorkspaceImage", f"copy the image {options.origin} to {options.name}", request)
    after = {"name": options.name, "description": options.description, "tags": _tags(options)}
    return Plan((step,), {}, {key: value for key, value in after.items() if value is not None})


def _tags(options: CopyOptions) -> dict[str, str]:
    return as_text(options.tags or {}) | {COPIED_FROM: options.origin}


def _refuse_other_source(options: CopyOptions, observed: ObservedCopy) -> None:
    assert observed.image is not None
    actual = observed.tags.get(COPIED_FROM)
    if actual == options.origin:
        return
    which = f"The image {named(observed.image)} exists"
    if actual is None:
        message = f"{which}, and its origin is unknown: it has no tag {COPIED_FROM}. Requested: {options.origin}"
    else:
        message = f"{which} and is a copy of {actual}, not of {options.origin}"
    raise Failure("image_source_differs", message, image_id=observed.image["image_id"])


def _drift(options: CopyOptions, image: Mapping[str, Any]) -> tuple[Json, ...]:
    actual = image.get("description")
    if None in (options.description, actual) or actual == options.description:
        return ()
    return ({"option": "description", "desired": options.description, "actual": actual},)


def _shown(image: Mapping[str, Any], tags: Tags) -> Json:
    return {**{key: image.get(key) for key in ("name", "image_id", "state")}, "tags": dict(tags)}
