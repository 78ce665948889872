#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_byol_preflight
version_added: 1.0.0
short_description: Check whether AWS would accept the source of a BYOL image
description:
  - Checks a source, an infrastructure configuration and the account against what AWS documents for the import of a custom
    Windows image (BYOL) into Amazon WorkSpaces, before an import is started. AWS detects many of these problems only
    after 90 minutes or more.
  - Only reads. It cannot check what is inside Windows; use the Image Compatibility Checker of AWS for that.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  name:
    description:
      - The name of the image. If it is given, the module checks whether another image has it.
    type: str
    aliases: [image_name]
  image_source:
    description:
      - The source of the image, exactly one of its suboptions.
    type: dict
    required: true
    suboptions:
      ec2_import_task_id:
        description: An import task of EC2 VM Import.
        type: str
      image_build_version_arn:
        description: A build of EC2 Image Builder.
        type: str
      ec2_image_id:
        description: An AMI.
        type: str
  infrastructure_configuration_arn:
    description:
      - The EC2 Image Builder infrastructure configuration that the import would run with.
    type: str
    required: true
  os_version:
    description:
      - The Windows version of the image.
    type: str
    required: true
    choices: [Windows_10, Windows_11]
  skip:
    aliases: [preflight_skip]
    description:
      - Checks to leave out. They cost no call and are not in RV(checks).
      - One or more of V(ami_exists), V(ami_owner), V(ami_state), V(encryption), V(default_encryption), V(volumes),
        V(volume_size), V(boot_mode), V(architecture), V(platform), V(license), V(virtualization), V(import_task),
        V(image_build), V(windows_version), V(infrastructure_configuration), V(instance_profile), V(network_egress),
        V(private_link), V(security_group), V(data_perimeter), V(image_quota), V(account), V(image_name), V(region),
        V(compute_type), V(service_linked_role).
    type: list
    elements: str
    default: []
extends_documentation_fragment:
  - euc.workspaces._image.hardware
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.reads
notes:
  - A verdict never fails the task. Use RV(verdict) in a condition.
  - The module makes at most 12 calls to EC2, EC2 Image Builder, IAM, Service Quotas and AWS STS, which have 15 seconds
    together, and to WorkSpaces one for the account, one for each 25 images, and one for an image of the same name.
    What does not fit is left out, V(security_group) first, then V(service_linked_role).
  - Without the permission for a call, the verdict of its checks is V(unknown).
  - O(endpoint_url) is that of WorkSpaces. Other services are called where the settings of the SDK point, such as
    C(AWS_ENDPOINT_URL_EC2) or C(AWS_ENDPOINT_URL). Where O(endpoint_url) is set and a service has no such setting, its
    checks are V(unknown) without a call.
seealso:
  - module: euc.workspaces.workspaces_custom_image_import
  - module: euc.workspaces.workspaces_byol_info
  - name: Bring Your Own Windows desktop licenses
    description: Requirements for images, in the administration guide of Amazon WorkSpaces.
    link: https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
"""

EXAMPLES = r"""
- name: Check an AMI before it is imported
  euc.workspaces.workspaces_byol_preflight:
    region: eu-central-1
    name: win11-2026-11
    image_source:
      ec2_image_id: ami-0123456789abcdef0
    infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
    os_version: Windows_11
  register: preflight

- name: Stop unless AWS would accept it
  ansible.builtin.assert:
    that: preflight.verdict != 'block'
    fail_msg: "{{ preflight.checks | selectattr('verdict', 'eq', 'block') | map(attribute='message') | join(' ') }}"

- name: Check an import task without permissions for IAM
  euc.workspaces.workspaces_byol_preflight:
    region: eu-central-1
    image_source:
      ec2_import_task_id: import-ami-0123456789abcdef0
    infrastructure_configuration_arn: arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol
    os_version: Windows_10
    skip: [instance_profile, service_linked_role]
"""

RETURN = r"""
verdict:
  description:
    - The worst verdict of all checks, V(block), V(warn), V(unknown) or V(pass), in this order.
  returned: success
  type: str
  sample: block
checks:
  description: The outcome of each check that applies.
  returned: success
  type: list
  elements: dict
  contains:
    check:
      description: The name of the check.
      returned: always
      type: str
      sample: boot_mode
    verdict:
      description:
        - V(pass), V(warn) (it may fail), V(block) (AWS documents that it fails) or V(unknown) (it could not be read).
      returned: always
      type: str
      sample: block
    subject:
      description: What was checked.
      returned: always
      type: str
      sample: ami-0123456789abcdef0
    observed:
      description: The observed value. V(null) for V(unknown).
      returned: always
      type: str
      sample: legacy-bios
    message:
      description: The outcome in words.
      returned: always
      type: str
      sample: The boot mode is legacy-bios, and Windows 11 needs uefi.
    remedy:
      description: What to do about it. V(null) for V(pass).
      returned: always
      type: str
      sample: Import the virtual machine into EC2 again with boot mode uefi.
    reference:
      description: The AWS documentation that the check is based on.
      returned: always
      type: str
      sample: https://docs.aws.amazon.com/workspaces/latest/adminguide/windows-images-common-errors.html
  sample:
    - check: boot_mode
      verdict: block
      subject: ami-0123456789abcdef0
      observed: legacy-bios
      message: The boot mode is legacy-bios, and Windows 11 needs uefi.
      remedy: Import the virtual machine into EC2 again with boot mode uefi.
      reference: https://docs.aws.amazon.com/workspaces/latest/adminguide/windows-images-common-errors.html
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: no_credentials
    message:
      description: What happened.
      returned: always
      type: str
      sample: "Failed to read what the image is imported from: Unable to locate credentials"
    transient:
      description: Whether another attempt may succeed.
      returned: always
      type: bool
      sample: false
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: Provide credentials as for any amazon.aws module.
    code:
      description: The error code of AWS.
      returned: when AWS gave one
      type: str
      sample: AccessDeniedException
  sample:
    reason: no_credentials
    message: "Failed to read what the image is imported from: Unable to locate credentials"
    remedy: Provide credentials as for any amazon.aws module.
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.preflight import PREFLIGHT


def main():
    """Run the module."""
    run_module(PREFLIGHT)


if __name__ == "__main__":
    main()
