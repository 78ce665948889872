# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which compute types, storage sizes and images go together in a bundle.

Source: Amazon WorkSpaces administration guide, "Create a custom WorkSpaces image and bundle" (sizes of the volumes) and
"Bring Your Own Windows desktop licenses" (Value bundles and Windows 11).
"""

from __future__ import annotations

from dataclasses import dataclass

from .service_error import invalid_values

LARGEST_GB = 2000
SMALL_ROOT_GB = 80
SMALL_USER_GB = (10, 50, 100)
LARGE_ROOT_GB = 175
LARGE_USER_GB = 100
GPU_ROOT_GB = 100
GPU_PREFIX = "GRAPHICS"
GENERAL_PURPOSE_PREFIX = "GENERALPURPOSE_"


@dataclass(frozen=True)
class Volumes:
    """The sizes of the two volumes in GB."""

    root: int
    user: int


def volumes_of(compute_type: str, root_storage: str | None, user_storage: str) -> Volumes:
    """Read the sizes of a request; an omitted root volume has the smallest size for the compute type."""
    if root_storage is None:
        return Volumes(_smallest_root(compute_type), _gigabytes("UserStorage", user_storage))
    return Volumes(_gigabytes("RootStorage", root_storage), _gigabytes("UserStorage", user_storage))


def check_volumes(compute_type: str, volumes: Volumes, image_root_gb: int) -> None:
    """Refuse sizes that are not offered for the compute type, or a root volume smaller than the image's."""
    if not _is_offered(compute_type, volumes):
        sizes = f"{volumes.root} GB root and {volumes.user} GB user"
        raise invalid_values(f"The storage ({sizes} volume) is not supported for the compute type {compute_type}.")
    if volumes.root < image_root_gb:
        raise invalid_values(f"The root volume of {volumes.root} GB is smaller than the image's {image_root_gb} GB.")


def check_image(compute_type: str, os_version: str | None) -> None:
    """Refuse a Value bundle of a Windows 11 image."""
    if compute_type == "VALUE" and os_version == "Windows_11":
        raise invalid_values("Windows 11 images are not supported with the VALUE compute type.")


def _is_offered(compute_type: str, volumes: Volumes) -> bool:
    if max(volumes.root, volumes.user) > LARGEST_GB:
        return False
    if compute_type.startswith(GPU_PREFIX):
        return volumes.root >= GPU_ROOT_GB and volumes.user >= LARGE_USER_GB
    if volumes.root >= LARGE_ROOT_GB:
        return volumes.user >= LARGE_USER_GB
    small = volumes.root == SMALL_ROOT_GB and volumes.user in SMALL_USER_GB
    return small and not compute_type.startswith(GENERAL_PURPOSE_PREFIX)


def _smallest_root(compute_type: str) -> int:
    if compute_type.startswith(GPU_PREFIX):
        return GPU_ROOT_GB
    return LARGE_ROOT_GB if compute_type.startswith(GENERAL_PURPOSE_PREFIX) else SMALL_ROOT_GB


def _gigabytes(member: str, capacity: str) -> int:
    if not (capacity.isascii() and capacity.isdigit()):
        raise invalid_values(f"The capacity of {member} is a whole number of GB, not {capacity}.")
    return int(capacity)
