# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWS documents as failing an import: held against a source when its import starts, shown when it ends.

Sources: "Bring Your Own Windows desktop licenses" and "Common errors" of the administration guide. The code is AWS's
where the guide names one; otherwise it is UnknownError with a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.ec2.exceptions import InvalidSubnetIdError
from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from .ec2.models import EmulatedEC2Backend, SourceAmi
from .image_builder import configuration, image

MOST_GIB = 80
UNKNOWN = "UnknownError"
DEAD_STATES = ("disabled", "failed", "error", "invalid", "deregistered")
DEAD_BUILDS = ("FAILED", "CANCELLED", "DISABLED", "DELETED")
RUNNING_BUILDS = ("PENDING", "CREATING", "BUILDING", "TESTING", "DISTRIBUTING", "INTEGRATING")

Breach = tuple[str, str]
"""AWS's code and a text."""


def script_of(backend: EmulatedEC2Backend, request: dict[str, Any]) -> dict[str, Any]:
    """The script of an import: that of one that succeeds, or of one that ends in ERROR after its time."""
    found = list(breaches(backend, request))
    if not found:
        return {}
    details = [{"code": code, "message": message} for code, message in found]
    return {"error": {"at": 1, "code": found[0][0], "message": found[0][1], "details": details}}


def breaches(backend: EmulatedEC2Backend, request: dict[str, Any]) -> Iterator[Breach]:
    """Every rule that a request breaks."""
    ((kind, identifier),) = request["ImageSource"].items()
    if backend.get_ebs_encryption_by_default():
        yield UNKNOWN, "EBS encryption by default is enabled, which is not supported."
    ami_id = identifier
    if kind == "Ec2ImportTaskId":
        task = backend.import_task(identifier) or {"Status": "missing"}
        if task["Status"] in ("missing", "deleted", "deleting"):
            yield UNKNOWN, f"The import task {identifier} is {task['Status']}."
            ami_id = ""
        else:
            ami_id = task.get("ImageId", "")
            if not ami_id:
                yield from _task_breaches(task, request["OsVersion"])
    elif kind == "ImageBuildVersionArn":
        found = image(backend, identifier)
        yield from _build_breaches(found, identifier)
        ami_id = _ami_of(found)
    if ami_id:
        yield from _ami_breaches(backend, ami_id, request["OsVersion"])
    yield from _infrastructure_breaches(backend, request["InfrastructureConfigurationArn"])


def _build_breaches(found: dict[str, Any] | None, arn: str) -> Iterator[Breach]:
    status = found["state"]["status"] if found else "missing"
    if status in (*DEAD_BUILDS, "missing"):
        yield UNKNOWN, f"The build {arn} is {status}."
    elif status not in RUNNING_BUILDS and not _ami_of(found):
        yield UNKNOWN, f"The build {arn} has no AMI in this Region."


def _ami_of(found: dict[str, Any] | None) -> str:
    if not found or found["state"]["status"] in DEAD_BUILDS:
        return ""
    return next((str(ami["image"]) for ami in found["outputResources"]["amis"]), "")


def _task_breaches(task: dict[str, Any], os_version: str) -> Iterator[Breach]:
    """What a task shows that has no AMI yet."""
    if task.get("Encrypted"):
        yield UNKNOWN, "The image is encrypted."
    if len(task.get("SnapshotDetails", [])) > 1:
        yield "AdditionalDrivesAttached", "There is more than one drive."
    if any(disk.get("DiskImageSize", 0) > MOST_GIB * 1024**3 for disk in task.get("SnapshotDetails", [])):
        yield "DiskSizeExceeded", "The disk has to be smaller than 80 GB."
    yield from _common_breaches(task.get("BootMode"), task.get("Architecture"), task.get("Platform"), os_version)


def _ami_breaches(backend: EmulatedEC2Backend, ami_id: str, os_version: str) -> Iterator[Breach]:
    ami = backend.amis.get(ami_id)
    if ami is None:
        yield UNKNOWN, f"The EC2 image {ami_id} does not exist."
        return
    if not isinstance(ami, SourceAmi):
        return
    if ami.owner_id != backend.account_id:
        yield UNKNOWN, "The EC2 image is not owned by this account."
    if ami.state in DEAD_STATES:
        yield UNKNOWN, f"The EC2 image is {ami.state}."
    disks = [volume for volume in ami.volumes if "virtual_name" not in volume]
    if any(disk.get("encrypted") for disk in disks):
        yield UNKNOWN, "The image is encrypted."
    if len(disks) > 1:
        yield "AdditionalDrivesAttached", "There is more than one drive."
    if any(disk.get("gib", 60) > MOST_GIB for disk in disks):
        yield "DiskSizeExceeded", "The disk has to be smaller than 80 GB."
    yield from _common_breaches(ami.boot_mode, ami.architecture, ami.platform, os_version)


def _common_breaches(
    boot_mode: str | None, architecture: str | None, platform: str | None, os_version: str
) -> Iterator[Breach]:
    if (os_version, boot_mode) == ("Windows_10", "uefi"):
        yield "UEFINotSupported", "Windows 10 needs legacy BIOS."
    if (os_version, boot_mode) == ("Windows_11", "legacy-bios"):
        yield "IncompatiblePartitioning", "Windows 11 needs GPT."
    if architecture not in (None, "x86_64"):
        yield "Requires64BitOS", "A 64-bit operating system is needed."
    if platform is not None and platform.lower() != "windows":
        yield "OSNotSupported", "The operating system is not supported."


def _infrastructure_breaches(backend: EmulatedEC2Backend, arn: str) -> Iterator[Breach]:
    region, account = arn.split(":")[3:5]
    if (region, account) != (backend.region_name, backend.account_id) and not backend.invents_sources:
        yield UNKNOWN, "The infrastructure configuration is of another account or Region."
        return
    found = configuration(backend, arn)
    if found is None:
        yield UNKNOWN, "The infrastructure configuration does not exist."
        return
    try:
        iam_backends[backend.account_id]["aws"].get_instance_profile(found["instanceProfileName"])
    except NotFoundException:
        yield UNKNOWN, "The instance profile does not exist."
    if "subnetId" in found:
        yield from _subnet_breaches(backend, found["subnetId"])


def _subnet_breaches(backend: EmulatedEC2Backend, subnet_id: str) -> Iterator[Breach]:
    try:
        subnet = backend.get_subnet(subnet_id)
    except InvalidSubnetIdError:
        yield UNKNOWN, "The subnet does not exist."
        return
    tables = [table for table in backend.route_tables.values() if table.vpc_id == subnet.vpc_id]
    own = [table for table in tables if subnet_id in table._associations.values()]
    main = [table for table in tables if table.main_association_id]
    routes = [route.destination_cidr_block for table in (own or main)[:1] for route in table.routes]
    if "0.0.0.0/0" not in routes:
        yield UNKNOWN, "The build instance timed out: it could not reach AWS Systems Manager."
