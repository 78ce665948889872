# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account of the emulated AWS that belongs to one scenario, and the jobs that run there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3

from ...emulator.control import EmulatorControl
from .job import Job

REGION = "eu-west-1"
REGIONS = (REGION, "eu-central-1", "us-east-1", "ap-southeast-2")
IMPORT = "ImportCustomWorkspaceImage"
MODIFY = "ModifyAccount"
POLL = "DescribeCustomWorkspaceImageImport"

Json = dict[str, Any]

_settings = threading.Lock()
"""Settings of the emulated AWS are read and written back as a whole."""


class Account:
    """An account that no other scenario uses. folder: for the files of its jobs."""

    def __init__(self, number: int, aws: EmulatorControl, folder: Path) -> None:
        self._number = number
        self.account_id = f"{800_000_000_000 + number}"
        self.image = f"image-{number}"
        self._aws = aws
        self._folder = folder
        self._jobs = 0
        # What the credential "Amazon Web Services" sets. Only the endpoint comes from elsewhere.
        self.credential = {
            "AWS_ACCESS_KEY_ID": f"EMULATED{self.account_id}",
            "AWS_SECRET_ACCESS_KEY": "emulated-secret",
        }

    def another(self) -> Account:
        """Return a second account for the same scenario."""
        return Account(self._number + 500, self._aws, self._folder / "another")

    def enable(self, *regions: str) -> None:
        """Enable the account for BYOL in these Regions."""
        for region in regions or (REGION,):
            self._aws.account(account=self.account_id, region=region, support="ENABLED")

    def deny(self, operation: str) -> None:
        """Let AWS answer AccessDenied to an operation of the account, ``*`` for all."""
        with _settings:
            denied = self._aws.settings()["denied"]
            self._aws.settings(denied=[*denied, {"operation": operation, "account": self.account_id}])

    def trusts(self, role: str, **request: Any) -> None:
        """Let a role be assumed by requests with these values only."""
        with _settings:
            others = self._aws.settings()["trust_policies"]
            self._aws.settings(trust_policies=[*others, {"role": role, **request}])

    def takes(self, seconds: float) -> None:
        """Set how long the import of the image takes."""
        with _settings:
            scripts = self._aws.settings()["imports"]
            self._aws.settings(imports=scripts | {self.image: {"seconds": seconds}})

    def stands_still(self) -> None:
        """Let the import of the image go on only when ``ends()`` says so."""
        with _settings:
            scripts = self._aws.settings()["imports"]
            self._aws.settings(imports=scripts | {self.image: {"curve": [[0, "PENDING", 0]]}})

    def ends(self) -> None:
        """Let the import of the image be completed."""
        script = {"curve": [[0, "COMPLETED", 100]]}
        self._aws.replan_import(self.image, script, account=self.account_id, region=REGION)

    def sts_credential(self) -> dict[str, str]:
        """Return temporary keys as AWX passes them."""
        keys = {"aws_access_key_id": self.credential["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": "any"}
        sts = boto3.client("sts", endpoint_url=self._aws.url, region_name=REGION, **keys)
        role = f"arn:aws:iam::{self.account_id}:role/awx"
        given = sts.assume_role(RoleArn=role, RoleSessionName="awx")["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
            "AWS_SECURITY_TOKEN": given["SessionToken"],
            "AWS_SESSION_TOKEN": given["SessionToken"],
        }

    def images(self, region: str = REGION) -> list[Json]:
        """Return all images of the account in a Region."""
        keys = {"aws_access_key_id": self.credential["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": "any"}
        client = boto3.client("workspaces", endpoint_url=self._aws.url, region_name=region, **keys)
        found: list[Json] = client.describe_workspace_images(ImageType="OWNED")["Images"]
        return found

    def ring(self, image: str, *bundles: str) -> tuple[str, str]:
        """Give the account bundles of an old image, and a new image; return the IDs of both."""
        where = {"account": self.account_id, "region": REGION}
        (old,), (new,) = self._aws.images("old", **where), self._aws.images(image, **where)
        for bundle in bundles:
            self._aws.bundles(old, name=bundle, description="Windows 11", **where)
        return old, new

    def bundles(self) -> dict[str, str]:
        """Return the image of each bundle of the account."""
        keys = {"aws_access_key_id": self.credential["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": "any"}
        client = boto3.client("workspaces", endpoint_url=self._aws.url, region_name=REGION, **keys)
        return {bundle["Name"]: bundle["ImageId"] for bundle in client.describe_workspace_bundles()["Bundles"]}

    def calls(self, operation: str) -> list[Json]:
        """Return the calls of an operation that AWS has carried out."""
        calls = self._aws.calls(service="workspaces", account=self.account_id, operation=operation)
        return [call for call in calls if call["acted"]]

    def writes(self) -> list[str]:
        """Return the operations that have changed something."""
        return [
            call["operation"]
            for call in self._aws.calls(service="workspaces", account=self.account_id)
            if call["write"]
        ]

    def answers(self, **changed: Any) -> Json:
        """Return all answers to the survey of Import image as AWX passes them; an empty one is not undefined."""
        arn = f"arn:aws:imagebuilder:{REGION}:{self.account_id}:infrastructure-configuration/byol"
        return {
            "byol_image_name": self.image,
            "byol_image_description": "Windows 11 Enterprise",
            "byol_image_source": "import-ami-0123456789abcdef0",
            "byol_image_infrastructure_configuration_arn": arn,
            "byol_image_os_version": "Windows_11",
            "byol_image_compute_type": "BASE",
            "byol_image_protocol": "DCV",
            "byol_image_tags": "",
            "byol_image_replace_failed": "false",
            "byol_image_wait": "true",
            "byol_image_wait_timeout": 120,
            **changed,
        }

    def launch(self, playbook: str, hosts: Mapping[str, Json] | None = None, **how: Any) -> Job:
        """Launch a job. hosts: of the inventory, one in the usual Region if not given."""
        self._jobs += 1
        folder = self._folder / str(self._jobs)
        folder.mkdir(parents=True)
        hosts = hosts if hosts is not None else {"prod-eu": {"byol_region": REGION}}
        credential = {**how.pop("credential", self.credential), "AWS_ENDPOINT_URL": self._aws.url}
        # A short polling interval, so that a test ends soon.
        everywhere = {"byol_wait_delay": 1}
        all_hosts = {name: {**everywhere, **variables} for name, variables in hosts.items()}
        return Job(folder, playbook, hosts=all_hosts, credential=credential, **how)

    def start_import(self, **how: Any) -> Job:
        """Launch Import image."""
        return self.launch("awx_import.yml", answers=how.pop("answers", self.answers()), **how)


Scenario = Callable[[Account], None]
"""Runs jobs in an account of its own, and asserts how they must end."""
