# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_image_retention against the simulated AWS."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

DAY = 86400
PREVIOUS = "euc.workspaces/previous_image"
IMAGES, BUNDLES, TAGS, SHARES, DELETE = (
    "DescribeWorkspaceImages",
    "DescribeWorkspaceBundles",
    "DescribeTags",
    "DescribeWorkspaceImagePermissions",
    "DeleteWorkspaceImage",
)
PATTERN = r"(win1[01])-\d+"


@pytest.fixture
def wanted(retention):
    def run(**options):
        return retention(**{"name_pattern": PATTERN, "keep": 1, "state": "absent", **options})

    return run


@pytest.fixture
def images(aws):
    """Four images of a family, the first the oldest, and one of another."""
    made = {f"win11-{n}": aws.image(f"win11-{n}", age_seconds=(10 - n) * DAY) for n in range(1, 5)}
    made["golden"] = aws.image("golden", age_seconds=99 * DAY)
    return made


def reasons(result):
    return {image["name"]: image["reason"] for image in result["images"]}


def left(elsewhere):
    return {image["Name"] for image in elsewhere.describe_workspace_images()["Images"]}


@pytest.mark.usefixtures("images")
def test_reported_by_default(aws, retention):
    result = succeeded(retention(name_pattern=PATTERN, keep=2, diff=True))
    assert result["changed"] is False
    assert reasons(result) == {
        "golden": "no_match",
        "win11-1": "superseded",
        "win11-2": "superseded",
        "win11-3": "newest",
        "win11-4": "newest",
    }
    assert {image["action"] for image in result["images"]} == {"keep", "delete"}
    assert not aws.writes()


def test_deleting(aws, wanted, images, elsewhere):
    aws.bundles(images["win11-1"], name="b", tags={PREVIOUS: images["win11-2"]})
    predicted = succeeded(wanted(check_mode=True, diff=True))
    assert not aws.writes()
    aws.operations()
    done = succeeded(wanted(diff=True))
    before = [BUNDLES, TAGS, SHARES, TAGS]
    assert sorted(aws.operations()) == sorted([IMAGES, BUNDLES, TAGS, *[SHARES, TAGS] * 3, *before, DELETE])
    assert (predicted["images"], predicted["changed"]) == (done["images"], done["changed"])
    assert predicted["diff"] == done["diff"]
    assert reasons(done) == {
        "golden": "no_match",
        "win11-1": "bundle",
        "win11-2": "previous_image",
        "win11-3": "superseded",
        "win11-4": "newest",
    }
    assert left(elsewhere) == {"golden", "win11-1", "win11-2", "win11-4"}
    assert succeeded(wanted())["changed"] is False


def test_what_else_is_kept(aws, wanted, elsewhere):
    shared = aws.image("win11-1", age_seconds=9 * DAY)
    aws.share(shared, "222222222222")
    aws.image("win11-2", age_seconds=8 * DAY, tags={"keep": ""})
    aws.image("win11-3", age_seconds=7 * DAY, state="ERROR")
    aws.image("win11-4", age_seconds=6 * DAY, state="PENDING", **{"import": None})
    aws.image("win11-5", age_seconds=5 * DAY)
    aws.image("win11-6", age_seconds=1 * DAY)
    aws.image("win11-7")
    result = succeeded(wanted(protect_tags=["keep"], min_age_days=2))
    assert reasons(result) == {
        "win11-1": "shared",
        "win11-2": "protected",
        "win11-3": "failed",
        "win11-4": "pending",
        "win11-5": "superseded",
        "win11-6": "too_young",
        "win11-7": "newest",
    }
    assert "win11-5" not in left(elsewhere)
    result = succeeded(wanted(protect_tags=["keep"], min_age_days=2, failed_after_days=7))
    assert reasons(result)["win11-3"] == "expired_failure"
    assert "win11-3" not in left(elsewhere)


@pytest.mark.usefixtures("images")
def test_no_more_than_so_many(wanted, elsewhere):
    succeeded(wanted(max_deletions=1))
    assert left(elsewhere) == {"golden", "win11-2", "win11-3", "win11-4"}


@pytest.mark.usefixtures("images")
def test_nothing_to_delete_costs_the_list_only(aws, wanted):
    succeeded(wanted(keep=4))
    assert aws.operations() == [IMAGES]


def test_pages(aws, wanted):
    aws.settings(bundle_page_size=1)
    (new,) = aws.images(1, name="new")
    aws.images(26, name="old", age_seconds=DAY)
    aws.bundles(new, name="one")
    aws.bundles(new, name="two")
    succeeded(wanted(name_pattern=r".*", keep=26, state="reported"))
    assert sorted(aws.operations()) == sorted([IMAGES] * 2 + [BUNDLES] * 2 + [TAGS] * 3 + [SHARES])


