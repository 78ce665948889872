# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom bundles, as far as images need them: an image that a bundle uses cannot be deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .tags import Tags


@dataclass
class Bundle:
    """A custom bundle."""

    bundle_id: str
    name: str
    owner: str
    image_id: str
    created: float
    description: str = "A custom bundle"
    compute_type: str = "STANDARD"
    user_storage: str = "50"
    root_storage: str = "80"
    tags: Tags = field(default_factory=list)

    def describe(self) -> dict[str, Any]:
        """An entry of DescribeWorkspaceBundles."""
        return {
            "BundleId": self.bundle_id,
            "Name": self.name,
            "Owner": self.owner,
            "Description": self.description,
            "ImageId": self.image_id,
            "RootStorage": {"Capacity": self.root_storage},
            "UserStorage": {"Capacity": self.user_storage},
            "ComputeType": {"Name": self.compute_type},
            "LastUpdatedTime": self.created,
            "CreationTime": self.created,
            "State": "AVAILABLE",
            "BundleType": "REGULAR",
        }
