# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWS's answers mean: each becomes a value, ``Absent`` where AWS says that there is none, or ``NotSeen``.

An answer that lacks what it must have is not taken for an empty one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

from .calls import Answer, Refused
from .observations import (
    Absent,
    Build,
    Found,
    ImportTask,
    Infrastructure,
    Machine,
    NotSeen,
    Policies,
    Profile,
    Quota,
    RouteTable,
    Subnet,
    Volume,
)

GIB = 1024**3
Value = TypeVar("Value")
Reply = Mapping[str, Any]

MISSING_AMI = ("InvalidAMIID.",)
MISSING_TASK = ("InvalidConversionTaskId", "InvalidImportTaskId", "InvalidTaskId")
MISSING_SUBNET = ("InvalidSubnetID.", "InvalidSubnetId.")
MISSING_GROUP = ("InvalidGroup.", "InvalidGroupId.", "InvalidSecurityGroupID.")
MISSING_ENTITY = ("NoSuchEntity",)
MISSING_QUOTA = ("NoSuchResourceException",)
"""How error codes begin that mean: there is none."""

UNDECIDED = ("ClientException", "ServiceException", "ServiceUnavailableException", "InternalFailure", "InternalError")
"""Errors of Image Builder that say nothing of what was requested."""


def is_missing(answer: Answer, codes: tuple[str, ...]) -> bool:
    """Return whether AWS answers that there is no such resource."""
    return isinstance(answer, Refused) and answer.code.startswith(codes)


def unless_missing(answer: Answer, codes: tuple[str, ...], read: Callable[[Reply], Value]) -> Found[Value]:
    """Read a reply. An error is ``Absent`` if its code is one of ``codes``, otherwise ``NotSeen``."""
    if isinstance(answer, NotSeen):
        return answer
    if isinstance(answer, Refused):
        if answer.code.startswith(codes):
            return Absent(str(answer))
        return NotSeen(f"AWS answered {answer}", "Review the answer of AWS, then run the task again.")
    return _read(answer, read)


def image_builder(answer: Answer, read: Callable[[Reply], Value]) -> Found[Value]:
    """Read a reply of Image Builder, which declares no error for what does not exist: most errors mean just that."""
    if isinstance(answer, Refused) and answer.code not in UNDECIDED:
        return Absent(str(answer))
    return unless_missing(answer, (), read)


def machine(image: Reply) -> Machine:
    """Return the machine that an AMI describes."""
    mappings = [mapping for mapping in image.get("BlockDeviceMappings") or [] if mapping.get("NoDevice") is None]
    return Machine(
        subject=_text(image["ImageId"]),
        owner_id=image.get("OwnerId"),
        state=image.get("State"),
        architecture=image.get("Architecture"),
        platform=image.get("Platform"),
        platform_details=image.get("PlatformDetails"),
        usage_operation=image.get("UsageOperation"),
        boot_mode=image.get("BootMode"),
        virtualization_type=image.get("VirtualizationType"),
        root_device_type=image.get("RootDeviceType"),
        ena_support=image.get("EnaSupport"),
        volumes=tuple(
            Volume(str(mapping.get("DeviceName")), ebs.get("VolumeSize"), ebs.get("Encrypted"))
            for mapping in mappings
            if (ebs := mapping.get("Ebs"))
        ),
        instance_store=tuple(str(mapping["VirtualName"]) for mapping in mappings if mapping.get("VirtualName")),
    )


def import_task(task: Reply) -> ImportTask:
    """Return an import task, with as much of its machine as the task describes."""
    task_id = _text(task["ImportTaskId"])
    disks = task.get("SnapshotDetails") or []
    described = Machine(
        subject=task_id,
        is_ami=False,
        architecture=task.get("Architecture"),
        platform=task.get("Platform"),
        license_type=task.get("LicenseType"),
        boot_mode=task.get("BootMode"),
        volumes=tuple(
            Volume(
                str(disk.get("DeviceName") or disk.get("SnapshotId") or number),
                disk["DiskImageSize"] / GIB if disk.get("DiskImageSize") else None,
                task.get("Encrypted"),
            )
            for number, disk in enumerate(disks, start=1)
        ),
    )
    return ImportTask(
        task_id=task_id,
        status=_text(task["Status"]),
        status_message=task.get("StatusMessage"),
        progress=task.get("Progress"),
        ami_id=task.get("ImageId") or None,
        machine=described,
    )


def build(reply: Reply, region: str) -> Build:
    """Return a build. Its AMI is that of the Region."""
    image = reply["image"]
    amis = (image.get("outputResources") or {}).get("amis") or []
    return Build(
        arn=_text(image["arn"]),
        status=_text(image["state"]["status"]),
        reason=image["state"].get("reason"),
        platform=image.get("platform"),
        os_version=image.get("osVersion"),
        build_type=image.get("buildType"),
        ami_id=next((ami["image"] for ami in amis if ami.get("region") == region and ami.get("image")), None),
        regions=tuple(sorted({str(ami["region"]) for ami in amis if ami.get("region")})),
    )