@pytest.mark.parametrize("refused", [BUNDLES, TAGS, SHARES])
def test_a_refused_read_deletes_nothing(aws, wanted, images, elsewhere, refused):
    aws.bundles(images["golden"])
    aws.settings(denied=[{"operation": refused}])
    assert failure_of(wanted())["reason"] == "not_authorized"
    assert not aws.writes()
    aws.settings(denied=[])
    assert left(elsewhere) == set(images)


@pytest.mark.parametrize("use", ["bundle", "previous", "tag", "share"])
def test_use_is_read_again_before_each_deletion(aws, wanted, images, elsewhere, monkeypatch, use):
    from ansible_collections.euc.workspaces.plugins.module_utils._tasks.retention import RetentionTask

    (bundle_id,) = aws.bundles(images["golden"], name="ring")
    real = RetentionTask._delete

    def late(self, step):
        if step.params["ImageId"] == images["win11-2"]:
            previous = [{"Key": PREVIOUS, "Value": images["win11-2"]}]
            if use == "share":
                aws.share(images["win11-2"], "222222222222")
            elif use == "tag":
                # As where a tag is put back after AWS refused to change the image.
                elsewhere.create_tags(ResourceId=bundle_id, Tags=previous)
            else:
                aws.advance(1)
                other = images["win11-2"] if use == "bundle" else images["win11-4"]
                if use == "previous":
                    elsewhere.create_tags(ResourceId=bundle_id, Tags=previous)
                elsewhere.update_workspace_bundle(BundleId=bundle_id, ImageId=other)
        real(self, step)

    monkeypatch.setattr(RetentionTask, "_delete", late)
    result = succeeded(wanted(diff=True))
    expected = {"bundle": "bundle", "share": "shared"}.get(use, "previous_image")
    assert reasons(result)["win11-2"] == expected
    assert len(result["warnings"]) == 1
    assert left(elsewhere) == {"golden", "win11-2", "win11-4"}
    assert any("win11-2" in image for image in result["diff"]["after"]["images"])


@pytest.mark.usefixtures("images")
@pytest.mark.parametrize("drop", ["before", "after"])
def test_lost_replies(aws, wanted, elsewhere, drop):
    aws.faults([{"operation": DELETE, "do": {"drop": drop}}])
    assert succeeded(wanted(max_deletions=1))["changed"] is True
    assert sum(call["acted"] for call in aws.calls(operation=DELETE)) == 1
    assert "win11-1" not in left(elsewhere)


@pytest.mark.usefixtures("images")
def test_a_deletion_is_not_sent_again_where_reading_is_denied(aws, wanted):
    refused = {"operation": IMAGES, "after": 1, "do": {"error": "AccessDeniedException"}}
    aws.faults([{"operation": DELETE, "do": {"drop": "before"}}, refused])
    assert failure_of(wanted(max_deletions=1))["reason"] == "not_authorized"
    assert len(aws.calls(operation=DELETE)) == 1


def test_use_is_read_again_before_a_deletion_is_sent_again(aws, wanted, images, elsewhere, monkeypatch):
    from ansible_collections.euc.workspaces.plugins.module_utils._tasks import writes

    (bundle_id,) = aws.bundles(images["golden"], name="ring")
    aws.faults([{"operation": DELETE, "do": {"drop": "before"}}])
    real = writes._is_visible

    def meanwhile(clock, is_done):
        elsewhere.create_tags(ResourceId=bundle_id, Tags=[{"Key": PREVIOUS, "Value": images["win11-1"]}])
        return real(clock, is_done)

    monkeypatch.setattr(writes, "_is_visible", meanwhile)
    result = succeeded(wanted(max_deletions=1))
    assert (result["changed"], reasons(result)["win11-1"]) == (False, "previous_image")
    assert left(elsewhere) == set(images)


@pytest.mark.usefixtures("images")
def test_an_image_that_aws_keeps(aws, wanted):
    aws.faults([{"operation": DELETE, "do": {"error": "ResourceAssociatedException"}}])
    result = succeeded(wanted(max_deletions=1))
    assert (result["changed"], reasons(result)["win11-1"]) == (False, "in_use")


@pytest.mark.parametrize(
    "options", [{"name_pattern": "win11-("}, {"keep": -1}, {"max_deletions": -1}, {"state": "gone"}]
)
def test_bad_input_fails_before_any_call(aws, wanted, options):
    assert failure_of(wanted(**options))["reason"] == "invalid_request"
    assert not aws.calls()
