# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of a virtual machine, an import task and a build, with each of its verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight import machine_checks, source_checks
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.catalog import CATALOG
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.observations import (
    Absent,
    Build,
    ImportTask,
    Machine,
    NotSeen,
    Volume,
)

from .conftest import request_of

GOOD = Machine(
    subject="ami-1",
    owner_id="111111111111",
    state="available",
    architecture="x86_64",
    platform="windows",
    platform_details="Windows BYOL",
    usage_operation="RunInstances:0800",
    boot_mode="uefi",
    virtualization_type="hvm",
    root_device_type="ebs",
    ena_support=True,
    volumes=(Volume("/dev/sda1", 60, False),),
)
DISK = GOOD.volumes[0]
DENIED = NotSeen("ec2:DescribeImages is not permitted")

VERDICTS: list[tuple[str, dict[str, Any], str]] = [
    ("ami_exists", {}, "pass"),
    ("ami_state", {}, "pass"),
    ("ami_state", {"state": "pending"}, "warn"),
    ("ami_state", {"state": "transient"}, "warn"),
    ("ami_state", {"state": "brand-new"}, "warn"),
    *[("ami_state", {"state": state}, "block") for state in sorted(machine_checks.FINAL_STATES)],
    ("ami_state", {"state": None}, "unknown"),
    ("encryption", {}, "pass"),
    ("encryption", {"volumes": (DISK, Volume("b", 5, True))}, "block"),
    ("encryption", {"volumes": (Volume("a", 5, None),)}, "unknown"),
    ("encryption", {"volumes": ()}, "unknown"),
    ("volumes", {}, "pass"),
    ("volumes", {"volumes": (DISK, DISK)}, "block"),
    ("volumes", {"volumes": (DISK, DISK), "instance_store": ("ephemeral0",)}, "block"),
    ("volumes", {"instance_store": ("ephemeral0",)}, "warn"),
    ("volumes", {"volumes": ()}, "unknown"),
    ("volume_size", {}, "pass"),
    ("volume_size", {"volumes": (Volume("a", 79),)}, "pass"),
    ("volume_size", {"volumes": (Volume("a", 80),)}, "warn"),
    ("volume_size", {"volumes": (Volume("a", 81),)}, "block"),
    ("volume_size", {"volumes": (Volume("a", 80.5),)}, "block"),
    ("volume_size", {"volumes": (Volume("a", 30), Volume("b", 100))}, "block"),
    ("volume_size", {"volumes": (Volume("a", 30), Volume("b"))}, "unknown"),
    ("volume_size", {"volumes": ()}, "unknown"),
    ("architecture", {}, "pass"),
    ("architecture", {"architecture": "arm64"}, "block"),
    ("architecture", {"architecture": "i386"}, "block"),
    ("architecture", {"architecture": None}, "unknown"),
    ("platform", {}, "pass"),
    ("platform", {"platform": "Windows", "platform_details": None}, "pass"),
    ("platform", {"platform": None, "platform_details": "Windows"}, "pass"),
    ("platform", {"platform": None, "platform_details": "Linux/UNIX"}, "block"),
    ("platform", {"platform": "linux", "platform_details": None}, "block"),
    ("platform", {"platform": None, "platform_details": None}, "unknown"),
    ("license", {}, "pass"),
    ("license", {"usage_operation": "RunInstances:0002", "platform_details": "Windows"}, "warn"),
    ("license", {"usage_operation": "RunInstances"}, "warn"),
    ("license", {"usage_operation": None}, "unknown"),
    ("license", {"is_ami": False, "license_type": "BYOL"}, "pass"),
    ("license", {"is_ami": False, "license_type": "AWS"}, "warn"),
    ("license", {"is_ami": False}, "unknown"),
    ("virtualization", {}, "pass"),
    ("virtualization", {"ena_support": None}, "pass"),
    ("virtualization", {"virtualization_type": "paravirtual"}, "warn"),
    ("virtualization", {"root_device_type": "instance-store"}, "warn"),
    ("virtualization", {"ena_support": False}, "warn"),
    ("virtualization", {"virtualization_type": None, "root_device_type": None, "ena_support": None}, "unknown"),
]


def whole(check: Any) -> None:
    """Assert what holds for every check."""
    assert check.check in CATALOG
    assert check.reference == CATALOG[check.check].reference
    assert check.message.endswith(".")
    assert (check.remedy is None) == (check.verdict == "pass")
    assert check.subject


@pytest.mark.parametrize(("name", "changes", "verdict"), VERDICTS)
def test_a_machine(name, changes, verdict):
    check = {**machine_checks.OF_ANY, **machine_checks.AMI_ONLY}[name](replace(GOOD, **changes))
    assert (check.check, check.verdict) == (name, verdict)
    whole(check)


