# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of EC2 in one account and Region, and what stands in for sources that nobody has defined.

Image Builder's builds and infrastructure configurations are kept here too: they belong to the same account and Region.
"""

from __future__ import annotations

from typing import Any, ClassVar

from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import Ami
from moto.moto_api._internal import mock_random

from ...world import World

DISABLED = "disabled"
GOOD_AMI: dict[str, Any] = {
    "architecture": "x86_64",
    "platform": "windows",
    "platform_details": "Windows BYOL",
    "usage_operation": "RunInstances:0800",
    "boot_mode": "uefi-preferred",
    "virtualization_type": "hvm",
    "root_device_type": "ebs",
    "ena_support": True,
    "state": "available",
}
"""What an import takes, for Windows 11 and, but for a warning, Windows 10."""

GOOD_VOLUMES: tuple[dict[str, Any], ...] = ({"device": "/dev/sda1", "gib": 60, "encrypted": False},)


class SourceAmi(Ami):
    """An AMI that was defined by a test, and that the rules of imports apply to."""

    def __init__(self, backend: EmulatedEC2Backend, ami_id: str, name: str, owner: str, properties: dict[str, Any]):
        super().__init__(backend, ami_id, name=name, owner_id=owner)
        self.volumes: list[dict[str, Any]] = properties.pop("volumes")
        for key, value in properties.items():
            setattr(self, key, value)
        self.ebs_snapshot.encrypted = any(volume.get("encrypted") for volume in self.volumes)

    @property
    def block_device_mappings(self) -> list[dict[str, Any]]:
        """The volumes, as DescribeImages shows them. One with ``virtual_name`` is an instance store volume."""
        return [self._mapping(volume) for volume in self.volumes]

    def _mapping(self, volume: dict[str, Any]) -> dict[str, Any]:
        if "virtual_name" in volume:
            return {"DeviceName": volume["device"], "VirtualName": volume["virtual_name"]}
        ebs = {
            "SnapshotId": self.ebs_snapshot.id,
            "VolumeSize": volume.get("gib", 60),
            "Encrypted": volume.get("encrypted", False),
            "DeleteOnTermination": True,
            "VolumeType": "gp3",
        }
        return {"DeviceName": volume["device"], "Ebs": ebs}


class EmulatedEC2Backend(EC2Backend):
    """moto's backend, with sources of imports."""

    world: ClassVar[World]

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.import_tasks: dict[str, dict[str, Any]] = {}
        self.builds: dict[str, dict[str, Any]] = {}
        self.infrastructure_configurations: dict[str, dict[str, Any]] = {}

    @property
    def invents_sources(self) -> bool:
        """Whether tasks, builds and configurations that nobody has defined exist, and are good."""
        return not self.world.settings.sources_modelled

    def is_disabled(self, ami_id: str) -> bool:
        """Whether an AMI shows only to those who request disabled ones."""
        return ami_id in self.amis and self.amis[ami_id].state == DISABLED

    def add_ami(self, ami_id: str, name: str, owner: str, **properties: Any) -> SourceAmi:
        """Define an AMI. What is not given is as an import wants it."""
        volumes = [dict(volume) for volume in properties.pop("volumes", None) or GOOD_VOLUMES]
        ami = SourceAmi(self, ami_id, name, owner, {**GOOD_AMI, **properties, "volumes": volumes})
        self.amis[ami_id] = ami
        return ami

    def import_image(self, tags: list[dict[str, str]], properties: dict[str, Any]) -> dict[str, Any]:
        """Import a virtual machine as an AMI, and return the task. properties: members of the task."""
        task_id = f"import-ami-{mock_random.get_random_hex(17)}"
        task = {**completed_task(task_id, None), "BootMode": "legacy-bios", **properties, "Tags": tags}
        ami = self.add_ami(
            f"ami-{mock_random.get_random_hex(17)}",
            task_id,
            self.account_id,
            boot_mode=task["BootMode"],
            architecture=task["Architecture"],
            platform=task["Platform"].lower(),
            volumes=[{**GOOD_VOLUMES[0], "encrypted": task["Encrypted"]}],
        )
        self.import_tasks[task_id] = {**task, "ImageId": ami.id}
        return self.import_tasks[task_id]

    def import_task(self, task_id: str) -> dict[str, Any] | None:
        """An import task as DescribeImportImageTasks shows it."""
        if task_id not in self.import_tasks and self.invents_sources:
            ami = self.add_ami(f"ami-{task_id.rpartition('-')[2]}", task_id, self.account_id)
            self.import_tasks[task_id] = completed_task(task_id, ami.id)
        return self.import_tasks.get(task_id)


def completed_task(task_id: str, ami_id: str | None) -> dict[str, Any]:
    """An import task that has made an AMI."""
    task = {
        "ImportTaskId": task_id,
        "Status": "completed",
        "Architecture": "x86_64",
        "Platform": "Windows",
        "LicenseType": "BYOL",
        "BootMode": "uefi-preferred",
        "Encrypted": False,
        "SnapshotDetails": [{"DeviceName": "/dev/sda1", "DiskImageSize": 20.0 * 1024**3, "Status": "completed"}],
    }
    return {**task, "ImageId": ami_id} if ami_id else task
