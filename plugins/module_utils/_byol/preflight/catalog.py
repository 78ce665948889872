# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of checks: what each one checks, what it reads, and what its verdicts mean. The documentation is made of it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..._aws.errors import Failure

_GUIDE = "https://docs.aws.amazon.com/workspaces/latest/adminguide/"
BYOL = f"{_GUIDE}byol-windows-images.html"
COMMON_ERRORS = f"{_GUIDE}windows-images-common-errors.html"
LIMITS = f"{_GUIDE}workspaces-limits.html"
VM_IMPORT = "https://docs.aws.amazon.com/vm-import/latest/userguide/prerequisites.html"
BUILDER_IMAGES = "https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-images.html"
BUILDER_CONFIGURATION = "https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-infra-config.html"
BUILDER_ROLES = "https://docs.aws.amazon.com/imagebuilder/latest/userguide/image-builder-service-linked-role.html"
EBS_DEFAULT = "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"
BOOT_MODES = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-boot.html"
BILLING = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/billing-info-fields.html"
AMIS = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html"
VIRTUALIZATION = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html"
IMPORT_API = "https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html"


class CheckInfo(NamedTuple):
    """One row of the table.

    Attributes:
        about: What is checked.
        calls: The operations that are read for it, as IAM actions.
        reference: AWS's page.
        passes: What ``pass`` means; likewise the others. Empty where there is no such verdict.
    """

    about: str
    calls: tuple[str, ...]
    reference: str
    passes: str
    warns: str = ""
    blocks: str = ""
    unknown: str = "It could not be read."


_MACHINE_CALLS = ("ec2:DescribeImages", "ec2:DescribeImportImageTasks", "imagebuilder:GetImage")
_CONFIGURATION = "imagebuilder:GetInfrastructureConfiguration"

