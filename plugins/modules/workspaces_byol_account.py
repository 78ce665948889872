#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_byol_account
version_added: 0.1.0
short_description: Enable an Amazon WorkSpaces account for BYOL
description:
  - Enables the account for bring your own license (BYOL) in one Region, and chooses the range of its management
    network.
  - B(Neither can be undone.) Amazon WorkSpaces has no way to disable BYOL, and the range cannot be changed once chosen.
  - This happens in the background and can take several hours. The module starts it, and waits for it with
    O(wait=true).
  - Someone must first opt in to BYOL in the WorkSpaces console. Before that AWS may deny these calls.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  state:
    description:
      - V(enabled) is the only state that can be requested.
    type: str
    choices: [enabled]
    default: enabled
  management_cidr_range:
    description:
      - The range of the management network, a /16 such as V(10.20.0.0/16).
      - If the account has another range already, the module fails with RV(ignore:failure.reason=cidr_immutable).
      - If AWS does not offer the range, it fails with RV(ignore:failure.reason=cidr_not_available) and names some
        that are available.
      - Without this and O(management_cidr_range_search) no range is chosen, and any range matches.
      - Mutually exclusive with O(management_cidr_range_search).
    type: str
  management_cidr_range_search:
    description:
      - A wider range, such as V(10.0.0.0/8). If the account has no range yet, the first available /16 in it is
        chosen.
      - If the account has a range inside it already, nothing is changed.
      - AWS may list ranges for enabled accounts only. Then the account is enabled first,
        and the range is chosen by the next run, or by this one with O(wait=true).
    type: str
  for_images:
    description:
      - The images that the account is enabled for, as O(euc.workspaces.workspaces_byol_images#module:images). They are
        not imported by this module.
      - Before an account is enabled, which cannot be undone, their sources are checked, as
        M(euc.workspaces.workspaces_byol_preflight) does. If none of the images with C(state=present) could be imported,
        the account is not enabled, and the module fails with RV(ignore:failure.reason=source_not_importable).
      - C(preflight) and C(preflight_skip) of an image are honored.
    type: list
    elements: dict
    default: []
    version_added: 1.0.0
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
  - euc.workspaces._wait
notes:
  - On an account that matches, the module makes one call, DescribeAccount.
  - Throttled calls are retried for as long as O(wait_timeout) allows, at least 10 times. The C(retries) of
    O(aws_config) are not used.
seealso:
  - module: euc.workspaces.workspaces_custom_image_import
  - module: euc.workspaces.workspaces_byol_info
  - name: Bring Your Own Windows desktop licenses
    description: Requirements of BYOL, in the administration guide of Amazon WorkSpaces.
    link: https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
"""

EXAMPLES = r"""
- name: Preview without changing anything
  euc.workspaces.workspaces_byol_account:
    region: eu-central-1
    management_cidr_range_search: 10.0.0.0/8
  check_mode: true
  diff: true

- name: Enable BYOL with a given management range, and wait for it
  euc.workspaces.workspaces_byol_account:
    region: eu-central-1
    management_cidr_range: 10.20.0.0/16
    wait: true

- name: Enable BYOL and choose the management range later
  euc.workspaces.workspaces_byol_account:
    region: eu-central-1
"""

RETURN = r"""
account:
  description: The BYOL configuration of the account, as returned by DescribeAccount.
  returned: always, empty if it could not be read
  type: dict
  contains:
    dedicated_tenancy_support:
      description: Whether the account is enabled for BYOL, V(ENABLED) or V(DISABLED).
      returned: always
      type: str
      sample: ENABLED
    dedicated_tenancy_management_cidr_range:
      description: The range of the management network.
      returned: when one has been chosen
      type: str
      sample: 10.20.0.0/16
    dedicated_tenancy_account_type:
      description:
        - Whether the account shares its range with others (V(SOURCE_ACCOUNT)) or uses that of another (V(TARGET_ACCOUNT)).
      returned: when AWS returns it
      type: str
      sample: SOURCE_ACCOUNT
    message:
      description: Message returned by AWS.
      returned: when AWS returns it
      type: str
      sample: BYOL is enabled for this account.
  sample:
    dedicated_tenancy_support: ENABLED
    dedicated_tenancy_management_cidr_range: 10.20.0.0/16
modification:
  description:
    - The newest modification of the account, as returned by DescribeAccountModifications.
    - V(null) if there are none, or if the account already matches and they were not read.
    - Right after it was requested, and in check mode, what is known of it without another call.
  returned: always
  type: dict
  contains:
    modification_state:
      description: V(PENDING), V(COMPLETED) or V(FAILED).
      returned: always
      type: str
      sample: PENDING
    dedicated_tenancy_support:
      description: What was requested.
      returned: when it was requested
      type: str
      sample: ENABLED
    dedicated_tenancy_management_cidr_range:
      description: What was requested.
      returned: when it was requested
      type: str
      sample: 10.20.0.0/16
    start_time:
      description: When it started, ISO 8601. V(null) if it has not been read since.
      returned: always
      type: str
      sample: "2026-11-02T09:15:27+00:00"
    error_code:
      description: The error code of AWS.
      returned: when it failed
      type: str
      sample: MANAGEMENT_CIDR_IN_USE
    error_message:
      description: The error message of AWS.
      returned: when it failed
      type: str
      sample: The management CIDR range overlaps with another network.
  sample:
    modification_state: PENDING
    dedicated_tenancy_support: ENABLED
    dedicated_tenancy_management_cidr_range: 10.20.0.0/16
    start_time: "2026-11-02T09:15:27+00:00"
previous_modification:
  description:
    - The newest modification that had already ended, as returned by DescribeAccountModifications.
    - V(null) if there are none, or if the account already matches and they were not read.
  returned: always
  type: dict
  sample:
    modification_state: FAILED
    dedicated_tenancy_support: ENABLED
    start_time: "2026-11-01T09:15:27+00:00"
    error_code: MANAGEMENT_CIDR_IN_USE
    error_message: The management CIDR range overlaps with another network.
available_management_cidr_ranges:
  description: Some of the ranges that AWS offers.
  returned: when RV(failure.reason) is V(cidr_not_available)
  type: list
  elements: str
  sample: [10.21.0.0/16, 10.22.0.0/16]
images:
  description: Why none of O(for_images) could be imported, as RV(euc.workspaces.workspaces_byol_images#module:images).
  returned: when RV(failure.reason) is V(source_not_importable)
  type: list
  elements: dict
  sample:
    - name: win11-2026-11
      changed: false
      failed: true
      failure:
        reason: source_not_importable
        message: "The image win11-2026-11 is not imported, as AWS would reject it. boot_mode (ami-0123456789abcdef0): The
          boot mode is legacy-bios, and Windows 11 needs uefi."
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: cidr_immutable
    message:
      description: What happened.
      returned: always
      type: str
      sample: The account has the management range 10.20.0.0/16; it cannot become 10.21.0.0/16
    transient:
      description: Whether another attempt may succeed.
      returned: always
      type: bool
      sample: false
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: The management range of an account cannot be changed in this Region. Request the range that it has, or none.
    code:
      description: The error code of AWS.
      returned: when AWS gave one
      type: str
      sample: AccessDeniedException
  sample:
    reason: cidr_immutable
    message: The account has the management range 10.20.0.0/16; it cannot become 10.21.0.0/16
    remedy: The management range of an account cannot be changed in this Region. Request the range that it has, or none.
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module


def main():
    """Run the module."""
    run_module(ACCOUNT)


if __name__ == "__main__":
    main()
