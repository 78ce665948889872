# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook byol_copy, by real ansible-playbook processes against the simulated AWS: two accounts, two Regions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.emulator.server import EmbeddedAws  # noqa: E402

ONE, TWO = "111111111111", "222222222222"
HOME, FAR = "eu-west-1", "us-east-1"
HOSTS = {"home": (ONE, HOME), "far": (ONE, FAR), "other": (TWO, HOME), "other-far": (TWO, FAR)}


ASSUMED = {"external_id": "from-us", "session_name": "copies", "duration": 900}
"""Without these nobody assumes a role."""


@pytest.fixture
def aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws(settings={"copy_seconds": 2, "trust_policies": [{"role": "*", **ASSUMED}]}) as running:
        running.estate([ONE, TWO], [HOME, FAR], account_state={"support": "ENABLED"})
        running.organization([{"id": TWO, "name": "two"}], account=ONE)
        running.images("golden", description="The source", account=ONE, region=HOME)
        yield running


def run(aws: EmbeddedAws, folder: Path, *options: str, images: list[str]) -> subprocess.CompletedProcess[str]:
    hosts = {
        name: {
            "byol_region": region,
            "byol_account_id": account,
            "byol_assume_role_arn": f"arn:aws:iam::{account}:role/byol",
            **{f"byol_assume_role_{name}": value for name, value in ASSUMED.items()},
            "byol_endpoint_url": aws.url,
        }
        for name, (account, region) in HOSTS.items()
    }
    (folder / "hosts.json").write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    keys = {"AWS_ACCESS_KEY_ID": f"EMULATED{ONE}", "AWS_SECRET_ACCESS_KEY": "any", "AWS_ENDPOINT_URL": aws.url}
    program = str(Path(sys.executable).parent / "ansible-playbook")
    variables = json.dumps({"copy_from": "home", "copy_images": images, "copy_wait_delay": 1})
    command = [program, "-i", "hosts.json", "euc.workspaces.byol_copy", "-e", variables, *options]
    env = {**os.environ, **keys}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def at_home(call: dict[str, Any]) -> bool:
    """Whether a call goes to the account and Region that have the image."""
    return (call["account"], call["region"]) == HOSTS["home"]


def images_of(aws: EmbeddedAws, host: str) -> list[dict[str, Any]]:
    account, region = HOSTS[host]
    keys = {"aws_access_key_id": f"EMULATED{account}", "aws_secret_access_key": "any"}
    client = boto3.client("workspaces", endpoint_url=aws.url, region_name=region, **keys)
    found: list[dict[str, Any]] = client.describe_workspace_images(ImageType="OWNED")["Images"]
    return found


def test_one_image_for_all(aws: EmbeddedAws, tmp_path: Path) -> None:
    # A shared image is copied within its Region and, by the same account, from it to another one.
    # One fork, so that each task runs on one host after the other.
    done = run(aws, tmp_path, "--forks", "1", images=["golden"])
    assert done.returncode == 0, done.stdout + done.stderr
    for host in ("far", "other", "other-far"):
        (image,) = images_of(aws, host)
        assert (image["Name"], image["State"], image["Description"]) == ("golden", "AVAILABLE", "The source")
    copies = [call["n"] for call in aws.calls(operation="CopyWorkspaceImage")]
    reads = aws.calls(operation="DescribeWorkspaceImages")
    polls = [call["n"] for call in reads if call["params"].get("ImageIds") and not at_home(call)]
    assert len(copies) == 3
    # The first host waits, and then the copies of the others have ended.
    assert len(polls) > 0
    assert max(copies) < min(polls), "all copies are started before any is waited for"
    aws.clear_calls()
    again = run(aws, tmp_path, images=["golden"])
    assert again.returncode == 0, again.stdout + again.stderr
    # For each host one read of the source, one of its own images and one of the tags of the copy.
    calls = aws.calls(service="workspaces")
    assert Counter((call["operation"], at_home(call)) for call in calls) == {
        ("DescribeWorkspaceImages", True): 3,
        ("DescribeWorkspaceImages", False): 3,
        ("DescribeTags", False): 3,
    }


def test_one_failed_copy_does_not_hide_the_others(aws: EmbeddedAws, tmp_path: Path) -> None:
    aws.images("silver", account=ONE, region=HOME)
    aws.images("bronze", account=ONE, region=HOME)
    aws.images("golden", account=ONE, region=FAR)
    aws.settings(copies={"bronze": {"seconds": 2, "error": {"code": "Internal", "message": "it broke"}}})
    done = run(aws, tmp_path, "--limit", "far", images=["golden", "bronze", "silver"])
    assert done.returncode != 0
    assert "origin is unknown" in done.stdout
    assert "it broke" in done.stdout
    assert {image["Name"]: image["State"] for image in images_of(aws, "far")} == {
        "golden": "AVAILABLE",
        "bronze": "ERROR",
        "silver": "AVAILABLE",
    }


def test_an_image_that_is_not_there(aws: EmbeddedAws, tmp_path: Path) -> None:
    done = run(aws, tmp_path, "--check", images=["gone"])
    assert done.returncode != 0
    assert "home has no image gone" in done.stdout
    assert not [call for call in aws.calls(service="workspaces") if call["write"]]
