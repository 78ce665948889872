# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the desired and the observed state of an image to a plan. Structures are those of results."""

from __future__ import annotations

from typing import Any, NamedTuple

from .._aws.errors import Failure
from .image_options import PROPERTIES, SOURCES, TAG_PREFIX, ImageSpec
from .import_errors import explain
from .plan import Json, Plan, Step
from .progress import FAILED, GONE, IN_PROGRESS, Progress, progress_of, reasons_for_failure
from .tag_plan import Tags, plan_tags, tag_list

IMPORT, DELETE = "ImportCustomWorkspaceImage", "DeleteWorkspaceImage"


class Users(NamedTuple):
    """What keeps an image from being deleted: the account's bundles made from it, and accounts it is shared with."""

    bundles: list[Json]
    account_ids: list[str]


class Observed(NamedTuple):
    """What AWS reports.

    image: ``None`` where there is none of that name. The others: ``None`` where there are none or they were not read.
    """

    image: Json | None
    image_import: Json | None = None
    tags: dict[str, str] | None = None
    users: Users | None = None


def plan_present(spec: ImageSpec, observed: Observed) -> Plan:
    """Return the plan that imports the image if there is none of that name, and updates its tags.

    Raises ``Failure``: failed_image_exists, image_source_differs.
    """
    if observed.image is None:
        return Plan((import_step(spec),))
    if progress_of(observed.image, observed.image_import).phase == FAILED:
        if not spec.replace_failed:
            raise _failed_image_exists(observed)
        return Plan((delete_step(observed.image), import_step(spec)), _replaced(spec, observed))
    warnings = _refuse_other_source(spec, observed)
    drift = _drift(spec, observed)
    which = f"The image {named(observed.image)}"
    warnings += [
        f"{which}: {d['option']} is {d['actual']!r}, not {d['desired']!r}, and AWS cannot change it" for d in drift
    ]
    return Plan(_tag_steps(spec, observed), _shown(observed), tuple(warnings), drift)


def plan_absent(observed: Observed, waits: bool = False) -> Plan:
    """Return the plan that deletes the image of that name if there is one.

    waits: whether the task waits for an import in progress to end, which is when an image can be deleted. Raises
    ``Failure``: image_pending, image_in_use.
    """
    if observed.image is None:
        return Plan()
    if is_in_progress(observed) and not waits:
        raise image_pending(observed.image)
    if observed.users and any(observed.users):
        raise image_in_use(observed.image, observed.users)
    return Plan((delete_step(observed.image),), _shown(observed))


def needs_tags(spec: ImageSpec) -> bool:
    """Whether the tags of an existing image have to be read."""
    return spec.tags is not None or spec.tag_properties


def is_in_progress(observed: Observed) -> bool:
    """Whether there is an image whose import has not ended."""
    return observed.image is not None and progress_of(observed.image, observed.image_import).phase == IN_PROGRESS


def import_step(spec: ImageSpec) -> Step:
    """Return the call that starts an import (ImportCustomWorkspaceImage)."""
    request = {
        "ImageName": spec.name,
        "ImageDescription": spec.description,
        "ComputeType": spec.compute_type,
        "Protocol": spec.protocol,
        "ImageSource": {SOURCES[kind]: value for kind, value in spec.image_source.items()},
        "InfrastructureConfigurationArn": spec.infrastructure_configuration_arn,
        "Platform": spec.platform,
        "OsVersion": spec.os_version,
        "Tags": tag_list(spec.all_tags) or None,
        "ImageValidationMode": spec.image_validation_mode,
    }
    return Step(
        IMPORT,
        f"import the image {spec.name}",
        {member: value for member, value in request.items() if value is not None},
        _requested(spec),
        {"ImageId": None, "State": "PENDING"},
    )


def delete_step(image: Json) -> Step:
    """Return the call that deletes an image (DeleteWorkspaceImage)."""
    return Step(DELETE, f"delete the image {named(image)}", {"ImageId": image["image_id"]}, {})


def started_image(spec: ImageSpec, image_id: str | None, state: str) -> Observed:
    """Return what is known of an image whose import has just been started, without another call.

    image_id: ``None`` in check mode. state: of the import, as AWS replied.
    """
    image = {
        "image_id": image_id,
        "name": spec.name,
        "description": spec.description,
        "operating_system": {"type": spec.platform},
        "state": "PENDING",
    }
    image_import = {
        "image_id": image_id,
        "image_source": spec.image_source,
        "infrastructure_configuration_arn": spec.infrastructure_configuration_arn,
        "state": state,
    }
    return Observed(image, image_import, tags=spec.all_tags)


def same_source(requested: dict[str, str], actual: dict[str, str]) -> bool:
    """Whether an image was made from what is requested.

    The version in an Image Builder ARN may have wildcards (1.x.x) or omit the build number; AWS may answer with the build
    that it took.
    """
    if requested.keys() != actual.keys():
        return False
    ((kind, value),) = requested.items()
    if kind == "image_build_version_arn":
        return _covers(value.split("/"), actual[kind].split("/"))
    return value == actual[kind]


def _covers(requested: list[str], actual: list[str]) -> bool:
    """Whether the parts of an Image Builder ARN (resource, name, version, build) admit those of another."""
    if len(actual) < 3:
        return requested == actual
    requested_version = requested[2].split(".") + requested[3:]
    actual_version = actual[2].split(".") + actual[3:]
    pairs = zip(requested_version, actual_version, strict=False)
    return requested[:2] == actual[:2] and all(number in ("x", found) for number, found in pairs)


def named(image: Json) -> str:
    """Return an image as messages name it."""
    return f"{image.get('name')} ({image['image_id']})"


