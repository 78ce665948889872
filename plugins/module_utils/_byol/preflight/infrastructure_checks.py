# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of what the import runs with: the infrastructure configuration, its instance profile and its network."""

from __future__ import annotations

from .observations import Absent, Infrastructure, NotSeen, Policies, Profile, Read, RouteTable, Subnet
from .survey import NEEDED_POLICIES
from .verdicts import PASS, Check
from .written import blocked, passed, unknown, warned

EC2 = ("ec2.amazonaws.com", "ec2.amazonaws.com.cn")
PRIVATE_LINK = "The image import process does not support VPCs that use AWS PrivateLink"
OPEN_SUBNET = (
    "Use a subnet that reaches the internet by a NAT gateway, or by an internet gateway with public addresses."
)

BUCKETS = ("ec2imagebuilder-managed-resources-{region}-prod", "ec2imagebuilder-toe-{region}-prod")
REGIONAL_SERVICES = ("ssm", "ssmmessages", "ec2messages", "imagebuilder", "ec2", "s3")
OTHER_HOSTS = (
    "s3.us-east-1.amazonaws.com",
    "tools.amazonworkspaces.com",
    "go.microsoft.com",
    "definitionupdates.microsoft.com",
    "time.windows.com",
)
"""AWS calls the list not exhaustive."""


def infrastructure_configuration(
    arn: str, found: Infrastructure | Absent | NotSeen, region: str, account_id: Read[str]
) -> Check:
    """Check that the configuration exists in the account and Region of the task."""
    name = "infrastructure_configuration"
    fields = arn.split(":")
    if len(fields) > 5 and fields[3] != region:
        message = f"The infrastructure configuration is of {fields[3]}, and the task runs in {region}."
        return blocked(name, arn, fields[3], message, f"Use an infrastructure configuration of {region}.")
    if len(fields) > 5 and not isinstance(account_id, NotSeen) and fields[4] != account_id:
        message = f"The infrastructure configuration is of account {fields[4]}, and the task runs in {account_id}."
        return blocked(name, arn, fields[4], message, f"Use an infrastructure configuration of account {account_id}.")
    if isinstance(found, NotSeen):
        return unknown(name, arn, found)
    if isinstance(found, Absent):
        message = f"The infrastructure configuration does not exist, or its ARN is wrong ({found.answer})."
        return blocked(name, arn, "not found", message, "Create the infrastructure configuration, or correct its ARN.")
    observed = f"instance profile {found.profile_name}, subnet {found.subnet_id or 'of the default VPC'}"
    message = "The infrastructure configuration exists."
    if found.terminates_on_failure:
        message += " It terminates the build instance on failure, so errors cannot be examined on the instance."
    return passed(name, arn, observed, message)


def instance_profile(arn: str, profile: Profile | Absent | NotSeen, policies: Policies | Absent | NotSeen) -> Check:
    """Check that EC2 can assume the role of the profile, and that it has the policies that Image Builder needs."""
    name = "instance_profile"
    if isinstance(profile, NotSeen):
        return unknown(name, arn, profile)
    if isinstance(profile, Absent):
        message = f"The instance profile of the infrastructure configuration does not exist ({profile.answer})."
        return blocked(name, arn, "not found", message, "Create the instance profile, or configure another one.")
    if profile.role_name is None:
        message = f"The instance profile {profile.name} has no role."
        return warned(name, profile.name, "no role", message, "Add a role to the instance profile.")
    if profile.services is not None and not set(EC2) & set(profile.services):
        services = ", ".join(profile.services) or "no service"
        message = f"The role {profile.role_name} trusts {services}, and not ec2.amazonaws.com."
        return warned(name, profile.name, services, message, "Allow ec2.amazonaws.com to assume the role.")
    return _policies(name, profile, policies)


def _policies(name: str, profile: Profile, policies: Policies | Absent | NotSeen) -> Check:
    if isinstance(policies, NotSeen):
        return unknown(name, profile.name, policies)
    attached = () if isinstance(policies, Absent) else policies.names
    missing = [policy for policy in NEEDED_POLICIES if policy not in attached]
    observed = f"{profile.role_name}: {', '.join(attached) or 'no managed policies'}"
    if not missing:
        return passed(name, profile.name, observed, "EC2 can assume the role, and the managed policies are attached.")
    if not isinstance(policies, Absent) and not policies.complete:
        return unknown(name, profile.name, NotSeen(f"{profile.role_name} has more policies than were read"))
    message = f"The role {profile.role_name} lacks the managed policies {' and '.join(missing)}."
    remedy = "Attach them, unless policies of your own grant the same permissions."
    return warned(name, profile.name, observed, message, remedy)


