# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A year of monthly releases: images, bundles and calls at its end, and that nothing in use was ever deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock

from ...emulator.server import EmbeddedAws
from .host import ACCOUNTS, REGIONS, Host, Json
from .year import KEEP, MONTHS, RINGS, Year, deleted_in_use, name_of

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "lifecycle.md"
SETTINGS = {
    "clock": "manual",
    "import_seconds": 5400,
    "copy_seconds": 1800,
    "bundle_seconds": 60,
    "sources_modelled": True,
}


@pytest.fixture(scope="module")
def year() -> Iterator[tuple[Year, list[Json]]]:
    """The year when it is over, and all its calls to Amazon WorkSpaces."""
    with EmbeddedAws(settings=SETTINGS) as aws, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", aws.url)
        year = Year(aws)
        patch.setattr(Clock, "utc", lambda _self: year.clock.utc())
        year.play()
        yield year, aws.calls(service="workspaces")


@pytest.fixture(params=range(len(ACCOUNTS) * len(REGIONS)))
def host(request: pytest.FixtureRequest, year: tuple[Year, list[Json]]) -> Host:
    """Each account in each Region."""
    return year[0].hosts[request.param]


@pytest.fixture
def client(host: Host) -> Any:
    """A client of someone else there."""
    keys = {"aws_access_key_id": f"EMULATED{host.account}", "aws_secret_access_key": "any"}
    return boto3.client("workspaces", region_name=host.region, **keys)


def test_the_newest_images_are_left(client: Any) -> None:
    left = client.describe_workspace_images(ImageType="OWNED")["Images"]
    assert sorted(image["Name"] for image in left) == [name_of(month) for month in range(MONTHS - KEEP + 1, MONTHS + 1)]
    assert {image["State"] for image in left} == {"AVAILABLE"}


def test_every_ring_has_the_image_of_the_last_month_and_knows_the_one_before(client: Any) -> None:
    ids = {image["Name"]: image["ImageId"] for image in client.describe_workspace_images(ImageType="OWNED")["Images"]}
    bundles = client.describe_workspace_bundles()["Bundles"]
    assert [bundle["Name"] for bundle in bundles] == [ring["bundle"] for ring in RINGS]
    assert {bundle["ImageId"] for bundle in bundles} == {ids[name_of(MONTHS)]}
    tags = [client.describe_tags(ResourceId=bundle["BundleId"])["TagList"] for bundle in bundles]
    previous = {tag["Value"] for each in tags for tag in each if tag["Key"] == "euc.workspaces/previous_image"}
    assert previous == {ids[name_of(MONTHS - 1)]}
    since = [tag["Value"] for each in tags for tag in each if tag["Key"] == "euc.workspaces/image_since"]
    assert since == sorted(since)
    assert len(set(since)) == len(RINGS)


def test_calls(year: tuple[Year, list[Json]]) -> None:
    hosts, releases = len(ACCOUNTS) * len(REGIONS), MONTHS - 1
    # In the month that was taken back, two rings were given the image and gave it back.
    moves = hosts * (len(RINGS) * (releases - 1) + 2 * 2)
    calls = Counter(call["operation"] for call in year[1] if call["write"])
    assert calls == {
        "ImportCustomWorkspaceImage": MONTHS,
        "UpdateWorkspaceImagePermission": MONTHS * (len(ACCOUNTS) - 1) * 2,
        "CopyWorkspaceImage": MONTHS * (hosts - 1),
        "CreateWorkspaceBundle": hosts * len(RINGS),
        "CreateTags": moves,
        "UpdateWorkspaceBundle": moves,
        "DeleteWorkspaceImage": hosts * (MONTHS - KEEP),
    }
    reads = Counter(call["operation"] for call in year[1] if not call["write"])
    assert reads == {
        "DescribeTags": 3648,
        "DescribeWorkspaceImages": 2121,
        "DescribeWorkspaceBundles": 1995,
        "DescribeWorkspaceImagePermissions": 294,
        "DescribeCustomWorkspaceImageImport": 216,
        "DescribeAccount": MONTHS,
    }
    assert {call["outcome"] for call in year[1]} == {"ok"}
    documented = f"{calls.total():,}, and {reads.total():,} reads, about {len(year[1]) / hosts / MONTHS:.0f} a month"
    assert documented in DOCUMENT.read_text(encoding="utf-8")


def test_nothing_in_use_was_deleted(year: tuple[Year, list[Json]]) -> None:
    assert deleted_in_use(year[1]) == []


def test_what_was_in_use_would_be_found() -> None:
    """The check above can fail: by a bundle, by the image that it had before, and by a share."""

    def call(operation: str, result: Json | None = None, **params: Any) -> Json:
        return {"operation": operation, "params": params, "result": result or {}, "write": True, "acted": True}

    def deleted(*images: str) -> list[Json]:
        return [call("DeleteWorkspaceImage", ImageId=image) for image in images]

    previous = [{"Key": "euc.workspaces/previous_image", "Value": "wsi-1"}]
    log = [
        call("CreateWorkspaceBundle", {"WorkspaceBundle": {"BundleId": "wsb-1"}}, ImageId="wsi-1"),
        *deleted("wsi-1", "wsi-2"),
        call("CreateTags", ResourceId="wsb-1", Tags=previous),
        call("UpdateWorkspaceBundle", BundleId="wsb-1", ImageId="wsi-2"),
        call("UpdateWorkspaceImagePermission", ImageId="wsi-3", SharedAccountId="1", AllowCopyImage=True),
        *deleted("wsi-1", "wsi-2", "wsi-3"),
        call("UpdateWorkspaceImagePermission", ImageId="wsi-3", SharedAccountId="1", AllowCopyImage=False),
        *deleted("wsi-3"),
    ]
    assert deleted_in_use(log) == ["wsi-1", "wsi-1", "wsi-2", "wsi-3"]