def image_pending(image: Json) -> Failure:
    """Return the failure for an image that cannot be deleted yet."""
    return Failure(
        "image_pending", f"The import of the image {named(image)} is in progress; it can be deleted once that has ended"
    )


def image_in_use(image: Json, users: Users) -> Failure:
    """Return the failure for an image that cannot be deleted as it is used, naming by what."""
    kept_by = []
    if users.bundles:
        kept_by.append("is used by " + ", ".join(f"bundle {b.get('name')} ({b['bundle_id']})" for b in users.bundles))
    if users.account_ids:
        kept_by.append("is shared with " + ", ".join(f"account {account}" for account in users.account_ids))
    return Failure(
        "image_in_use",
        f"The image {named(image)} " + (" and ".join(kept_by) or "is in use, and AWS does not report by what"),
        bundles=users.bundles,
        shared_account_ids=users.account_ids,
    )


def preview(spec: ImageSpec, steps: list[Step], preflight: str = "off") -> str | None:
    """Return what a run would do, in one line for somebody who approves it, or ``None`` for nothing.

    preflight: its outcome in words.
    """
    done = {step.operation for step in steps}
    if IMPORT in done:
        properties = " ".join((spec.os_version or "", spec.compute_type, spec.protocol))
        replaced = "delete the failed image and " if DELETE in done else ""
        return (
            f"{spec.name}: would {replaced}import from {_in_words(spec.image_source)} ({properties}) with"
            f" {spec.infrastructure_configuration_arn}; preflight: {preflight}"
        )
    if DELETE in done:
        return f"{spec.name}: would delete the image"
    return f"{spec.name}: would change the tags" if done else None


def refuse_bad_end(progress: Progress, observed: Observed) -> None:
    """Raise ``Failure`` (import_failed) if an image that is wanted has failed or was deleted in the meantime."""
    image = observed.image or {}
    if progress.phase == FAILED:
        raise Failure(
            "import_failed", f"The import of {named(image)} failed: {_reasons(observed)}", errors=_errors(observed)
        )
    if progress.phase == GONE:
        raise Failure(
            "import_failed",
            f"The image {named(image)} was deleted during its import",
            "Run the task again to import it again.",
        )


def _failed_image_exists(observed: Observed) -> Failure:
    message = f"The image {named(observed.image or {})} exists and is in state ERROR: {_reasons(observed)}"
    return Failure("failed_image_exists", message, errors=_errors(observed))


def _errors(observed: Observed) -> list[Json]:
    return explain(observed.image, observed.image_import)


def _reasons(observed: Observed) -> str:
    return reasons_for_failure(observed.image, observed.image_import)


def _refuse_other_source(spec: ImageSpec, observed: Observed) -> list[str]:
    """Return warnings where the sources cannot be compared; raise ``Failure`` where they differ."""
    actual = {kind: value for kind, value in ((observed.image_import or {}).get("image_source") or {}).items() if value}
    which = f"The image {named(observed.image or {})}"
    if not actual:
        return [f"{which} has no record of a custom import, so its source cannot be compared with image_source"]
    if not same_source(spec.image_source, actual):
        message = f"{which} exists and was made from {_in_words(actual)}, not from {_in_words(spec.image_source)}"
        raise Failure("image_source_differs", message)
    return []


def _in_words(source: dict[str, str]) -> str:
    return ", ".join(f"{kind} {value}" for kind, value in source.items())


def _drift(spec: ImageSpec, observed: Observed) -> tuple[Json, ...]:
    """Return what differs from the options and cannot be changed in AWS.

    What AWS never returns is compared by the tags that ``tag_properties`` keeps, which are tags of the import.
    """
    actual = {
        "description": (observed.image or {}).get("description"),
        "infrastructure_configuration_arn": (observed.image_import or {}).get("infrastructure_configuration_arn"),
    }
    if spec.tag_properties:
        actual |= {option: (observed.tags or {}).get(TAG_PREFIX + option) for option in PROPERTIES}
    return tuple(
        {"option": option, "desired": getattr(spec, option), "actual": value}
        for option, value in actual.items()
        if value is not None and value != getattr(spec, option)
    )


def _tag_steps(spec: ImageSpec, observed: Observed) -> tuple[Step, ...]:
    """Return the calls that update the tags."""
    if observed.image is None:
        return ()

    def shown(tags: Tags) -> Json:
        return _shown(observed._replace(tags=dict(tags)))

    return plan_tags(observed.image["image_id"], observed.tags or {}, spec.tags, spec.purge_tags, shown).steps


def _shown(observed: Observed) -> Json:
    """Return an existing image as a diff shows it."""
    shown = {key: (observed.image or {}).get(key) for key in ("name", "image_id", "state")}
    if observed.tags is not None:
        shown["tags"] = observed.tags
    return shown


def _requested(spec: ImageSpec) -> Json:
    """Return an image to be imported as a diff shows it."""
    options = (
        *("name", "description", "infrastructure_configuration_arn", "os_version", "compute_type", "protocol"),
        *("platform", "image_validation_mode"),
    )
    shown = {option: getattr(spec, option) for option in options if getattr(spec, option) is not None}
    return {**shown, "image_source": spec.image_source, "tags": spec.all_tags}


def _replaced(spec: ImageSpec, observed: Observed) -> Json:
    """Return a failed image as a diff shows it beside the one that replaces it: by the same keys, as far as known."""
    image, record = observed.image or {}, observed.image_import or {}
    known: dict[str, Any] = {**image, **record, "tags": observed.tags}
    return {key: known.get(key) for key in _requested(spec)}