@pytest.mark.parametrize(
    ("os_version", "mode", "verdict"),
    [
        ("Windows_11", "uefi", "pass"),
        ("Windows_11", "uefi-preferred", "pass"),
        ("Windows_11", None, "warn"),
        ("Windows_11", "legacy-bios", "block"),
        ("Windows_10", "legacy-bios", "pass"),
        ("Windows_10", None, "pass"),
        ("Windows_10", "uefi-preferred", "warn"),
        ("Windows_10", "uefi", "block"),
    ],
)
def test_the_boot_mode(os_version, mode, verdict):
    check = machine_checks.boot_mode(replace(GOOD, boot_mode=mode), os_version)
    assert check.verdict == verdict
    assert check.observed == (mode or "not set")
    whole(check)


@pytest.mark.parametrize(
    ("owner", "account", "verdict"),
    [
        ("111111111111", "111111111111", "pass"),
        ("222222222222", "111111111111", "block"),
        ("222222222222", NotSeen("no call"), "unknown"),
        (None, "111111111111", "unknown"),
    ],
)
def test_the_owner(owner, account, verdict):
    check = machine_checks.ami_owner(replace(GOOD, owner_id=owner), account)
    assert check.verdict == verdict
    whole(check)


def test_a_task_without_an_ami_is_checked_for_what_it_reports():
    task = Machine(subject="import-ami-1", is_ami=False, boot_mode="legacy-bios", architecture="x86_64")
    found = machine_checks.of_machine(task, request_of("ec2_import_task_id", "import-ami-1"), "111111111111")
    assert {check.check: check.verdict for check in found} == {"boot_mode": "block", "architecture": "pass"}


def task_of(status: str, **others: Any) -> ImportTask:
    members = {"status_message": None, "progress": None, "ami_id": None, **others}
    return ImportTask(task_id="import-ami-1", status=status, machine=GOOD, **members)


@pytest.mark.parametrize(
    ("task", "verdict", "words"),
    [
        (task_of("completed", ami_id="ami-1"), "pass", "ami-1"),
        (task_of("active", progress="39", status_message="updating"), "warn", "active at 39 %: updating"),
        (task_of("brand-new"), "warn", "brand-new"),
        (task_of("deleted", status_message="ClientError: no role"), "block", "deleted: ClientError: no role"),
        (task_of("deleting"), "block", "deleting"),
        (Absent("InvalidConversionTaskId: none"), "block", "InvalidConversionTaskId: none"),
        (DENIED, "unknown", "ec2:DescribeImages is not permitted"),
    ],
)
def test_an_import_task(task, verdict, words):
    check = source_checks.import_task("import-ami-1", task)
    assert (check.check, check.verdict) == ("import_task", verdict)
    assert words in check.message
    whole(check)


def build_of(status: str, ami_id: str | None = "ami-1", **others: Any) -> Build:
    members = {"reason": None, "platform": "Windows", "os_version": None, "build_type": None, "regions": (), **others}
    return Build(arn="arn:1", status=status, ami_id=ami_id, **members)


@pytest.mark.parametrize(
    ("build", "verdict"),
    [
        (build_of("AVAILABLE"), "pass"),
        (build_of("AVAILABLE", None, regions=("us-east-1",)), "block"),
        (build_of("DEPRECATED"), "warn"),
        (build_of("BRAND_NEW"), "warn"),
        *[(build_of(status, None), "warn") for status in sorted(source_checks.RUNNING_BUILDS)],
        *[(build_of(status), "block") for status in sorted(source_checks.GONE_BUILDS)],
        (Absent("InvalidRequestException"), "block"),
        (DENIED, "unknown"),
    ],
)
def test_a_build(build, verdict):
    check = source_checks.image_build("arn:1", build, "eu-west-1")
    assert (check.check, check.verdict) == ("image_build", verdict)
    whole(check)


@pytest.mark.parametrize(
    ("os_version", "recorded", "build_type", "verdict"),
    [
        ("Windows_11", "Microsoft Windows 11", "IMPORT_ISO", "pass"),
        ("Windows_11", None, None, "pass"),
        ("Windows_11", "Microsoft Windows 10", "IMPORT", "warn"),
        ("Windows_10", "Microsoft Windows 10", "IMPORT", "pass"),
        ("Windows_10", "Microsoft Windows 11", "IMPORT", "warn"),
        ("Windows_10", "Microsoft Windows 10", "IMPORT_ISO", "warn"),
        ("Windows_11", "Microsoft Windows Server 2022", "IMPORT", "warn"),
    ],
)
def test_the_windows_version(os_version, recorded, build_type, verdict):
    build = build_of("AVAILABLE", os_version=recorded, build_type=build_type)
    check = source_checks.windows_version("arn:1", build, os_version)
    assert check.verdict == verdict
    whole(check)


def test_the_windows_version_of_a_build_that_was_not_read():
    assert source_checks.windows_version("arn:1", DENIED, "Windows_11").verdict == "unknown"
