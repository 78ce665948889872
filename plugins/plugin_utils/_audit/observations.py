# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings about what exists, whatever is desired: failed and stuck imports and modifications, and breaches of policies. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_options import RetentionSpec

from .findings import finding
from .images import hours_since, moment

Json = dict[str, Any]

STUCK_IMPORT = (
    "Check it in the WorkSpaces console. An import cannot be canceled; contact AWS Support if it does not end."
)
STUCK_MODIFICATION = "Check it in the WorkSpaces console, and contact AWS Support if it does not end."
FAILED_IMPORT = "Review the error details, fix the source and import it again, or delete the image."
FAILED_MODIFICATION = "Fix what AWS reports, then run the role byol: it starts a new attempt."
TOO_OLD = "Import an up-to-date image, move to it, and delete this one."
TAGS_MISSING = "Add the tags to byol_images or byol_image_defaults and run the role byol."


@dataclass(frozen=True)
class Policy:
    """What an audit requires of every image and import, and what it reports of their use, beside the desired state.

    Attributes:
        stuck_after: Hours without progress.
        max_image_age_days: ``None`` for no limit.
        required_tags: Keys.
        reads: Words of ``gather`` to read of every host, beside what the comparison needs.
        retention: What ``workspaces_image_retention`` would keep; ``None`` where nobody wants to know.
    """

    stuck_after: float
    max_image_age_days: int | None = None
    required_tags: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    retention: RetentionSpec | None = None


def about_modifications(account: Json, now: datetime, policy: Policy) -> Iterator[Json]:
    """Yield a finding for the newest modification of the account if it failed or makes no progress."""
    newest = (account.get("modifications") or [{}])[-1]
    state, started = newest.get("modification_state"), newest.get("start_time")
    if state == "FAILED":
        why = ": ".join(str(newest[key]) for key in ("error_code", "error_message") if newest.get(key))
        message = f"The modification of {_shown(started)} failed: {why or 'AWS gives no reason'}"
        yield finding("modification_failed", "account", message, remedy=FAILED_MODIFICATION)
    idle = hours_since(started, now)
    if state == "PENDING" and idle is not None and idle >= policy.stuck_after:
        message = f"The modification of {_shown(started)} has been pending for {_span(idle)}"
        yield finding("modification_stuck", "account", message, remedy=STUCK_MODIFICATION)


def about_images(images: list[Json], policy: Policy) -> Iterator[Json]:
    """Yield findings for images as ``images_of()`` describes them."""
    for image in images:
        subject = f"image {image['name']}"
        if image["phase"] == "failed":
            yield finding("import_failed", subject, str(image["errors"]), remedy=FAILED_IMPORT)
        elif image["stuck"]:
            state, idle = image["import_state"] or image["image_state"], _span(image["idle_hours"])
            message = f"The import is in state {state} and has made no progress for {idle}"
            yield finding("import_stuck", subject, message, remedy=STUCK_IMPORT)
        yield from _about_policy(image, subject, policy)


def _about_policy(image: Json, subject: str, policy: Policy) -> Iterator[Json]:
    limit, age = policy.max_image_age_days, image["age_days"]
    if limit is not None and age is not None and age > limit:
        message = f"The image is {age} days old; at most {limit} are allowed"
        yield finding("image_too_old", subject, message, remedy=TOO_OLD)
    if image["tags"] is not None:
        absent = [key for key in policy.required_tags if not image["tags"].get(key)]
        if absent:
            message = f"Required tags are missing: {', '.join(absent)}"
            yield finding("tags_missing", subject, message, remedy=TAGS_MISSING)


def _shown(time: str | None) -> str:
    return f"{moment(time):%Y-%m-%d %H:%M} UTC" if time else "unknown time"


def _span(hours: float) -> str:
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