def network_egress(
    arn: str, subnet: Subnet | Absent | NotSeen | None, table: RouteTable | Absent | NotSeen | None
) -> Check:
    """Check that the build instance reaches the internet."""
    name = "network_egress"
    if isinstance(subnet, NotSeen):
        return unknown(name, arn, subnet)
    if isinstance(subnet, Absent):
        message = f"The subnet of the infrastructure configuration does not exist ({subnet.answer})."
        return blocked(name, arn, "not found", message, OPEN_SUBNET)
    if subnet is None:
        message = "The infrastructure configuration names no subnet, and this Region has no default VPC."
        return warned(name, arn, "no subnet", message, "Set the subnet of the infrastructure configuration.")
    if isinstance(table, NotSeen):
        return unknown(name, subnet.subnet_id, table)
    if table is None or isinstance(table, Absent) or not table.default_targets:
        message = "The subnet has no active default route (0.0.0.0/0), so the build instance cannot reach the internet."
        return blocked(name, subnet.subnet_id, "no default route", message, OPEN_SUBNET)
    return _subnet_state(name, subnet) or _route(name, subnet, table)


def _subnet_state(name: str, subnet: Subnet) -> Check | None:
    if subnet.state not in (None, "available"):
        message = f"The subnet is {subnet.state}."
        return warned(name, subnet.subnet_id, subnet.state, message, "Wait until the subnet is available.")
    if subnet.free_addresses is not None and subnet.free_addresses < 1:
        message = "The subnet has no free IP address."
        return warned(name, subnet.subnet_id, "0 free addresses", message, "Free an address, or use another subnet.")
    return None


def _route(name: str, subnet: Subnet, table: RouteTable) -> Check:
    observed = ", ".join(table.default_targets)
    by_gateway = any(target.startswith("igw-") for target in table.default_targets)
    if any(target.startswith("nat-") for target in table.default_targets):
        return passed(name, subnet.subnet_id, observed, "The default route goes to a NAT gateway.")
    if by_gateway and subnet.public_addresses:
        message = "The default route goes to an internet gateway, and instances get a public address."
        return passed(name, subnet.subnet_id, observed, message)
    if by_gateway:
        message = "The default route goes to an internet gateway, but instances of the subnet get no public address."
        return warned(name, subnet.subnet_id, observed, message, OPEN_SUBNET)
    message = f"The default route goes to {observed}; whether that leads to the internet cannot be determined."
    return warned(
        name, subnet.subnet_id, observed, message, "Make sure that HTTPS to the hosts that AWS lists is open."
    )


def private_link(
    arn: str, subnet: Subnet | Absent | NotSeen | None, services: tuple[str, ...] | Absent | NotSeen
) -> Check:
    """Check that the VPC has no interface endpoints."""
    name = "private_link"
    where = subnet.vpc_id if isinstance(subnet, Subnet) else arn
    if isinstance(services, (Absent, NotSeen)):
        return unknown(name, where, services if isinstance(services, NotSeen) else NotSeen(services.answer))
    if services:
        listed = ", ".join(services)
        message = f"The VPC has interface endpoints ({listed}). AWS: {PRIVATE_LINK}."
        return warned(name, where, listed, message, "Use a subnet in a VPC without interface endpoints.")
    return passed(name, where, "none", "The VPC has no interface endpoints.")


def security_group(found: Infrastructure, opens_https: bool | Absent | NotSeen) -> Check:
    """Check that the security groups let HTTPS out."""
    name, groups = "security_group", ", ".join(found.security_group_ids)
    if not groups:
        message = "No security group is named, so the default group of the VPC is used."
        return passed(name, found.arn, "default", message)
    remedy = "Allow TCP port 443 to 0.0.0.0/0 in the outbound rules."
    if isinstance(opens_https, NotSeen):
        return unknown(name, groups, opens_https)
    if isinstance(opens_https, Absent):
        message = f"A security group does not exist ({opens_https.answer})."
        return warned(name, groups, "not found", message, "Configure security groups that exist.")
    if not opens_https:
        message = "The security groups do not allow outbound HTTPS to all addresses."
        return warned(name, groups, "no HTTPS to 0.0.0.0/0", message, remedy)
    return passed(name, groups, "HTTPS to 0.0.0.0/0", "The security groups allow outbound HTTPS.")


def data_perimeter(egress: Check, region: str) -> Check | None:
    """List what has to be reachable, where the path to the internet is not clearly open."""
    if egress.verdict == PASS:
        return None
    hosts = [*(f"{service}.{region}.amazonaws.com" for service in REGIONAL_SERVICES), *OTHER_HOSTS]
    buckets = [bucket.format(region=region) for bucket in BUCKETS]
    message = (
        f"The build instance needs HTTPS to at least {', '.join(hosts)}, and the S3 buckets {' and '.join(buckets)}."
        " AWS recommends a VPC with public internet access."
    )
    return passed("data_perimeter", egress.subject, "not checked", message)
