#!/usr/bin/python

# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: workspaces_image_sharing
version_added: 1.0.0
short_description: Share Amazon WorkSpaces images with other accounts
description:
  - Shares an image of the account with other accounts in the same Region, and ends the sharing with all others.
  - AWS shares a BYOL image only with accounts of the same organization that are enabled for BYOL. The other account has
    to copy the image before it can be used there; copies stay when the sharing ends.
author:
  - euc.workspaces contributors (@euc-workspaces)
options:
  image_id:
    description:
      - The image. Exactly one of O(image_id) and O(name) is required.
    type: str
  name:
    description:
      - The name of the image, instead of O(image_id).
    type: str
    aliases: [image_name]
  account_ids:
    description:
      - The accounts to share the image with. Quote them, because YAML reads a number with a leading zero as another number.
      - An empty list ends all sharing, unless O(purge_accounts=false).
    type: list
    elements: str
    required: true
  purge_accounts:
    description:
      - Whether to end the sharing with accounts that are not in O(account_ids).
    type: bool
    default: true
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
  - euc.workspaces._assume_role
  - euc.workspaces._attributes
  - euc.workspaces._attributes.changes
notes:
  - All accounts are tried. If AWS refuses some, the task fails, names each of them in RV(refused), and RV(changed) says
    whether others were changed.
  - The number of calls is one for the image, or with O(name) one for each page of 25 images up to the one that has it,
    one for each page of accounts that it is shared with, and one for each account to be added or removed.
  - When the reply to a call is lost, the module reads the permissions before it sends the call again.
seealso:
  - module: euc.workspaces.workspaces_image_copy
"""

EXAMPLES = r"""
- name: Share an image with two accounts and with no other
  euc.workspaces.workspaces_image_sharing:
    region: eu-central-1
    name: win11-2026-11
    account_ids:
      - "210987654321"
      - "321098765432"

- name: End all sharing of an image
  euc.workspaces.workspaces_image_sharing:
    region: eu-central-1
    image_id: wsi-0a1b2c3d4
    account_ids: []
"""

RETURN = r"""
image_id:
  description: The ID of the image. V(null) if there is none.
  returned: always
  type: str
  sample: wsi-0a1b2c3d4
account_ids:
  description: The accounts that the image is shared with afterwards.
  returned: always
  type: list
  elements: str
  sample: ["210987654321"]
changed:
  description: Whether the sharing was, or in check mode would be, changed.
  returned: always
  type: bool
  sample: true
refused:
  description: The accounts for which AWS refused the change.
  returned: when there are any
  type: list
  elements: dict
  contains:
    account_id:
      description: The account.
      returned: always
      type: str
      sample: "321098765432"
    failure:
      description: Why, as RV(failure).
      returned: always
      type: dict
      sample: {reason: not_authorized, code: AccessDeniedException}
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
      sample: "The sharing of win11-2026-11 was refused for 1 account: 321098765432: Failed to share the image"
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
    message: "The sharing of win11-2026-11 was refused for 1 account: 321098765432: Failed to share the image"
    remedy: Check which identity the task uses and that its policy allows the action.
    transient: false
"""

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.frame import run_module
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sharing import SHARING


def main():
    """Run the module."""
    run_module(SHARING)


if __name__ == "__main__":
    main()
