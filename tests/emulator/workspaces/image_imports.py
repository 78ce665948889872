# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of an import: what DescribeCustomWorkspaceImageImport shows and how it marks the image it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.workspaces.models import WorkspaceImage

from ..import_curve import ERROR, Failure, ImportPlan

UNKNOWN_ERROR = "UnknownError"


@dataclass(frozen=True)
class ImportRecord:
    """An import that was started at ``created`` and goes on as planned."""

    image_id: str
    source: dict[str, str]
    infrastructure_configuration_arn: str
    builder_instance_id: str
    created: float
    plan: ImportPlan

    def describe(self, now: float) -> dict[str, Any]:
        """The reply of DescribeCustomWorkspaceImageImport."""
        point = self.plan.point_at(now - self.created)
        reply: dict[str, Any] = {
            "ImageId": self.image_id,
            "InfrastructureConfigurationArn": self.infrastructure_configuration_arn,
            "State": point.state,
            "Created": self.created,
            "LastUpdatedTime": self.created + point.at,
            "ImageSource": self.source,
        }
        if point.message:
            reply["StateMessage"] = point.message
        if point.percent is not None:
            reply["ProgressPercentage"] = point.percent
        if point.state != "PENDING":
            reply["ImageBuilderInstanceId"] = self.builder_instance_id
        if point.state == ERROR and self.plan.failure:
            reply["ErrorDetails"] = _details(self.plan.failure)
        return reply

    def mark(self, image: WorkspaceImage, now: float, detail_codes: frozenset[str]) -> None:
        """Bring the image's own state in line with the import.

        The image's error details admit only the codes of an enumeration; another code appears there as UnknownError.
        """
        image.state = self.plan.image_state_at(now - self.created)
        if image.state == "ERROR" and self.plan.failure:
            mark_failed(image, self.plan.failure, detail_codes)


def mark_failed(image: WorkspaceImage, failure: Failure, detail_codes: frozenset[str]) -> None:
    """Put an image into ERROR for a reason."""
    image.state = "ERROR"
    image.error_code = failure.code
    image.error_message = failure.message
    image.error_details = [
        {**detail, "ErrorCode": detail["ErrorCode"] if detail["ErrorCode"] in detail_codes else UNKNOWN_ERROR}
        for detail in _details(failure)
    ]


def _details(failure: Failure) -> list[dict[str, str]]:
    return [{"ErrorCode": code, "ErrorMessage": message} for code, message in failure.details]
