# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a preflight of several images reads and says, and how its outcome is put into words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight import calls
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.calls import Answer, Call, Refused
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.catalog import (
    CATALOG,
    refuse_unknown_checks,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.judge import judge, source_not_importable
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.observations import (
    ImageRequest,
    NotSeen,
    Target,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.survey import MOST_CALLS, Survey
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.verdicts import (
    Check,
    overall,
    result_of,
    to_warn_of,
    warnings_of,
)

from ....support.place import ACCOUNT, BUILD_ARN, INFRASTRUCTURE, REGION
from .conftest import request_of

TARGET = Target(REGION, owned_images=0)
KINDS = {"ec2_image_id": "ami-1", "ec2_import_task_id": "import-ami-1", "image_build_version_arn": BUILD_ARN}

GOOD: dict[str, dict[str, Any]] = {
    "GetCallerIdentity": {"Account": ACCOUNT},
    "GetEbsEncryptionByDefault": {"EbsEncryptionByDefault": False},
    "GetServiceQuota": {"Quota": {"Value": 40.0}},
    "GetAWSDefaultServiceQuota": {"Quota": {"Value": 40.0}},
    "GetRole": {"Role": {"RoleName": "AWSServiceRoleForImageBuilder"}},
    "GetInfrastructureConfiguration": {
        "infrastructureConfiguration": {
            "arn": INFRASTRUCTURE,
            "instanceProfileName": "byol",
            "subnetId": "subnet-1",
            "securityGroupIds": ["sg-1"],
        }
    },
    "GetInstanceProfile": {
        "InstanceProfile": {
            "InstanceProfileName": "byol",
            "Roles": [
                {
                    "RoleName": "byol-role",
                    "AssumeRolePolicyDocument": {
                        "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
                    },
                }
            ],
        }
    },
    "ListAttachedRolePolicies": {
        "AttachedPolicies": [
            {"PolicyName": "EC2InstanceProfileForImageBuilder"},
            {"PolicyName": "AmazonSSMManagedInstanceCore"},
        ],
        "IsTruncated": False,
    },
    "DescribeSubnets": {
        "Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "State": "available", "AvailableIpAddressCount": 9}]
    },
    "DescribeRouteTables": {
        "RouteTables": [
            {
                "RouteTableId": "rtb-main",
                "Associations": [{"Main": True}],
                "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}],
            }
        ]
    },
    "DescribeVpcEndpoints": {"VpcEndpoints": [{"VpcEndpointType": "Gateway", "ServiceName": "s3"}]},
    "DescribeSecurityGroups": {
        "SecurityGroups": [
            {
                "IpPermissionsEgress": [
                    {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
                ]
            }
        ]
    },
    "GetImage": {
        "image": {
            "arn": BUILD_ARN,
            "state": {"status": "AVAILABLE"},
            "outputResources": {"amis": [{"region": REGION, "image": "ami-1"}]},
        }
    },
}


def good_answer(call: Call) -> Answer:
    """What AWS answers where all is well."""
    if call.operation == "DescribeImages":
        return {"Images": [ami(ami_id) for ami_id in call.parameters["ImageIds"]]}
    if call.operation == "DescribeImportImageTasks":
        return {
            "ImportImageTasks": [
                {"ImportTaskId": task_id, "Status": "completed", "ImageId": "ami-1"}
                for task_id in call.parameters["ImportTaskIds"]
            ]
        }
    return GOOD[call.operation]


def ami(ami_id: str, **members: Any) -> dict[str, Any]:
    """A good AMI."""
    return {
        "ImageId": ami_id,
        "OwnerId": ACCOUNT,
        "State": "available",
        "Architecture": "x86_64",
        "Platform": "windows",
        "PlatformDetails": "Windows BYOL",
        "UsageOperation": "RunInstances:0800",
        "BootMode": "uefi",
        "VirtualizationType": "hvm",
        "RootDeviceType": "ebs",
        "EnaSupport": True,
        "BlockDeviceMappings": [{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 60, "Encrypted": False}}],
        **members,
    }


def answers_for(images: list[ImageRequest], target: Target = TARGET, **others: Any) -> dict[Call, Answer]:
    """Answer every call of a survey, one after the other. others: answers by operation."""
    answers: dict[Call, Answer] = {}
    while True:
        new = [call for call in Survey(images, target, answers).calls() if call not in answers]
        if not new:
            return answers
        call = new[0]
        answers[call] = others.get(call.operation, good_answer(call))


def verdicts_of(images: list[ImageRequest], target: Target = TARGET, **others: Any) -> dict[str, dict[str, str]]:
    """The verdicts of each image by the name of the check."""
    found = judge(images, target, answers_for(images, target, **others))
    return {name: {check.check: check.verdict for check in checks} for name, checks in found.items()}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_all_is_well(kind):
    (verdicts,) = verdicts_of([request_of(kind, KINDS[kind])]).values()
    assert set(verdicts.values()) == {"pass"}
    assert list(verdicts) == [name for name in CATALOG if name in verdicts]
    always = set(CATALOG) - {"data_perimeter", "account", "image_name", "security_group", "service_linked_role"}
    of_other_sources = {"import_task", "image_build", "windows_version"}
    assert always - of_other_sources <= set(verdicts)


CHECKS = st.frozensets(st.sampled_from(sorted(CATALOG)))
REFUSALS = st.sampled_from(
    [
        None,
        NotSeen("not permitted"),
        Refused("NoSuchResourceException", ""),
        Refused("NoSuchEntity", ""),
        Refused("InvalidAMIID.NotFound", ""),
        Refused("ClientException", ""),
        {},
        {"Images": None},
    ]
)
OPERATIONS = [*GOOD, "DescribeImages", "DescribeImportImageTasks"]


@given(
    kind=st.sampled_from(sorted(KINDS)),
    skip=CHECKS,
    account=st.sampled_from([None, ACCOUNT]),
    refused=st.dictionaries(st.sampled_from(OPERATIONS), REFUSALS, max_size=6),
)
def test_one_image_never_costs_more_than_12_calls(kind, skip, account, refused):
    """Whatever is answered, skipped or missing; and nothing is read that no check needs, and nothing raises."""
    image = request_of(kind, KINDS[kind], skip=skip)
    target = replace(TARGET, account_id=account)
    odd = {operation: answer for operation, answer in refused.items() if answer is not None}
    answers = answers_for([image], target, **odd)
    assert len(answers) <= MOST_CALLS
    checks = judge([image], target, answers)["win11"]
    assert not skip & {check.check for check in checks}
    assert all(check.verdict in ("pass", "warn", "block", "unknown") for check in checks)
    permitted = {call.partition(":")[2] for name in set(CATALOG) - skip for call in CATALOG[name].calls}
    assert {call.operation for call in answers} <= permitted


def test_everything_skipped_costs_nothing():
    images = [request_of(kind, KINDS[kind], skip=frozenset(CATALOG), name=kind) for kind in KINDS]
    assert answers_for(images) == {}
    assert set(map(tuple, judge(images, TARGET, {}).values())) == {()}


def test_images_share_what_is_the_same_for_all():
    images = [request_of("ec2_image_id", f"ami-{n}", name=f"image-{n}") for n in range(5)]
    alone, together = len(answers_for(images[:1])), len(answers_for(images))
    assert alone == together == MOST_CALLS


def test_amis_of_tasks_and_builds_are_read_together():
    images = [request_of("ec2_import_task_id", f"import-ami-{n}", name=f"task-{n}") for n in range(3)]
    images.append(request_of("image_build_version_arn", BUILD_ARN, name="build"))
    read = [call.operation for call in answers_for(images)]
    assert read.count("DescribeImportImageTasks") == read.count("GetImage") == read.count("DescribeImages") == 1


def test_missing_amis_are_distinguished_from_those_that_exist():
    images = [request_of("ec2_image_id", f"ami-{n}", name=f"image-{n}") for n in range(3)]
    answers: dict[Call, Answer] = {}
    while new := [call for call in Survey(images, TARGET, answers).calls() if call not in answers]:
        wanted = new[0].parameters.get("ImageIds", [])
        missing = "ami-1" in wanted
        error = Refused("InvalidAMIID.NotFound", "The image id '[ami-1]' does not exist")
        answers[new[0]] = error if missing else good_answer(new[0])
    blocked = {name for name, checks in judge(images, TARGET, answers).items() if overall(checks) == "block"}
    assert blocked == {"image-1"}
    assert [call.parameters["ImageIds"] for call in answers if call.operation == "DescribeImages"] == [
        ["ami-0", "ami-1", "ami-2"],
        ["ami-0", "ami-2"],
    ]


def test_a_malformed_id_that_aws_does_not_name_is_found_one_by_one():
    images = [request_of("ec2_image_id", ami_id, name=ami_id) for ami_id in ("ami-0", "ami-x")]
    answers: dict[Call, Answer] = {}
    while new := [call for call in Survey(images, TARGET, answers).calls() if call not in answers]:
        bad = "ami-x" in new[0].parameters.get("ImageIds", [])
        answers[new[0]] = Refused("InvalidAMIID.Malformed", "Invalid id") if bad else good_answer(new[0])
    verdicts = {name: overall(checks) for name, checks in judge(images, TARGET, answers).items()}
    assert verdicts == {"ami-0": "pass", "ami-x": "block"}


def test_a_build_without_a_build_number_is_not_read():
    arn = BUILD_ARN.rpartition("/")[0].replace("1.2.3", "1.x.x")
    (verdicts,) = verdicts_of([request_of("image_build_version_arn", arn)]).values()
    assert verdicts["image_build"] == verdicts["encryption"] == "unknown"
    assert "GetImage" not in {call.operation for call in answers_for([request_of("image_build_version_arn", arn)])}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Refused("InvalidRequestException", "no such resource"), "block"),
        (Refused("ResourceNotFoundException", "no such resource"), "block"),
        (Refused("ClientException", "no reason"), "unknown"),
        (Refused("ServiceException", "no reason"), "unknown"),
        (NotSeen("not permitted"), "unknown"),
        ({}, "unknown"),
    ],
)
def test_what_a_missing_configuration_answers(answer, verdict):
    (verdicts,) = verdicts_of([request_of("ec2_image_id", "ami-1")], GetInfrastructureConfiguration=answer).values()
    assert verdicts["infrastructure_configuration"] == verdict
    dependent = {"instance_profile", "network_egress", "private_link"} & set(verdicts)
    assert dependent == (set() if verdict == "block" else {"instance_profile", "network_egress", "private_link"})


