# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundles of workspaces_byol_info."""

from __future__ import annotations

from ..support.running import succeeded


def test_bundles(aws, info):
    image_id = aws.image()
    aws.settings(bundle_page_size=2)
    made = aws.bundles(image_id, count=3, name="ring")
    found = succeeded(info(gather=["bundles"]))
    assert aws.operations() == ["DescribeWorkspaceBundles"] * 2
    assert [bundle["bundle_id"] for bundle in found["bundles"]] == made
    assert {bundle["image_id"] for bundle in found["bundles"]} == {image_id}
    assert not any("tags" in bundle for bundle in found["bundles"])
    assert "images" not in found


def test_their_tags(aws, info):
    image_id = aws.image()
    aws.bundles(image_id, name="pilot", tags={"a": "b"})
    aws.bundles(image_id, name="broad")
    (pilot,) = succeeded(info(gather=["bundle_tags"], bundle_names=["pilot", "gone"]))["bundles"]
    assert (pilot["name"], pilot["tags"]) == ("pilot", {"a": "b"})
    assert aws.operations() == ["DescribeWorkspaceBundles", "DescribeTags"]


def test_without_the_word_nothing_is_read(aws, info):
    assert "bundles" not in succeeded(info(gather=["account"]))
    assert aws.operations() == ["DescribeAccount"]
