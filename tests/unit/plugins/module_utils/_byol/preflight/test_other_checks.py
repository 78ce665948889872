# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of the infrastructure configuration, the account and the request, with each of its verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight import account_checks
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight import infrastructure_checks as checks
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.observations import (
    Absent,
    ExistingImage,
    Infrastructure,
    NotSeen,
    Policies,
    Profile,
    Quota,
    RouteTable,
    Subnet,
    Target,
)

from ....support.place import ACCOUNT, INFRASTRUCTURE, REGION
from .conftest import request_of
from .test_source_checks import whole

DENIED = NotSeen("not permitted")
GONE = Absent("NotFound: there is none")
CONFIGURATION = Infrastructure(INFRASTRUCTURE, "byol", "subnet-1", ("sg-1",), False)
PROFILE = Profile("byol", "byol-role", ("ec2.amazonaws.com",))
BOTH = Policies(("EC2InstanceProfileForImageBuilder", "AmazonSSMManagedInstanceCore"), True)
SUBNET = Subnet("subnet-1", "vpc-1", "available", 100, True)


@pytest.mark.parametrize(
    ("arn", "found", "account", "verdict"),
    [
        (INFRASTRUCTURE, CONFIGURATION, ACCOUNT, "pass"),
        (INFRASTRUCTURE, CONFIGURATION, DENIED, "pass"),
        (INFRASTRUCTURE, GONE, ACCOUNT, "block"),
        (INFRASTRUCTURE, DENIED, ACCOUNT, "unknown"),
        (INFRASTRUCTURE.replace(REGION, "us-east-1"), NotSeen("another Region"), ACCOUNT, "block"),
        (INFRASTRUCTURE.replace(ACCOUNT, "222222222222"), GONE, ACCOUNT, "block"),
    ],
)
def test_the_configuration(arn, found, account, verdict):
    check = checks.infrastructure_configuration(arn, found, REGION, account)
    assert check.verdict == verdict
    whole(check)


def test_a_configuration_that_terminates_instances_says_so():
    found = replace(CONFIGURATION, terminates_on_failure=True)
    check = checks.infrastructure_configuration(INFRASTRUCTURE, found, REGION, ACCOUNT)
    assert (check.verdict, "terminates" in check.message) == ("pass", True)


@pytest.mark.parametrize(
    ("profile", "policies", "verdict"),
    [
        (PROFILE, BOTH, "pass"),
        (replace(PROFILE, services=None), BOTH, "pass"),
        (replace(PROFILE, services=("ec2.amazonaws.com.cn",)), BOTH, "pass"),
        (replace(PROFILE, services=("lambda.amazonaws.com",)), BOTH, "warn"),
        (replace(PROFILE, services=()), BOTH, "warn"),
        (replace(PROFILE, role_name=None, services=None), NotSeen("no role"), "warn"),
        (PROFILE, replace(BOTH, names=BOTH.names[:1]), "warn"),
        (PROFILE, replace(BOTH, names=(), complete=False), "unknown"),
        (PROFILE, GONE, "warn"),
        (PROFILE, DENIED, "unknown"),
        (GONE, DENIED, "block"),
        (DENIED, DENIED, "unknown"),
    ],
)
def test_the_instance_profile(profile, policies, verdict):
    check = checks.instance_profile(INFRASTRUCTURE, profile, policies)
    assert check.verdict == verdict
    whole(check)


@pytest.mark.parametrize(
    ("subnet", "targets", "verdict"),
    [
        (SUBNET, ("nat-1",), "pass"),
        (SUBNET, ("igw-1",), "pass"),
        (replace(SUBNET, public_addresses=False), ("nat-1",), "pass"),
        (replace(SUBNET, public_addresses=False), ("igw-1",), "warn"),
        (SUBNET, ("tgw-1",), "warn"),
        (SUBNET, ("vpce-1",), "warn"),
        (SUBNET, ("eni-1",), "warn"),
        (SUBNET, (), "block"),
        (SUBNET, None, "block"),
        (replace(SUBNET, free_addresses=0), ("nat-1",), "warn"),
        (replace(SUBNET, free_addresses=0), (), "block"),
        (replace(SUBNET, state="pending"), ("nat-1",), "warn"),
        (GONE, None, "block"),
        (None, None, "warn"),
        (DENIED, None, "unknown"),
        (SUBNET, DENIED, "unknown"),
    ],
)
def test_the_way_to_the_internet(subnet, targets, verdict):
    table = RouteTable("rtb-1", targets) if not isinstance(targets, NotSeen | None) else targets
    check = checks.network_egress(INFRASTRUCTURE, subnet, table)
    assert check.verdict == verdict
    whole(check)
    listed = checks.data_perimeter(check, REGION)
    assert (listed is None) == (verdict == "pass")
    if listed:
        whole(listed)
        assert listed.verdict == "pass"
        assert "ec2imagebuilder-toe-eu-west-1-prod" in listed.message
        assert listed.message.count("amazonaws.com") == 7


