# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What to do with an image, decided from the options of the module and from what was observed. Pure: no call is made.

Structures are those of results: snake_case, as C(_workspaces) returns them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.amazon.aws.plugins.module_utils.tagging import ansible_dict_to_boto3_tag_list, compare_aws_tags

from .._aws.errors import Failure
from .progress import FAILED, GONE, UNDER_WAY, Progress, progress_of, reasons_for_failure
from .plan import Plan, Step

SOURCES = {
    "ec2_import_task_id": "Ec2ImportTaskId",
    "image_build_version_arn": "ImageBuildVersionArn",
    "ec2_image_id": "Ec2ImageId",
}
"""Options, and the members of the union ImageSource that they become."""


class Users(NamedTuple):
    """What keeps an image from being deleted: the account's bundles made from it, and accounts it is shared with."""

    bundles: list[dict[str, Any]]
    account_ids: list[str]


class Observed(NamedTuple):
    """What AWS says. image: C(None) where there is none of that name. The others: C(None) where there are none or
    they were not read."""

    image: Any
    image_import: dict[str, Any] | None = None
    tags: dict[str, str] | None = None
    users: Users | None = None


def plan_present(params: dict[str, Any], observed: Observed) -> Plan:
    """Import the image if there is none of that name, and bring its tags in line.

    Raises C(Failure): failed_image_exists, image_source_differs.
    """
    if observed.image is None:
        return Plan((import_step(params),), {}, _asked(params))
    if progress_of(observed.image, observed.image_import).phase == FAILED:
        if not params["replace_failed"]:
            raise _failed_image_exists(observed)
        return Plan((delete_step(observed.image), import_step(params)), _shown(observed), _asked(params))
    warnings = _refuse_other_source(params, observed)
    drift = _drift(params, observed)
    steps, tags = _tag_steps(params, observed)
    warnings += [f"{d['option']} is {d['actual']!r}, not {d['desired']!r}, and AWS cannot change it" for d in drift]
    return Plan(steps, _shown(observed), _shown(observed._replace(tags=tags)), tuple(warnings), drift)


def plan_absent(params: dict[str, Any], observed: Observed) -> Plan:
    """Delete the image of that name if there is one.

    An image under way can only be deleted once it has ended, which a task with C(wait) does. Raises C(Failure):
    image_pending, image_in_use.
    """
    if observed.image is None:
        return Plan()
    if is_under_way(observed) and not params["wait"]:
        raise image_pending(observed.image)
    if observed.users and any(observed.users):
        raise image_in_use(observed.image, observed.users)
    return Plan((delete_step(observed.image),), _shown(observed), {})


def is_under_way(observed: Observed) -> bool:
    """Whether there is an image and its import has not ended."""
    return observed.image is not None and progress_of(observed.image, observed.image_import).phase == UNDER_WAY


def import_step(params: dict[str, Any]) -> Step:
    """The call that starts an import (ImportCustomWorkspaceImage)."""
    request = {
        "ImageName": params["name"],
        "ImageDescription": params["description"],
        "ComputeType": params["compute_type"],
        "Protocol": params["protocol"],
        "ImageSource": {SOURCES[kind]: value for kind, value in asked_source(params).items()},
        "InfrastructureConfigurationArn": params["infrastructure_configuration_arn"],
        "Platform": params["platform"],
        "OsVersion": params["os_version"],
        "Tags": ansible_dict_to_boto3_tag_list(params["tags"] or {}) or None,
        "ImageValidationMode": params["image_validation_mode"],
    }
    return Step(
        "ImportCustomWorkspaceImage",
        f"import the image {params['name']}",
        {member: value for member, value in request.items() if value is not None},
    )


def delete_step(image: dict[str, Any]) -> Step:
    """The call that deletes an image (DeleteWorkspaceImage)."""
    return Step("DeleteWorkspaceImage", f"delete the image {named(image)}", {"ImageId": image["image_id"]})


def started_image(params: dict[str, Any], image_id: str | None, state: str) -> Observed:
    """What is known of an image whose import has just been asked for, without another call.

    image_id: C(None) in check mode. state: of the import, as AWS replied.
    """
    image = {
        "image_id": image_id,
        "name": params["name"],
        "description": params["description"],
        "operating_system": {"type": params["platform"]},
        "state": "PENDING",
    }
    image_import = {
        "image_id": image_id,
        "image_source": asked_source(params),
        "infrastructure_configuration_arn": params["infrastructure_configuration_arn"],
        "state": state,
    }
    return Observed(image, image_import, tags=dict(params["tags"] or {}))


def asked_source(params: dict[str, Any]) -> dict[str, str]:
    """The one source that the option image_source names."""
    return {kind: value for kind, value in params["image_source"].items() if value is not None}


def same_source(asked: dict[str, str], actual: dict[str, str]) -> bool:
    """Whether an image was made from what is asked for.

    The version in an Image Builder ARN may have wildcards (1.x.x) or leave out the build number; AWS may answer with
    the build that it took.
    """
    if asked.keys() != actual.keys():
        return False
    ((kind, value),) = asked.items()
    if kind == "image_build_version_arn":
        return _covers(value.split("/"), actual[kind].split("/"))
    return value == actual[kind]


