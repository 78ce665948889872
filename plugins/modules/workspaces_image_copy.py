#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_image_copy
version_added: 1.0.0
short_description: Copy Amazon WorkSpaces images to an account and Region
description:
  - Copies an image of this account in another Region, or an image that another account shares with it, into the account
    and Region of the task.
  - O(name) is the identity of the copy. The source of a copy is recorded in its tag C(euc.workspaces/copied_from), as AWS does
    not report it. An image of that name with another source, or without this tag, fails with
    RV(ignore:failure.reason=image_source_differs).
  - AWS copies a BYOL image only if all accounts and Regions involved are enabled for BYOL.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  name:
    description:
      - The name of the copy. Letters, digits and V(_./(\)\\-), 1 to 64 of them.
    type: str
    required: true
    aliases: [image_name]
  description:
    description:
      - The description of the copy. Letters, digits, spaces and V(_./(\)-), 1 to 256 of them.
      - AWS cannot change it later. Where it differs, the module warns and reports it in RV(drift).
    type: str
    aliases: [image_description]
  source_image_id:
    description:
      - The image to copy.
    type: str
    required: true
  source_region:
    description:
      - The Region of the image to copy.
    type: str
    required: true
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.tags
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
  - euc.workspaces._wait
notes:
  - Tags whose keys start with C(euc.workspaces/) belong to this collection and are never purged.
  - For a copy that exists, the module makes one call for each page of 25 images up to the one that has it, and one for its
    tags. To start a copy it makes one call for each page, and one more.
  - When the reply to a copy is lost, the module searches for the name before it sends the copy again.
  - A copy is deleted with M(euc.workspaces.workspaces_custom_image_import) and O(ignore:state=absent).
seealso:
  - module: euc.workspaces.workspaces_image_sharing
"""

EXAMPLES = r"""
- name: Copy an image from another Region and wait until it can be used
  euc.workspaces.workspaces_image_copy:
    region: eu-west-1
    name: win11-2026-11
    description: Windows 11 Enterprise November 2026
    source_image_id: wsi-0f9e8d7c6
    source_region: eu-central-1
    wait: true
"""

RETURN = r"""
image_id:
  description: The ID of the copy. V(null) if there is none, as in check mode before the copy.
  returned: always
  type: str
  sample: wsi-0a1b2c3d4
image:
  description: The copy as DescribeWorkspaceImages returns it, or what is known of it without another call. V(null) if there is none.
  returned: always
  type: dict
  contains:
    image_id:
      description: The ID of the image. V(null) in check mode before the image exists.
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
    tags:
      description: The tags of the image.
      returned: always
      type: dict
      sample: {euc.workspaces/copied_from: eu-central-1/wsi-0f9e8d7c6}
drift:
  description: What differs from the options and cannot be changed in AWS.
  returned: always
  type: list
  elements: dict
  contains:
    option:
      description: The option.
      returned: always
      type: str
      sample: description
    desired:
      description: What was requested.
      returned: always
      type: str
      sample: Windows 11 for everybody
    actual:
      description: What AWS reports.
      returned: always
      type: str
      sample: Windows 11
  sample: []
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: copy_failed
    message:
      description: What happened, with AWS's own codes and texts.
      returned: always
      type: str
      sample: "The copy win11-2026-11 (wsi-0a1b2c3d4) failed: AWS gives no reason"
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: Review the error of AWS, delete the failed image, then run the task again to copy it again.
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
    reason: copy_failed
    message: "The copy win11-2026-11 (wsi-0a1b2c3d4) failed: AWS gives no reason"
    remedy: Review the error of AWS, delete the failed image, then run the task again to copy it again.
    transient: false
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.copy import COPY
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module


def main():
    """Run the module."""
    run_module(COPY)


if __name__ == "__main__":
    main()
