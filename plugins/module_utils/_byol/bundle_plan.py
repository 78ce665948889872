# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do with a custom bundle, decided from the options and from what was read. Pure: no call is made.

AWS can change only the image of a bundle, and does not record which image it had before. That is kept in two tags of
the bundle, which are written before the image changes and restored if AWS refuses the change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .._aws.errors import Failure
from .bundle_options import BundleSpec
from .image_options import TAG_PREFIX
from .image_plan import named as named_image
from .plan import Json, Plan, Step
from .tag_plan import Tags, plan_tags, remove_tags, set_tags, tag_list
from .times import written

PREVIOUS_IMAGE = f"{TAG_PREFIX}previous_image"
"""The tag with the image that the bundle had before this one."""

IMAGE_SINCE = f"{TAG_PREFIX}image_since"
"""The tag with the time at which the bundle got its image."""

CREATE, UPDATE, DELETE = "CreateWorkspaceBundle", "UpdateWorkspaceBundle", "DeleteWorkspaceBundle"
NAME_HELD = ("ResourceAlreadyExistsException", "ResourceUnavailableException")
"""What AWS may answer while it holds the name of a deleted bundle: it does not document which."""

AVAILABLE = "AVAILABLE"
ERROR = "ERROR"
MOST_NAMED = 5
"""How many WorkSpaces a message names."""


@dataclass(frozen=True)
class ObservedBundle:
    """What AWS says. ``bundle``: ``None`` where there is none of that name.

    image: the requested image, ``None`` where it does not exist; it need not be read (``image_read`` false) for a bundle
    that has it already. desktops: IDs of WorkSpaces based on the bundle, read for ``absent``.
    """

    bundle: Json | None = None
    tags: Tags = field(default_factory=dict)
    image: Json | None = None
    image_read: bool = True
    desktops: tuple[str, ...] = ()


def plan_bundle(options: BundleSpec, observed: ObservedBundle, now: datetime) -> Plan:
    """Return the plan for the state that the options name. Raises ``Failure`` before anything would be written."""
    if options.state == "absent":
        return _plan_absent(observed)
    return _plan_present(options, observed, now)


def _plan_present(options: BundleSpec, observed: ObservedBundle, now: datetime) -> Plan:
    """Create the bundle, or update its image, and update its tags.

    Raises ``Failure``: bundle_failed, bundle_differs, image_not_found, image_pending, image_failed.
    """
    bundle = observed.bundle
    if bundle is not None:
        refuse_failed(bundle)
        _refuse_differences(options, bundle)
    image_id = _requested_image(options, observed)
    if bundle is None:
        return _plan_creation(options, image_id, now)
    before = shown_bundle(bundle, observed.tags)
    steps: tuple[Step, ...] = ()
    tags = observed.tags
    if bundle.get("image_id") != image_id:
        steps, tags = _image_steps(options, observed, image_id, now)
    moved = {**bundle, "image_id": image_id}
    tagging = plan_tags(
        bundle["bundle_id"], tags, options.tags, options.purge_tags, lambda tags: shown_bundle(moved, tags)
    )
    drift = _drift(options, bundle)
    warnings = tuple(
        f"The bundle {named(bundle)} has the {d['option']} {d['actual']!r}, not {d['desired']!r}, and AWS cannot change it"
        for d in drift
    )
    return Plan(steps + tagging.steps, before, warnings, drift)


def _plan_absent(observed: ObservedBundle) -> Plan:
    """Delete the bundle if there is one. Raises ``Failure``: bundle_in_use."""
    bundle = observed.bundle
    if bundle is None:
        return Plan()
    if observed.desktops:
        raise bundle_in_use(bundle, observed.desktops)
    step = Step(DELETE, f"delete the bundle {named(bundle)}", {"BundleId": bundle["bundle_id"]}, {})
    # Its tags were not read.
    before = {key: value for key, value in shown_bundle(bundle, {}).items() if key != "tags"}
    return Plan((step,), before)


def restore_steps(observed: ObservedBundle, plan: Plan) -> tuple[Step, ...]:
    """Return the calls that restore the tags as they were read, after AWS refused the image."""
    if observed.bundle is None:
        raise AssertionError
    bundle_id = observed.bundle["bundle_id"]
    written_first = plan.steps[0].params["Tags"] if plan.steps and plan.steps[0].operation == "CreateTags" else []
    keys = [tag["Key"] for tag in written_first]
    replaced = {key: observed.tags[key] for key in keys if key in observed.tags}
    added = [key for key in keys if key not in observed.tags]
    steps = (remove_tags(bundle_id, added),) if added else ()
    return steps + ((set_tags(bundle_id, replaced),) if replaced else ())


def named(bundle: Mapping[str, Any]) -> str:
    """Return a bundle as messages name it."""
    return f"{bundle.get('name')} ({bundle['bundle_id']})"


def refuse_failed(bundle: Mapping[str, Any]) -> None:
    """Raise ``Failure`` (bundle_failed) for a bundle in ERROR."""
    if bundle.get("state") == ERROR:
        raise Failure("bundle_failed", f"The bundle {named(bundle)} is in the state ERROR", bundle=dict(bundle))


def bundle_in_use(bundle: Mapping[str, Any], desktops: tuple[str, ...] = (), code: str | None = None) -> Failure:
    """Return the failure for a bundle that cannot be deleted. code: of AWS, where AWS has refused it."""
    users = ", ".join(desktops[:MOST_NAMED]) + (" and others" if len(desktops) > MOST_NAMED else "")
    by = f"by the WorkSpaces {users}" if desktops else "by WorkSpaces, a pool or a standby bundle"
    return Failure("bundle_in_use", f"The bundle {named(bundle)} is used {by}", code=code, workspace_ids=list(desktops))