def test_a_configuration_of_another_region_is_not_read():
    image = request_of("ec2_image_id", "ami-1", infrastructure_arn=INFRASTRUCTURE.replace(REGION, "us-east-1"))
    (verdicts,) = verdicts_of([image]).values()
    assert verdicts["infrastructure_configuration"] == "block"
    assert "GetInfrastructureConfiguration" not in {call.operation for call in answers_for([image])}


def test_without_a_subnet_the_default_vpc_is_read():
    found = {"infrastructureConfiguration": {"arn": INFRASTRUCTURE, "instanceProfileName": "byol"}}
    image = request_of("ec2_image_id", "ami-1")
    answers = answers_for([image], GetInfrastructureConfiguration=found)
    assert calls.describe_subnets(None) in answers
    none = verdicts_of([image], GetInfrastructureConfiguration=found, DescribeSubnets={"Subnets": []})["win11"]
    assert (none["network_egress"], none["data_perimeter"], "private_link" in none) == ("warn", "pass", False)


def test_a_subnet_of_its_own_table_does_not_use_the_main_one():
    tables = [
        *GOOD["DescribeRouteTables"]["RouteTables"],
        {"RouteTableId": "rtb-1", "Associations": [{"SubnetId": "subnet-1"}], "Routes": [{"GatewayId": "local"}]},
    ]
    image = request_of("ec2_image_id", "ami-1")
    assert verdicts_of([image], DescribeRouteTables={"RouteTables": tables})["win11"]["network_egress"] == "block"
    blackhole = {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "blackhole"}
    tables[1]["Routes"] = [blackhole]
    assert verdicts_of([image], DescribeRouteTables={"RouteTables": tables})["win11"]["network_egress"] == "block"


