# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The EC2 operations that moto lacks, or answers more kindly than AWS."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidAMIIdError
from moto.ec2.responses import EC2Response

from .models import EmulatedEC2Backend


class InvalidConversionTaskIdError(EC2ClientError):
    """An import task that does not exist."""

    def __init__(self, task_ids: list[str]) -> None:
        super().__init__("InvalidConversionTaskId", f"The import task IDs {task_ids} do not exist.")


class EmulatedEC2Response(EC2Response):
    """moto's responses, with import tasks, and with disabled AMIs hidden from those who do not request them."""

    @property
    def backend(self) -> EmulatedEC2Backend:
        """The extended backend behind the request."""
        backend = self.ec2_backend
        assert isinstance(backend, EmulatedEC2Backend)
        return backend

    def describe_images(self) -> ActionResult:
        """DescribeImages."""
        wanted = self._get_param("ImageIds", [])
        missing = [ami_id for ami_id in wanted if ami_id not in self.backend.amis]
        if not self._get_bool_param("IncludeDisabled", False):
            missing += [ami_id for ami_id in wanted if self.backend.is_disabled(ami_id)]
        if missing:
            raise InvalidAMIIdError(missing)
        return super().describe_images()

    def import_image(self) -> ActionResult:
        """ImportImage, which is done immediately. Without a boot mode, VM Import picks legacy BIOS where the disk admits it."""
        given = {name: self._get_param(name) for name in ("Architecture", "BootMode", "LicenseType", "Platform")}
        properties = {name: value for name, value in given.items() if value}
        encrypted = self._get_bool_param("Encrypted", False)
        specifications = self._get_param("TagSpecifications", [])
        tags: list[dict[str, str]] = next(
            (item["Tags"] for item in specifications if item["ResourceType"] == "import-image-task"), []
        )
        return ActionResult(self.backend.import_image(tags, {**properties, "Encrypted": encrypted}))

    def describe_import_image_tasks(self) -> ActionResult:
        """DescribeImportImageTasks."""
        wanted = self._get_param("ImportTaskIds", [])
        found = {task_id: self.backend.import_task(task_id) for task_id in wanted}
        missing = [task_id for task_id, task in found.items() if task is None]
        if missing:
            raise InvalidConversionTaskIdError(missing)
        tasks = [task for task in found.values() if task] if wanted else list(self.backend.import_tasks.values())
        filters = {item["Name"]: item["Values"] for item in self._get_param("Filters", [])}
        return ActionResult({"ImportImageTasks": [task for task in tasks if _matches(task, filters)]})


def _matches(task: dict[str, Any], filters: dict[str, list[str]]) -> bool:
    """Whether a task has one of the values of each filter, of those that DescribeImportImageTasks documents."""
    tags = {f"tag:{tag['Key']}": tag["Value"] for tag in task.get("Tags", [])}
    return all({"task-state": task["Status"], **tags}.get(name) in values for name, values in filters.items())
