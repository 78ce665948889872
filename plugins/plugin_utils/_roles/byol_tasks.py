# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role byol on a host, from the results that its tasks have registered. Pure.

As templates of the role these took most of the time of its tasks, since each host compiles them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

VALID, WAITED, END = "byol__valid", "byol__waited", "byol__end"
ACCOUNT, IMAGES = "byol__account_start", "byol__images_start"
"""Variables that the tasks of the role register."""


def byol_result(variables: Mapping[str, Any], wait: bool) -> Json:
    """Return the account and the images by name; nothing where there is no account to report.

    :param variables: of the host, with those that the tasks of the role have registered.
    :param wait: whether the role waits. Otherwise what an earlier run of it has waited for does not count.
    """
    valid, start, images_start = (_registered(variables, name) for name in (VALID, ACCOUNT, IMAGES))
    ends = _waited_for(variables) if wait else {}
    end = ends.get(IMAGES) or (_registered(variables, END) if wait else {})
    account = ends.get(ACCOUNT, start)
    # Where none of the images can be imported, the account is not enabled, and the images report why.
    nothing = "account" not in account or (account.get("failed") and "images" not in account)
    if not valid or valid.get("failed") or not start or start.get("failed") or nothing:
        return {}
    started = images_start.get("images", [])
    # With no image, the end is that of the account.
    ended = end.get("images") or started
    return {
        "account": account["account"],
        "account_changed": start["changed"] or account["changed"],
        "account_diff": account.get("diff", {}),
        "images": {image["name"]: _without_name(image) for image in _together(started, ended)},
        "images_diff": [*images_start.get("diff", []), *(end.get("diff", []) if "images" in end else [])],
    }


def requested(variables: Mapping[str, Any]) -> list[Json]:
    """Return the images that are requested, as options of ``workspaces_byol_images``."""
    images: list[Json] = _registered(variables, VALID).get("images", [])
    return images


def starts_later(variables: Mapping[str, Any]) -> bool:
    """Return whether the task that waits for all hosts knows the account, and an image can be imported into it."""
    account = _registered(variables, ACCOUNT)
    return bool(account.get("handover")) and "images" not in account


def outcome(variables: Mapping[str, Any]) -> Json:
    """Return the result of the last task of a host where one task has waited for all hosts, nothing where it has not.

    It has the changes and differences that the tasks that have started something have not reported yet.
    """
    ends = _waited_for(variables)
    if not ends:
        return {}
    last = ends.get(IMAGES) or ends[ACCOUNT]
    changes = {name: end.get("changed") and not _is_changed(variables, name) for name, end in ends.items()}
    result = {**last, "changed": any(changes.values())}
    account = ends.get(ACCOUNT, {})
    if IMAGES in ends and account.get("warnings"):
        result["warnings"] = [*account["warnings"], *last.get("warnings", [])]
    if IMAGES in ends and changes.get(ACCOUNT) and account.get("diff"):
        result["diff"] = [account["diff"], *last.get("diff", [])]
    return result


def is_unfinished(variables: Mapping[str, Any]) -> bool:
    """Return whether a host that waits by itself has anything to wait for, or an image to fail for."""
    images = _registered(variables, IMAGES).get("images", [])
    # Without results, all have failed.
    return bool(requested(variables)) and (not images or any(image["failed"] or _is_pending(image) for image in images))


def is_reported(variables: Mapping[str, Any]) -> bool:
    """Return whether the task that has started something has reported a change, which a host that waits by itself repeats."""
    images = _registered(variables, IMAGES)
    return _is_changed(variables, ACCOUNT if not images or images.get("skipped") else IMAGES)


def image_ids(result: Mapping[str, Any]) -> Json:
    """Return what the next node of an AWX workflow gets of a result: the account and the id of each image."""
    ids = {name: image.get("image_id") for name, image in result["images"].items()}
    return {"account": result["account"], "image_ids": ids}


def _registered(variables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = variables.get(name)
    return value if isinstance(value, Mapping) else {}


def _is_changed(variables: Mapping[str, Any], name: str) -> bool:
    return bool(_registered(variables, name).get("changed"))


def _waited_for(variables: Mapping[str, Any]) -> Json:
    hosts = _registered(variables, WAITED).get("hosts", {})
    found: Json = hosts.get(variables["inventory_hostname"], {})
    return found


def _is_pending(image: Mapping[str, Any]) -> bool:
    return bool(image["image_id"] and image["image"] and image["image"]["state"] != "AVAILABLE")


def _together(started: list[Json], ended: list[Json]) -> list[Json]:
    """Return the images as they ended.

    One that was changed by the start has changed, and was checked by preflight then, whatever the task that waited for it
    has found.
    """
    if len(started) != len(ended):
        return ended
    return [_since(start, end) for start, end in zip(started, ended, strict=True)]


def _since(start: Json, end: Json) -> Json:
    kept: Json = {"preflight": start["preflight"]} if "preflight" in start else {}
    if start["changed"]:
        kept["changed"] = True
    return {**end, **kept}


def _without_name(image: Mapping[str, Any]) -> Json:
    return {key: value for key, value in image.items() if key != "name"}
