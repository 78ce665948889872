# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This fragment is private: other collections must not use it.

from __future__ import annotations


class ModuleDocFragment:
    """The policies of an audit, which the records and the report are made with."""

    DOCUMENTATION = r"""
options:
  stuck_after:
    description: Hours without progress after which an import, or a modification of the account, is stuck.
    type: float
    default: 12.0
  max_image_age_days:
    description: Images that are older break a policy. If omitted, no image is too old.
    type: int
  required_tags:
    description: Keys of tags that every image must have, with a value.
    type: list
    elements: str
    default: []
  read:
    description: What to read beside what the comparison needs, as O(euc.workspaces.audit#role:main:audit_read) says.
    type: list
    elements: str
    choices: [bundles, bundle_tags, image_tags, image_permissions]
    default: []
  retention:
    description: What M(euc.workspaces.workspaces_image_retention) would keep with these options is reported.
    type: dict
    suboptions:
      name_pattern:
        description: A regular expression that matches the whole name of the images in question. Its groups define the family.
        type: str
        required: true
      keep:
        description: How many of the newest images of each family are kept. Only those in the state V(AVAILABLE) count.
        type: int
        required: true
      min_age_days:
        description: Images younger than this are kept.
        type: int
        default: 0
      failed_after_days:
        description: Images in the state V(ERROR) are deleted when they are as old as this. If omitted, they are kept.
        type: int
      protect_tags:
        description: Keys of tags. Images with one of them are kept, regardless of its value.
        type: list
        elements: str
        default: []
      max_deletions:
        description: The maximum number of images to delete in one run, the oldest first.
        type: int
"""