@pytest.mark.parametrize(
    "documents",
    [
        '{"Statement": [{"Effect": "Allow", "Principal": {"Service": ["ec2.amazonaws.com"]}}]}',
        "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22ec2.amazonaws.com%22%7D%7D%7D",
        "not JSON",
        None,
    ],
)
def test_trust_policies_come_in_several_forms(documents):
    profile = {"InstanceProfileName": "byol", "Roles": [{"RoleName": "r", "AssumeRolePolicyDocument": documents}]}
    image = request_of("ec2_image_id", "ami-1")
    answer = {"InstanceProfile": profile}
    assert verdicts_of([image], GetInstanceProfile=answer)["win11"]["instance_profile"] == "pass"


def test_a_second_page_of_policies_is_read_where_a_call_is_left():
    first = {"AttachedPolicies": [{"PolicyName": "Other"}], "IsTruncated": True, "Marker": "more"}
    image = request_of("ec2_image_id", "ami-1", skip=frozenset({"security_group", "service_linked_role"}))
    answers: dict[Call, Answer] = {}
    while new := [call for call in Survey([image], TARGET, answers).calls() if call not in answers]:
        is_first = new[0].operation == "ListAttachedRolePolicies" and "Marker" not in new[0].parameters
        answers[new[0]] = first if is_first else good_answer(new[0])
    checks = {check.check: check.verdict for check in judge([image], TARGET, answers)["win11"]}
    assert checks["instance_profile"] == "pass"
    everything = verdicts_of([request_of("ec2_image_id", "ami-1")], ListAttachedRolePolicies=first)["win11"]
    assert everything["instance_profile"] == "unknown"


# The quota


