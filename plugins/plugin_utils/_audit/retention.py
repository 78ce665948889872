# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``workspaces_image_retention`` would do with the images of a host, by its plan. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_options import (
    RetentionSpec,
    compile_pattern,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_plan import (
    DELETE,
    ObservedUse,
    plan_retention,
    sort_out,
)

Json = dict[str, Any]


def candidates_of(spec: RetentionSpec | None, facts: Json, now: datetime) -> set[str]:
    """Return the images of which retention reads tags and shares, as it would delete them by their age."""
    if spec is None:
        return set()
    decisions = sort_out(spec, facts.get("images") or [], now)
    return {decision.image_id for decision in decisions if decision.action == DELETE}


def retention_of(spec: RetentionSpec | None, facts: Json, now: datetime) -> dict[str, Json]:
    """Return action, reason and explanation by the ID of the image, none where something is not known."""
    images = {image["image_id"]: image for image in facts.get("images") or []}
    candidates = candidates_of(spec, facts, now)
    read = all("tags" in images[each] and "shared_account_ids" in images[each] for each in candidates)
    if spec is None or not read or not all("tags" in bundle for bundle in facts.get("bundles", [{}])):
        return {}
    use = ObservedUse(
        facts["bundles"],
        {each: images[each]["tags"] or {} for each in candidates},
        {each: images[each]["shared_account_ids"] or [] for each in candidates},
    )
    _plan, decisions = plan_retention(spec, sort_out(spec, images.values(), now), use)
    keys = ("action", "reason", "explanation")
    return {each.image_id: {key: each.result()[key] for key in keys} for each in decisions}


def family_of(spec: RetentionSpec | None, image: Json) -> tuple[Any, ...] | None:
    """Return the family of an image, ``None`` where no family is known."""
    match = compile_pattern(spec.name_pattern).fullmatch(image.get("name") or "") if spec else None
    return match.groups() if match else None
