# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_info: each word of gather costs its own calls, and gives its own part of the result."""

from __future__ import annotations

import pytest

from ..support.place import ACCOUNT, NAME, PLACE, SOURCE
from ..support.running import failure_of, succeeded

RANGE = "10.32.0.0/16"
OTHERS = {"account": "222222222222", "region": PLACE["region"]}


@pytest.fixture
def image_ids(aws):
    """Three images: imported, made in another way, and shared; an account with a history."""
    history = [{"support": "ENABLED", "age_seconds": 7200}, {"cidr": RANGE, "age_seconds": 3600}]
    aws.account(support="ENABLED", cidr=RANGE, modifications=history)
    ids = [aws.image(tags={"team": "euc"}), aws.image("made-by-hand", **{"import": None}), aws.image("shared")]
    aws.share(ids[2], "222222222222")
    return ids


@pytest.fixture
def from_others(aws):
    """An image that another account shares with this one."""
    (image_id,) = aws.control.images("theirs", **OTHERS)
    aws.control.share(image_id, ACCOUNT, **OTHERS)
    return image_id


def test_the_default(aws, info, image_ids):
    result = succeeded(info())
    assert aws.operations() == [
        "DescribeAccount",
        "DescribeWorkspaceImages",
        *["DescribeCustomWorkspaceImageImport"] * 3,
    ]
    assert result.keys() == {"changed", "account", "images", "calls", "warnings"}
    assert result["calls"] == 5
    assert result["changed"] is False
    assert [image["image_id"] for image in result["images"]] == image_ids
    assert result["images"][0]["import"]["image_source"] == SOURCE
    assert result["images"][1]["import"] is None
    assert not {"tags", "shared_account_ids"} & result["images"][0].keys()


@pytest.mark.parametrize(
    ("word", "calls", "keys"),
    [
        ("account", ["DescribeAccount"], {"account"}),
        ("account_modifications", ["DescribeAccountModifications"], {"account"}),
        ("images", ["DescribeWorkspaceImages"], {"images"}),
        (
            "image_imports",
            ["DescribeWorkspaceImages", *["DescribeCustomWorkspaceImageImport"] * 3],
            {"images"},
        ),
        ("image_tags", ["DescribeWorkspaceImages", *["DescribeTags"] * 3], {"images"}),
        (
            "image_permissions",
            ["DescribeWorkspaceImages", *["DescribeWorkspaceImagePermissions"] * 3],
            {"images"},
        ),
        (
            "available_cidr_ranges",
            ["ListAvailableManagementCidrRanges"] * 4,
            {"available_management_cidr_ranges"},
        ),
    ],
)
@pytest.mark.usefixtures("image_ids")
def test_each_word_costs_only_its_own_calls(aws, info, word, calls, keys):
    for check_mode in (False, True):
        result = succeeded(info(check_mode=check_mode, gather=[word], management_cidr_range_search="10.0.0.0/8"))
        assert aws.operations() == calls
        assert result.keys() == {"changed", "calls", "warnings"} | keys
        assert result["calls"] == len(calls)


@pytest.mark.usefixtures("image_ids")
def test_nothing_costs_nothing(aws, info):
    assert succeeded(info(gather=[])) == {"changed": False, "calls": 0, "warnings": []}
    assert aws.operations() == []


def test_all_words_together(info, image_ids):
    words = ["account", "account_modifications", "images", "image_imports", "image_tags", "image_permissions"]
    words.append("available_cidr_ranges")
    result = succeeded(info(gather=words, management_cidr_range_search="10.0.0.0/10"))
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert [entry.get("dedicated_tenancy_support") for entry in result["account"]["modifications"]] == ["ENABLED", None]
    assert result["available_management_cidr_ranges"] == [f"10.{second}.0.0/16" for second in (0, 16, 32, 48)]
    first, second, third = result["images"]
    assert [first["image_id"], second["image_id"], third["image_id"]] == image_ids
    assert (first["tags"], second["tags"]) == ({"team": "euc"}, {})
    assert (first["shared_account_ids"], third["shared_account_ids"]) == ([], ["222222222222"])
    assert first["state"] == "AVAILABLE"
    assert first["import"]["state"] == "COMPLETED"


