#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_image_retention
version_added: 1.0.0
short_description: Report or delete old Amazon WorkSpaces images
description:
  - Decides for each image of the account whether it is kept or can be deleted, and deletes only with O(state=absent).
  - An image is never deleted while it is being created, while a bundle uses it, while it is shared, while a bundle may be
    rolled back to it (tag C(euc.workspaces/previous_image)), or when it is younger than O(min_age_days). That is read
    again right before each deletion.
  - AWS does not report which image a WorkSpace was created from. An image that no bundle uses may still be that of
    WorkSpaces, which continue to run without it.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  state:
    description:
      - V(reported) only reports. V(absent) deletes the images with the RV(images[].action) V(delete).
    type: str
    choices: [reported, absent]
    default: reported
  name_pattern:
    description:
      - A regular expression of Python that matches the whole name of the images in question. Others are kept.
      - Images for which its groups are the same form a family; without groups all are one family.
    type: str
    required: true
  keep:
    description:
      - How many of the newest images of each family are kept. Only those in the state V(AVAILABLE) count.
    type: int
    required: true
  min_age_days:
    description:
      - Images younger than this are kept.
    type: int
    default: 0
  failed_after_days:
    description:
      - Images in the state V(ERROR) are deleted when they are as old as this. If omitted, they are kept.
    type: int
  protect_tags:
    description:
      - Keys of tags. Images with one of them are kept, regardless of its value.
    type: list
    elements: str
    default: []
  max_deletions:
    description:
      - The maximum number of images to delete in one run, the oldest first.
    type: int
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
notes:
  - If a read of bundles, tags or sharing fails, nothing is deleted.
  - The number of calls is one for each page of 25 images, and where there is something to delete one for each page of
    bundles, one for each bundle, and two for each image that could be deleted. Before each deletion the bundles with
    their tags, and sharing and tags of the image, are read again. With many bundles, O(max_deletions) keeps a run short.
  - A policy can forbid deleting images with a certain tag, see C(docs/iam/retention.json).
seealso:
  - module: euc.workspaces.workspaces_bundle
"""

EXAMPLES = r"""
- name: Report which images are not needed
  euc.workspaces.workspaces_image_retention:
    region: eu-central-1
    name_pattern: (win1[01])-.*
    keep: 3
    min_age_days: 30
  register: retention

- name: Delete at most two of them in one run
  euc.workspaces.workspaces_image_retention:
    region: eu-central-1
    name_pattern: (win1[01])-.*
    keep: 3
    min_age_days: 30
    failed_after_days: 14
    protect_tags: [keep]
    max_deletions: 2
    state: absent
"""

RETURN = r"""
images:
  description: All images of the account, oldest first.
  returned: always
  type: list
  elements: dict
  contains:
    image_id:
      description: The ID of the image.
      returned: always
      type: str
      sample: wsi-0a1b2c3d4
    name:
      description: The name of the image.
      returned: always
      type: str
      sample: win11-2026-11
    state:
      description: The state of the image.
      returned: always
      type: str
      sample: AVAILABLE
    created:
      description: When the image was created.
      returned: always
      type: str
      sample: "2026-11-24T17:00:00+00:00"
    action:
      description: V(keep) or V(delete).
      returned: always
      type: str
      sample: keep
    reason:
      description:
        - Why, as a stable code. One of V(no_match), V(newest), V(pending), V(age_unknown), V(too_young), V(failed), V(bundle),
          V(previous_image), V(shared), V(protected), V(max_deletions) and V(in_use) for images that are kept, and
          V(superseded) and V(expired_failure) for others.
      returned: always
      type: str
      sample: newest
    explanation:
      description: The reason in words.
      returned: always
      type: str
      sample: it is one of the newest of its family
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: not_authorized
    message:
      description: What happened, with AWS's own codes and texts.
      returned: always
      type: str
      sample: "Failed to describe the bundles of the account"
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: Check which identity the task uses and that its policy allows the action.
    code:
      description: The error code of AWS.
      returned: when AWS gave one
      type: str
      sample: AccessDeniedException
    transient:
      description: Whether the same task may succeed if it is run again.
      returned: always
      type: bool
      sample: false
  sample:
    reason: not_authorized
    message: "Failed to describe the bundles of the account"
    remedy: Check which identity the task uses and that its policy allows the action.
    transient: false
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.retention import RETENTION


def main():
    """Run the module."""
    run_module(RETENTION)


if __name__ == "__main__":
    main()
