# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key of a result is documented, and what is said to be always there always is."""

from __future__ import annotations

import pytest

from ..support.collection import returned
from ..support.place import OTHER_SOURCE

ALWAYS = ("always", "always, empty if it could not be read")
OF_ANSIBLE = {"changed", "diff", "failed", "msg", "warnings"}


def assert_documented(module, result):
    """Hold the keys of a result against the documentation."""
    documented = returned(module)
    assert result.keys() - OF_ANSIBLE <= documented.keys()
    for key, details in documented.items():
        if details["returned"] in ALWAYS:
            assert key in result


@pytest.mark.parametrize("check_mode", [False, True])
def test_images(aws, image, absent, check_mode):
    for result in (
        image(check_mode=check_mode),
        image(check_mode=check_mode, tags={"a": "1"}, diff=True),
        image(check_mode=check_mode, image_source=OTHER_SOURCE),
        absent(check_mode=check_mode),
    ):
        assert_documented("workspaces_custom_image_import", result)
    image_id = aws.image("in-use")
    aws.bundles(image_id)
    assert_documented("workspaces_custom_image_import", absent(check_mode=check_mode, name="in-use"))


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("second", [{"b": {"state": "absent"}}, {"failing": {}}])
def test_several_images(aws, images, check_mode, second):
    aws.image("failing", state="ERROR")
    result = images({"a": {}, **second}, check_mode=check_mode, diff=True)
    assert_documented("workspaces_byol_images", result)
    documented = returned("workspaces_byol_images")["images"]["contains"]
    for image in result["images"]:
        assert image.keys() <= documented.keys()
        assert {name for name, details in documented.items() if details["returned"] == "always"} <= image.keys()


@pytest.mark.parametrize("check_mode", [False, True])
def test_accounts(aws, account, check_mode):
    for support in ("ENABLED", "DISABLED"):
        aws.account(support=support)
        for options in ({}, {"management_cidr_range": "10.32.0.0/16"}, {"management_cidr_range": "10.33.0.0/16"}):
            result = account(check_mode=check_mode, diff=True, **options)
            assert_documented("workspaces_byol_account", result)
            aws.account(modifications=[])


def test_info(aws, info):
    aws.image()
    words = ["account", "account_modifications", "images", "image_imports", "image_tags", "image_permissions"]
    result = info(gather=[*words, "available_cidr_ranges"], management_cidr_range_search="10.0.0.0/8")
    assert_documented("workspaces_byol_info", result)
    assert_documented("workspaces_byol_info", info(region=None))
