# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of the account and the Region, and of the request itself."""

from __future__ import annotations

from .observations import IMPORT_TASK, Absent, ExistingImage, ImageRequest, NotSeen, Quota, Read, Target
from .verdicts import Check
from .written import blocked, passed, unknown, warned

WARN_FROM = 0.9
"""The share of the quota from which preflight warns."""

NO_VM_IMPORT_OF_WINDOWS_11 = frozenset(
    {
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-2",
        "eu-south-2",
        "me-central-1",
    }
)
NO_GRAPHICS = frozenset({"af-south-1", "il-central-1"})


def default_encryption(region: str, is_on: Read[bool]) -> Check:
    """Check that EBS encryption by default is off."""
    name = "default_encryption"
    if isinstance(is_on, NotSeen):
        return unknown(name, region, is_on)
    if is_on:
        return blocked(
            name,
            region,
            "on",
            "EBS encryption by default is on, and images cannot be imported with it.",
            "Turn it off before the import (aws ec2 disable-ebs-encryption-by-default).",
        )
    return passed(name, region, "off", "EBS encryption by default is off.")


def image_quota(region: str, quota: Read[Quota], used: Read[int]) -> Check:
    """Check that the quota has room. used: images with this one and those that the task imports before it."""
    name, remedy = (
        "image_quota",
        "Delete images that are no longer needed, or request a higher quota in Service Quotas.",
    )
    for read in (quota, used):
        if isinstance(read, NotSeen):
            return unknown(name, region, read)
    if not (isinstance(quota, Quota)):
        raise AssertionError
    if not (isinstance(used, int)):
        raise AssertionError
    observed = f"{used} of {quota.value}{' (the documented default)' if quota.is_default else ''}"
    if used > quota.value:
        message = f"The quota of {quota.value} images is used up: this would be number {used}."
        return blocked(name, region, observed, message, remedy)
    if used >= WARN_FROM * quota.value:
        return warned(name, region, observed, f"With this image, {observed} images are used.", remedy)
    return passed(name, region, observed, f"With this image, {observed} images are used.")


def account(target: Target) -> Check | None:
    """Check that the account is enabled for BYOL, where that is a matter of preflight."""
    name, support = "account", target.byol_support
    if support is None:
        return None
    if isinstance(support, NotSeen):
        return unknown(name, target.region, support)
    if support != "ENABLED":
        message = f"The account is {support} for BYOL in this Region."
        return blocked(name, target.region, support, message, "Enable it with euc.workspaces.workspaces_byol_account.")
    return passed(name, target.region, support, "The account is enabled for BYOL in this Region.")


def image_name(image: ImageRequest, existing: dict[str, ExistingImage] | NotSeen | None) -> Check | None:
    """Check that no other image has the name, where that is a matter of preflight."""
    name = "image_name"
    if existing is None or not image.name:
        return None
    if isinstance(existing, NotSeen):
        return unknown(name, image.name, existing)
    found = existing.get(image.name)
    if found is None:
        return passed(name, image.name, "free", "No image has this name.")
    observed = f"{found.image_id} {found.state}"
    if found.source is None:
        message = f"{found.image_id} has this name, and AWS does not report what it was made from."
        return warned(name, image.name, observed, message, "Give the new image another name.")
    if found.source != (image.source_kind, image.source_id):
        message = f"{found.image_id} has this name and was made from {found.source[0]} {found.source[1]}."
        return blocked(name, image.name, observed, message, "Give the new image another name, or delete the other one.")
    message = f"{found.image_id} was made from the same source: an import would leave it unchanged."
    return passed(name, image.name, observed, message)


def region(image: ImageRequest, where: str) -> Check:
    """Check the request against the Regions that AWS names as exceptions."""
    name = "region"
    if image.compute_type != "BASE" and where in NO_GRAPHICS:
        message = f"There are no graphics bundles in {where}."
        return warned(name, where, image.compute_type, message, "Use another Region, or the compute type BASE.")
    if image.source_kind == IMPORT_TASK and image.os_version == "Windows_11" and where in NO_VM_IMPORT_OF_WINDOWS_11:
        message = f"EC2 VM Import does not support Windows 11 in {where}."
        return warned(name, where, image.os_version, message, "Import in another Region and copy the image.")
    return passed(name, where, where, "No documented restriction applies.")


def compute_type(image: ImageRequest) -> Check:
    """Warn of graphics: whether they are enabled for the account cannot be read."""
    name = "compute_type"
    if image.compute_type == "BASE":
        return passed(name, image.compute_type, image.compute_type, "BASE needs no approval.")
    return warned(
        name,
        image.compute_type,
        image.compute_type,
        f"AWS Support has to enable {image.compute_type} for BYOL, and no API shows whether it did.",
        "Open a case with AWS Support if graphics have not been enabled for this account and Region.",
    )


def service_linked_role(role: str | Absent | NotSeen) -> Check:
    """Report whether Image Builder has its role already."""
    name, subject = "service_linked_role", "AWSServiceRoleForImageBuilder"
    if isinstance(role, NotSeen):
        return unknown(name, subject, role)
    if isinstance(role, Absent):
        message = (
            "AWS creates the role with the first import; the caller may need iam:CreateServiceLinkedRole for"
            " imagebuilder.amazonaws.com."
        )
        return passed(name, subject, "not found", message)
    return passed(name, subject, role, "The role exists.")
