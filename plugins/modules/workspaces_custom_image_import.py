#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_custom_image_import
version_added: 0.1.0
short_description: Import a custom Windows image (BYOL)
description:
  - Imports a Windows 10 or 11 image under your own license (BYOL) into Amazon WorkSpaces with EC2 Image Builder, from
    an AMI, an EC2 import task or an Image Builder build, or deletes it.
  - O(name) is the identity of an image in an account and Region. An image of that name made from the same source is
    not changed, apart from its tags, whether its import has ended or not. One task never creates two images.
  - An import takes 90 minutes to several hours. The module starts it and waits for it with O(wait=true). It cannot be
    canceled. When the task or the wait ends first, the import continues in AWS, and the same task resumes the wait.
author:
  - euc.workspaces contributors (@euc-workspaces)
extends_documentation_fragment:
  - euc.workspaces._image
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.tags
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
  - euc.workspaces._wait
notes:
  - On an image that matches, the module makes one call for each page of 25 images up to the one that has it, one
    for its import, and one for its tags if O(tags) is given. To start an import it makes one call for each page, and
    one more.
  - Preflight adds at most 12 calls to EC2, EC2 Image Builder, IAM, Service Quotas and AWS STS before an import is
    started, and none to WorkSpaces. They have 15 seconds together.
  - AWS does not return the compute type, protocol, Windows version or validation mode of an image. The first three are
    compared with O(tag_properties) only.
  - When the reply to an import is lost, the module searches for the name before it sends the import again.
  - Throttled calls are retried for as long as O(wait_timeout) allows, at least 10 times. The C(retries) of
    O(aws_config) are not used.
seealso:
  - module: euc.workspaces.workspaces_byol_account
  - module: euc.workspaces.workspaces_byol_preflight
  - module: euc.workspaces.workspaces_byol_info
  - module: amazon.aws.ec2_import_image
  - module: amazon.aws.ec2_ami
  - name: Bring Your Own Windows desktop licenses
    description: Requirements for images, in the administration guide of Amazon WorkSpaces.
    link: https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
"""

EXAMPLES = r"""
- name: Import an AMI and wait until the image can be used
  euc.workspaces.workspaces_custom_image_import:
    region: eu-central-1
    name: win11-2026-11
    description: Windows 11 Enterprise November 2026
    image_source:
      ec2_image_id: ami-0123456789abcdef0
    infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
    os_version: Windows_11
    tags:
      release: 2026-11
    wait: true
  register: image

- name: Start an import without waiting
  euc.workspaces.workspaces_custom_image_import:
    region: eu-central-1
    name: win10-cad-2026-11
    description: Windows 10 for CAD November 2026
    image_source:
      ec2_import_task_id: import-ami-0123456789abcdef0
    infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
    os_version: Windows_10
    compute_type: GRAPHICS_G4DN

- name: Replace an image whose import failed with one from a fixed AMI
  euc.workspaces.workspaces_custom_image_import:
    region: eu-central-1
    name: win11-2026-11
    description: Windows 11 Enterprise November 2026
    image_source:
      ec2_image_id: ami-0fedcba9876543210
    infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
    os_version: Windows_11
    replace_failed: true

- name: Delete an image
  euc.workspaces.workspaces_custom_image_import:
    region: eu-central-1
    name: win11-2025-11
    state: absent
"""

RETURN = r"""
image_id:
  description: The ID of the image. V(null) if there is none, as in check mode before the import.
  returned: always
  type: str
  sample: wsi-0a1b2c3d4
