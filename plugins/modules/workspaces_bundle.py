#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_bundle
version_added: 1.0.0
short_description: Manage custom Amazon WorkSpaces bundles
description:
  - Creates a custom bundle from an image of the account, updates the image of an existing bundle, manages its tags, or
    deletes it.
  - O(name) is the identity of a bundle in an account and Region.
  - AWS can change only the image of a bundle. Another O(compute_type), O(user_storage) or O(root_storage) fails with
    RV(ignore:failure.reason=bundle_differs). The module never deletes a bundle to create it again, as the name of a
    deleted bundle cannot be used for two hours.
  - Existing WorkSpaces keep the image that they were created from until they are rebuilt or migrated.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  state:
    description:
      - V(present) creates the bundle if it does not exist, and sets its image and tags.
      - V(absent) deletes the bundle. A bundle with WorkSpaces cannot be deleted.
    type: str
    choices: [present, absent]
    default: present
  name:
    description:
      - The name of the bundle. Letters, digits and V(_./(\)\\-), 1 to 64 of them.
    type: str
    required: true
    aliases: [bundle_name]
  description:
    description:
      - The description of the bundle. Letters, digits, spaces and V(_./(\)-), 1 to 255 of them.
      - Required with O(state=present).
      - AWS cannot change it later. Where it differs, the module warns and reports it in RV(drift).
    type: str
  image_id:
    description:
      - The image of the bundle. Exactly one of O(image_id) and O(image_name) is required with O(state=present).
      - The previous image of the bundle is recorded in its tag C(euc.workspaces/previous_image), and the time of the
        change in C(euc.workspaces/image_since).
    type: str
  image_name:
    description:
      - The name of the image of the bundle, instead of O(image_id).
    type: str
  compute_type:
    description:
      - The compute type, such as V(STANDARD) or V(GRAPHICS_G4DN), as defined by the installed botocore.
      - Required with O(state=present).
    type: str
  user_storage:
    description:
      - The size of the user volume in GB.
      - Required with O(state=present).
    type: int
  root_storage:
    description:
      - The size of the root volume in GB. If omitted, AWS chooses it, and it is not compared.
    type: int
  wait:
    description:
      - Whether to wait until the bundle is available. There is no wait in check mode.
    type: bool
    default: false
  wait_timeout:
    description:
      - How many seconds to wait. After that the task fails with RV(ignore:failure.reason=timeout).
    type: int
    default: 600
  wait_delay:
    description:
      - Seconds between polls, at least V(1).
    type: int
    default: 5
attributes:
  action:
    description: Has an action plugin on the controller, which prints the progress lines of O(wait).
    support: full
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.tags
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
notes:
  - Tags whose keys start with C(euc.workspaces/) belong to this collection and are never purged.
  - For a bundle that matches, the module makes one call for each page of bundles up to the one that has it and one for
    its tags, and with O(image_name) one for each page of 25 images up to the one that has it.
  - When the reply to a call is lost, the module checks whether the call took effect before it sends it again.
seealso:
  - module: euc.workspaces.workspaces_custom_image_import
  - module: euc.workspaces.workspaces_byol_info
"""

EXAMPLES = r"""
- name: Create a bundle, or update its image
  euc.workspaces.workspaces_bundle:
    region: eu-central-1
    name: win11-pilot
    description: Windows 11 pilot
    image_name: win11-2026-11
    compute_type: POWER
    user_storage: 100
    root_storage: 175
    tags:
      team: euc
    wait: true

- name: Delete a bundle
  euc.workspaces.workspaces_bundle:
    region: eu-central-1
    name: win10-pilot
    state: absent
"""

RETURN = r"""
bundle:
  description:
    - The bundle as DescribeWorkspaceBundles returns it. V(null) if there is none.
    - Without O(wait), right after a change, and in check mode, what is known of it without another call.
  returned: always
  type: dict
  contains:
    bundle_id:
      description: The ID of the bundle. V(null) in check mode before the bundle exists.
      returned: always
      type: str
      sample: wsb-0a1b2c3d4
    name:
      description: The name of the bundle.
      returned: always
      type: str
      sample: win11-pilot
    description:
      description: The description of the bundle.
      returned: always
      type: str
      sample: Windows 11 pilot
    image_id:
      description: The image of the bundle.
      returned: always
      type: str
      sample: wsi-0a1b2c3d4
    compute_type:
      description: The compute type.
      returned: always
      type: dict
      sample: {name: POWER}
    user_storage:
      description: The size of the user volume in GB.
      returned: always
      type: dict
      sample: {capacity: "100"}
    root_storage:
      description: The size of the root volume in GB.
      returned: when it is known
      type: dict
      sample: {capacity: "175"}
    state:
      description: The state of the bundle.
      returned: always
      type: str
      sample: AVAILABLE
    tags:
      description: The tags of the bundle.
      returned: always
      type: dict
      sample: {euc.workspaces/image_since: "2026-11-24T17:00:00Z"}
previous_image_id:
  description: The image that the bundle had before. V(null) if it is not known.
  returned: always
  type: str
  sample: wsi-0f9e8d7c6
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
workspace_ids:
  description: The first WorkSpaces that are based on the bundle.
  returned: when the task failed with RV(ignore:failure.reason=bundle_in_use)
  type: list
  elements: str
  sample: [ws-0a1b2c3d4]
image_id:
  description: The image that the bundle cannot use.
  returned: when the task failed with RV(ignore:failure.reason=image_pending) or RV(ignore:failure.reason=image_failed)
  type: str
  sample: wsi-0a1b2c3d4
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: bundle_differs
    message:
      description: What happened, with AWS's own codes and texts.
      returned: always
      type: str
      sample: "The bundle win11-pilot (wsb-0a1b2c3d4) exists, and its user_storage is 50, not 100"
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: AWS can change only the image of a bundle. Request the values that it has, or create a bundle with another name.
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
    reason: bundle_differs
    message: "The bundle win11-pilot (wsb-0a1b2c3d4) exists, and its user_storage is 50, not 100"
    remedy: AWS can change only the image of a bundle. Request the values that it has, or create a bundle with another name.
    transient: false
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.bundle import BUNDLE
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module


def main():
    """Run the module."""
    run_module(BUNDLE)


if __name__ == "__main__":
    main()