def bundle_name_held(name: str, refusal: Failure) -> Failure:
    """Return the failure for the name of a bundle that was deleted a short time ago. refusal: of AWS."""
    message = (
        f"AWS refuses to create a bundle of the name {name} ({refusal.code}), and there is none: the name of a deleted"
        f" bundle cannot be used again for two hours. {refusal.message}"
    )
    return Failure("bundle_name_held", message, code=refusal.code)


def refuse_unusable_image(image: Mapping[str, Any] | None, requested: str) -> None:
    """Raise ``Failure`` (image_not_found, image_failed, image_pending) unless the image is AVAILABLE."""
    if image is None:
        raise Failure("image_not_found", f"The image {requested} does not exist in this account and Region")
    which, state = named_image(dict(image)), image.get("state")
    if state == ERROR:
        text = image.get("error_message") or image.get("error_code") or "AWS gives no reason"
        raise Failure("image_failed", f"The image {which} is in the state ERROR: {text}", image_id=image["image_id"])
    if state != AVAILABLE:
        message = f"The image {which} is not available yet, its state is {state}"
        remedy = "Run the task again when the image is AVAILABLE."
        raise Failure("image_pending", message, remedy, image_id=image["image_id"])


def _requested_image(options: BundleSpec, observed: ObservedBundle) -> str:
    """Return the ID of the requested image, which is usable unless the bundle has it already."""
    if not observed.image_read:
        if options.image_id is None:
            raise AssertionError
        return options.image_id
    has_it = observed.bundle and observed.image and observed.bundle.get("image_id") == observed.image["image_id"]
    if not has_it:
        refuse_unusable_image(observed.image, options.image)
    if observed.image is None:
        raise AssertionError
    return str(observed.image["image_id"])


def _plan_creation(options: BundleSpec, image_id: str, now: datetime) -> Plan:
    tags = {**(options.tags or {}), IMAGE_SINCE: written(now)}
    request: Json = {
        "BundleName": options.name,
        "BundleDescription": options.description,
        "ImageId": image_id,
        "ComputeType": {"Name": options.compute_type},
        "UserStorage": {"Capacity": str(options.user_storage)},
    }
    if options.root_storage is not None:
        request["RootStorage"] = {"Capacity": str(options.root_storage)}
    after = {option: getattr(options, option) for option in ("name", "description", "compute_type", "user_storage")}
    if options.root_storage is not None:
        after["root_storage"] = options.root_storage
    shown = {**after, "image_id": image_id, "tags": _without_time(tags)}
    predicted = {key: value for key, value in request.items() if key not in ("BundleName", "BundleDescription")}
    predicted |= {"BundleId": None, "Name": options.name, "Description": options.description, "State": "PENDING"}
    reply = {"WorkspaceBundle": predicted}
    return Plan(
        (Step(CREATE, f"create the bundle {options.name}", {**request, "Tags": tag_list(tags)}, shown, reply),), {}
    )


def _image_steps(
    options: BundleSpec, observed: ObservedBundle, image_id: str, now: datetime
) -> tuple[tuple[Step, ...], dict[str, str]]:
    """Return the calls that update the image of the bundle, and its tags after them."""
    bundle = observed.bundle or {}
    requested = {key: value for key, value in (options.tags or {}).items() if key.startswith(TAG_PREFIX)}
    own = {PREVIOUS_IMAGE: bundle["image_id"], IMAGE_SINCE: written(now), **requested}
    tags = {**observed.tags, **own}
    update = Step(
        UPDATE,
        f"update the bundle {named(bundle)} to the image {image_id}",
        {"BundleId": bundle["bundle_id"], "ImageId": image_id},
        shown_bundle({**bundle, "image_id": image_id}, tags),
    )
    return (set_tags(bundle["bundle_id"], own, shown_bundle(bundle, tags)), update), tags


def _refuse_differences(options: BundleSpec, bundle: Mapping[str, Any]) -> None:
    """Raise ``Failure`` (bundle_differs) where AWS cannot change what differs, which a new bundle would have to."""
    actual = _sizes(bundle)
    different = {
        option: (getattr(options, option), value)
        for option, value in actual.items()
        if getattr(options, option) is not None and getattr(options, option) != value
    }
    if not different:
        return
    words = ", ".join(f"{option} is {value}, not {desired}" for option, (desired, value) in different.items())
    drift = [{"option": option, "desired": want, "actual": value} for option, (want, value) in different.items()]
    raise Failure("bundle_differs", f"The bundle {named(bundle)} exists, and its {words}", drift=drift)


def _sizes(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a bundle is made of and AWS never changes, as the options have it."""
    return {
        "compute_type": (bundle.get("compute_type") or {}).get("name"),
        "user_storage": _gigabytes(bundle.get("user_storage")),
        "root_storage": _gigabytes(bundle.get("root_storage")),
    }


def _gigabytes(storage: Mapping[str, Any] | None) -> int | str | None:
    capacity = (storage or {}).get("capacity")
    return int(capacity) if isinstance(capacity, str) and capacity.isdecimal() else capacity


def _drift(options: BundleSpec, bundle: Mapping[str, Any]) -> tuple[Json, ...]:
    actual = bundle.get("description")
    if None in (options.description, actual) or actual == options.description:
        return ()
    return ({"option": "description", "desired": options.description, "actual": actual},)


def shown_bundle(bundle: Mapping[str, Any], tags: Tags) -> Json:
    """Return an existing bundle as a diff shows it: without the time in a tag, which check mode cannot predict."""
    shown = {key: bundle.get(key) for key in ("name", "bundle_id", "description", "image_id")}
    return {**shown, **_sizes(bundle), "tags": _without_time(tags)}


def _without_time(tags: Tags) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key != IMAGE_SINCE}