def test_modifications_are_reported_without_the_account(info, image_ids):
    assert image_ids
    account = succeeded(info(gather=["account_modifications"]))["account"]
    assert account.keys() == {"modifications"}
    assert [entry["modification_state"] for entry in account["modifications"]] == ["COMPLETED"] * 2
    assert account["modifications"][0]["start_time"] < account["modifications"][1]["start_time"]


def test_many_modifications_come_oldest_first(aws, info):
    ages = [50, 10, 40, 20, 60, 30]
    aws.settings(modification_page_size=2)
    aws.account(modifications=[{"support": "ENABLED", "age_seconds": age * 3600} for age in ages])
    found = succeeded(info(gather=["account_modifications"]))["account"]["modifications"]
    starts = [entry["start_time"] for entry in found]
    assert len(starts) == 6
    assert starts == sorted(starts)
    assert aws.operations() == ["DescribeAccountModifications"] * 3


def test_images_that_are_not_gathered_are_named_only(info, image_ids):
    result = succeeded(info(gather=["image_tags"]))
    assert result["images"][0] == {"image_id": image_ids[0], "name": NAME, "tags": {"team": "euc"}}


def test_images_that_others_share(aws, info, image_ids, from_others):
    words = ["images", "image_imports", "image_tags", "image_permissions"]
    owned = succeeded(info(gather=words))
    aws.operations()
    shared = succeeded(info(gather=words, image_type="SHARED"))
    assert aws.operations() == ["DescribeWorkspaceImages"]
    everything = succeeded(info(gather=words, image_type="ALL"))
    (theirs,) = shared["images"]
    assert theirs["image_id"] == from_others
    assert theirs["owner_account_id"] == "222222222222"
    assert (theirs["import"], theirs["tags"], theirs["shared_account_ids"]) == (None, None, None)
    assert [image["image_id"] for image in owned["images"]] == image_ids
    assert everything["images"] == owned["images"] + shared["images"]


def test_ranges_on_offer_are_read_to_the_last_page(aws, info):
    result = succeeded(info(gather=["available_cidr_ranges"], management_cidr_range_search="0.0.0.0/0"))
    assert len(result["available_management_cidr_ranges"]) == 19
    assert aws.operations() == ["ListAvailableManagementCidrRanges"] * 4


def test_no_ranges_on_offer(info):
    result = succeeded(info(gather=["available_cidr_ranges"], management_cidr_range_search="192.0.2.0/16"))
    assert result["available_management_cidr_ranges"] == []


def test_ranges_need_a_search(aws, info):
    failure = failure_of(info(gather=["available_cidr_ranges"]))
    assert failure["reason"] == "invalid_request"
    assert "management_cidr_range_search" in failure["message"]
    assert aws.operations() == []


def test_ranges_of_an_account_that_is_not_enabled(aws, info):
    aws.account(support="DISABLED")
    result = info(gather=["account", "available_cidr_ranges"], management_cidr_range_search="10.0.0.0/8")
    assert failure_of(result)["reason"] == "not_authorized"
    assert result["account"] == {"dedicated_tenancy_support": "DISABLED"}


@pytest.mark.parametrize(
    "options",
    [
        {"gather": ["everything"]},
        {"image_type": "MINE"},
        {"image_ids": ["ami-0123456789abcdef0"]},
        {"image_ids": ["wsi-short"]},
        {"image_ids": ["wsi-0123456789\n"]},
        {"management_cidr_range_search": "10.0.0.0/24"},
        {"management_cidr_range_search": "ten"},
    ],
)
def test_bad_input(aws, info, options):
    failure = failure_of(info(**options))
    assert failure["reason"] == "invalid_request"
    assert next(iter(options)) in failure["message"]
    assert aws.operations() == []


def test_there_is_no_diff(connection, info):
    """It changes nothing, and says so in its documentation."""
    assert connection
    assert "diff" not in succeeded(info())


def test_no_images(info):
    assert succeeded(info(image_type="ALL"))["images"] == []


def test_failed_calls_count_too(aws, info):
    aws.control.settings(denied=[{"operation": "DescribeAccount"}])
    result = info(gather=["account"])
    assert failure_of(result)["reason"] == "not_authorized"
    assert result["calls"] == len(aws.operations()) == 1
