# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which image is where: the bundles, rings, shares and copies that use each image of a host. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.bundle_plan import IMAGE_SINCE, PREVIOUS_IMAGE
from ansible_collections.euc.workspaces.plugins.module_utils._byol.copy_plan import COPIED_FROM
from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_options import RetentionSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.rings_plan import ROLLED_BACK_IMAGE

from .._desired.release import Release
from .images import hours_since
from .observations import Policy
from .retention import family_of, retention_of

Json = dict[str, Any]

NEWER_IMAGE, NOT_RELEASED, TOO_OLD = "newer_image", "not_released", "too_old"
"""Why the image of a bundle is old."""


def bundles_of(facts: Json, release: Release, policy: Policy, now: datetime) -> list[Json] | None:
    """Return the bundles of a host, as a report describes them; ``None`` where they were not read."""
    if "bundles" not in facts:
        return None
    images = {image["image_id"]: image for image in facts.get("images") or []}
    return [_bundle(bundle, images, release, policy, now) for bundle in facts["bundles"]]


def with_usage(
    images: list[Json], facts: Json, bundles: list[Json] | None, policy: Policy, now: datetime
) -> list[Json]:
    """Return images of a report with what uses them. What was not read is ``None``."""
    kept = retention_of(policy.retention, facts, now)
    return [{**image, **_usage(image, bundles), "retention": kept.get(image["image_id"])} for image in images]


def with_copies(records: list[Json]) -> list[Json]:
    """Return the records with the copies of each image in all of them; ``None`` where no tags were read at all."""
    known = any(image["tags"] is not None for record in records for image in record["images"])
    copies: dict[tuple[str, str], list[Json]] = {}
    for record in records:
        for image in record["images"]:
            origin = image["copied_from"]
            if origin:
                copy = {key: record[key] for key in ("host", "account_id", "region")}
                copy |= {key: image[key] for key in ("name", "image_id")}
                copies.setdefault((origin["region"], origin["image_id"]), []).append(copy)

    def found(record: Json, image: Json) -> list[Json] | None:
        return copies.get((record["region"], image["image_id"]), []) if known else None

    return [
        {**record, "images": [{**image, "copies": found(record, image)} for image in record["images"]]}
        for record in records
    ]


def _usage(image: Json, bundles: list[Json] | None) -> Json:
    def named(key: str) -> list[str] | None:
        if bundles is None:
            return None
        image_id = image["image_id"]
        return [bundle["name"] for bundle in bundles if image_id and bundle[key] == image_id]

    return {
        "bundles": named("image_id"),
        "previous_of": named("previous_image_id"),
        "copied_from": _origin((image["tags"] or {}).get(COPIED_FROM)),
    }


def _bundle(bundle: Json, images: dict[str, Json], release: Release, policy: Policy, now: datetime) -> Json:
    name, image_id, tags = str(bundle.get("name")), bundle.get("image_id"), bundle.get("tags") or {}
    previous, rings = tags.get(PREVIOUS_IMAGE), release.rings.get(name, [])
    image = images.get(image_id or "", {})
    return {
        "name": name,
        "bundle_id": bundle.get("bundle_id"),
        "state": bundle.get("state"),
        "rings": rings,
        "image_id": image_id,
        "image_name": image.get("name"),
        "image_since": tags.get(IMAGE_SINCE),
        "previous_image_id": previous,
        "previous_image_name": images.get(previous or "", {}).get("name"),
        "rolled_back_image_id": tags.get(ROLLED_BACK_IMAGE),
        "old": _old(image, rings, images.values(), release, policy, now),
    }


def _old(
    image: Json, rings: list[str], images: Iterable[Json], release: Release, policy: Policy, now: datetime
) -> list[str]:
    """Return why the image of a bundle is old, nothing where it is not or that is not known."""
    hours, limit = hours_since(image.get("created"), now), policy.max_image_age_days
    released = release.image_name in (image.get("name"), "")
    reasons = {
        NEWER_IMAGE: bool(image) and _has_newer(policy.retention, image, images),
        NOT_RELEASED: bool(rings) and not released,
        TOO_OLD: limit is not None and hours is not None and int(hours // 24) > limit,
    }
    return [reason for reason, holds in reasons.items() if holds]


def _has_newer(spec: RetentionSpec | None, image: Json, images: Iterable[Json]) -> bool:
    family = family_of(spec, image)
    return family is not None and any(
        other.get("state") == "AVAILABLE"
        and family_of(spec, other) == family
        and (other.get("created") or "") > (image.get("created") or "")
        for other in images
    )


def _origin(text: str | None) -> Json | None:
    """Return the source that the tag of a copy names."""
    region, slash, image_id = (text or "").partition("/")
    return {"region": region, "image_id": image_id} if slash else None
