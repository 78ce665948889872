# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The images of one host, as a report describes them: those that exist, and those that are desired and missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.import_errors import explain
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import (
    FAILED,
    IN_PROGRESS,
    READY,
    progress_of,
    reasons_for_failure,
)

Json = dict[str, Any]

PHASES = {READY: "ready", IN_PROGRESS: "under_way", FAILED: "failed"}
"""Where an image stands; ``missing`` is added for one that is desired and does not exist."""

UNMANAGED = "unmanaged"
"""What is desired of an image where images are managed and this one is not among them."""


def images_of(facts: Iterable[Json] | None, states: Json | None, now: datetime, stuck_after: float) -> list[Json]:
    """Return all images that exist, oldest first, then those that are desired and missing.

    Args:
        facts: Images as ``workspaces_byol_info`` returns them, ``None`` where they could not be read.
        states: The desired ``present`` or ``absent`` by name, ``None`` where images are not managed.
        now: With a time zone.
        stuck_after: Hours without progress.
    """
    if facts is None:
        return []
    existing = [_image(image, states, now, stuck_after) for image in facts]
    existing.sort(key=lambda image: (image["created"] or "", image["name"]))
    names = {image["name"] for image in existing}
    missing = [name for name, state in (states or {}).items() if state == "present" and name not in names]
    return existing + [{**_image({"name": name}, states, now, stuck_after), "phase": "missing"} for name in missing]


def owner_of(images: Iterable[Json]) -> str | None:
    """Return the account that owns the images; AWS does not report it for an account without any."""
    return next((image["owner_account_id"] for image in images if image.get("owner_account_id")), None)


def hours_since(time: str | None, now: datetime) -> float | None:
    """Return the hours from a time of AWS to now."""
    return (now - moment(time)).total_seconds() / 3600 if time else None


def moment(time: str) -> datetime:
    """Return an ISO 8601 time in UTC. Python 3.10 does not read the Z at the end of one."""
    read = datetime.fromisoformat(time[:-1] + "+00:00" if time.endswith("Z") else time)
    return read.astimezone(timezone.utc) if read.tzinfo else read.replace(tzinfo=timezone.utc)


def _image(image: Json, states: Json | None, now: datetime, stuck_after: float) -> Json:
    record = image.get("import") or {}
    progress = progress_of(image, image.get("import"))
    phase = PHASES.get(progress.phase, "missing")
    idle = hours_since(record.get("last_updated_time") or record.get("created") or image.get("created"), now)
    idle = idle if phase == "under_way" else None
    age = hours_since(image.get("created"), now)
    name = str(image.get("name") or image.get("image_id"))
    return {
        "name": name,
        "image_id": image.get("image_id"),
        "phase": phase,
        "desired": None if states is None else states.get(name, UNMANAGED),
        "description": image.get("description"),
        "created": image.get("created"),
        "age_days": None if age is None else int(age // 24),
        "source": {key: value for key, value in (record.get("image_source") or {}).items() if value} or None,
        "infrastructure_configuration_arn": record.get("infrastructure_configuration_arn"),
        "image_state": image.get("state"),
        "import_state": record.get("state"),
        "progress_percentage": progress.percentage,
        "message": progress.message,
        "idle_hours": None if idle is None else round(idle, 1),
        "stuck": idle is not None and idle >= stuck_after,
        "errors": reasons_for_failure(image, image.get("import")) if phase == "failed" else None,
        "explanations": explain(image, image.get("import")) if phase == "failed" else None,
        "tags": image.get("tags"),
        "shared_account_ids": image.get("shared_account_ids"),
    }
