# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preflight and the embedded imports agree: what is blocked would have failed, and what would fail is blocked."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.catalog import PERMISSIONS
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.verdicts import BLOCK, overall

from ....support.place import ACCOUNT, BUILD_ARN, PLACE, REGION
from .conftest import Embedded, request_of

VOLUMES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"gib": st.sampled_from([40, 79, 80, 81, 200]), "encrypted": st.booleans()}),
        st.fixed_dictionaries({"virtual_name": st.just("ephemeral0")}),
    ),
    min_size=1,
    max_size=3,
).filter(lambda volumes: any("gib" in volume for volume in volumes))


def one_of(good: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The good value more often than each of the others."""
    return st.sampled_from([good, good, good, *others])


AMIS = st.fixed_dictionaries(
    {},
    optional={
        "volumes": VOLUMES,
        "state": one_of("available", "pending", "disabled", "failed", "error", "invalid", "deregistered", "transient"),
        "owner": one_of(ACCOUNT, "222222222222"),
        "architecture": one_of("x86_64", "arm64", "i386"),
        "platform": one_of("windows", "Windows", "linux"),
        "boot_mode": one_of("uefi", "legacy-bios", "uefi-preferred"),
        "usage_operation": one_of("RunInstances:0800", "RunInstances:0002"),
        "ena_support": one_of(True, False),
    },
)
TASKS = st.fixed_dictionaries(
    {
        "Status": one_of("completed", "active", "deleting", "deleted"),
    },
    optional={
        "LicenseType": one_of("BYOL", "AWS"),
        "BootMode": one_of("uefi", "legacy-bios", "uefi-preferred"),
        "Architecture": one_of("x86_64", "arm64"),
        "Platform": one_of("Windows", "Linux"),
        "Encrypted": one_of(False, True),
        "SnapshotDetails": st.lists(
            st.fixed_dictionaries({"DiskImageSize": st.sampled_from([20.0 * 2**30, 81.0 * 2**30])}), max_size=2
        ),
    },
)
STATUSES = one_of("AVAILABLE", "BUILDING", "TESTING", "FAILED", "CANCELLED", "DISABLED", "DELETED", "DEPRECATED")
CONFIGURATIONS = st.fixed_dictionaries(
    {},
    optional={
        "profile": one_of("present", "absent", "without_role"),
        "policies": one_of(["EC2InstanceProfileForImageBuilder", "AmazonSSMManagedInstanceCore"], []),
        "trusts": one_of(["ec2.amazonaws.com"], ["lambda.amazonaws.com"]),
        "subnet": one_of("present", "absent"),
        "route": one_of("nat", "igw", "tgw", "none"),
        "public_addresses": st.booleans(),
        "free_addresses": one_of(10, 0),
        "interface_endpoints": one_of([], ["com.amazonaws.eu-west-1.ssm"]),
        "https": st.booleans(),
    },
)
SOURCES = st.sampled_from(["ami", "task", "task without an AMI", "build", "build without an AMI", "missing"])


def define(embedded: Embedded, source: str, ami: dict[str, Any], task: dict[str, Any], status: str) -> tuple[str, str]:
    """Define a source and return its kind and id."""
    properties = {**ami}
    if "volumes" in ami:
        devices = "abcde"
        properties["volumes"] = [
            {"device": f"/dev/sd{letter}", **volume} for letter, volume in zip(devices, ami["volumes"], strict=False)
        ]
    if source == "missing":
        return "ec2_image_id", "ami-0123456789abcdef0"
    has_ami = "without" not in source
    ami_id = embedded.aws.ami(**PLACE, **properties) if has_ami else None
    if source.startswith("task"):
        members = task if not has_ami else {"Status": task["Status"]}
        return "ec2_import_task_id", embedded.aws.import_task(**PLACE, ami_id=ami_id, members=members)
    if source.startswith("build"):
        members = {"state": {"status": status}}
        return "image_build_version_arn", embedded.aws.build(BUILD_ARN, **PLACE, ami_id=ami_id, members=members)
    assert ami_id
    return "ec2_image_id", ami_id


def action_of(read: str) -> str:
    """The IAM action of a read, which the log has with its path where it is a request of REST."""
    return read.replace("GET /", "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    source=SOURCES,
    ami=AMIS,
    task=TASKS,
    status=STATUSES,
    configuration=st.one_of(CONFIGURATIONS, st.none()),
    os_version=st.sampled_from(["Windows_10", "Windows_11"]),
    encrypts=one_of(False, True),
    quota=st.sampled_from(["account", "default", "none"]),
)
def test_preflight_blocks_what_would_fail_and_nothing_else(
    embedded, source, ami, task, status, configuration, os_version, encrypts, quota
):
    embedded.reset(image_quota_told=quota)
    if configuration is not None:
        embedded.infrastructure(**configuration)
    if encrypts:
        embedded.client("ec2").enable_ebs_encryption_by_default()
    image = request_of(*define(embedded, source, ami, task, status), os_version=os_version)
    checks = embedded.preflight(image)[image.name]
    verdict = overall(checks)
    assert len(embedded.reads) <= 12
    assert len(set(embedded.reads)) == len(embedded.reads)
    assert {action_of(read) for read in embedded.reads} <= {*PERMISSIONS, "sts:GetCallerIdentity"}
    ended = embedded.import_ends(image)
    assert (verdict == BLOCK) == (ended != "COMPLETED"), (ended, [c for c in checks if c.verdict == BLOCK])


def test_a_good_source_passes_with_every_call_that_fits(embedded):
    embedded.reset()
    embedded.infrastructure(https=True)
    image = request_of("ec2_image_id", embedded.aws.ami(**PLACE))
    assert set(embedded.verdicts(image).values()) == {"pass"}
    assert sorted(embedded.reads) == [
        "ec2:DescribeImages",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcEndpoints",
        "ec2:GetEbsEncryptionByDefault",
        "iam:GetInstanceProfile",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
        "imagebuilder:GET /GetInfrastructureConfiguration",
        "servicequotas:GetServiceQuota",
        "sts:GetCallerIdentity",
    ]


def test_an_import_task_costs_the_security_group_its_call(embedded):
    embedded.reset()
    embedded.infrastructure(https=False)
    task_id = embedded.aws.import_task(**PLACE, ami_id=embedded.aws.ami(**PLACE))
    verdicts = embedded.verdicts(request_of("ec2_import_task_id", task_id))
    assert set(verdicts.values()) == {"pass"}
    assert "security_group" not in verdicts
    assert "service_linked_role" in verdicts
    assert len(embedded.reads) == 12


def test_a_task_and_the_default_quota_cost_both(embedded):
    embedded.reset(image_quota_told="default")
    embedded.infrastructure(https=False)
    task_id = embedded.aws.import_task(**PLACE, ami_id=embedded.aws.ami(**PLACE))
    verdicts = embedded.verdicts(request_of("ec2_import_task_id", task_id))
    assert not {"security_group", "service_linked_role"} & set(verdicts)
    assert len(embedded.reads) == 12
    assert "iam:GetRole" not in embedded.reads


def test_a_missing_ami_does_not_keep_others_from_being_seen(embedded):
    embedded.reset()
    embedded.infrastructure()
    ids = [embedded.aws.ami(**PLACE), "ami-0123456789abcdef0", embedded.aws.ami(**PLACE, boot_mode="legacy-bios")]
    images = [request_of("ec2_image_id", ami_id, name=f"image-{n}") for n, ami_id in enumerate(ids)]
    found = embedded.preflight(*images)
    blocking = {name: [c.check for c in checks if c.verdict == BLOCK] for name, checks in found.items()}
    assert blocking == {"image-0": [], "image-1": ["ami_exists"], "image-2": ["boot_mode"]}
    assert embedded.reads.count("ec2:DescribeImages") == 2
    assert embedded.reads.count("servicequotas:GetServiceQuota") == 1


def test_the_build_of_another_region_has_no_ami_here(embedded):
    embedded.reset()
    embedded.infrastructure()
    members = {"outputResources": {"amis": [{"region": "us-east-1", "image": "ami-0123456789abcdef0"}]}}
    embedded.aws.build(BUILD_ARN, **PLACE, members=members)
    (block,) = [
        c for c in embedded.preflight(request_of("image_build_version_arn", BUILD_ARN))["win11"] if c.verdict == BLOCK
    ]
    assert block.check == "image_build"
    assert REGION in block.message
    assert "us-east-1" in block.message


def test_what_is_denied_is_unknown_with_the_permission_it_takes(embedded):
    operations = ["DescribeImages", "GetInfrastructureConfiguration", "GetServiceQuota", "GetRole"]
    embedded.reset(denied=[{"operation": operation} for operation in operations])
    embedded.infrastructure()
    image = request_of("ec2_image_id", embedded.aws.ami(**PLACE))
    checks = {check.check: check for check in embedded.preflight(image)["win11"]}
    unknown = {name for name, check in checks.items() if check.verdict == "unknown"}
    assert {"ami_exists", "encryption", "infrastructure_configuration", "network_egress", "image_quota"} <= unknown
    assert checks["default_encryption"].verdict == "pass"
    assert "ec2:DescribeImages is not permitted (UnauthorizedOperation" in checks["boot_mode"].message
    assert "iam:GetRole" in checks["service_linked_role"].remedy
    assert "imagebuilder:GetInfrastructureConfiguration" in checks["instance_profile"].message
    assert overall(checks.values()) == "unknown"


def test_a_skipped_check_costs_no_call_and_is_not_listed(embedded):
    embedded.reset()
    embedded.infrastructure()
    skip = frozenset({"image_quota", "service_linked_role", "private_link", "default_encryption", "ami_owner"})
    image = request_of("ec2_image_id", embedded.aws.ami(**PLACE), skip=skip | {"infrastructure_configuration"})
    assert not skip & set(embedded.verdicts(image))
    gone = {"GetServiceQuota", "GetRole", "DescribeVpcEndpoints", "GetEbsEncryptionByDefault", "GetCallerIdentity"}
    assert not gone & {read.partition(":")[2] for read in embedded.reads}
    assert "ec2:DescribeRouteTables" in embedded.reads
