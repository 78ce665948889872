# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook byol_lifecycle, run as on the days of a month: import, copies, pilot, soak, broad, retention."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest

from ...clean_environment import PROGRAMS, clean_environment
from ...emulator.server import EmbeddedAws

ONE, TWO = "111111111111", "222222222222"
HOME, FAR = "eu-west-1", "us-east-1"
HOSTS = {"home": (ONE, HOME), "far": (ONE, FAR), "other": (TWO, HOME)}
OLD = ("win11-2026-08", "win11-2026-09", "win11-2026-10")
NEW = "win11-2026-11"
RINGS = [{"name": "pilot", "bundle": "win11-pilot", "soak_days": 2.5}, {"name": "broad", "bundle": "win11"}]
DAY = 86400
SINCE = "euc.workspaces/image_since"
ASSUMED = {"external_id": "from-us", "session_name": "lifecycle", "duration": 900}
"""Without these nobody assumes a role."""


class Fleet:
    """Three accounts and Regions that have the images of three months, and rings with the last of them."""

    def __init__(self, aws: EmbeddedAws, folder: Path) -> None:
        self.aws = aws
        self._folder = folder
        aws.estate([ONE, TWO], [HOME, FAR], account_state={"support": "ENABLED"})
        aws.organization([{"id": TWO, "name": "two"}], account=ONE)
        for account, region in HOSTS.values():
            where = {"account": account, "region": region}
            for months, name in enumerate(reversed(OLD), 1):
                (image_id,) = aws.images(name, **where, age_seconds=30 * DAY * months, description="Windows 11")
                if months == 1:
                    for ring in RINGS:
                        aws.bundles(image_id, name=ring["bundle"], description="Windows 11", **where)
        infrastructure = f"arn:aws:imagebuilder:{HOME}:{ONE}:infrastructure-configuration/byol"
        aws.infrastructure(infrastructure, account=ONE, region=HOME)
        self._image = {
            "name": NEW,
            "description": "Windows 11",
            "image_source": {"ec2_image_id": aws.ami(account=ONE, region=HOME)},
            "infrastructure_configuration_arn": infrastructure,
            "os_version": "Windows_11",
        }

    def run(self, *options: str, **variables: Any) -> str:
        """Run the playbook and return its output."""
        hosts = {
            name: {
                "byol_region": region,
                "byol_account_id": account,
                "byol_assume_role_arn": f"arn:aws:iam::{account}:role/byol",
                **{f"byol_assume_role_{name}": value for name, value in ASSUMED.items()},
            }
            for name, (account, region) in HOSTS.items()
        }
        given = {
            "byol_images": [self._image],
            "byol_wait_delay": 1,
            "copy_wait_delay": 1,
            "release_image_name": NEW,
            "release_rings": RINGS,
            "retention_name_pattern": r"(win11)-\d{4}-\d\d",
            "retention_keep": 2,
            **variables,
        }
        (self._folder / "hosts.json").write_text(json.dumps({"all": {"hosts": hosts, "vars": given}}), encoding="utf-8")
        keys = {"AWS_ACCESS_KEY_ID": f"EMULATED{ONE}", "AWS_SECRET_ACCESS_KEY": "any"}
        done = subprocess.run(
            [
                PROGRAMS / "ansible-playbook",
                "-i",
                "hosts.json",
                "euc.workspaces.byol_lifecycle",
                *options,
                "-e",
                "copy_from=home",
            ],
            cwd=self._folder,
            env=clean_environment(self._folder, AWS_ENDPOINT_URL=self.aws.url, **keys),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def writes(self) -> Counter[str]:
        """The operations that have changed something since the last time."""
        found = Counter(call["operation"] for call in self.aws.calls(service="workspaces") if call["write"])
        self.aws.clear_calls()
        return found

    def clients(self) -> Iterator[Any]:
        """Clients of somebody else in each account and Region."""
        for account, region in HOSTS.values():
            keys = {"aws_access_key_id": f"EMULATED{account}", "aws_secret_access_key": "any"}
            yield boto3.client("workspaces", endpoint_url=self.aws.url, region_name=region, **keys)

    def rings(self) -> list[list[str]]:
        """The names of the images of the rings, by host."""
        found = []
        for client in self.clients():
            names = {image["ImageId"]: image["Name"] for image in client.describe_workspace_images()["Images"]}
            found.append([names[bundle["ImageId"]] for bundle in client.describe_workspace_bundles()["Bundles"]])
        return found

    def age(self, days: int) -> None:
        """Let the rings have had their images for so many days."""
        since = {"Key": SINCE, "Value": (datetime.now(timezone.utc) - timedelta(days=days)).isoformat()}
        for client in self.clients():
            for bundle in client.describe_workspace_bundles()["Bundles"]:
                tags = client.describe_tags(ResourceId=bundle["BundleId"])["TagList"]
                if SINCE in {tag["Key"] for tag in tags}:
                    client.create_tags(ResourceId=bundle["BundleId"], Tags=[since])
        self.aws.clear_calls()


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    settings = {"import_seconds": 2, "copy_seconds": 2, "bundle_seconds": 0, "sources_modelled": True}
    settings["trust_policies"] = [{"role": "*", **ASSUMED}]
    with EmbeddedAws(settings=settings) as aws:
        yield Fleet(aws, tmp_path)


def test_check_mode_where_the_copies_are_missing(fleet: Fleet) -> None:
    fleet.run("--limit", "home")
    assert fleet.writes() == {"ImportCustomWorkspaceImage": 1, "CreateTags": 1, "UpdateWorkspaceBundle": 1}
    shown = fleet.run("--check")
    assert not fleet.writes()
    assert [shown.count(f"changed: [{host}] => (item=") for host in ("far", "other")] == [1, 2], "shared, and copied"


def test_a_month(fleet: Fleet) -> None:
    fleet.run("--check")
    assert not fleet.writes()
    first = fleet.run()
    assert fleet.writes() == {
        "ImportCustomWorkspaceImage": 1,
        "UpdateWorkspaceImagePermission": 2,
        "CopyWorkspaceImage": 2,
        "CreateTags": 3,
        "UpdateWorkspaceBundle": 3,
    }
    assert fleet.rings() == [[NEW, OLD[-1]]] * 3
    assert "rebuilt or migrated" in first
    assert "soak time of the ring before it has not passed" in first
    assert f"{OLD[0]}: delete: newer images of its family are kept" in first, "reported, and not deleted yet"
    assert f"{NEW}: keep: it is one of the newest of its family" in first
    fleet.run()
    assert not fleet.writes(), "nothing is due on the day after"
    fleet.age(days=3)
    fleet.run(retention_state="absent")
    assert fleet.writes() == {"CreateTags": 3, "UpdateWorkspaceBundle": 3, "DeleteWorkspaceImage": 6}
    assert fleet.rings() == [[NEW, NEW]] * 3
    left = [{image["Name"] for image in client.describe_workspace_images()["Images"]} for client in fleet.clients()]
    assert left == [{OLD[-1], NEW}] * 3
