# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One result out of those of several images."""

from __future__ import annotations

from collections.abc import Sequence

from .._aws.errors import Failure
from .._byol.plan import Json


def result_of(images: Sequence[Json]) -> Json:
    """Return the keys ``changed`` and ``images``. images: results of single images."""
    return {"changed": any(image.get("changed") for image in images), "images": list(images)}


def refuse_failed(images: Sequence[Json]) -> None:
    """Raise ``Failure`` if an image failed: with the reason of the first, and what happened to each."""
    failed = [image for image in images if image["failed"]]
    if not failed:
        return
    first = failed[0]["failure"]
    message = first["message"]
    if len(images) > 1:
        happened = "; ".join(f"{image['name']}: {image['failure']['message']}" for image in failed)
        message = f"{len(failed)} of {len(images)} images failed. {happened}"
    transient = all(image["failure"]["transient"] for image in failed)
    raise Failure(first["reason"], message, _remedies(failed), first.get("code"), transient=transient)


def _remedies(failed: Sequence[Json]) -> str:
    names: dict[str, list[str]] = {}
    for image in failed:
        names.setdefault(image["failure"]["remedy"], []).append(image["name"])
    if len(names) == 1:
        return next(iter(names))
    return " ".join(f"{', '.join(images)}: {remedy}" for remedy, images in names.items())
