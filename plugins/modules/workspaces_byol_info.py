#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_byol_info
version_added: 0.1.0
short_description: Gather information about Amazon WorkSpaces BYOL
description:
  - Reads the bring your own license (BYOL) configuration of an account in one Region, and its images, with as few
    calls as possible.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  gather:
    description:
      - What to read. What is not listed costs no call and is absent from the result.
      - V(account) is the BYOL configuration, one call.
      - V(account_modifications) is the history of its modifications, one call for each page.
      - V(images) is the list of images, one call for each 25.
      - V(image_imports) is the custom import of an image, V(image_tags) are its tags, and V(image_permissions)
        are the accounts it is shared with, each one call for each image. AWS returns them for owned images only.
      - V(available_cidr_ranges) are the available management ranges inside O(management_cidr_range_search), one call for
        each 5. AWS may refuse this for an account that is not enabled for BYOL.
      - V(bundles) are the bundles that the account owns, one call for each page, and V(bundle_tags) are these bundles with
        their tags, one more call for each bundle.
    type: list
    elements: str
    choices:
      - account
      - account_modifications
      - images
      - image_imports
      - image_tags
      - image_permissions
      - available_cidr_ranges
      - bundles
      - bundle_tags
    default: [account, images, image_imports]
  image_ids:
    description:
      - Only the images with these IDs. An ID that does not exist is not in the result.
      - With O(names) too, the images that have one of the IDs or one of the names.
    type: list
    elements: str
    aliases: [image_id]
  names:
    description:
      - Only the images with these names.
    type: list
    elements: str
    aliases: [name]
  image_type:
    description:
      - Images of the account (V(OWNED)), images that other accounts share with it (V(SHARED)), or both (V(ALL)).
    type: str
    choices: [OWNED, SHARED, ALL]
    default: OWNED
  management_cidr_range_search:
    description:
      - Where to search for available management ranges, a /16 or wider, as in V(10.0.0.0/8).
      - Required if O(gather) has V(available_cidr_ranges).
    type: str
  bundle_names:
    description:
      - Only the bundles with these names.
    type: list
    elements: str
    version_added: 1.0.0
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.reads
notes:
  - Images are read in parallel, within the two calls a second that Amazon WorkSpaces allows per account and Region.
    With the default of O(gather), 40 images take about 20 seconds.
seealso:
  - module: euc.workspaces.workspaces_byol_account
  - module: euc.workspaces.workspaces_custom_image_import
"""

EXAMPLES = r"""
- name: Read the account and its images
  euc.workspaces.workspaces_byol_info:
    region: eu-central-1
  register: byol

- name: Show the state of each image
  ansible.builtin.debug:
    msg: "{{ item.name }} is {{ item.state }}, its import {{ item.import.state | default('unknown', true) }}"
  loop: "{{ byol.images }}"
  loop_control:
    label: "{{ item.name }}"

- name: Read one image with its tags
  euc.workspaces.workspaces_byol_info:
    region: eu-central-1
    gather: [images, image_tags]
    names: [win11-2026-11]

- name: List available management ranges
  euc.workspaces.workspaces_byol_info:
    region: eu-central-1
    gather: [available_cidr_ranges]
    management_cidr_range_search: 10.0.0.0/8
"""

RETURN = r"""
calls:
  description: How many calls were sent to Amazon WorkSpaces, including retries. Also returned on failure.
  returned: when the options are valid
  type: int
  sample: 4
account:
  description: The BYOL configuration of the account, as returned by DescribeAccount.
  returned: when O(gather) has V(account) or V(account_modifications)
  type: dict
  contains:
    dedicated_tenancy_support:
      description: Whether the account is enabled for BYOL, V(ENABLED) or V(DISABLED).
      returned: when O(gather) has V(account)
      type: str
      sample: ENABLED
    dedicated_tenancy_management_cidr_range:
      description: The range of the management network.
      returned: when O(gather) has V(account) and one has been chosen
      type: str
      sample: 10.20.0.0/16
    dedicated_tenancy_account_type:
      description:
        - Whether the account shares its range with others (V(SOURCE_ACCOUNT)) or uses that of another (V(TARGET_ACCOUNT)).
      returned: when O(gather) has V(account) and AWS returns it
      type: str
      sample: SOURCE_ACCOUNT
    message:
      description: Message returned by AWS.
      returned: when O(gather) has V(account) and AWS returns it
      type: str
      sample: BYOL is enabled for this account.
    modifications:
      description: All modifications of the account, oldest first, as returned by DescribeAccountModifications.
      returned: when O(gather) has V(account_modifications)
      type: list
      elements: dict
      sample:
        - modification_state: COMPLETED
          dedicated_tenancy_support: ENABLED
          dedicated_tenancy_management_cidr_range: 10.20.0.0/16
          start_time: "2026-11-02T09:15:27+00:00"
  sample:
    dedicated_tenancy_support: ENABLED
    dedicated_tenancy_management_cidr_range: 10.20.0.0/16
