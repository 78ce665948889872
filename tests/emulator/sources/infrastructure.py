# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An infrastructure configuration with all that it refers to: instance profile, role, subnet, routes, endpoints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.ec2.models.subnets import Subnet
from moto.iam.models import IAMBackend, ManagedPolicy, iam_backends

from .ec2.models import EmulatedEC2Backend

POLICIES = ("EC2InstanceProfileForImageBuilder", "AmazonSSMManagedInstanceCore")
KEYS = frozenset(
    {
        "arn",
        "profile",
        "policies",
        "trusts",
        "subnet",
        "route",
        "public_addresses",
        "free_addresses",
        "interface_endpoints",
        "https",
    }
)
CHOICES = {
    "profile": ("present", "absent", "without_role"),
    "subnet": ("present", "absent", "none"),
    "route": ("nat", "igw", "tgw", "none"),
}
ANYWHERE = "0.0.0.0/0"


def add_infrastructure(backend: EmulatedEC2Backend, arn: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Define a configuration. What is not given is as an import wants it.

    ``profile`` and ``subnet`` say whether what it names exists; ``subnet`` none: it names none. ``https``: whether its
    security group lets HTTPS out; without it, it names no security group.
    """
    for key, choices in CHOICES.items():
        if body.get(key, choices[0]) not in choices:
            raise ValueError(f"{key} is one of {choices}, not {body[key]!r}")
    number = len(backend.infrastructure_configurations)
    profile = f"byol-{backend.region_name}-{number}"
    if body.get("profile") != "absent":
        _add_profile(backend, profile, body)
    configuration: dict[str, Any] = {"arn": arn, "name": "byol", "instanceProfileName": profile}
    if body.get("subnet") == "absent":
        configuration["subnetId"] = "subnet-0123456789abcdef0"
    elif body.get("subnet") != "none":
        subnet = _add_subnet(backend, number, body)
        configuration["subnetId"] = subnet.id
        if "https" in body:
            configuration["securityGroupIds"] = [_add_group(backend, subnet.vpc_id, body["https"])]
    backend.infrastructure_configurations[arn] = configuration
    return configuration


def _add_profile(backend: EmulatedEC2Backend, name: str, body: Mapping[str, Any]) -> None:
    iam = iam_backends[backend.account_id]["aws"]
    if body.get("profile") == "without_role":
        iam.create_instance_profile(name, "/", [])
        return
    services = body.get("trusts", ["ec2.amazonaws.com"])
    statement = {"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = iam.create_role(name, trust, "/", None, "", [], "3600")
    for policy in body.get("policies", POLICIES):
        _policy(iam, policy).attach_to(role)
    iam.create_instance_profile(name, "/", [name])


def _policy(iam: IAMBackend, name: str) -> ManagedPolicy:
    found = next((policy for policy in iam.managed_policies.values() if policy.name == name), None)
    allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    return found or iam.create_policy("", "/", json.dumps(allow), name, [])


def _add_subnet(backend: EmulatedEC2Backend, number: int, body: Mapping[str, Any]) -> Subnet:
    vpc = backend.create_vpc(f"10.{number % 256}.0.0/16")
    zone = f"{backend.region_name}a"
    subnet = backend.create_subnet(vpc.id, f"10.{number % 256}.0.0/24", availability_zone=zone)
    subnet.map_public_ip_on_launch = body.get("public_addresses", True)
    if "free_addresses" in body:
        subnet._available_ip_addresses = body["free_addresses"]
    table = backend.create_route_table(vpc.id)
    backend.associate_route_table(table.id, subnet_id=subnet.id)
    route = body.get("route", CHOICES["route"][0])
    if route == "igw":
        gateway = backend.create_internet_gateway()
        backend.attach_internet_gateway(gateway.id, vpc.id)
        backend.create_route(table.id, ANYWHERE, gateway_id=gateway.id)
    elif route == "nat":
        backend.create_route(
            table.id, ANYWHERE, nat_gateway_id=backend.create_nat_gateway(subnet.id, "", connectivity_type="private").id
        )
    elif route == "tgw":
        backend.create_route(table.id, ANYWHERE, transit_gateway_id=backend.create_transit_gateway("transit").id)
    for service in body.get("interface_endpoints", ()):
        backend.create_vpc_endpoint(vpc.id, service, "Interface", None, [], [subnet.id])
    return subnet


def _add_group(backend: EmulatedEC2Backend, vpc_id: str, https: bool) -> str:
    group = backend.create_security_group(f"byol-{vpc_id}", "build instances", vpc_id)
    if not https:
        group.egress_rules.clear()
    return str(group.id)