def quota_verdicts(images: list[ImageRequest], owned: Any, quota: float = 40.0, **others: Any) -> list[str | None]:
    """The verdict on the quota of each image, in their order."""
    target = replace(TARGET, owned_images=owned)
    found = verdicts_of(images, target, GetServiceQuota={"Quota": {"Value": quota}}, **others)
    return [found.get(image.name, {}).get("image_quota") for image in images]


def several(count: int, **others: Any) -> list[ImageRequest]:
    """Images of one task."""
    return [request_of("ec2_image_id", "ami-1", name=f"image-{n}", **others) for n in range(count)]


def test_planned_images_fill_the_quota_in_their_order():
    assert quota_verdicts(several(8), 34) == ["pass", *["warn"] * 5, "block", "block"]


def test_images_that_are_not_imported_take_nothing():
    images = several(4)
    images[0] = replace(images[0], infrastructure_arn=INFRASTRUCTURE.replace(REGION, "us-east-1"))
    assert quota_verdicts(images, 38) == ["warn", "warn", "warn", "block"]
    images[0] = replace(images[0], enforced=False)
    assert quota_verdicts(images, 38) == ["warn", "warn", "block", "block"]


def test_images_without_preflight_count_and_replaced_ones_do_not():
    images = several(3)
    images[0] = replace(images[0], judged=False)
    assert quota_verdicts(images, 39) == [None, "block", "block"]
    assert quota_verdicts(several(3, replaces=True), 40) == ["warn"] * 3


def test_the_quota_is_unknown_where_the_images_or_the_quota_are():
    assert quota_verdicts(several(1), NotSeen("not listed completely")) == ["unknown"]
    (verdicts,) = verdicts_of(several(1), GetServiceQuota=NotSeen("not permitted")).values()
    assert verdicts["image_quota"] == "unknown"


def test_the_quota_falls_back_on_aws_default_and_then_on_40():
    none = Refused("NoSuchResourceException", "none")
    for default, verdict in (({"Quota": {"Value": 50.0}}, "pass"), (none, "block"), (NotSeen("late"), "unknown")):
        target = replace(TARGET, owned_images=40)
        found = verdicts_of(several(1), target, GetServiceQuota=none, GetAWSDefaultServiceQuota=default)
        assert found["image-0"]["image_quota"] == verdict


# Words


def check_of(verdict: str, name: str = "boot_mode", subject: str = "ami-1") -> Check:
    remedy = None if verdict == "pass" else "Do this."
    return Check(name, verdict, subject, None, f"It is {verdict}.", remedy, "https://docs.aws.amazon.com")


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], "pass"),
        (["pass", "pass"], "pass"),
        (["pass", "unknown"], "unknown"),
        (["unknown", "warn", "pass"], "warn"),
        (["warn", "block", "unknown"], "block"),
    ],
)
def test_the_worst_verdict_counts(verdicts, worst):
    checks = [check_of(verdict) for verdict in verdicts]
    assert overall(checks) == worst
    assert result_of(checks)["verdict"] == worst


def test_one_warning_for_each_check_and_subject():
    checks = [
        check_of("warn"),
        check_of("warn"),
        check_of("unknown", subject="ami-2"),
        check_of("block"),
        check_of("pass"),
    ]
    assert warnings_of(to_warn_of(checks)) == [
        "Preflight check boot_mode of ami-1: It is warn. Do this.",
        "Preflight check boot_mode of ami-2: It is unknown. Do this.",
    ]


def test_the_failure_names_every_blocking_check_and_its_remedy():
    checks = [check_of("block"), check_of("warn", "license"), check_of("block", "encryption")]
    failure = source_not_importable("win11", checks)
    assert failure.reason == "source_not_importable"
    for name in ("boot_mode", "encryption"):
        assert f"{name} (ami-1): It is block." in failure.message
    assert "license" not in failure.message
    assert failure.remedy == "Do this. A check can be left out with preflight_skip."


def test_a_result_has_the_members_of_the_contract():
    checks: Any = result_of([check_of("warn")])["checks"]
    assert list(checks[0]) == ["check", "verdict", "subject", "observed", "message", "remedy", "reference"]


def test_an_unknown_check_is_refused_with_the_one_that_was_meant():
    refuse_unknown_checks("preflight_skip", ["boot_mode", "image_quota"])
    with pytest.raises(Failure) as refused:
        refuse_unknown_checks("preflight_skip", ["boot_mode", "bootmode"])
    assert refused.value.reason == "invalid_request"
    assert "preflight_skip" in refused.value.message
    assert "Did you mean boot_mode?" in refused.value.message
    with pytest.raises(Failure) as refused:
        refuse_unknown_checks("skip", ["banana"])
    assert "Did you mean" not in refused.value.message
    assert "boot_mode" in refused.value.remedy
