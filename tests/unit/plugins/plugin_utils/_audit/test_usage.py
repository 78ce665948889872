# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image is where, and what retention would do, by tables."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta, timezone

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_options import RetentionSpec
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.csv_file import images_csv_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.observations import Policy
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.retention import candidates_of, retention_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.usage import bundles_of, with_copies
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.release import Release

NOW = datetime(2026, 11, 23, 6, tzinfo=timezone.utc)
KEPT = RetentionSpec(r"(win1[01])-.*", keep=1)
RINGS = {"pilot": ["pilot"]}


def image(name, days, **more):
    """Return an image as it is read."""
    created = (NOW - timedelta(days=days)).isoformat()
    return {"image_id": f"wsi-{name}", "name": name, "state": "AVAILABLE", "created": created, **more}


def facts(*images, **bundles):
    """Return facts with bundles that have an image each."""
    found = [
        {"name": name, "bundle_id": f"wsb-{name}", "image_id": f"wsi-{of}", "tags": {}} for name, of in bundles.items()
    ]
    return {"images": list(images), "bundles": found}


@pytest.mark.parametrize(
    ("policy", "release", "old"),
    [
        (Policy(12.0), Release(), []),
        (Policy(12.0, retention=KEPT), Release(), ["newer_image"]),
        (Policy(12.0, retention=RetentionSpec("lab-.*", keep=1)), Release(), []),
        (Policy(12.0), Release("win11-new", RINGS), ["not_released"]),
        (Policy(12.0), Release("win11-old", RINGS), []),
        (Policy(12.0), Release("win11-new", {"other": ["pilot"]}), []),
        (Policy(12.0, max_image_age_days=99), Release(), ["too_old"]),
        (Policy(12.0, max_image_age_days=100), Release(), []),
        (Policy(12.0, 99, retention=KEPT), Release("win11-new", RINGS), ["newer_image", "not_released", "too_old"]),
    ],
)
def test_why_the_image_of_a_bundle_is_old(policy, release, old):
    known = facts(image("win11-old", 100), image("win11-new", 3), pilot="win11-old")
    (bundle,) = bundles_of(known, release, policy, NOW) or []
    assert bundle["old"] == old


@pytest.mark.parametrize(
    "newer", [image("win10-new", 3), image("win11-new", 3, state="ERROR"), image("win11-before", 200)]
)
def test_only_a_newer_usable_image_of_the_family_makes_another_old(newer):
    known = facts(image("win11-old", 100), newer, pilot="win11-old")
    (bundle,) = bundles_of(known, Release(), Policy(12.0, retention=KEPT), NOW) or []
    assert bundle["old"] == []


def test_an_image_that_the_account_does_not_own_has_no_name():
    (bundle,) = (
        bundles_of(facts(pilot="elsewhere"), Release("win11", RINGS), Policy(12.0, 1, retention=KEPT), NOW) or []
    )
    assert (bundle["image_id"], bundle["image_name"], bundle["old"]) == ("wsi-elsewhere", None, ["not_released"])


def test_bundles_that_were_not_read_are_unknown():
    assert bundles_of({"images": []}, Release(), Policy(12.0), NOW) is None


def test_retention_is_known_only_where_all_that_it_needs_was_read():
    old, new = image("win11-old", 100), image("win11-new", 3)
    known = facts(old, new)
    assert candidates_of(KEPT, known, NOW) == {"wsi-win11-old"}
    assert candidates_of(None, known, NOW) == set()
    assert retention_of(KEPT, known, NOW) == {}
    old |= {"tags": {}, "shared_account_ids": []}
    assert {key: each["action"] for key, each in retention_of(KEPT, known, NOW).items()} == {
        "wsi-win11-old": "delete",
        "wsi-win11-new": "keep",
    }
    assert retention_of(KEPT, {"images": [old, new]}, NOW) == {}
    assert retention_of(None, known, NOW) == {}


def test_copies_are_found_among_all_hosts():
    def record(host, region, **more):
        shown = {"name": "win11", "image_id": f"wsi-{host}", "tags": {}, "copied_from": None, **more}
        return {"host": host, "account_id": None, "region": region, "images": [shown]}

    origin = {"region": "eu-west-1", "image_id": "wsi-home"}
    records = [record("home", "eu-west-1", tags=None), record("away", "us-east-1", copied_from=origin)]
    home, away = with_copies(records)
    assert [copy["host"] for copy in home["images"][0]["copies"]] == ["away"]
    assert away["images"][0]["copies"] == []
    unknown, *_others = with_copies(records[:1])
    assert unknown["images"][0]["copies"] is None


def test_bundles_of_images_of_others_and_images_in_no_bundle_are_shown():
    known = facts(image("win11-old", 100), image("win11-new", 3), pilot="win11-new", theirs="elsewhere")
    record = next_step(Seen("prod", {"byol_facts": known}), Policy(12.0), NOW).record
    report = report_of({"prod": record}, NOW.isoformat(), Options("Audit", 12.0))
    page = html_of(report)
    assert "theirs (wsi-elsewhere)" in page
    assert page.count("in no bundle") == 1
    rows = list(csv.DictReader(io.StringIO(images_csv_of(report))))
    assert [(row["name"], row["image_id"], row["bundle_name"]) for row in rows] == [
        ("win11-old", "wsi-win11-old", ""),
        ("win11-new", "wsi-win11-new", "pilot"),
        ("", "wsi-elsewhere", "theirs"),
    ]
