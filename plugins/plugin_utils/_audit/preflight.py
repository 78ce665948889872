# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What preflight finds of the images that a run would import. Pure.

It is read by ``workspaces_byol_images`` in check mode, so by what a run does, once for all images of a host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec

from .._desired.desired import Desired
from . import engine

Json = dict[str, Any]

CHECKED = "preflight"
"""The key of facts that has the results of preflight, by the name of the image."""


def sources_to_check(desired: Desired, existing: Mapping[str, Json | None]) -> Json | None:
    """Return the options of ``workspaces_byol_images`` that check what a run would import, ``None`` where nothing is to be.

    :param existing: the image that a run would find for each name, ``None`` where there is none.
    """
    importing = [spec for spec in desired.specs if engine.would_import(spec, existing[spec.name])]
    if all(spec.preflight == "off" for spec in importing):
        return None
    given = {str(image.get("name")): image for image in desired.images or []}
    images = [{"state": "present", "preflight": spec.preflight, **given[spec.name]} for spec in importing]
    # As many names of calls are in the result as were sent to WorkSpaces.
    return {"images": images, "debug_botocore_endpoint_logs": True}


def with_checked(facts: Json, answer: Json) -> Json:
    """Return the facts with the answer. What could not be checked is not known, which is no failure."""
    return {**facts, CHECKED: {image["name"]: image for image in answer.get("images") or []}}


def refusal_of(facts: Json, name: str) -> Json | None:
    """Return the result of an image that a run would not import, as AWS would reject it, else ``None``."""
    result = (facts.get(CHECKED) or {}).get(name) or {}
    reason = (result.get("failure") or {}).get("reason")
    return result if reason == "source_not_importable" else None


def nothing_importable(facts: Json, specs: list[ImageSpec]) -> bool:
    """Return whether images are requested and a run would import none of them, so that it does not enable an account."""
    wanted = [spec for spec in specs if spec.state == "present"]
    return bool(wanted) and all(refusal_of(facts, spec.name) for spec in wanted)


def with_preflight(images: list[Json], facts: Json) -> list[Json]:
    """Return images of a report, each with its verdict and the checks that did not pass; ``None`` where it was not checked."""
    results = facts.get(CHECKED) or {}
    return [{**image, "preflight": _reported((results.get(image["name"]) or {}).get("preflight"))} for image in images]


def _reported(found: Json | None) -> Json | None:
    if found is None:
        return None
    return {**found, "checks": [check for check in found["checks"] if check["verdict"] != "pass"]}