@pytest.mark.parametrize(
    ("services", "verdict"),
    [((), "pass"), (("com.amazonaws.eu-west-1.ssm",), "warn"), (DENIED, "unknown"), (GONE, "unknown")],
)
def test_interface_endpoints(services, verdict):
    check = checks.private_link(INFRASTRUCTURE, SUBNET, services)
    assert check.verdict == verdict
    assert (checks.PRIVATE_LINK in check.message) == (verdict == "warn")
    whole(check)


@pytest.mark.parametrize(
    ("groups", "https", "verdict"),
    [
        ((), True, "pass"),
        (("sg-1",), True, "pass"),
        (("sg-1",), False, "warn"),
        (("sg-1",), GONE, "warn"),
        (("sg-1",), DENIED, "unknown"),
    ],
)
def test_security_groups(groups, https, verdict):
    check = checks.security_group(replace(CONFIGURATION, security_group_ids=groups), https)
    assert check.verdict == verdict
    whole(check)


@pytest.mark.parametrize(("is_on", "verdict"), [(False, "pass"), (True, "block"), (DENIED, "unknown")])
def test_default_encryption(is_on, verdict):
    check = account_checks.default_encryption(REGION, is_on)
    assert check.verdict == verdict
    whole(check)


@pytest.mark.parametrize(
    ("quota", "used", "verdict"),
    [
        (Quota(40), 35, "pass"),
        (Quota(40), 36, "warn"),
        (Quota(40), 40, "warn"),
        (Quota(40), 41, "block"),
        (Quota(100), 89, "pass"),
        (Quota(0), 1, "block"),
        (Quota(40, is_default=True), 1, "pass"),
        (DENIED, 1, "unknown"),
        (Quota(40), NotSeen("not listed"), "unknown"),
    ],
)
def test_the_quota(quota, used, verdict):
    check = account_checks.image_quota(REGION, quota, used)
    assert check.verdict == verdict
    whole(check)


@pytest.mark.parametrize(
    ("support", "verdict"), [("ENABLED", "pass"), ("DISABLED", "block"), (DENIED, "unknown"), (None, None)]
)
def test_the_account(support, verdict):
    check = account_checks.account(Target(REGION, byol_support=support))
    assert (check and check.verdict) == verdict


SAME: Any = ("ec2_image_id", "ami-1")


@pytest.mark.parametrize(
    ("existing", "verdict"),
    [
        (None, None),
        ({}, "pass"),
        ({"win11": ExistingImage("wsi-1", "AVAILABLE", SAME)}, "pass"),
        ({"win11": ExistingImage("wsi-1", "AVAILABLE", ("ec2_image_id", "ami-2"))}, "block"),
        ({"win11": ExistingImage("wsi-1", "AVAILABLE")}, "warn"),
        (DENIED, "unknown"),
    ],
)
def test_the_name(existing, verdict):
    check = account_checks.image_name(request_of(*SAME), existing)
    assert (check and check.verdict) == verdict


@pytest.mark.parametrize(
    ("kind", "os_version", "compute_type", "region", "verdict"),
    [
        ("ec2_import_task_id", "Windows_11", "BASE", "eu-west-1", "pass"),
        ("ec2_import_task_id", "Windows_11", "BASE", "eu-central-2", "warn"),
        ("ec2_import_task_id", "Windows_10", "BASE", "eu-central-2", "pass"),
        ("ec2_image_id", "Windows_11", "BASE", "eu-central-2", "pass"),
        ("ec2_image_id", "Windows_11", "GRAPHICS_G6", "af-south-1", "warn"),
        ("ec2_image_id", "Windows_11", "GRAPHICS_G6", "eu-west-1", "pass"),
    ],
)
def test_the_region(kind, os_version, compute_type, region, verdict):
    check = account_checks.region(request_of(kind, "x", os_version, compute_type=compute_type), region)
    assert check.verdict == verdict
    whole(check)


@pytest.mark.parametrize(("compute_type", "verdict"), [("BASE", "pass"), ("GRAPHICS_G4DN", "warn")])
def test_the_compute_type(compute_type, verdict):
    check = account_checks.compute_type(request_of("ec2_image_id", "x", compute_type=compute_type))
    assert check.verdict == verdict
    whole(check)


@pytest.mark.parametrize(("role", "verdict"), [("role", "pass"), (GONE, "pass"), (DENIED, "unknown")])
def test_the_service_linked_role(role, verdict):
    check = account_checks.service_linked_role(role)
    assert check.verdict == verdict
    assert ("iam:CreateServiceLinkedRole" in check.message) == (role is GONE)
    whole(check)
