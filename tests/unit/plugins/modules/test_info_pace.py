# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_info under the rate limit of AWS: in parallel, but never faster than it grants."""

from __future__ import annotations

import pytest

from ..support.running import succeeded


def test_forty_images_take_the_time_that_the_limit_takes(aws, info, clock):
    """43 calls, of which 5 can be made immediately, at 2 a second."""
    aws.images(40)
    result = succeeded(info())
    assert len(result["images"]) == 40
    assert all(image["import"]["state"] == "COMPLETED" for image in result["images"])
    assert len(aws.operations()) == 43
    assert clock.passed >= (43 - 5) / 2 - 1


@pytest.mark.usefixtures("real_time")
def test_nothing_is_refused(aws, info):
    """In real time, as the emulator's limit is."""
    aws.settings(rate_limit=True)
    aws.images(8)
    result = succeeded(info())
    assert len(result["images"]) == 8
    assert [call["outcome"] for call in aws.calls()] == ["ok"] * 10


@pytest.mark.usefixtures("clock")
def test_the_order_of_images_does_not_depend_on_the_order_of_replies(aws, info):
    ids = aws.images(20)
    aws.settings(latency=0.002)
    assert [image["image_id"] for image in succeeded(info(gather=["images", "image_tags"]))["images"]] == ids


def test_a_failed_read_fails_the_task(aws, info):
    aws.images(5)
    aws.settings(denied=[{"operation": "DescribeTags"}])
    result = info(gather=["images", "image_tags"])
    assert result["failure"]["reason"] == "not_authorized"
    assert "DescribeTags" in result["msg"]


@pytest.mark.usefixtures("clock")
def test_a_failed_read_is_among_the_last(aws, info):
    """Those that have not started are no longer sent."""
    aws.images(40)
    aws.settings(denied=[{"operation": "DescribeTags"}], latency=0.2)
    assert info(gather=["images", "image_tags"])["failure"]["reason"] == "not_authorized"
    assert len(aws.requests("DescribeTags")) < 20
