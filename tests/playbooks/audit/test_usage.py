# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image is where: bundles, rings, shares, copies and retention, by a real audit of a release."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from .conftest import Audit, Auditor, Json
from .estate import DAY

ACCOUNT, OTHER = "700000000001", "700000000002"
HOME = {"account": ACCOUNT, "region": "eu-west-1"}
AWAY = {"account": OTHER, "region": "us-east-1"}
RINGS = [{"name": "pilot", "bundle": "w-pilot", "soak_days": 3}, {"name": "broad", "bundle": "w-broad"}]
RETENTION = {"name_pattern": "(win1[01])-.*", "keep": 1}
DOCS = Path(__file__).resolve().parents[3] / "docs"


def since(days: int) -> str:
    """Return the value of the tag of a bundle that was given its image so many days ago."""
    return (datetime.now(timezone.utc) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module")
def hosts(auditor: Auditor) -> dict[str, Json]:
    """An account with a release in progress, and another Region with a copy."""
    aws = auditor.aws
    images = {
        name: aws.images(name, age_seconds=age * DAY, **HOME)[0]
        for name, age in (("win11-old", 200), ("win11-shared", 120), ("win11-now", 60), ("win11-next", 5), ("lab", 9))
    }
    aws.bundles(
        images["win11-next"],
        name="w-pilot",
        tags={"euc.workspaces/image_since": since(2), "euc.workspaces/previous_image": images["win11-now"]},
        **HOME,
    )
    aws.bundles(images["win11-now"], name="w-broad", tags={"euc.workspaces/image_since": since(50)}, **HOME)
    aws.bundles(images["lab"], name="lab", **HOME)
    aws.share(images["win11-shared"], OTHER, **HOME)
    aws.images("win11-next", tags={"euc.workspaces/copied_from": f"eu-west-1/{images['win11-next']}"}, **AWAY)
    common = {"byol_endpoint_url": aws.url}
    release = {"release_image_name": "win11-next", "release_rings": RINGS}
    profiles = "".join(
        f"[{account}]\naws_access_key_id = EMULATED{account}\naws_secret_access_key = any\n"
        for account in (ACCOUNT, OTHER)
    )
    with (auditor.folder / "credentials").open("a", encoding="utf-8") as file:
        file.write(f"\n{profiles}")
    return {
        "home": {"byol_region": "eu-west-1", "byol_profile": ACCOUNT, **common, **release},
        "away": {"byol_region": "us-east-1", "byol_profile": OTHER, **common},
    }


@pytest.fixture(scope="module")
def usage(auditor: Auditor, hosts: dict[str, Json]) -> Audit:
    """The audit with all that can be read."""
    audit = auditor.audit(
        hosts, audit_read=["bundle_tags", "image_tags", "image_permissions"], audit_retention=RETENTION
    )
    assert audit.run.code == 0, audit.run.output
    return audit


def image(audit: Audit, name: str, host: str = "home") -> Json:
    """Return an image of a host."""
    return next(each for each in audit.host(host)["images"] if each["name"] == name)


def test_it_is_as_the_schema_says(usage: Audit) -> None:
    assert usage.report["summary"]["bundles"] == {"hosts": 2, "total": 3, "old": 1}
    assert "Bundles: 3 (1 with an old image)" in usage.run.output


def test_bundles_have_image_since_when_ring_and_rollback_image(usage: Audit) -> None:
    bundles = {bundle["name"]: bundle for bundle in usage.host("home")["bundles"]}
    pilot, broad = bundles["w-pilot"], bundles["w-broad"]
    assert (pilot["image_name"], pilot["rings"], pilot["image_since"][:10]) == ("win11-next", ["pilot"], since(2)[:10])
    assert (pilot["previous_image_name"], pilot["old"]) == ("win11-now", [])
    assert (broad["image_name"], broad["old"]) == ("win11-now", ["newer_image", "not_released"])
    assert (bundles["lab"]["rings"], bundles["lab"]["old"], bundles["lab"]["image_since"]) == ([], [], None)
    assert usage.host("away")["bundles"] == []


def test_images_have_what_uses_them(usage: Audit) -> None:
    assert image(usage, "win11-next")["bundles"] == ["w-pilot"]
    assert image(usage, "win11-now")["previous_of"] == ["w-pilot"]
    assert image(usage, "win11-shared")["shared_account_ids"] == [OTHER]
    copy = image(usage, "win11-next", "away")
    source = image(usage, "win11-next")
    assert copy["copied_from"] == {"region": "eu-west-1", "image_id": source["image_id"]}
    assert [(each["host"], each["image_id"]) for each in source["copies"]] == [("away", copy["image_id"])]
    assert image(usage, "lab")["copies"] == []


def test_images_have_what_retention_would_do(usage: Audit) -> None:
    found = {each["name"]: each["retention"] for each in usage.host("home")["images"]}
    assert {name: (each["action"], each["reason"]) for name, each in found.items()} == {
        "win11-old": ("delete", "superseded"),
        "win11-shared": ("keep", "shared"),
        "win11-now": ("keep", "bundle"),
        "win11-next": ("keep", "newest"),
        "lab": ("keep", "no_match"),
    }


def test_what_it_costs(usage: Audit) -> None:
    """As the guide says: a page of bundles, a call for each bundle, and two for each image."""
    policy = json.loads((DOCS / "iam" / "audit.json").read_text(encoding="utf-8"))
    operations = [call["operation"] for call in usage.calls if call["account"] == ACCOUNT]
    assert {f"workspaces:{name}" for name in operations} <= set(policy["Statement"][0]["Action"])
    facts, images, bundles = 3, 5, 3
    assert operations.count("DescribeWorkspaceBundles") == 1
    assert operations.count("DescribeTags") == images + bundles
    assert operations.count("DescribeWorkspaceImagePermissions") == images
    # Facts: the account, its modifications, a page of images, and the import of each. That images without tags and shares
    # exist is known from another page of images.
    assert len(operations) == facts + images + 1 + bundles + 2 * images + 1
    assert usage.host("home")["calls"] == len(operations)
    assert usage.report["calls"] == len(usage.calls)


def test_retention_alone_reads_of_images_only_those_it_would_delete(auditor: Auditor, hosts: dict[str, Json]) -> None:
    audit = auditor.audit(hosts, "--limit", "home", audit_retention=RETENTION)
    tagged = [call["params"]["ResourceId"] for call in audit.calls if call["operation"] == "DescribeTags"]
    candidates = {image(audit, name)["image_id"] for name in ("win11-old", "win11-shared", "win11-now")}
    assert {each for each in tagged if each.startswith("wsi-")} == candidates
    assert image(audit, "win11-old")["retention"]["action"] == "delete"
    assert (image(audit, "lab")["tags"], image(audit, "lab")["copies"]) == (None, [])


def test_without_a_request_nothing_of_it_is_read(auditor: Auditor, hosts: dict[str, Json]) -> None:
    audit = auditor.audit(hosts, "--limit", "home")
    assert len(audit.calls) == 3 + 5
    assert audit.host("home")["bundles"] is None
    assert [image(audit, "lab")[key] for key in ("bundles", "previous_of", "copies", "retention")] == [None] * 4
    assert audit.report["summary"]["bundles"] is None


def test_images_are_in_a_csv_file(usage: Audit) -> None:
    with (usage.folder / "report.images.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["host"] == "home"]
    assert len(rows) == 5
    row = next(row for row in rows if row["name"] == "win11-now")
    assert (row["bundle_name"], row["bundle_rings"], row["bundle_old"]) == (
        "w-broad",
        "broad",
        "newer_image not_released",
    )
    assert (row["previous_of"], row["retention_action"], row["retention_reason"]) == ("w-pilot", "keep", "bundle")


def test_rings_that_a_release_would_refuse_are_a_finding(auditor: Auditor, hosts: dict[str, Json]) -> None:
    broken = {**hosts["home"], "release_rings": [{"name": "pilot"}]}
    audit = auditor.audit({"home": broken})
    (found,) = audit.host("home")["findings"]
    assert (found["kind"], found["subject"], found["reason"]) == ("failing", "variables", "invalid_request")
    assert "bundle" in found["message"]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"audit_retention": {"name_pattern": "(", "keep": 1}}, "it is not a regular expression"),
        ({"audit_retention": {"name_pattern": ".*"}}, "missing required arguments: keep"),
        ({"audit_read": ["desktops"]}, "value of audit_read must be one or more of"),
    ],
)
def test_bad_options_fail_before_anything_is_sent(
    auditor: Auditor, hosts: dict[str, Json], variables: Json, words: str
) -> None:
    audit = auditor.audit(hosts, **variables)
    assert audit.run.code == 2
    assert words in audit.run.output
    assert audit.calls == []
