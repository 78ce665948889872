# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The result of a task with several images, from those of the single ones. Pure."""

from __future__ import annotations

from .._aws.errors import Failure


def result_of(images):
    """The keys C(changed) and C(images). images: results of single images."""
    return {"changed": any(image["changed"] for image in images), "images": images}


def refuse_failed(images):
    """Raise C(Failure) if an image failed: with the reason of the first, and what happened to each."""
    failed = [image for image in images if image["failed"]]
    if not failed:
        return
    first = failed[0]["failure"]
    happened = "; ".join(f"{image['name']}: {image['failure']['message']}" for image in failed)
    message = f"{len(failed)} of {len(images)} images failed. {happened}"
    raise Failure(first["reason"], message, _remedies(failed), first.get("code"))


def _remedies(failed):
    names: dict[str, list[str]] = {}
    for image in failed:
        names.setdefault(image["failure"]["remedy"], []).append(image["name"])
    if len(names) == 1:
        return next(iter(names))
    return " ".join(f"{', '.join(images)}: {remedy}" for remedy, images in names.items())
