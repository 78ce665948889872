# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preflight against the emulator, with real clients of the SDK, and imports that the same rules end."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources.reader import SourceReader, client_options
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.observations import ImageRequest, Target
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.preflight import run_preflight
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.tests.emulator.server import EmbeddedAws

from ....support.place import ACCOUNT, INFRASTRUCTURE, KEY, PLACE, REGION

MEMBERS = {
    "ec2_image_id": "Ec2ImageId",
    "ec2_import_task_id": "Ec2ImportTaskId",
    "image_build_version_arn": "ImageBuildVersionArn",
}


class Embedded:
    """The emulator in the account of the tests. reads: services and operations of the last preflight."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self.aws = aws
        self.reads: list[str] = []
        self._clients: dict[str, Any] = {}

    def reset(self, **settings: Any) -> None:
        """Forget everything; the account is enabled, and the configuration of the tests is a good one."""
        self.aws.reset()
        self.aws.settings(sources_modelled=True, import_seconds=100, **settings)
        self.aws.account(**PLACE, support="ENABLED")

    def client(self, service: str) -> Any:
        """Return a client, made once."""
        if service not in self._clients:
            credentials = {"aws_access_key_id": KEY, "aws_secret_access_key": "any"}
            config = Config(**{**client_options(), "read_timeout": 60})
            self._clients[service] = boto3.client(
                service, region_name=REGION, endpoint_url=self.aws.url, config=config, **credentials
            )
        return self._clients[service]

    def infrastructure(self, **properties: Any) -> dict[str, Any]:
        """Define the configuration of the tests."""
        return self.aws.infrastructure(INFRASTRUCTURE, **PLACE, **properties)

    def preflight(self, *images: ImageRequest, **target: Any) -> dict[str, list[Any]]:
        """Run preflight and return the checks of each image."""
        self.aws.clear_calls()
        # The machine may be slow; the limit of 15 seconds has a test of its own.
        reader = SourceReader(self.client, Clock(), seconds=300)
        checks = run_preflight(images, Target(**{"region": REGION, "owned_images": 0, **target}), reader)
        self.reads = [f"{call['service']}:{call['operation']}" for call in self.aws.calls()]
        return checks

    def verdicts(self, image: ImageRequest, **target: Any) -> dict[str, str]:
        """Run preflight for one image and return the verdicts by the name of the check."""
        return {check.check: check.verdict for check in self.preflight(image, **target)[image.name]}

    def import_ends(self, image: ImageRequest) -> str:
        """Import an image as it is requested, and return the state that the import ends in."""
        workspaces = self.client("workspaces")
        try:
            started = workspaces.import_custom_workspace_image(
                ImageName=image.name,
                ImageDescription="of a test",
                ComputeType=image.compute_type,
                Protocol=image.protocol,
                ImageSource={MEMBERS[image.source_kind]: image.source_id},
                InfrastructureConfigurationArn=image.infrastructure_arn,
                Platform="WINDOWS",
                OsVersion=image.os_version,
            )
        except workspaces.exceptions.ClientError as error:
            return str(error.response["Error"]["Code"])
        self.aws.advance(100)
        return str(workspaces.describe_custom_workspace_image_import(ImageId=started["ImageId"])["State"])


@pytest.fixture(scope="module")
def embedded(_running: EmbeddedAws) -> Embedded:
    """The emulator of this file."""
    return Embedded(_running)


def request_of(kind: str, source_id: str, os_version: str = "Windows_11", **others: Any) -> ImageRequest:
    """An image to import from a source."""
    return ImageRequest(
        **{
            "name": "win11",
            "source_kind": kind,
            "source_id": source_id,
            "infrastructure_arn": INFRASTRUCTURE,
            "os_version": os_version,
            **others,
        }
    )


__all__ = ["ACCOUNT", "Embedded", "request_of"]
