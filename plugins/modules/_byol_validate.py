# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is implemented by the action plugin of the same name.

from __future__ import annotations

DOCUMENTATION = r"""
module: _byol_validate
short_description: Validate the variables of the role byol
description:
  - This module is private to the roles and playbooks of this collection, and can change in any release.
  - Fails with a sentence for each problem with the variables of a host that the role P(euc.workspaces.byol#role) reads,
    and for each variable whose name starts with C(byol_) and that nothing in this collection reads. Nothing is sent to AWS.
  - Returns the images with their defaults, so that no other task of a host has to merge them.
  - The role uses it before its first call, so that no option of an image can fail after the account was enabled.
author:
  - euc.workspaces contributors (@euc-workspaces)
options: {}
attributes:
  check_mode:
    description: Can run in check mode and return changed status prediction without modifying target.
    support: full
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check mode), when in diff mode.
    support: none
  action:
    description: Indicates this has a corresponding action plugin so some parts of the options can be executed on the controller.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: none
"""

EXAMPLES = r"""
- name: Validate the variables
  euc.workspaces._byol_validate:
"""

RETURN = r"""
images:
  description: The images in C(byol_images), as options of M(euc.workspaces.workspaces_byol_images).
  returned: when all variables are valid
  type: list
  elements: dict
  sample: [{"name": "win11-2026-11", "state": "present", "preflight": "block"}]
failure:
  description: Why the task failed.
  returned: when it failed
  type: dict
  contains:
    reason:
      description: Stable reason code for use in conditions.
      returned: always
      type: str
      sample: invalid_request
    message:
      description: What is not valid.
      returned: always
      type: str
      sample: byol_image is not a variable of this collection; did you mean byol_images?
    remedy:
      description: What to do next.
      returned: always
      type: str
      sample: Fix this and run the task again.
    transient:
      description: Whether another attempt may succeed.
      returned: always
      type: bool
      sample: false
"""
