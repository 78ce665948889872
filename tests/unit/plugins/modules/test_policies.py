# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policies in docs/iam with conditions on resources, enforced by the simulated AWS on the calls of the modules."""

from __future__ import annotations

import json

import pytest

from ..support.collection import ROOT
from ..support.running import failure_of, succeeded

DAY = 86400
RING = {"name": "pilot", "description": "Pilot ring", "compute_type": "STANDARD", "user_storage": 50}


def policy(name):
    """A policy as it is documented."""
    return json.loads((ROOT / "docs" / "iam" / f"{name}.json").read_text(encoding="utf-8"))


def names(elsewhere, aws):
    """The images that are left; whoever looks has all permissions."""
    aws.settings(policies=[])
    return {image["Name"] for image in elsewhere.describe_workspace_images()["Images"]}


@pytest.fixture
def images(aws):
    """An old image that is to stay by its tag, and two others."""
    kept = aws.image("win11-1", age_seconds=9 * DAY, tags={"keep": "true"})
    return kept, aws.image("win11-2", age_seconds=8 * DAY), aws.image("win11-3")


@pytest.mark.usefixtures("images")
def test_an_image_with_the_tag_is_not_deleted(aws, retention, elsewhere):
    aws.settings(policies=[policy("change"), policy("retention")])
    result = retention(name_pattern=r"win11-\d", keep=1, state="absent")
    failure = failure_of(result)
    assert (failure["reason"], failure["code"]) == ("not_authorized", "AccessDeniedException")
    assert "win11-1" in failure["message"]
    assert result["changed"] is False
    assert names(elsewhere, aws) == {"win11-1", "win11-2", "win11-3"}


@pytest.mark.usefixtures("images")
def test_protect_tags_leaves_nothing_for_the_policy_to_refuse(aws, retention, elsewhere):
    aws.settings(policies=[policy("change"), policy("retention")])
    succeeded(retention(name_pattern=r"win11-\d", keep=1, state="absent", protect_tags=["keep"]))
    assert names(elsewhere, aws) == {"win11-1", "win11-3"}


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize(("name", "deleted"), [("win11-1", False), ("win11-2", True)])
def test_deleting_one_image_by_its_name(aws, absent, elsewhere, name, deleted):
    aws.settings(policies=[policy("change"), policy("retention")])
    assert absent(name=name).get("failed", False) is not deleted
    assert (name not in names(elsewhere, aws)) is deleted


def test_who_releases_changes_rings_and_nothing_else(aws, bundle, absent, info, images, elsewhere):
    old, _other, new = images
    aws.bundles(old, name="pilot", description="Pilot ring", tags={"release": "rings"})
    aws.bundles(old, name="training", description="Pilot ring")
    aws.settings(policies=[policy("release")])
    # What the role byol_release sends.
    succeeded(info(gather=["images", "bundle_tags"], names=["win11-3"], bundle_names=["pilot"]))
    assert succeeded(bundle(**RING, image_id=new, tags={"euc.workspaces/a": "b"}, purge_tags=False))["changed"] is True
    for refused in (
        bundle(**{**RING, "name": "training"}, image_id=new),
        bundle(**{**RING, "name": "another"}, image_id=new),
        bundle(name="training", state="absent"),
        absent(name="win11-2"),
    ):
        assert failure_of(refused)["reason"] == "not_authorized"
    assert names(elsewhere, aws) == {"win11-1", "win11-2", "win11-3"}
    found = {each["Name"]: each["ImageId"] for each in elsewhere.describe_workspace_bundles()["Bundles"]}
    assert found == {"pilot": new, "training": old}


@pytest.mark.usefixtures("images")
def test_all_modules_do_with_the_policy_for_changes(aws, bundle, retention, info):
    aws.settings(policies=[policy("change")])
    succeeded(bundle(**RING, image_name="win11-3", tags={"a": "b"}))
    succeeded(bundle(name="pilot", state="absent"))
    succeeded(info(gather=["account", "images", "image_imports", "image_permissions", "bundle_tags"]))
    assert succeeded(retention(name_pattern=r"win11-\d", keep=1, state="absent"))["changed"] is True