image:
  description:
    - The image as returned by DescribeWorkspaceImages. V(null) if there is none.
    - Right after the import was started, and in check mode, what is known of it without another call.
  returned: always
  type: dict
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
    description:
      description: The description of the image.
      returned: always
      type: str
      sample: Windows 11 Enterprise November 2026
    state:
      description: V(PENDING), V(AVAILABLE) or V(ERROR).
      returned: always
      type: str
      sample: AVAILABLE
    operating_system:
      description: The operating system.
      returned: always
      type: dict
      contains:
        type:
          description: V(WINDOWS).
          returned: always
          type: str
          sample: WINDOWS
    required_tenancy:
      description: V(DEDICATED) for images under your own license.
      returned: when AWS returns it
      type: str
      sample: DEDICATED
    created:
      description: When the image was created, ISO 8601.
      returned: when it has been read
      type: str
      sample: "2026-11-02T09:15:27+00:00"
    owner_account_id:
      description: The account that owns the image.
      returned: when it has been read
      type: str
      sample: "123456789012"
    error_code:
      description: The error code of AWS.
      returned: when it is
      type: str
      sample: DiskFreeSpace
    error_message:
      description: The error message of AWS.
      returned: when it is
      type: str
      sample: There is not enough free space on the disk.
    error_details:
      description: All reasons why the image is in ERROR.
      returned: when it is
      type: list
      elements: dict
      sample:
        - error_code: DiskFreeSpace
          error_message: There is not enough free space on the disk.
    tags:
      description: The tags of the image. V(null) where they were not read, as O(tags) is not given.
      returned: always
      type: dict
      sample:
        release: 2026-11
  sample:
    image_id: wsi-0a1b2c3d4
    name: win11-2026-11
    state: AVAILABLE
    tags:
      release: 2026-11
image_import:
  description:
    - The import as returned by DescribeCustomWorkspaceImageImport. V(null) if the image was not made by a custom import,
      and with O(state=absent).
    - Right after the import was started, and in check mode, what is known of it without another call.
  returned: always
  type: dict
  contains:
    image_id:
      description: The ID of the image.
      returned: always
      type: str
      sample: wsi-0a1b2c3d4
    state:
      description: The state of the import. V(COMPLETED) and V(ERROR) are final, all others are in progress.
      returned: always
      type: str
      sample: INSTALLING_COMPONENTS
    state_message:
      description: AWS's text for the state. Requires botocore 1.42.24 or newer.
      returned: when AWS returns it
      type: str
      sample: Installing components
    progress_percentage:
      description: How far the import is. Requires botocore 1.42.24 or newer.
      returned: when AWS returns it
      type: int
      sample: 45
    image_source:
      description: What the image is made from.
      returned: always
      type: dict
      sample:
        ec2_image_id: ami-0123456789abcdef0
    infrastructure_configuration_arn:
      description: The EC2 Image Builder infrastructure configuration.
      returned: always
      type: str
      sample: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
    image_builder_instance_id:
      description: The EC2 instance that the import runs on.
      returned: when AWS returns it
      type: str
      sample: i-0123456789abcdef0
    created:
      description: When the import started, ISO 8601.
      returned: when it has been read
      type: str
      sample: "2026-11-02T09:15:27+00:00"
    last_updated_time:
      description: When the import last made progress, ISO 8601.
      returned: when it has been read
      type: str
      sample: "2026-11-02T10:07:39+00:00"
    error_details:
      description: Why the import failed.
      returned: when it failed
      type: list
      elements: dict
      sample:
        - error_code: DiskFreeSpace
          error_message: There is not enough free space on the disk.
  sample:
    image_id: wsi-0a1b2c3d4
    state: INSTALLING_COMPONENTS
    progress_percentage: 45
    image_source:
      ec2_image_id: ami-0123456789abcdef0
drift:
  description: What differs from the options and cannot be changed in AWS.
  returned: always
  type: list
  elements: dict
  contains:
    option:
      description: The name of the option.
      returned: always
      type: str
      sample: description
    desired:
      description: What was requested.
      returned: always
      type: str
      sample: Windows 11 Enterprise November 2026
    actual:
      description: What the image has.
      returned: always
      type: str
      sample: Windows 11 November
  sample:
    - option: description
      desired: Windows 11 Enterprise November 2026
      actual: Windows 11 November