def _covers(asked, actual):
    """Whether the parts of an Image Builder ARN (resource, name, version, build) admit those of another."""
    asked_version = asked[2].split(".") + asked[3:]
    actual_version = actual[2].split(".") + actual[3:]
    pairs = zip(asked_version, actual_version, strict=False)
    return asked[:2] == actual[:2] and all(number in ("x", found) for number, found in pairs)


def named(image: dict[str, Any]) -> str:
    """An image in a message."""
    return f"{image['name']} ({image['image_id']})"


def image_pending(image: dict[str, Any]) -> Failure:
    """The failure for an image that cannot be deleted yet."""
    message = f"The image {named(image)} is still being made, and cannot be deleted until that ends"
    return Failure("image_pending", message)


def image_in_use(image: dict[str, Any], users: Users) -> Failure:
    """The failure for an image that cannot be deleted as it is used, naming by what."""
    kept_by = []
    if users.bundles:
        kept_by.append("is used by " + ", ".join(f"bundle {b.get('name')} ({b['bundle_id']})" for b in users.bundles))
    if users.account_ids:
        kept_by.append("is shared with " + ", ".join(f"account {account}" for account in users.account_ids))
    return Failure(
        "image_in_use",
        f"The image {named(image)} " + (" and ".join(kept_by) or "is in use, and AWS does not say by what"),
        bundles=users.bundles,
        shared_account_ids=users.account_ids,
    )


def refuse_bad_end(progress: Progress, observed: Observed) -> None:
    """Raise C(Failure) (import_failed) if an image that is wanted has failed or was deleted meanwhile."""
    which = named(observed.image)
    if progress.phase == FAILED:
        raise Failure("import_failed", f"The import of {which} failed: {_reasons(observed)}")
    if progress.phase == GONE:
        raise Failure(
            "import_failed", f"The image {which} was deleted during its import", "Run again to import it anew."
        )


def _failed_image_exists(observed):
    message = f"The image {named(observed.image)} exists and is in ERROR: {_reasons(observed)}"
    return Failure("failed_image_exists", message)


def _reasons(observed):
    return reasons_for_failure(observed.image, observed.image_import)


def _refuse_other_source(params, observed):
    """Warnings where the sources cannot be compared; C(Failure) where they differ."""
    image = observed.image
    actual = {kind: value for kind, value in ((observed.image_import or {}).get("image_source") or {}).items() if value}
    which = f"The image {named(image)}"
    if not actual:
        return [f"{which} has no record of a custom import, so its source cannot be compared with image_source"]
    asked = asked_source(params)
    if not same_source(asked, actual):
        message = f"{which} exists and was made from {_in_words(actual)}, not from {_in_words(asked)}"
        raise Failure("image_source_differs", message)
    return []


def _in_words(source):
    return ", ".join(f"{kind} {value}" for kind, value in source.items())


def _drift(params, observed):
    """What differs from the options and cannot be changed at AWS."""
    described = {
        "description": observed.image.get("description"),
        "infrastructure_configuration_arn": (observed.image_import or {}).get("infrastructure_configuration_arn"),
    }
    return tuple(
        {"option": option, "desired": params[option], "actual": actual}
        for option, actual in described.items()
        if actual is not None and actual != params[option]
    )


def _tag_steps(params, observed):
    """The calls that bring tags in line, and the tags after them. Removal first, as a resource holds 50 at most."""
    if params["tags"] is None:
        return (), observed.tags
    image_id = observed.image["image_id"]
    current = observed.tags or {}
    to_set, to_remove = compare_aws_tags(current, params["tags"], params["purge_tags"])
    steps = []
    if to_remove:
        steps.append(Step("DeleteTags", f"remove tags of {image_id}", {"ResourceId": image_id, "TagKeys": to_remove}))
    if to_set:
        tag_list = ansible_dict_to_boto3_tag_list(to_set)
        steps.append(Step("CreateTags", f"set tags of {image_id}", {"ResourceId": image_id, "Tags": tag_list}))
    kept = {key: value for key, value in current.items() if key not in to_remove}
    return tuple(steps), kept | {tag["Key"]: tag["Value"] for tag in ansible_dict_to_boto3_tag_list(to_set)}


def _shown(observed):
    """An existing image in a diff."""
    shown = {key: observed.image.get(key) for key in ("name", "image_id", "state")}
    if observed.tags is not None:
        shown["tags"] = observed.tags
    return shown


def _asked(params):
    """An image to be imported in a diff."""
    options = (
        "name",
        "description",
        "infrastructure_configuration_arn",
        "os_version",
        "compute_type",
        "protocol",
        "platform",
        "image_validation_mode",
    )
    shown = {option: params[option] for option in options if params[option] is not None}
    return {**shown, "image_source": asked_source(params), "tags": params["tags"] or {}}
