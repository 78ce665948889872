# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What an audit says of one host (an account in a Region), from what its tasks have brought. Pure: no call is made.

Nothing is compared here: the role C(byol) has done that in check mode, by the plans of the modules that make the changes.
Its results become findings here, and the images that there are get an age.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import (
    FAILED,
    READY,
    UNDER_WAY,
    progress_of,
    reasons_for_failure,
)

Json = dict[str, Any]

CONDITIONS = ("observed", "compliant", "would_change", "drift", "failing", "not_authorized", "unreachable")
"""From good to bad. A host is in the worst condition that one of its findings has."""

LEVELS = {
    **dict.fromkeys(("observed", "compliant"), "none"),
    **dict.fromkeys(("would_change", "drift"), "drift"),
    **dict.fromkeys(("failing", "not_authorized", "unreachable"), "failure"),
}
"""From which value of C(audit_fail_on) on a host in this condition fails; C(none): it never does."""

NOT_LOOKED = {
    "not_authorized": "not_authorized",
    "credentials_expired": "not_authorized",
    "connection_failed": "unreachable",
}
"""Reasons of failure that tell of the way to the account and not of the account."""

PHASES = {READY: "ready", UNDER_WAY: "under_way", FAILED: "failed"}
"""Where an image stands; C(missing) is added for one that is asked for and does not exist."""

STUCK = "Look into it in the WorkSpaces console; an import cannot be cancelled. Ask AWS Support if it does not end."
STUCK_ACCOUNT = "Look into it in the WorkSpaces console, and ask AWS Support if it does not end."
NOT_COMPARED = "AWS has no record of its import. Find out by other means what it was made from."
FAILED_IMPORT = "Look at the reasons, mend the source and import it anew, or delete the image."
FAILED_MODIFICATION = "Correct what AWS names, then run the role byol: it makes a new attempt."
LOST = "Ansible has lost this host before it was audited. What it printed says why."


