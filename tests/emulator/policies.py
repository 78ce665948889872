# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity-based policies of IAM: whether they allow an operation on each of its resources. Pure.

Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements"; Service Authorization Reference, "Actions,
resources, and condition keys for Amazon WorkSpaces". What is not known here is an error, so that no policy passes unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

Json = Mapping[str, Any]

TAG_KEY = "aws:ResourceTag/"
REGION_KEY = "aws:RequestedRegion"
ELEMENTS = {"Sid", "Effect", "Action", "Resource", "Condition"}

OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda actual, wanted: actual == wanted,
    "StringLike": fnmatchcase,
}

IMAGE, SOURCE_IMAGE, BUNDLE, TAGGED = "ImageId", "SourceImageId", "BundleId", "ResourceId"
NEW_IMAGE, NEW_BUNDLE = "wsi-*", "wsb-*"
"""What is still to be made."""

RESOURCES = {
    "DeleteWorkspaceImage": (IMAGE,),
    "CopyWorkspaceImage": (SOURCE_IMAGE,),
    "UpdateWorkspaceImagePermission": (IMAGE,),
    "DescribeWorkspaceImagePermissions": (IMAGE,),
    "CreateWorkspaceBundle": (NEW_BUNDLE, IMAGE),
    "UpdateWorkspaceBundle": (BUNDLE, IMAGE),
    "DeleteWorkspaceBundle": (BUNDLE,),
    "CreateTags": (TAGGED,),
    "DeleteTags": (TAGGED,),
}
"""Which members of a request name the resources of an operation; all others are checked against ``*``."""

TAGGED_WHEN_MADE = {
    "ImportCustomWorkspaceImage": NEW_IMAGE,
    "CopyWorkspaceImage": NEW_IMAGE,
    "CreateWorkspaceBundle": NEW_BUNDLE,
}
"""What operations make that need the permission to tag as well where they are given tags (API reference of each)."""


@dataclass(frozen=True)
class Resource:
    """What an operation is about: its ARN, or ``*``, and its tags."""

    arn: str = "*"
    tags: Mapping[str, str] = field(default_factory=dict)


class PolicyError(ValueError):
    """A policy has something in it that is not evaluated here."""


def check(policies: Iterable[Json]) -> None:
    """Refuse what cannot be evaluated."""
    for statement in _statements(policies):
        unknown = set(statement) - ELEMENTS
        if unknown or statement.get("Effect") not in ("Allow", "Deny") or not {"Action", "Resource"} <= set(statement):
            raise PolicyError(f"a statement has Effect, Action, Resource and maybe Sid and Condition, not {statement}")
        for operator, keys in statement.get("Condition", {}).items():
            known = all(key == REGION_KEY or key.startswith(TAG_KEY) for key in keys)
            if operator not in OPERATORS or not known:
                raise PolicyError(f"the condition {operator} of {', '.join(keys)} is not evaluated here")


def allows(policies: Iterable[Json], operation: str, region: str, resources: Iterable[Resource]) -> bool:
    """Whether a statement allows the operation on each resource, and none denies it."""
    statements = [each for each in _statements(policies) if _is_action(each, f"workspaces:{operation}")]
    return all(_allows(statements, region, resource) for resource in resources)


def arn_of(account: str, region: str, resource_id: str) -> str:
    """Return the ARN of an image (``wsi-…``) or a bundle (``wsb-…``)."""
    kind = "workspacebundle" if resource_id.startswith("wsb-") else "workspaceimage"
    return f"arn:aws:workspaces:{region}:{account}:{kind}/{resource_id}"


def _allows(statements: Iterable[Json], region: str, resource: Resource) -> bool:
    effects = {each["Effect"] for each in statements if _applies(each, region, resource)}
    return effects == {"Allow"}


def _applies(statement: Json, region: str, resource: Resource) -> bool:
    if not any(fnmatchcase(resource.arn, pattern) for pattern in _list(statement["Resource"])):
        return False
    return all(
        any(OPERATORS[operator](_value(key, region, resource), value) for value in _list(values))
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def _value(key: str, region: str, resource: Resource) -> str:
    """Return the value of a condition key; a tag that is not there equals nothing."""
    return region if key == REGION_KEY else resource.tags.get(key.removeprefix(TAG_KEY), "\0")


def _is_action(statement: Json, action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in _list(statement["Action"]))


def _statements(policies: Iterable[Json]) -> list[Json]:
    return [statement for policy in policies for statement in _list(policy["Statement"])]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
