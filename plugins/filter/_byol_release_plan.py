# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.bundle_plan import IMAGE_SINCE, PREVIOUS_IMAGE
from ansible_collections.euc.workspaces.plugins.module_utils._byol.rings_plan import (
    ROLLED_BACK_IMAGE,
    Move,
    ObservedRing,
    Ring,
    plan_release,
    refuse_bad_rings,
)
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.untemplated import untemplated

DOCUMENTATION = r"""
name: _byol_release_plan
short_description: Plan which rings of a release get an image
description:
  - This plugin is private to the roles and playbooks of this collection, and can change in any release.
  - Decides which rings of a release are given an image, or are given back the one that they had before.
  - The role P(euc.workspaces.byol_release#role) carries out what is decided.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input, image_name, rings
options:
  _input:
    description:
      - The result of M(euc.workspaces.workspaces_byol_info) with the image and, by C(bundle_tags), the bundles of the rings.
      - An empty one, before anything is read, only validates the rings.
    type: dict
    required: true
  image_name:
    description: The name of the image.
    type: str
    required: true
  rings:
    description: The rings in their order, each with C(name), C(bundle) and C(soak_days).
    type: list
    elements: dict
    required: true
  state:
    description: Whether to promote the image or to take it back.
    type: str
    choices: [promoted, rolled_back]
    default: promoted
seealso:
  - plugin: euc.workspaces.byol_release
    plugin_type: role
"""

EXAMPLES = r"""
- name: Show what a release would do
  ansible.builtin.debug:
    msg: "{{ facts | euc.workspaces._byol_release_plan('win11-2026-11', rings) }}"
"""

RETURN = r"""
_value:
  description:
    - C(rings) as they are, with C(action) and C(reason) of each, C(moves) with the options of M(euc.workspaces.workspaces_bundle)
      and the ring afterwards for each ring that is changed, a line for each ring in C(lines), the ID of the image as C(image_id), or
      C(failure) where there is no plan.
  type: dict
  sample: {image_id: wsi-0a1b2c3d4, lines: [], moves: [], rings: []}
"""


def _byol_release_plan(
    facts: Mapping[str, Any], image_name: str, rings: Sequence[Mapping[str, Any]], state: str = "promoted"
) -> Any:
    """Plan a release. Its texts are AWS's or a user's, so they are never taken for templates."""
    try:
        return untemplated(_plan(facts, image_name, rings, state))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"_byol_release_plan cannot plan a release by this: {error!r}") from error


def _plan(facts: Mapping[str, Any], name: str, rings: Sequence[Mapping[str, Any]], state: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"image_id": None, "rings": [], "moves": [], "lines": []}
    try:
        read = [Ring(str(ring["name"]), str(ring["bundle"]), float(ring.get("soak_days") or 0)) for ring in rings]
        refuse_bad_rings(read)
        if not facts:
            return nothing
        observed = {
            bundle["name"]: ObservedRing(dict(bundle), dict(bundle.get("tags") or {})) for bundle in facts["bundles"]
        }
        images = list(facts["images"])
        if len(images) > 1:
            ids = " and ".join(image["image_id"] for image in images)
            raise Failure("image_name_not_unique", f"More than one image has the name {name}: {ids}")
        image = images[0] if images else None
        moves = plan_release(state, read, image, observed, Clock().utc(), name)
    except Failure as failure:
        result = failure.result()
        return {**nothing, "failure": result["failure"], "msg": result["msg"]}
    image_id = images[0]["image_id"]
    changes = [move for move in moves if move.action != "keep"]
    return {
        "image_id": image_id,
        "lines": [move.line(images[0]) for move in moves],
        "rings": [{**_present(move, observed[move.ring.bundle]), "changed": False} for move in moves],
        "moves": [
            {
                "ring": {**move.result(), "changed": True},
                "options": _options(move, observed[move.ring.bundle].bundle or {}, image_id),
            }
            for move in changes
        ],
    }


def _present(move: Move, here: ObservedRing) -> dict[str, Any]:
    """Return a ring as it is before its move."""
    if move.action == "keep":
        return move.result()
    present = {"image_id": (here.bundle or {}).get("image_id"), "next_ring_at": None}
    tags = {"previous_image_id": here.tags.get(PREVIOUS_IMAGE), "image_since": here.tags.get(IMAGE_SINCE)}
    return {**move.result(), **present, **tags}


def _options(move: Move, bundle: Mapping[str, Any], released: str) -> dict[str, Any]:
    """Return the options of workspaces_bundle for a move. What is taken back is not promoted again until its tag is removed."""
    return {
        "image_id": move.image_id,
        "tags": {ROLLED_BACK_IMAGE: released} if move.action == "roll_back" else {},
        "purge_tags": False,
        "name": bundle["name"],
        "description": bundle["description"],
        "compute_type": bundle["compute_type"]["name"],
        "user_storage": int(bundle["user_storage"]["capacity"]),
    }


class FilterModule:
    """The filter of this name."""

    def filters(self) -> dict[str, Any]:
        """The filters by name."""
        return {"_byol_release_plan": _byol_release_plan}