def plain(value: Any) -> Any:
    """A value of a template with plain containers: those of ansible-core from 2.19 on cannot be taken apart freely."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def record_of(seen: Mapping[str, Any], now: datetime, stuck_after: float) -> Json:
    """The record of one host, as the schema in docs describes it.

    seen: C(host); C(region), C(account_id) and C(account_name), empty where not known; C(facts) as M(euc.workspaces.workspaces_byol_info)
    returns them; C(asks), whether there is a desired state; C(images), the images asked for (C(None) where nothing is said
    of images), each with C(name) and C(state); C(result), the C(byol_result) of the role; C(failure), the result of a task
    that failed before the images. now: with a time zone. stuck_after: hours without progress.
    """
    facts, result = seen.get("facts") or {}, seen.get("result") or {}
    account = facts.get("account") or result.get("account") or {}
    images = _images(facts.get("images"), seen.get("images"), now, stuck_after)
    findings = [*_of_failure(seen.get("failure") or {}), *_of_result(result, bool(seen.get("failure")))]
    told = {finding["subject"] for finding in findings if LEVELS.get(finding["kind"]) == "failure"}
    notable = [*_of_modifications(account, now, stuck_after), *_of_images(images)]
    findings += [finding for finding in notable if finding["subject"] not in told]
    condition = _condition(findings, bool(seen.get("asks")))
    return {
        "host": seen["host"],
        "account_id": seen.get("account_id") or _owner(facts.get("images") or []),
        "account_name": seen.get("account_name") or None,
        "region": seen.get("region") or None,
        "condition": condition,
        "level": LEVELS[condition],
        "account": account or None,
        "images": images,
        "findings": findings,
    }


def record_of_lost(host: str) -> Json:
    """The record of a host that has none, as it left the play before."""
    return record_of({"host": host, "failure": {"unreachable": True, "msg": LOST}}, datetime.now(timezone.utc), 0)


def _condition(findings: list[Json], asks: bool) -> str:
    """The worst condition among the findings, some of which (a stuck import) are no condition of the host."""
    kinds = [finding["kind"] for finding in findings if finding["kind"] in CONDITIONS]
    return max([*kinds, "compliant" if asks else "observed"], key=CONDITIONS.index)


# Findings of the role


def _finding(kind: str, subject: str, message: str, **more: Any) -> Json:
    return {"kind": kind, "subject": subject, "message": message, "reason": None, "remedy": None, **more}


def _of_failure(failure: Json) -> Iterator[Json]:
    if failure:
        yield _failed("account", failure)


def _failed(subject: str, result: Json) -> Json:
    """The finding for a task that failed, whether it was a module of ours, another or Ansible itself."""
    why = result.get("failure") or {}
    kind = "unreachable" if result.get("unreachable") else NOT_LOOKED.get(str(why.get("reason")), "failing")
    message = why.get("message") or result.get("msg") or "The task failed without telling why"
    return _finding(kind, subject, str(message), reason=why.get("reason"), remedy=why.get("remedy"))


def _of_result(result: Json, account_failed: bool) -> Iterator[Json]:
    if result.get("account_changed") and not account_failed:
        yield _would_change("account", result.get("account_diff") or {})
    diffs = {diff["after_header"]: diff for diff in result.get("images_diff") or []}
    for name, image in (result.get("images") or {}).items():
        subject = f"image {name}"
        if image.get("failed"):
            yield _failed(subject, image)
            continue
        if image.get("changed"):
            yield _would_change(subject, diffs.get(name) or {})
        for drift in image.get("drift") or []:
            message = f"{drift['option']} is {drift['actual']!r}, not {drift['desired']!r}, and AWS cannot change it"
            yield _finding(
                "drift", subject, message, remedy="Accept it, or import the image anew under another name.", **drift
            )
        if not image.get("changed") and image.get("image") and not image.get("image_import"):
            yield _finding("not_compared", subject, "The source of this image cannot be compared", remedy=NOT_COMPARED)


def _would_change(subject: str, diff: Json) -> Json:
    before, after = diff.get("before") or {}, diff.get("after") or {}
    if not before:
        message = "It does not exist and would be imported"
    elif not after:
        message = "It would be deleted"
    else:
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        message = "It would be changed: " + ", ".join(changed)
    remedy = "Run the role byol to make the change, or change what is asked for."
    return _finding("would_change", subject, message, remedy=remedy, before=before, after=after)


# What AWS tells


def _of_modifications(account: Json, now: datetime, stuck_after: float) -> Iterator[Json]:
    """The newest modification of the account, if it failed or makes no progress."""
    newest = (account.get("modifications") or [{}])[-1]
    state = newest.get("modification_state")
    if state == "FAILED":
        why = ": ".join(str(newest[key]) for key in ("error_code", "error_message") if newest.get(key))
        message = f"The modification of {_moment(newest.get('start_time'))} failed: {why or 'AWS gives no reason'}"
        yield _finding("modification_failed", "account", message, remedy=FAILED_MODIFICATION)
    idle = _hours(newest.get("start_time"), now)
    if state == "PENDING" and idle is not None and idle >= stuck_after:
        message = f"The modification of {_moment(newest['start_time'])} has been pending for {_span(idle)}"
        yield _finding("modification_stuck", "account", message, remedy=STUCK_ACCOUNT)


def _of_images(images: list[Json]) -> Iterator[Json]:
    for image in images:
        subject = f"image {image['name']}"
        if image["phase"] == "failed":
            yield _finding("import_failed", subject, str(image["errors"]), remedy=FAILED_IMPORT)
        elif image["stuck"]:
            message = (
                f"The import is at {image['import_state']} and has made no progress for {_span(image['idle_hours'])}"
            )
            yield _finding("import_stuck", subject, message, remedy=STUCK)


def _images(facts: list[Json] | None, asked: list[Json] | None, now: datetime, stuck_after: float) -> list[Json]:
    """All images that there are, oldest first, then those that are asked for and are not there.

    facts: C(None) where the images could not be read, so that it is not known what is missing.
    """
    if facts is None:
        return []
    states = {str(image.get("name")): image.get("state") or "present" for image in asked or []}
    there = [_image(image, states, asked is not None, now, stuck_after) for image in facts]
    there.sort(key=lambda image: (image["created"] or "", image["name"]))
    names = {image["name"] for image in there}
    missing = [name for name, state in states.items() if state == "present" and name not in names]
    return there + [{**_image({"name": name}, states, True, now, stuck_after), "phase": "missing"} for name in missing]


def _image(image: Json, states: Json, asked: bool, now: datetime, stuck_after: float) -> Json:
    record = image.get("import") or {}
    standing = progress_of(image, image.get("import"))
    phase = PHASES[standing.phase]
    idle = _hours(record.get("last_updated_time") or record.get("created") or image.get("created"), now)
    idle = idle if phase == "under_way" else None
    age = _hours(image.get("created"), now)
    return {
        "name": image.get("name") or image.get("image_id"),
        "image_id": image.get("image_id"),
        "phase": phase,
        "desired": states.get(str(image.get("name")), "not asked for") if asked else None,
        "description": image.get("description"),
        "created": image.get("created"),
        "age_days": None if age is None else int(age // 24),
        "source": {key: value for key, value in (record.get("image_source") or {}).items() if value} or None,
        "infrastructure_configuration_arn": record.get("infrastructure_configuration_arn"),
        "image_state": image.get("state"),
        "import_state": record.get("state"),
        "progress_percentage": standing.percentage,
        "message": standing.message,
        "idle_hours": None if idle is None else round(idle, 1),
        "stuck": idle is not None and idle >= stuck_after,
        "errors": reasons_for_failure(image, image.get("import")) if phase == "failed" else None,
        "tags": image.get("tags"),
        "shared_account_ids": image.get("shared_account_ids"),
    }


def _owner(images: list[Json]) -> str | None:
    """The account that owns the images; AWS does not tell it of an account without any."""
    return next((image["owner_account_id"] for image in images if image.get("owner_account_id")), None)


def _hours(since: str | None, now: datetime) -> float | None:
    return (now - datetime.fromisoformat(since)).total_seconds() / 3600 if since else None


def _moment(time: str | None) -> str:
    return f"{datetime.fromisoformat(time):%Y-%m-%d %H:%M %Z}" if time else "unknown time"


def _span(hours: float) -> str:
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
