# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import where there is no image of the name: one import is started."""

from __future__ import annotations

import pytest
from ansible_collections.amazon.aws.plugins.module_utils.botocore import botocore_at_least

from ansible_collections.euc.workspaces.plugins.modules import workspaces_custom_image_import

from ..support.place import BUILD_ARN, IMAGE, NAME, OTHER_ARN, PLACE, REQUEST, SOURCE
from ..support.running import failure_of, run_module, succeeded

KEYS = {"changed", "image_id", "image", "image_import", "drift", "warnings"}


def test_one_call_after_the_reads(aws, image):
    result = succeeded(image())
    assert aws.requests("ImportCustomWorkspaceImage") == [REQUEST]
    assert aws.operations() == ["DescribeWorkspaceImages", "ImportCustomWorkspaceImage"]
    assert result["changed"] is True
    assert result["image_id"].startswith("wsi-")
    assert result["image_id"] == result["image"]["image_id"] == result["image_import"]["image_id"]
    assert (result["image"]["name"], result["image"]["state"]) == (NAME, "PENDING")
    assert result["image_import"]["state"] == "PENDING"
    assert result["image_import"]["image_source"] == SOURCE
    assert result["drift"] == []
    assert result["warnings"] == []
    assert result.keys() == KEYS


def test_check_mode_sends_reads_only_and_gives_the_same_keys(aws, image):
    predicted = succeeded(image(check_mode=True, tags={"team": "euc"}))
    assert aws.operations() == ["DescribeWorkspaceImages"]
    assert predicted["changed"] is True
    assert predicted["image_id"] is None
    assert predicted["image"]["image_id"] is None
    done = succeeded(image(tags={"team": "euc"}))
    assert predicted.keys() == done.keys() == KEYS
    assert predicted["image"].keys() == done["image"].keys()
    assert predicted["image_import"].keys() == done["image_import"].keys()
    assert predicted["image"]["tags"] == done["image"]["tags"] == {"team": "euc"}


def test_a_second_run_changes_nothing(aws, image):
    first = succeeded(image())
    aws.operations()
    second = succeeded(image())
    assert aws.writes() == []
    assert aws.operations() == ["DescribeWorkspaceImages", "DescribeCustomWorkspaceImageImport"]
    assert second["changed"] is False
    assert second["image_id"] == first["image_id"]
    assert second["image_import"]["image_source"] == SOURCE


def test_the_diff_is_the_same_in_check_mode(image):
    predicted = succeeded(image(check_mode=True, diff=True, tags={"team": "euc"}))["diff"]
    done = succeeded(image(diff=True, tags={"team": "euc"}))["diff"]
    assert predicted == done
    assert done["before"] == {}
    assert done["after"]["name"] == NAME
    assert done["after"]["image_source"] == SOURCE
    assert done["after"]["tags"] == {"team": "euc"}


def test_no_diff_unless_it_is_requested(image):
    assert "diff" not in succeeded(image())


def test_tags_go_with_the_import(aws, image):
    result = succeeded(image(tags={"team": "euc", "release": "2026 11"}))
    (sent,) = aws.requests("ImportCustomWorkspaceImage")
    assert sorted(sent.pop("Tags"), key=lambda tag: tag["Key"]) == [
        {"Key": "release", "Value": "2026 11"},
        {"Key": "team", "Value": "euc"},
    ]
    assert sent == REQUEST
    assert result["image"]["tags"] == {"team": "euc", "release": "2026 11"}
    again = succeeded(image(tags={"team": "euc", "release": "2026 11"}))
    assert again["changed"] is False
    assert again["image"]["tags"] == {"team": "euc", "release": "2026 11"}


@pytest.mark.parametrize("tags", [None, {}])
def test_without_tags_none_are_sent(aws, image, tags):
    succeeded(image(tags=tags))
    assert aws.requests("ImportCustomWorkspaceImage") == [REQUEST]


@pytest.mark.parametrize(
    ("options", "members"),
    [
        ({"compute_type": "GRAPHICS_G4DN"}, {"ComputeType": "GRAPHICS_G4DN"}),
        ({"protocol": "BYOP"}, {"Protocol": "BYOP"}),
        ({"os_version": "Windows_10"}, {"OsVersion": "Windows_10"}),
        ({"os_version": "Windows_10", "protocol": "PCOIP"}, {"OsVersion": "Windows_10", "Protocol": "PCOIP"}),
        (
            {"image_source": {"image_build_version_arn": BUILD_ARN}},
            {"ImageSource": {"ImageBuildVersionArn": BUILD_ARN}},
        ),
        ({"infrastructure_configuration_arn": OTHER_ARN}, {"InfrastructureConfigurationArn": OTHER_ARN}),
    ],
)
def test_options_become_members(aws, image, options, members):
    succeeded(image(**options))
    assert aws.requests("ImportCustomWorkspaceImage") == [{**REQUEST, **members}]


def test_an_ami_is_a_source(aws, image):
    ami_id = aws.control.ami(**PLACE)
    result = succeeded(image(image_source={"ec2_image_id": ami_id}))
    assert aws.requests("ImportCustomWorkspaceImage") == [{**REQUEST, "ImageSource": {"Ec2ImageId": ami_id}}]
    assert result["image_import"]["image_source"] == {"ec2_image_id": ami_id}


def test_aliases(aws, connection):
    aliases = {"name": "image_name", "description": "image_description"}
    options = {aliases.get(option, option): value for option, value in IMAGE.items()}
    succeeded(run_module(workspaces_custom_image_import, {**connection, **options}))
    assert aws.requests("ImportCustomWorkspaceImage") == [REQUEST]


def test_the_validation_mode_is_sent_where_the_sdk_knows_it(aws, image):
    result = image(image_validation_mode="CUSTOMER_MANAGED")
    if botocore_at_least("1.43.115"):
        succeeded(result)
        assert aws.requests("ImportCustomWorkspaceImage") == [{**REQUEST, "ImageValidationMode": "CUSTOMER_MANAGED"}]
    else:
        assert failure_of(result)["reason"] == "sdk_too_old"
        assert "1.43.115" in result["msg"]
        assert aws.operations() == []


def test_images_of_others_do_not_take_the_name(aws, image):
    (shared,) = aws.control.images(NAME, account="222222222222", region=PLACE["region"])
    aws.control.share(shared, PLACE["account"], account="222222222222", region=PLACE["region"])
    result = succeeded(image())
    assert result["changed"] is True
    assert result["image_id"] != shared


def test_another_name_is_no_match(aws, image):
    aws.image(NAME + "-old")
    aws.image(NAME.upper())
    assert succeeded(image())["changed"] is True
