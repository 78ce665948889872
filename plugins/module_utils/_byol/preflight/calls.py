# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls that preflight makes, as values: which service, which operation, with what."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, TypeAlias

from .observations import NotSeen

QUOTA = {"ServiceCode": "workspaces", "QuotaCode": "L-18CE281C"}
"""Images per account and Region."""

SERVICE_LINKED_ROLE = "AWSServiceRoleForImageBuilder"


class Call(NamedTuple):
    """One read. service: as the SDK names it. encoded: the parameters as JSON, which makes equal calls equal."""

    service: str
    operation: str
    encoded: str

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the operation."""
        parameters: dict[str, Any] = json.loads(self.encoded)
        return parameters


class Refused(NamedTuple):
    """An error that the service answered for what was requested. text: AWS's, one line."""

    code: str
    text: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


Answer: TypeAlias = dict[str, Any] | Refused | NotSeen
"""The reply as the SDK returns it, the error of the service, or why there is neither."""


def describe_images(ami_ids: tuple[str, ...]) -> Call:
    """Return the call for AMIs. Disabled ones have to be requested explicitly."""
    return call_of("ec2", "DescribeImages", ImageIds=ami_ids, IncludeDisabled=True)


def describe_import_image_tasks(task_ids: tuple[str, ...]) -> Call:
    """Return the call for import tasks of EC2 VM Import."""
    return call_of("ec2", "DescribeImportImageTasks", ImportTaskIds=task_ids)


def get_image(arn: str) -> Call:
    """Return the call for a build of EC2 Image Builder."""
    return call_of("imagebuilder", "GetImage", imageBuildVersionArn=arn)


def get_infrastructure_configuration(arn: str) -> Call:
    """Return the call for an infrastructure configuration."""
    return call_of("imagebuilder", "GetInfrastructureConfiguration", infrastructureConfigurationArn=arn)


def get_instance_profile(name: str) -> Call:
    """Return the call for an instance profile and its role."""
    return call_of("iam", "GetInstanceProfile", InstanceProfileName=name)


def list_attached_role_policies(role_name: str, marker: str | None = None) -> Call:
    """Return the call for a page of the managed policies of a role."""
    page = {"Marker": marker} if marker else {}
    return call_of("iam", "ListAttachedRolePolicies", RoleName=role_name, **page)


def get_service_linked_role() -> Call:
    """Return the call for the service-linked role of Image Builder."""
    return call_of("iam", "GetRole", RoleName=SERVICE_LINKED_ROLE)


def describe_subnets(subnet_id: str | None) -> Call:
    """Return the call for a subnet, or for those of the default VPC."""
    if subnet_id is None:
        return call_of("ec2", "DescribeSubnets", Filters=[{"Name": "default-for-az", "Values": ["true"]}])
    return call_of("ec2", "DescribeSubnets", SubnetIds=[subnet_id])


def describe_route_tables(vpc_id: str) -> Call:
    """Return the call for the route tables of a VPC: one call has the subnet's own and the main one."""
    return call_of("ec2", "DescribeRouteTables", Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])


def describe_vpc_endpoints(vpc_id: str) -> Call:
    """Return the call for the endpoints of a VPC."""
    return call_of("ec2", "DescribeVpcEndpoints", Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])


def describe_security_groups(group_ids: tuple[str, ...]) -> Call:
    """Return the call for security groups."""
    return call_of("ec2", "DescribeSecurityGroups", GroupIds=group_ids)


def get_ebs_encryption_by_default() -> Call:
    """Return the call for the default encryption of EBS volumes."""
    return call_of("ec2", "GetEbsEncryptionByDefault")


def get_caller_identity() -> Call:
    """Return the call for the account of the caller."""
    return call_of("sts", "GetCallerIdentity")


def get_service_quota() -> Call:
    """Return the call for the quota of images that applies to the account."""
    return call_of("service-quotas", "GetServiceQuota", **QUOTA)


def get_default_service_quota() -> Call:
    """Return the call for the quota of images that applies where the account has none of its own."""
    return call_of("service-quotas", "GetAWSDefaultServiceQuota", **QUOTA)


def call_of(service: str, operation: str, **parameters: Any) -> Call:
    """Return a call. parameters: of the operation, as the SDK names them."""
    return Call(service, operation, json.dumps(parameters, sort_keys=True))
