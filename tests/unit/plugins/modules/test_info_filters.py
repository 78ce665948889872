# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_info with image_ids and names: only these, and no page further than needed."""

from __future__ import annotations

import pytest

from ..support.place import ACCOUNT, PLACE
from ..support.running import succeeded

IMAGES, IMPORT = "DescribeWorkspaceImages", "DescribeCustomWorkspaceImageImport"
UNKNOWN = "wsi-000000000"
OTHERS = {"account": "222222222222", "region": PLACE["region"]}


@pytest.fixture
def ids(aws):
    """Sixty images, named filler-0001 and so on: three pages."""
    aws.settings(image_quota=200)
    return aws.images(60)


def found(result):
    """The ids in a result."""
    return [image["image_id"] for image in succeeded(result)["images"]]


def test_names(aws, info, ids):
    assert found(info(gather=["images"], names=["filler-0003", "filler-0001"])) == [ids[0], ids[2]]
    assert aws.operations() == [IMAGES]


def test_names_up_to_the_page_of_the_last(aws, info, ids):
    assert found(info(gather=["images"], names=["filler-0003", "filler-0030"])) == [ids[2], ids[29]]
    assert aws.operations() == [IMAGES] * 2


def test_a_name_that_does_not_exist(aws, info, ids):
    assert found(info(gather=["images"], names=["nobody", "filler-0003"])) == [ids[2]]
    assert aws.operations() == [IMAGES] * 3


def test_only_what_is_requested_is_read(aws, info, ids):
    assert found(info(gather=["images", "image_imports"], names=["filler-0003"])) == [ids[2]]
    assert aws.operations() == [IMAGES, IMPORT]


def test_ids_in_one_call(aws, info, ids):
    assert sorted(found(info(gather=["images"], image_ids=[ids[59], ids[3]]))) == sorted([ids[3], ids[59]])
    assert [request["ImageIds"] for request in aws.requests(IMAGES)] == [[ids[59], ids[3]]]


def test_ids_without_the_images_need_no_list(aws, info, ids):
    result = succeeded(info(gather=["image_imports"], image_ids=[ids[5]]))
    assert aws.operations() == [IMPORT]
    (image,) = result["images"]
    assert image["image_id"] == ids[5]
    assert image["import"]["state"] == "COMPLETED"


def test_more_ids_than_a_call_takes(aws, info, ids):
    assert sorted(found(info(gather=["images"], image_ids=ids))) == sorted(ids)
    assert [len(request["ImageIds"]) for request in aws.requests(IMAGES)] == [25, 25, 10]


@pytest.mark.parametrize("gather", ["images", "image_imports", "image_tags", "image_permissions"])
def test_an_id_that_does_not_exist_is_not_there(info, ids, gather):
    assert found(info(gather=[gather], image_ids=[UNKNOWN, ids[0]])) == [ids[0]]
    assert found(info(gather=[gather], image_ids=[UNKNOWN])) == []


@pytest.mark.parametrize(("gather", "key"), [("image_imports", "import"), ("image_permissions", "shared_account_ids")])
def test_an_id_with_nothing_to_report_is_there(aws, info, gather, key):
    """AWS may answer the same for an image without an import as for no image at all."""
    image_id = aws.image(**{"import": None})
    (image,) = succeeded(info(gather=[gather], image_ids=[image_id]))["images"]
    assert image["image_id"] == image_id
    assert not image[key]


def test_ids_and_names_are_added_up(aws, info, ids):
    assert found(info(gather=["images"], image_ids=[ids[7]], names=["filler-0001"])) == [ids[0], ids[7]]
    assert aws.operations() == [IMAGES]


def test_an_id_that_is_named_too_comes_once(info, ids):
    assert found(info(gather=["images"], image_ids=[ids[0]], names=["filler-0001"])) == [ids[0]]
    assert found(info(gather=["images"], image_ids=[ids[0], ids[0]])) == [ids[0]]
    assert found(info(gather=["image_tags"], image_ids=[ids[0], ids[0]])) == [ids[0]]


def test_shared_images_can_have_one_name(aws, info):
    """Names are unique in an account only, so the list of what others share is read to its end."""
    theirs = []
    for number in (2, 3):
        owner = {**OTHERS, "account": str(number) * 12}
        (image_id,) = aws.control.images("same", **owner)
        aws.control.share(image_id, ACCOUNT, **owner)
        theirs.append(image_id)
    mine = aws.image("same")
    assert sorted(found(info(gather=["images"], image_type="SHARED", names=["same"]))) == sorted(theirs)
    assert sorted(found(info(gather=["images"], image_type="ALL", names=["same"]))) == sorted([mine, *theirs])


def test_ids_of_shared_images(aws, info):
    (theirs,) = aws.control.images("theirs", **OTHERS)
    aws.control.share(theirs, ACCOUNT, **OTHERS)
    mine = aws.image()
    assert found(info(gather=["images"], image_ids=[theirs, mine])) == [mine]
    assert found(info(gather=["images"], image_type="SHARED", image_ids=[theirs, mine])) == [theirs]
    assert found(info(gather=["images"], image_type="ALL", image_ids=[theirs, mine])) == [mine, theirs]


def test_empty_lists_are_no_filter(info, ids):
    assert len(found(info(gather=["images"], image_ids=[], names=[]))) == len(ids)


def test_one_name_without_a_list(info, ids):
    assert found(info(gather=["images"], name="filler-0002")) == [ids[1]]
