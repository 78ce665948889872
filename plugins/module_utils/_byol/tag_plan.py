# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which calls bring the tags of a resource in line, and which tags are never purged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ansible_collections.amazon.aws.plugins.module_utils.tagging import (
    ansible_dict_to_boto3_tag_list,
    boto3_tag_list_to_ansible_dict,
    compare_aws_tags,
)

from .plan import Step

OWN_PREFIX = "euc.workspaces/"
"""Begins the keys of the tags in which the collection keeps what AWS does not."""

Tags = Mapping[str, str]


class TagPlan(NamedTuple):
    """Calls that bring tags in line, and the tags after them."""

    steps: tuple[Step, ...]
    after: dict[str, str]


def plan_tags(resource_id: str, current: Tags, desired: Tags | None, purge: bool) -> TagPlan:
    """Plan the desired tags. ``None`` leaves all alone; the collection's own tags are set but never purged."""
    if desired is None:
        return TagPlan((), dict(current))
    purged = {key: value for key, value in current.items() if not key.startswith(OWN_PREFIX) or key in desired}
    to_set, to_remove = compare_aws_tags(purged, dict(desired), purge)
    steps = []
    # Removal first, as a resource has 50 tags at most.
    if to_remove:
        steps.append(remove_tags(resource_id, to_remove))
    if to_set:
        steps.append(set_tags(resource_id, to_set))
    kept = {key: value for key, value in current.items() if key not in to_remove}
    return TagPlan(tuple(steps), kept | as_text(to_set))


def set_tags(resource_id: str, tags: Tags) -> Step:
    """Return the call that sets tags (CreateTags)."""
    params = {"ResourceId": resource_id, "Tags": tag_list(tags)}
    return Step("CreateTags", f"set tags of {resource_id}", params)


def remove_tags(resource_id: str, keys: list[str]) -> Step:
    """Return the call that removes tags (DeleteTags)."""
    params = {"ResourceId": resource_id, "TagKeys": sorted(keys)}
    return Step("DeleteTags", f"remove tags of {resource_id}", params)


def tag_list(tags: Tags) -> list[dict[str, str]]:
    """Return tags as requests have them."""
    return ansible_dict_to_boto3_tag_list(dict(tags))


def as_text(tags: Tags) -> dict[str, str]:
    """Return tags with their values as AWS keeps them: a number or truth value in a playbook becomes a text."""
    return boto3_tag_list_to_ansible_dict(tag_list(tags))
