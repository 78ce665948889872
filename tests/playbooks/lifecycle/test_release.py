# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role byol_release, by real ansible-playbook processes against the simulated AWS."""

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

PLACE = {"account": "123456789012", "region": "eu-west-1"}
RINGS = [
    {"name": "pilot", "bundle": "b-pilot", "soak_days": 3},
    {"name": "early", "bundle": "b-early", "soak_days": 7},
    {"name": "broad", "bundle": "b-broad"},
]
SINCE, ROLLED_BACK = "euc.workspaces/image_since", "euc.workspaces/rolled_back_image"
PLAYBOOK = """
- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    ansible_python_interpreter: "{{ ansible_playbook_python }}"
  tasks:
    - block:
        - ansible.builtin.include_role:
            name: euc.workspaces.byol_release
      always:
        - ansible.builtin.copy:
            dest: "{{ result_file }}"
            content: "{{ release_result | to_json }}"
            mode: "0600"
          check_mode: false
"""


@pytest.fixture(scope="module")
def running() -> Iterator[EmbeddedAws]:
    with EmbeddedAws(settings={"clock": "manual", "bundle_seconds": 0}) as aws:
        yield aws


class Estate:
    """Three rings with an old image, and a new image to release."""

    def __init__(self, aws: EmbeddedAws, folder: Path) -> None:
        self.aws = aws
        self._folder = folder
        (self.old,) = aws.images("old", **PLACE)
        (self.new,) = aws.images("new", **PLACE)
        for ring in RINGS:
            aws.bundles(self.old, name=ring["bundle"], description="A ring", **PLACE)
        keys = {"aws_access_key_id": "EMULATED123456789012", "aws_secret_access_key": "any"}
        self._client = boto3.client("workspaces", endpoint_url=aws.url, region_name=PLACE["region"], **keys)

    def release(self, *options: str, **variables: Any) -> dict[str, Any]:
        """Run the role and return its result."""
        (self._folder / "play.yml").write_text(PLAYBOOK, encoding="utf-8")
        result = self._folder / "result.json"
        result.unlink(missing_ok=True)
        given = {
            "release_image_name": "new",
            "release_rings": RINGS,
            "release_region": PLACE["region"],
            "release_endpoint_url": self.aws.url,
            "result_file": str(result),
            **variables,
        }
        keys = {"AWS_ACCESS_KEY_ID": "EMULATED123456789012", "AWS_SECRET_ACCESS_KEY": "any"}
        keys["AWS_ENDPOINT_URL_STS"] = self.aws.url
        command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", "localhost,", "play.yml", *options]
        done = subprocess.run(
            [*command, "-e", json.dumps(given)],
            cwd=self._folder,
            env={**os.environ, **keys, "ANSIBLE_LOCALHOST_WARNING": "false"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.exists(), done.stdout + done.stderr
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found

    def calls(self) -> Counter[str]:
        """The calls since the log was cleared."""
        return Counter(call["operation"] for call in self.aws.calls(service="workspaces"))

    def images(self) -> list[str]:
        """The images of the rings, in their order."""
        return [bundle["ImageId"] for bundle in self._client.describe_workspace_bundles()["Bundles"]]

    def tag(self, number: int, key: str, value: str) -> None:
        """Set a tag of the bundle of a ring."""
        self._client.create_tags(ResourceId=self._ids()[number], Tags=[{"Key": key, "Value": value}])

    def tags(self, number: int) -> dict[str, str]:
        """The tags of the bundle of a ring."""
        found = self._client.describe_tags(ResourceId=self._ids()[number])["TagList"]
        return {tag["Key"]: tag["Value"] for tag in found}

    def _ids(self) -> list[str]:
        return [bundle["BundleId"] for bundle in self._client.describe_workspace_bundles()["Bundles"]]


@pytest.fixture
def estate(running: EmbeddedAws, tmp_path: Path) -> Estate:
    running.reset()
    return Estate(running, tmp_path)


def actions(result: dict[str, Any]) -> list[str]:
    return [ring["action"] for ring in result["rings"]]


def test_a_role_of_its_own_is_assumed_as_its_variables_say(estate: Estate) -> None:
    """Rather than by the variables of the host."""
    assumed = {"external_id": "from-us", "session_name": "release", "duration": 900}
    role = "arn:aws:iam::123456789012:role/release"
    estate.aws.settings(trust_policies=[{"role": role, **assumed}])
    own = {f"release_assume_role_{name}": value for name, value in assumed.items()}
    result = estate.release("--check", release_assume_role_arn=role, **own, byol_assume_role_session_name="another")
    assert (result["failure"], result["changed"]) == (None, True)
    assert estate.aws.calls(service="sts")


def test_a_release_moves_ring_by_ring_and_back(estate: Estate) -> None:
    predicted = estate.release("--check")
    assert (predicted["changed"], actions(predicted)) == (True, ["promote", "keep", "keep"])
    assert estate.images() == [estate.old] * 3
    first = estate.release()
    assert (first["changed"], actions(first)) == (True, ["promote", "keep", "keep"])
    assert estate.images() == [estate.new, estate.old, estate.old]
    assert "rebuilt or migrated" in first["note"]
    estate.aws.clear_calls()
    again = estate.release()
    assert (again["changed"], [ring["reason"] for ring in again["rings"]][1]) == (False, "soaking")
    assert estate.calls() == {"DescribeWorkspaceImages": 1, "DescribeWorkspaceBundles": 1, "DescribeTags": 3}
    estate.tag(0, SINCE, "2020-01-01T00:00:00Z")
    estate.aws.clear_calls()
    estate.release()
    assert estate.calls() == {
        "DescribeWorkspaceImages": 2,
        "DescribeWorkspaceBundles": 2,
        "DescribeTags": 4,
        "CreateTags": 1,
        "UpdateWorkspaceBundle": 1,
    }
    assert estate.images() == [estate.new, estate.new, estate.old]
    back = estate.release(release_state="rolled_back")
    assert (back["changed"], actions(back)) == (True, ["roll_back", "roll_back", "keep"])
    assert estate.images() == [estate.old] * 3
    assert estate.tags(0)[ROLLED_BACK] == estate.new
    assert estate.release(release_state="rolled_back")["changed"] is False
    later = estate.release()
    assert (later["changed"], later["rings"][0]["reason"]) == (False, "was_rolled_back")
    assert estate.images() == [estate.old] * 3


def test_a_ring_that_fails_ends_the_release_and_the_result_says_what_was_done(estate: Estate) -> None:
    refused = {"operation": "UpdateWorkspaceBundle", "after": 1, "do": {"error": "OperationNotSupportedException"}}
    estate.aws.faults([refused])
    result = estate.release(release_rings=[{"name": ring["name"], "bundle": ring["bundle"]} for ring in RINGS])
    assert (result["changed"], result["failure"]["code"]) == (True, "OperationNotSupportedException")
    assert [ring["image_id"] for ring in result["rings"]] == [estate.new, estate.old, estate.old] == estate.images()
    assert [ring["changed"] for ring in result["rings"]] == [True, False, False]
    assert (result["rings"][0]["previous_image_id"], result["rings"][1]["previous_image_id"]) == (estate.old, None)
    again = estate.release(release_rings=[{"name": ring["name"], "bundle": ring["bundle"]} for ring in RINGS])
    assert (again["failure"], estate.images()) == (None, [estate.new] * 3)


def test_failures(estate: Estate) -> None:
    missing = estate.release(release_rings=[{"name": "pilot", "bundle": "gone"}])
    assert missing["failure"]["reason"] == "bundle_not_found"
    assert estate.release(release_image_name="gone")["failure"]["reason"] == "image_not_found"
    assert not [call for call in estate.aws.calls(service="workspaces") if call["write"]]


def test_bad_rings_fail_before_any_call(estate: Estate) -> None:
    twice = estate.release(release_rings=[{"name": name, "bundle": "b-pilot"} for name in ("pilot", "broad")])
    assert twice["failure"]["reason"] == "invalid_request"
    assert "b-pilot" in twice["failure"]["message"]
    assert not estate.aws.calls(service="workspaces")
