# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of imports: what the other services report about them, and how an import ends."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, INFRASTRUCTURE, REGION

PLACE = {"account": ACCOUNT, "region": REGION}
TASK = "import-ami-0123456789abcdef0"
BUILD = f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:image/win11/1.2.3/4"
QUOTA = {"ServiceCode": "workspaces", "QuotaCode": "L-18CE281C"}


@pytest.fixture
def ends(aws: Any, client: Any, request_of: Any, enabled: None) -> Any:
    """Imports a source and gives back the record at its end."""
    del enabled

    def run(**members: Any) -> Any:
        aws.settings(import_seconds=100)
        image_id = client.import_custom_workspace_image(**request_of(**members))["ImageId"]
        aws.advance(99)
        assert client.describe_custom_workspace_image_import(ImageId=image_id)["State"] not in ("ERROR", "COMPLETED")
        aws.advance(1)
        return client.describe_custom_workspace_image_import(ImageId=image_id)

    return run


def test_sources_that_nobody_defined_are_good(ends: Any, clients: Any) -> None:
    assert ends(ImageSource={"Ec2ImportTaskId": TASK})["State"] == "COMPLETED"
    (task,) = clients("ec2").describe_import_image_tasks(ImportTaskIds=[TASK])["ImportImageTasks"]
    assert (task["Status"], task["LicenseType"]) == ("completed", "BYOL")
    (ami,) = clients("ec2").describe_images(ImageIds=[task["ImageId"]])["Images"]
    assert (ami["BootMode"], ami["Architecture"], ami["UsageOperation"]) == (
        "uefi-preferred",
        "x86_64",
        "RunInstances:0800",
    )
    found = clients("imagebuilder").get_image(imageBuildVersionArn=BUILD)["image"]
    assert found["state"]["status"] == "AVAILABLE"
    assert found["outputResources"]["amis"][0]["region"] == REGION


def test_there_are_no_amis_but_those_that_were_defined(aws: Any, clients: Any) -> None:
    defined = aws.ami(**PLACE)
    assert [ami["ImageId"] for ami in clients("ec2").describe_images()["Images"]] == [defined]


@pytest.mark.parametrize(("given", "mode"), [({}, "legacy-bios"), ({"BootMode": "uefi"}, "uefi")])
def test_a_virtual_machine_is_imported_into_ec2(clients: Any, ends: Any, given: dict[str, str], mode: str) -> None:
    ec2 = clients("ec2")
    tags = [{"ResourceType": "import-image-task", "Tags": [{"Key": "Name", "Value": "win11"}]}]
    disk = {"Format": "VHDX", "UserBucket": {"S3Bucket": "golden", "S3Key": "win11.vhdx"}}
    started = ec2.import_image(DiskContainers=[disk], LicenseType="BYOL", TagSpecifications=tags, **given)
    for names, found in ((["win11"], [started["ImportTaskId"]]), (["other"], [])):
        filters = [{"Name": "tag:Name", "Values": names}, {"Name": "task-state", "Values": ["completed"]}]
        tasks = ec2.describe_import_image_tasks(Filters=filters)["ImportImageTasks"]
        assert [task["ImportTaskId"] for task in tasks] == found
    (ami,) = ec2.describe_images(ImageIds=[started["ImageId"]])["Images"]
    assert (ami["BootMode"], ami["Architecture"], ami["UsageOperation"]) == (mode, "x86_64", "RunInstances:0800")
    record = ends(ImageSource={"Ec2ImportTaskId": started["ImportTaskId"]})
    assert record["State"] == ("COMPLETED" if mode == "uefi" else "ERROR")


def test_modelled_sources_do_not_exist_unless_they_are_defined(aws: Any, ends: Any, clients: Any, code_of: Any) -> None:
    aws.settings(sources_modelled=True)
    ec2, builder = clients("ec2"), clients("imagebuilder")
    assert code_of(ec2.describe_import_image_tasks, ImportTaskIds=[TASK]) == "InvalidConversionTaskId"
    assert code_of(builder.get_image, imageBuildVersionArn=BUILD) == "InvalidRequestException"
    missing = code_of(builder.get_infrastructure_configuration, infrastructureConfigurationArn=INFRASTRUCTURE)
    assert missing == "InvalidRequestException"
    record = ends(ImageSource={"Ec2ImportTaskId": TASK})
    assert record["State"] == "ERROR"
    assert len(record["ErrorDetails"]) == 2


@pytest.mark.parametrize(
    ("properties", "os_version", "code"),
    [
        ({"boot_mode": "uefi"}, "Windows_10", "UEFINotSupported"),
        ({"boot_mode": "legacy-bios"}, "Windows_11", "IncompatiblePartitioning"),
        ({"architecture": "i386"}, "Windows_11", "Requires64BitOS"),
        ({"platform": "linux"}, "Windows_11", "OSNotSupported"),
        ({"volumes": [{"device": "a", "gib": 81}]}, "Windows_11", "DiskSizeExceeded"),
        ({"volumes": [{"device": "a"}, {"device": "b"}]}, "Windows_11", "AdditionalDrivesAttached"),
        ({"state": "disabled"}, "Windows_11", "UnknownError"),
    ],
)
def test_a_broken_rule_ends_an_import_with_aws_code(
    aws: Any, ends: Any, properties: Any, os_version: str, code: str
) -> None:
    record = ends(ImageSource={"Ec2ImageId": aws.ami(**PLACE, **properties)}, OsVersion=os_version)
    assert record["State"] == "ERROR"
    assert [detail["ErrorCode"] for detail in record["ErrorDetails"]] == [code]