def infrastructure(reply: Reply) -> Infrastructure:
    """Return an infrastructure configuration. Instances terminate on failure unless it says otherwise."""
    found = reply["infrastructureConfiguration"]
    return Infrastructure(
        arn=_text(found["arn"]),
        profile_name=found.get("instanceProfileName") or None,
        subnet_id=found.get("subnetId") or None,
        security_group_ids=tuple(found.get("securityGroupIds") or ()),
        terminates_on_failure=found.get("terminateInstanceOnFailure", True) is not False,
    )


def profile(reply: Reply) -> Profile:
    """Return an instance profile and the services that may assume its role."""
    found = reply["InstanceProfile"]
    role = next(iter(found["Roles"]), None)
    services = _trusted_services(role.get("AssumeRolePolicyDocument")) if role else None
    return Profile(_text(found["InstanceProfileName"]), role and _text(role["RoleName"]), services)


def policies(reply: Reply) -> Policies:
    """Return the names of the managed policies on a page."""
    return Policies(
        tuple(_text(policy["PolicyName"]) for policy in reply["AttachedPolicies"]), not reply.get("IsTruncated")
    )


def subnet(reply: Reply) -> Subnet:
    """Return the first of the subnets."""
    return _subnet(reply["Subnets"][0])


def default_subnet(reply: Reply) -> Subnet | None:
    """Return a subnet of the default VPC, or ``None`` where there is no default VPC."""
    return _subnet(reply["Subnets"][0]) if reply["Subnets"] else None


def _subnet(found: Reply) -> Subnet:
    return Subnet(
        subnet_id=_text(found["SubnetId"]),
        vpc_id=_text(found["VpcId"]),
        state=found.get("State"),
        free_addresses=found.get("AvailableIpAddressCount"),
        public_addresses=found.get("MapPublicIpOnLaunch"),
    )


def route_table(reply: Reply, subnet_id: str) -> RouteTable | None:
    """Return the route table of a subnet: its own, or else the main one of the VPC."""
    main = None
    for table in reply["RouteTables"]:
        for association in table.get("Associations") or []:
            if association.get("SubnetId") == subnet_id:
                return _route_table(table)
            if association.get("Main"):
                main = _route_table(table)
    return main


def interface_endpoints(reply: Reply) -> tuple[str, ...]:
    """Return the services that a VPC reaches by AWS PrivateLink."""
    return tuple(
        sorted(
            str(endpoint.get("ServiceName"))
            for endpoint in reply["VpcEndpoints"]
            if str(endpoint.get("VpcEndpointType")).lower() == "interface"
        )
    )


def opens_https(reply: Reply) -> bool:
    """Return whether one of the security groups lets HTTPS out to everywhere."""
    return any(
        _is_https(permission) and any(ip.get("CidrIp") == "0.0.0.0/0" for ip in permission.get("IpRanges") or [])
        for group in reply["SecurityGroups"]
        for permission in group.get("IpPermissionsEgress") or []
    )


def quota(reply: Reply) -> Quota:
    """Return the value of a quota."""
    return Quota(int(reply["Quota"]["Value"]))


def listed(reply: Reply, member: str, key: str) -> dict[str, Reply]:
    """Return the entries of a list by their key."""
    return {_text(entry[key]): entry for entry in reply[member]}


def _read(reply: Any, read: Callable[[Reply], Value]) -> Value | NotSeen:
    try:
        return read(reply)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        reason = f"the response is not from AWS ({type(error).__name__}: {error})"
        return NotSeen(reason, "Check the proxy and the endpoint settings of the SDK.")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} is not a text")
    return value


def _trusted_services(document: Any) -> tuple[str, ...] | None:
    """Return the services that a trust policy allows to assume the role, ``None`` if it cannot be read."""
    if isinstance(document, str):
        try:
            document = json.loads(unquote(document))
        except ValueError:
            return None
    if not isinstance(document, Mapping):
        return None
    found: set[str] = set()
    for statement in _as_list(document.get("Statement")):
        principal = statement.get("Principal") if isinstance(statement, Mapping) else None
        if isinstance(principal, Mapping) and statement.get("Effect") == "Allow":
            found.update(str(service) for service in _as_list(principal.get("Service")))
    return tuple(sorted(found))


def _as_list(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


ROUTE_TARGETS = (
    "NatGatewayId",
    "GatewayId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId",
    "LocalGatewayId",
    "CarrierGatewayId",
    "CoreNetworkArn",
    "OdbNetworkArn",
)
"""The members of a route that name where it goes to."""


def _route_table(table: Reply) -> RouteTable:
    routes = [route for route in table.get("Routes") or [] if route.get("DestinationCidrBlock") == "0.0.0.0/0"]
    targets = (
        next((str(route[target]) for target in ROUTE_TARGETS if route.get(target)), "a target that is not known")
        for route in routes
        if route.get("State") != "blackhole"
    )
    return RouteTable(_text(table["RouteTableId"]), tuple(targets))


def _is_https(permission: Reply) -> bool:
    protocol = str(permission.get("IpProtocol"))
    if protocol == "-1":
        return True
    first, last = permission.get("FromPort"), permission.get("ToPort")
    return protocol in ("tcp", "6") and first is not None and last is not None and first <= 443 <= last
