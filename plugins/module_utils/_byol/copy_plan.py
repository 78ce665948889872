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
from .copy_options import CopySpec
from .image_options import TAG_PREFIX
from .image_plan import named
from .plan import Json, Plan, Step
from .tag_plan import Tags, plan_tags, tag_list

COPIED_FROM = f"{TAG_PREFIX}copied_from"
"""The tag with the source of a copy: its Region and its ID."""

COPY = "CopyWorkspaceImage"


@dataclass(frozen=True)
class ObservedCopy:
    """What AWS says. ``image``: the owned image of that name, ``None`` where there is none."""

    image: Json | None = None
    tags: Tags = field(default_factory=dict)


def plan_copy(options: CopySpec, observed: ObservedCopy) -> Plan:
    """Start the copy if there is no image of that name, and update the tags of an existing copy.

    Raises ``Failure``: image_source_differs, copy_failed.
    """
    if observed.image is None:
        return _plan_start(options)
    _refuse_other_source(options, observed)
    refuse_failed_copy(observed.image)
    image = observed.image
    tagging = plan_tags(
        image["image_id"], observed.tags, options.tags, options.purge_tags, lambda tags: _shown(image, tags)
    )
    drift = _drift(options, image)
    warnings = tuple(
        f"The image {named(image)} has the {d['option']} {d['actual']!r}, not {d['desired']!r}, and AWS cannot change it"
        for d in drift
    )
    return Plan(tagging.steps, _shown(image, observed.tags), warnings, drift)


def started_copy(options: CopySpec, image_id: str | None) -> ObservedCopy:
    """Return what is known of a copy that has just been started, without another call. image_id: of the reply."""
    image = {"image_id": image_id, "name": options.name, "state": "PENDING"}
    if options.description is not None:
        image["description"] = options.description
    return ObservedCopy(image, _tags(options))


def refuse_failed_copy(image: Mapping[str, Any]) -> None:
    """Raise ``Failure`` (copy_failed) for a copy in ERROR."""
    if image.get("state") == "ERROR":
        text = ": ".join(filter(None, (image.get("error_code"), image.get("error_message")))) or "AWS gives no reason"
        message = f"The copy {named(dict(image))} failed: {text}"
        raise Failure("copy_failed", message, image_id=image["image_id"], image=dict(image))


def _plan_start(options: CopySpec) -> Plan:
    request: Json = {
        "Name": options.name,
        "SourceImageId": options.source_image_id,
        "SourceRegion": options.source_region,
        "Tags": tag_list(_tags(options)),
    }
    if options.description is not None:
        request["Description"] = options.description
    shown = {"name": options.name, "description": options.description, "copied_from": options.origin}
    after = {**{key: value for key, value in shown.items() if value is not None}, "tags": _tags(options)}
    step = Step(COPY, f"copy the image {options.origin} to {options.name}", request, after, {"ImageId": None})
    return Plan((step,), {})


def _tags(options: CopySpec) -> dict[str, str]:
    return {**(options.tags or {}), COPIED_FROM: options.origin}


def _refuse_other_source(options: CopySpec, observed: ObservedCopy) -> None:
    if observed.image is None:
        raise AssertionError
    actual = observed.tags.get(COPIED_FROM)
    if actual == options.origin:
        return
    which = f"The image {named(observed.image)} exists"
    if actual is None:
        message = f"{which}, and its origin is unknown: it has no tag {COPIED_FROM}. Requested: {options.origin}"
    else:
        message = f"{which} and is a copy of {actual}, not of {options.origin}"
    raise Failure("image_source_differs", message, image_id=observed.image["image_id"])


def _drift(options: CopySpec, image: Mapping[str, Any]) -> tuple[Json, ...]:
    actual = image.get("description")
    if None in (options.description, actual) or actual == options.description:
        return ()
    return ({"option": "description", "desired": options.description, "actual": actual},)


def _shown(image: Mapping[str, Any], tags: Tags) -> Json:
    return {**{key: image.get(key) for key in ("name", "image_id", "state")}, "tags": dict(tags)}