preflight:
  description: What was found of the source, also when the module failed for it.
  returned: when an import was, or in check mode would be, started, unless O(preflight=off)
  type: dict
  contains:
    verdict:
      description: As RV(euc.workspaces.workspaces_byol_preflight#module:verdict).
      returned: always
      type: str
      sample: pass
    checks:
      description: As RV(euc.workspaces.workspaces_byol_preflight#module:checks).
      returned: always
      type: list
      elements: dict
      sample:
        - check: boot_mode
          verdict: pass
          subject: ami-0123456789abcdef0
          observed: uefi
          message: The boot mode fits Windows 11.
          remedy:
          reference: https://docs.aws.amazon.com/workspaces/latest/adminguide/windows-images-common-errors.html
  sample:
    verdict: pass
    checks:
      - check: boot_mode
        verdict: pass
        subject: ami-0123456789abcdef0
        observed: uefi
        message: The boot mode fits Windows 11.
        remedy:
        reference: https://docs.aws.amazon.com/workspaces/latest/adminguide/windows-images-common-errors.html
bundles:
  description: The bundles that are made from the image, as returned by DescribeWorkspaceBundles.
  returned: when RV(failure.reason) is V(image_in_use)
  type: list
  elements: dict
  sample:
    - bundle_id: wsb-0a1b2c3d4
      name: win11-standard
shared_account_ids:
  description: The accounts that the image is shared with.
  returned: when RV(failure.reason) is V(image_in_use)
  type: list
  elements: str
  sample: ["210987654321"]
errors:
  description:
    - Each error that AWS reports for the image, with what it means and how to fix it.
  returned: when RV(failure.reason) is V(import_failed) or V(failed_image_exists)
  type: list
  elements: dict
  contains:
    code:
      description: The error code of AWS.
      returned: always
      type: str
      sample: DomainJoined
    message:
      description: The error message of AWS.
      returned: always
      type: str
      sample: The image is joined to a domain.
    meaning:
      description: What the code means; the message of AWS where the code is not documented.
      returned: always
      type: str
      sample: Windows is joined to an Active Directory domain.
    remedy:
      description: How to fix it.
      returned: always
      type: str
      sample: Leave the domain before the import.
    where:
      description:
        - Where to fix it. V(guest) is inside Windows, V(source) is the AMI or disk that the import starts from, V(aws) is
          AWS itself.
      returned: always
      type: str
      sample: guest
    retry:
      description: Whether another import of the same source makes sense.
      returned: always
      type: bool
      sample: false
log_excerpt:
  description: The last lines of the log of EC2 Image Builder, each as one line of printable characters.
  returned: when O(log_excerpt=true) and the import has failed
  type: dict
  contains:
    log_group:
      description: The log group. V(null) if it was not found.
      returned: always
      type: str
      sample: /aws/imagebuilder/win11-2026-11
    log_stream:
      description: The newest stream of the log group. V(null) if there is none.
      returned: always
      type: str
      sample: 1.0.0/1
    lines:
      description: At most 20 lines, the newest last, cut after 300 characters.
      returned: always
      type: list
      elements: str
      sample: ["Sysprep failed: a package was installed for a user, but not provisioned for all users."]
    note:
      description: Why there are no lines. V(null) if there are.
      returned: always
      type: str
      sample: No log group below /aws/imagebuilder/ was created during the import.
  sample:
    log_group: /aws/imagebuilder/win11-2026-11
    log_stream: 1.0.0/1
    lines: ["Sysprep failed: a package was installed for a user, but not provisioned for all users."]
    note:
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: import_failed
    message:
      description: What happened, with the codes and messages of AWS.
      returned: always
      type: str
      sample: "The import of win11-2026-11 (wsi-0a1b2c3d4) failed: DiskFreeSpace: The disk is too full."
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
    message: "The import of win11-2026-11 (wsi-0a1b2c3d4) failed: DiskFreeSpace: The disk is too full."
    remedy: Fix the source as described in the AWS error, then rerun with replace_failed=true to import it again.
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.image import IMAGE


def main():
    """Run the module."""
    run_module(IMAGE)


if __name__ == "__main__":
    main()
