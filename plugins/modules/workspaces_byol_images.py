#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_byol_images
version_added: 0.2.0
short_description: Manage several BYOL images in one task
description:
  - Manages several images of one account and Region in one task, each as M(euc.workspaces.workspaces_custom_image_import)
    does. All imports are started before any is waited for, so the task takes as long as the longest import.
  - The images of the account are listed once for all of them, so it makes fewer calls than one task for each image.
  - An image that fails does not stop the others. The task then fails at the end, and names each image that failed.
  - The role P(euc.workspaces.byol#role) also enables the account.
author:
  - euc.workspaces contributors (@euc-workspaces)
extends_documentation_fragment:
  - euc.workspaces._image.images
  - euc.workspaces._wait
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
seealso:
  - module: euc.workspaces.workspaces_custom_image_import
  - module: euc.workspaces.workspaces_byol_info
notes:
  - With O(wait=true), and without C(async), each progress line starts with the host and the name of the image.
"""

EXAMPLES = r"""
- name: Import two images and wait for both
  euc.workspaces.workspaces_byol_images:
    region: eu-central-1
    wait: true
    images:
      - name: win11-2026-11
        description: Windows 11 Enterprise November 2026
        image_source:
          ec2_image_id: ami-0123456789abcdef0
        infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
        os_version: Windows_11
      - name: win11-cad-2026-11
        description: Windows 11 for CAD November 2026
        image_source:
          ec2_image_id: ami-0fedcba9876543210
        infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
        os_version: Windows_11
        compute_type: GRAPHICS_G6

- name: Delete the images of last year
  euc.workspaces.workspaces_byol_images:
    region: eu-central-1
    images:
      - name: win11-2025-11
        state: absent
      - name: win11-cad-2025-11
        state: absent
"""

RETURN = r"""
images:
  description: The result of each image, in the order of O(images).
  returned: when the options are valid and AWS could be called
  type: list
  elements: dict
  contains:
    name:
      description: The name of the image.
      returned: always
      type: str
      sample: win11-2026-11
    failed:
      description: Whether this image failed.
      returned: always
      type: bool
      sample: false
    changed:
      description: Whether this image was changed.
      returned: always
      type: bool
      sample: true
    msg:
      description: What happened, and what to do next.
      returned: when this image failed
      type: str
      sample: "The import of win11-2026-11 (wsi-0a1b2c3d4) failed: DiskFreeSpace. Fix the source as described in the AWS error."
    failure:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:failure).
      returned: when this image failed
      type: dict
      sample:
        reason: import_failed
        message: "The import of win11-2026-11 (wsi-0a1b2c3d4) failed: DiskFreeSpace"
        remedy: Fix the source as described in the AWS error, then rerun with replace_failed=true to import it again.
    image_id:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:image_id).
      returned: always
      type: str
      sample: wsi-0a1b2c3d4
    image:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:image).
      returned: always
      type: dict
      sample:
        image_id: wsi-0a1b2c3d4
        name: win11-2026-11
        state: AVAILABLE
    image_import:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:image_import).
      returned: always
      type: dict
      sample:
        image_id: wsi-0a1b2c3d4
        state: COMPLETED
    errors:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:errors).
      returned: when the import has failed
      type: list
      elements: dict
      sample: []
    log_excerpt:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:log_excerpt).
      returned: when the import has failed and C(log_excerpt) of the image is V(true)
      type: dict
      sample:
        log_group:
        log_stream:
        lines: []
        note: No log group below /aws/imagebuilder/ was created during the import.
    drift:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:drift).
      returned: always
      type: list
      elements: dict
      sample:
        - option: description
          desired: Windows 11 Enterprise November 2026
          actual: Windows 11 November
    preflight:
      description: As RV(euc.workspaces.workspaces_custom_image_import#module:preflight).
      returned: when an import was, or in check mode would be, started, unless preflight is V(off)
      type: dict
      sample:
        verdict: pass
        checks: []
  sample:
    - name: win11-2026-11
      failed: false
      changed: true
      image_id: wsi-0a1b2c3d4
      image:
        image_id: wsi-0a1b2c3d4
        name: win11-2026-11
        state: AVAILABLE
      image_import:
        image_id: wsi-0a1b2c3d4
        state: COMPLETED
      drift: []
failure:
  description: Why the task failed. Where several images failed, the reason is that of the first.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: import_failed
    message:
      description: What happened to each image that failed, with AWS's own codes and texts.
      returned: always
      type: str
      sample: "1 of 2 images failed. win11-2026-11: The import of win11-2026-11 (wsi-0a1b2c3d4) failed: DiskFreeSpace"
    transient:
      description: Whether another attempt may succeed.
      returned: always
      type: bool
      sample: false
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: Fix the source as described in the AWS error, then rerun with replace_failed=true to import it again.
    code:
      description: The error code of AWS.
      returned: when AWS gave one
      type: str
      sample: AccessDeniedException
  sample:
    reason: import_failed
    message: "1 of 2 images failed. win11-2026-11: The import of win11-2026-11 (wsi-0a1b2c3d4) failed: DiskFreeSpace"
    remedy: Fix the source as described in the AWS error, then rerun with replace_failed=true to import it again.
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES


def main():
    """Run the module."""
    run_module(IMAGES)


if __name__ == "__main__":
    main()
