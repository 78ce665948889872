# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which calls update the tags of a resource, and which tags are never purged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ansible_collections.amazon.aws.plugins.module_utils.tagging import ansible_dict_to_boto3_tag_list, compare_aws_tags

from .image_options import TAG_PREFIX
from .plan import Step

Tags = Mapping[str, str]


class TagPlan(NamedTuple):
    """Calls that update tags, and the tags after them."""

    steps: tuple[Step, ...]
    after: dict[str, str]


def plan_tags(
    resource_id: str, current: Tags, desired: Tags | None, purge: bool, shown: Callable[[Tags], Any]
) -> TagPlan:
    """Plan the desired tags. ``None`` leaves all unchanged; the collection's own tags are set but never purged.

    shown: from tags to the resource as a diff shows it.
    """
    tags = dict(current)
    if desired is None:
        return TagPlan((), tags)
    purged = {key: value for key, value in current.items() if not key.startswith(TAG_PREFIX) or key in desired}
    to_set, to_remove = compare_aws_tags(purged, dict(desired), purge)
    requests = []
    # Removal first, as a resource has 50 tags at most.
    if to_remove:
        requests.append(remove_tags(resource_id, to_remove))
    if to_set:
        requests.append(set_tags(resource_id, to_set))
    steps = []
    for step in requests:
        tags = tags_after(step, tags)
        steps.append(Step(step.operation, step.doing, step.params, shown(tags)))
    return TagPlan(tuple(steps), tags)


def tags_after(step: Step, tags: Tags | None) -> dict[str, str]:
    """Return the tags of a resource after a step that sets or removes some."""
    if step.operation == "DeleteTags":
        return {key: value for key, value in (tags or {}).items() if key not in step.params["TagKeys"]}
    return {**(tags or {}), **{tag["Key"]: tag["Value"] for tag in step.params["Tags"]}}


def set_tags(resource_id: str, tags: Tags, after: Any = None) -> Step:
    """Return the call that sets tags (CreateTags)."""
    params = {"ResourceId": resource_id, "Tags": tag_list(tags)}
    return Step("CreateTags", f"set tags of {resource_id}", params, after)


def remove_tags(resource_id: str, keys: list[str], after: Any = None) -> Step:
    """Return the call that removes tags (DeleteTags)."""
    params = {"ResourceId": resource_id, "TagKeys": sorted(keys)}
    return Step("DeleteTags", f"remove tags of {resource_id}", params, after)


def tag_list(tags: Tags) -> list[dict[str, str]]:
    """Return tags as requests have them."""
    return ansible_dict_to_boto3_tag_list(dict(tags))