def test_a_script_of_a_test_comes_before_the_rules(aws: Any, ends: Any) -> None:
    aws.settings(imports={"win11": {"seconds": 100}})
    assert ends(ImageSource={"Ec2ImageId": aws.ami(**PLACE, architecture="i386")})["State"] == "COMPLETED"


def test_default_encryption_fails_an_import(ends: Any, clients: Any) -> None:
    clients("ec2").enable_ebs_encryption_by_default()
    assert "encryption" in ends()["ErrorDetails"][0]["ErrorMessage"]


def test_an_ami_shows_its_volumes(aws: Any, clients: Any) -> None:
    volumes = [{"device": "/dev/sda1", "gib": 70, "encrypted": True}, {"device": "xvdca", "virtual_name": "ephemeral0"}]
    (ami,) = clients("ec2").describe_images(ImageIds=[aws.ami(**PLACE, volumes=volumes)])["Images"]
    disk, store = ami["BlockDeviceMappings"]
    assert (disk["Ebs"]["VolumeSize"], disk["Ebs"]["Encrypted"]) == (70, True)
    assert store == {"DeviceName": "xvdca", "VirtualName": "ephemeral0"}
    assert ami["EnaSupport"] is True


def test_a_disabled_ami_has_to_be_requested(aws: Any, clients: Any, code_of: Any) -> None:
    ami_id = aws.ami(**PLACE, state="disabled")
    describe = clients("ec2").describe_images
    assert code_of(describe, ImageIds=[ami_id]) == "InvalidAMIID.NotFound"
    assert describe(ImageIds=[ami_id], IncludeDisabled=True)["Images"][0]["State"] == "disabled"


def test_an_infrastructure_configuration_comes_with_what_it_names(aws: Any, clients: Any) -> None:
    endpoints = ["com.amazonaws.eu-west-1.ssm"]
    aws.infrastructure(INFRASTRUCTURE, **PLACE, route="igw", interface_endpoints=endpoints, https=False)
    builder, ec2, iam = clients("imagebuilder"), clients("ec2"), clients("iam")
    found = builder.get_infrastructure_configuration(infrastructureConfigurationArn=INFRASTRUCTURE)
    configuration = found["infrastructureConfiguration"]
    profile = iam.get_instance_profile(InstanceProfileName=configuration["instanceProfileName"])["InstanceProfile"]
    (role,) = profile["Roles"]
    policies = iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]
    assert {policy["PolicyName"] for policy in policies} == {
        "EC2InstanceProfileForImageBuilder",
        "AmazonSSMManagedInstanceCore",
    }
    (subnet,) = ec2.describe_subnets(SubnetIds=[configuration["subnetId"]])["Subnets"]
    vpc = [{"Name": "vpc-id", "Values": [subnet["VpcId"]]}]
    tables = ec2.describe_route_tables(Filters=vpc)["RouteTables"]
    routes = [route for table in tables for route in table["Routes"]]
    assert any(route.get("GatewayId", "").startswith("igw-") for route in routes)
    assert [e["ServiceName"] for e in ec2.describe_vpc_endpoints(Filters=vpc)["VpcEndpoints"]] == endpoints
    (group,) = ec2.describe_security_groups(GroupIds=configuration["securityGroupIds"])["SecurityGroups"]
    assert group["IpPermissionsEgress"] == []


def test_the_quota_is_that_of_the_setting(aws: Any, clients: Any, code_of: Any) -> None:
    aws.settings(image_quota=7)
    quotas = clients("service-quotas")
    assert quotas.get_service_quota(**QUOTA)["Quota"]["Value"] == 7
    aws.settings(image_quota_told="default")
    assert code_of(quotas.get_service_quota, **QUOTA) == "NoSuchResourceException"
    assert quotas.get_aws_default_service_quota(**QUOTA)["Quota"]["Value"] == 7
    aws.settings(image_quota_told="none")
    assert code_of(quotas.get_aws_default_service_quota, **QUOTA) == "NoSuchResourceException"
    assert code_of(quotas.get_service_quota, **{**QUOTA, "QuotaCode": "L-0"}) == "NoSuchResourceException"


@pytest.mark.parametrize(
    ("service", "operation", "members", "code"),
    [
        ("ec2", "describe_images", {"ImageIds": ["ami-1"]}, "UnauthorizedOperation"),
        ("iam", "get_role", {"RoleName": "any"}, "AccessDenied"),
        ("sts", "get_caller_identity", {}, "AccessDenied"),
        ("imagebuilder", "get_image", {"imageBuildVersionArn": BUILD}, "ForbiddenException"),
        ("service-quotas", "get_service_quota", QUOTA, "AccessDeniedException"),
    ],
)
def test_reads_can_be_denied_by_name(
    aws: Any, clients: Any, code_of: Any, service: str, operation: str, members: Any, code: str
) -> None:
    name = "".join(part.capitalize() for part in operation.split("_"))
    aws.settings(denied=[{"operation": name}])
    assert code_of(getattr(clients(service), operation), **members) == code


def test_a_wrong_definition_is_refused(aws: Any) -> None:
    for wrong in ({"route": "moon"}, {"banana": 1}):
        with pytest.raises(RuntimeError):
            aws.infrastructure(INFRASTRUCTURE, **wrong)
    with pytest.raises(RuntimeError, match="unknown keys: banana"):
        aws.ami(banana=1)