CATALOG = {
    "ami_exists": CheckInfo(
        "The AMI exists in this Region.",
        _MACHINE_CALLS,
        AMIS,
        "AWS describes the AMI.",
        blocks="There is no such AMI in this Region.",
    ),
    "ami_owner": CheckInfo(
        "The AMI belongs to the account that imports it.",
        (*_MACHINE_CALLS, "sts:GetCallerIdentity"),
        IMPORT_API,
        "The owner is the account of the task.",
        blocks="Another account owns the AMI.",
    ),
    "ami_state": CheckInfo(
        "The AMI can be used.",
        _MACHINE_CALLS,
        AMIS,
        "It is available.",
        warns="It is still being created, or in an unknown state.",
        blocks="It is disabled, deregistered or failed.",
    ),
    "encryption": CheckInfo(
        "The volumes of the source are not encrypted.",
        _MACHINE_CALLS,
        BYOL,
        "No volume is encrypted.",
        blocks="A volume is encrypted.",
    ),
    "default_encryption": CheckInfo(
        "EBS encryption by default is off in this Region.",
        ("ec2:GetEbsEncryptionByDefault",),
        BYOL,
        "It is off.",
        blocks="It is on.",
    ),
    "volumes": CheckInfo(
        "The source has one volume.",
        _MACHINE_CALLS,
        COMMON_ERRORS,
        "There is one volume.",
        warns="There are also instance store volumes.",
        blocks="There is more than one volume.",
    ),
    "volume_size": CheckInfo(
        "The volume is smaller than 80 GB.",
        _MACHINE_CALLS,
        COMMON_ERRORS,
        "It is smaller.",
        warns="It has exactly 80 GiB.",
        blocks="It is larger than 80 GiB.",
    ),
    "boot_mode": CheckInfo(
        "The boot mode fits the Windows version: UEFI for Windows 11, legacy BIOS for Windows 10.",
        _MACHINE_CALLS,
        COMMON_ERRORS,
        "It fits.",
        warns="Windows 11 without a boot mode, or Windows 10 with `uefi-preferred`.",
        blocks="Windows 11 with `legacy-bios`, or Windows 10 with `uefi`.",
    ),
    "architecture": CheckInfo(
        "The source is 64-bit.",
        _MACHINE_CALLS,
        COMMON_ERRORS,
        "The architecture is `x86_64`.",
        blocks="It is another one.",
    ),
    "platform": CheckInfo(
        "The source is Windows.",
        _MACHINE_CALLS,
        COMMON_ERRORS,
        "The platform is Windows.",
        blocks="It is another one.",
    ),
    "license": CheckInfo(
        "The source is licensed as bring your own license.",
        _MACHINE_CALLS,
        BILLING,
        "The usage operation is `RunInstances:0800`, or the license type of the import task is `BYOL`.",
        warns="The license is another one, such as an included license or Windows Server. AWS documents no rule.",
    ),
    "virtualization": CheckInfo(
        "The AMI uses HVM, an EBS root volume, and enhanced networking (ENA).",
        _MACHINE_CALLS,
        VIRTUALIZATION,
        "It does.",
        warns="It does not. AWS documents no rule for WorkSpaces.",
    ),
    "import_task": CheckInfo(
        "The import task of EC2 VM Import has completed.",
        ("ec2:DescribeImportImageTasks",),
        VM_IMPORT,
        "It has completed.",
        warns="It is still active. AWS does not document whether WorkSpaces accepts it.",
        blocks="It does not exist, was deleted, or is being deleted.",
    ),
    "image_build": CheckInfo(
        "The build of EC2 Image Builder is available and has an AMI in this Region.",
        ("imagebuilder:GetImage",),
        BUILDER_IMAGES,
        "It is available, with an AMI here.",
        warns="It is still running, deprecated, or in an unknown state.",
        blocks="It does not exist, failed, was canceled, disabled or deleted, or has no AMI in this Region.",
    ),
    "windows_version": CheckInfo(
        "The Windows version that Image Builder recorded fits `os_version`.",
        ("imagebuilder:GetImage",),
        BYOL,
        "It fits, or none is recorded.",
        warns="It differs, it is Windows Server, or Windows 10 came from an ISO file, which AWS does not offer.",
    ),
    "infrastructure_configuration": CheckInfo(
        "The infrastructure configuration exists in the account and Region of the task.",
        (_CONFIGURATION, "sts:GetCallerIdentity"),
        BUILDER_CONFIGURATION,
        "It exists.",
        blocks="It belongs to another account or Region, does not exist, or its ARN is wrong.",
    ),
    "instance_profile": CheckInfo(
        "The instance profile has a role that EC2 can assume, with the policies that Image Builder needs.",
        (_CONFIGURATION, "iam:GetInstanceProfile", "iam:ListAttachedRolePolicies"),
        BYOL,
        "EC2 can assume the role, and both managed policies are attached.",
        warns=(
            "There is no role, EC2 is not trusted, or a managed policy is missing. Policies of your own can grant the"
            " same permissions."
        ),
        blocks="The instance profile does not exist.",
    ),
    "network_egress": CheckInfo(
        "The build instance can reach the internet from its subnet.",
        (_CONFIGURATION, "ec2:DescribeSubnets", "ec2:DescribeRouteTables"),
        BYOL,
        "The default route goes to a NAT gateway, or to an internet gateway with public addresses.",
        warns=(
            "The subnet has no free address or is not available, instances get no public address, there is no default"
            " VPC, or the default route leaves the VPC through something that cannot be read."
        ),
        blocks="The subnet does not exist, or has no default route.",
    ),
    "private_link": CheckInfo(
        "The VPC has no interface endpoints (AWS PrivateLink).",
        (_CONFIGURATION, "ec2:DescribeSubnets", "ec2:DescribeVpcEndpoints"),
        BYOL,
        "There are none.",
        warns='There are some. AWS: "The image import process does not support VPCs that use AWS PrivateLink".',
    ),
    "security_group": CheckInfo(
        "The security groups allow outbound HTTPS.",
        (_CONFIGURATION, "ec2:DescribeSecurityGroups"),
        BYOL,
        "One of them allows outbound HTTPS to all addresses, or the default group of the VPC is used.",
        warns="None of them does, or one does not exist.",
    ),
    "data_perimeter": CheckInfo(
        "The hosts and buckets that the build instance needs, where the path to the internet cannot be determined.",
        (),
        BYOL,
        "It lists them. Reported only where `network_egress` does not pass.",
        unknown="",
    ),
    "image_quota": CheckInfo(
        "The quota of images has room for all images that the task imports.",
        ("servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota"),
        LIMITS,
        "Less than 90 % of the quota is used, with the images of the task.",
        warns="90 % or more of the quota is used, with the images of the task.",
        blocks="The quota is used up by the images that exist and those before this one in the task.",
        unknown="The quota could not be read, or the images were not listed completely.",
    ),
    "account": CheckInfo(
        "The account is enabled for BYOL in this Region. Checked by the module and the role, not by the import.",
        ("workspaces:DescribeAccount",),
        BYOL,
        "It is enabled.",
        blocks="It is not enabled.",
    ),
    "image_name": CheckInfo(
        "No other image has the name. Checked by the module, not by the import.",
        ("workspaces:DescribeWorkspaceImages", "workspaces:DescribeCustomWorkspaceImageImport"),
        IMPORT_API,
        "The name is free, or the image of that name was made from the same source.",
        warns="An image has the name, and AWS does not report what it was made from.",
        blocks="An image has the name that was made from another source.",
    ),
    "region": CheckInfo(
        "The Region supports what is requested.",
        (),
        VM_IMPORT,
        "No documented restriction applies.",
        warns=(
            "Windows 11 from an import task in a Region where EC2 VM Import does not support it, or a graphics compute"
            " type in a Region without graphics bundles."
        ),
        unknown="",
    ),
    "compute_type": CheckInfo(
        "The compute type can be used for BYOL.",
        (),
        BYOL,
        "It is `BASE`.",
        warns="AWS Support has to enable graphics for BYOL; no API shows whether it did.",
        unknown="",
    ),
    "service_linked_role": CheckInfo(
        "The service-linked role of EC2 Image Builder exists.",
        ("iam:GetRole",),
        BUILDER_ROLES,
        "It exists, or AWS creates it with the first import, for which the caller may need"
        " `iam:CreateServiceLinkedRole`.",
    ),
}
"""Every check by its name, in the order of results."""

MACHINE_CHECKS = frozenset({"encryption", "volumes", "volume_size", "boot_mode", "architecture", "platform", "license"})
"""What is checked of the AMI, or of an import task that has none yet."""

AMI_CHECKS = frozenset({"ami_exists", "ami_owner", "ami_state", "virtualization"})
"""What is checked of an AMI only."""

PERMISSIONS = tuple(sorted({call for info in CATALOG.values() for call in info.calls} - {"sts:GetCallerIdentity"}))
"""The IAM actions of all checks. GetCallerIdentity needs no permission."""


def refuse_unknown_checks(option: str, names: Iterable[str], known: Collection[str] = tuple(CATALOG)) -> None:
    """Refuse names that are no check.

    Args:
        option: The option that lists them, for the message.

    Raises:
        Failure: ``invalid_request``, naming the check that was probably meant.
    """
    for name in names:
        if name in known:
            continue
        near = difflib.get_close_matches(str(name), known, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise Failure(
            "invalid_request",
            f"The value of {option} is not valid: there is no check {name!r}.{meant}",
            f"Choose from: {', '.join(known)}.",
        )