images:
  description:
    - The images as returned by DescribeWorkspaceImages.
    - If O(gather) does not have V(images), only what identifies an image, and what is gathered for each.
  returned: when O(gather) has V(images), V(image_imports), V(image_tags) or V(image_permissions)
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
      returned: when the list of images has been read
      type: str
      sample: win11-2026-11
    description:
      description: The description of the image.
      returned: when O(gather) has V(images)
      type: str
      sample: Windows 11 Enterprise November 2026
    state:
      description: V(PENDING), V(AVAILABLE) or V(ERROR).
      returned: when O(gather) has V(images)
      type: str
      sample: AVAILABLE
    operating_system:
      description: The operating system.
      returned: when O(gather) has V(images)
      type: dict
      sample:
        type: WINDOWS
    required_tenancy:
      description: V(DEDICATED) for images under your own license.
      returned: when O(gather) has V(images) and AWS returns it
      type: str
      sample: DEDICATED
    created:
      description: When the image was created, ISO 8601.
      returned: when O(gather) has V(images)
      type: str
      sample: "2026-11-02T09:15:27+00:00"
    owner_account_id:
      description: The account that owns the image.
      returned: when O(gather) has V(images)
      type: str
      sample: "123456789012"
    error_details:
      description: Why the image is in ERROR.
      returned: when O(gather) has V(images) and it is
      type: list
      elements: dict
      sample:
        - error_code: DiskFreeSpace
          error_message: There is not enough free space on the disk.
    import:
      description:
        - The import that created the image, as returned by DescribeCustomWorkspaceImageImport.
        - V(null) if the image was not made by a custom import, or is not owned.
      returned: when O(gather) has V(image_imports)
      type: dict
      sample:
        image_id: wsi-0a1b2c3d4
        state: COMPLETED
        progress_percentage: 100
        image_source:
          ec2_image_id: ami-0123456789abcdef0
    tags:
      description: The tags of the image. V(null) if it is not owned.
      returned: when O(gather) has V(image_tags)
      type: dict
      sample:
        release: 2026-11
    shared_account_ids:
      description: The accounts that the image is shared with. V(null) if it is not owned.
      returned: when O(gather) has V(image_permissions)
      type: list
      elements: str
      sample: ["210987654321"]
  sample:
    - image_id: wsi-0a1b2c3d4
      name: win11-2026-11
      state: AVAILABLE
      import:
        image_id: wsi-0a1b2c3d4
        state: COMPLETED
available_management_cidr_ranges:
  description: The management ranges that AWS offers.
  returned: when O(gather) has V(available_cidr_ranges)
  type: list
  elements: str
  sample: [10.20.0.0/16, 10.21.0.0/16]
bundles:
  description: The bundles that the account owns, as DescribeWorkspaceBundles returns them.
  returned: when O(gather) has V(bundles) or V(bundle_tags)
  type: list
  elements: dict
  contains:
    bundle_id:
      description: The ID of the bundle.
      returned: always
      type: str
      sample: wsb-0a1b2c3d4
    name:
      description: The name of the bundle.
      returned: always
      type: str
      sample: win11-pilot
    image_id:
      description: The image of the bundle.
      returned: always
      type: str
      sample: wsi-0a1b2c3d4
    state:
      description: The state of the bundle.
      returned: always
      type: str
      sample: AVAILABLE
    tags:
      description: The tags of the bundle.
      returned: when O(gather) has V(bundle_tags)
      type: dict
      sample: {euc.workspaces/image_since: "2026-11-24T17:00:00Z"}
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
      description: What happened.
      returned: always
      type: str
      sample: "Failed to describe the account: AccessDeniedException: You are not authorized."
    transient:
      description: Whether another attempt may succeed.
      returned: always
      type: bool
      sample: false
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
  sample:
    reason: not_authorized
    message: "Failed to describe the account: AccessDeniedException: You are not authorized."
    remedy: Check which identity the task uses and that its policy allows the action.
    code: AccessDeniedException
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO


def main():
    """Run the module."""
    run_module(INFO)


if __name__ == "__main__":
    main()
