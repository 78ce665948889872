# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CreateWorkspaceBundle, UpdateWorkspaceBundle, DeleteWorkspaceBundle, DescribeWorkspaceBundles, DescribeWorkspaces."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ACCOUNT, REGION

PLACE = {"account": ACCOUNT, "region": REGION}
OTHER = {"account": "222222222222", "region": REGION}
TWO_HOURS = 7200


def bundle_of(image_id: str, compute_type: str = "STANDARD", **members: Any) -> dict[str, Any]:
    return {
        "BundleName": "standard",
        "BundleDescription": "a bundle",
        "ImageId": image_id,
        "ComputeType": {"Name": compute_type},
        "UserStorage": {"Capacity": "50"},
        **members,
    }


@pytest.fixture
def image_id(aws: Any) -> str:
    (made,) = aws.images("golden", **PLACE)
    return str(made)


@pytest.fixture
def create(client: Any, image_id: str) -> Any:
    def call(**members: Any) -> dict[str, Any]:
        made: dict[str, Any] = client.create_workspace_bundle(**bundle_of(image_id, **members))["WorkspaceBundle"]
        return made

    return call


def shown(client: Any, bundle_id: str) -> Any:
    return client.describe_workspace_bundles(BundleIds=[bundle_id])["Bundles"][0]


def test_a_new_bundle_is_pending_and_then_available(aws: Any, client: Any, create: Any, image_id: str) -> None:
    aws.settings(bundle_seconds=30)
    bundle = create(RootStorage={"Capacity": "80"}, Tags=[{"Key": "a", "Value": "b"}])
    assert bundle["State"] == "PENDING"
    assert (bundle["Name"], bundle["Description"], bundle["ImageId"]) == ("standard", "a bundle", image_id)
    assert (bundle["RootStorage"], bundle["UserStorage"]) == ({"Capacity": "80"}, {"Capacity": "50"})
    assert (bundle["Owner"], bundle["ComputeType"]) == (ACCOUNT, {"Name": "STANDARD"})
    aws.advance(29)
    assert shown(client, bundle["BundleId"])["State"] == "PENDING"
    aws.advance(1)
    assert shown(client, bundle["BundleId"])["State"] == "AVAILABLE"
    assert client.describe_tags(ResourceId=bundle["BundleId"])["TagList"] == [{"Key": "a", "Value": "b"}]


def test_a_bundle_can_end_in_error(aws: Any, client: Any, create: Any) -> None:
    aws.settings(failing_bundles=["broken"])
    bundle_id = create(BundleName="broken")["BundleId"]
    aws.advance(60)
    assert shown(client, bundle_id)["State"] == "ERROR"


def test_only_the_image_of_a_bundle_changes(aws: Any, client: Any, create: Any, code_of: Any) -> None:
    (newer,) = aws.images("newer", **PLACE)
    before = create()
    update = {"BundleId": before["BundleId"], "ImageId": newer}
    assert code_of(client.update_workspace_bundle, **update) == "ResourceUnavailableException"
    aws.advance(10)
    client.update_workspace_bundle(**update)
    after = shown(client, before["BundleId"])
    assert after["LastUpdatedTime"] > after["CreationTime"]
    assert after == {**before, "ImageId": newer, "State": "AVAILABLE", "LastUpdatedTime": after["LastUpdatedTime"]}
    aws.settings(bundle_update_seconds=5)
    client.update_workspace_bundle(**update)
    assert shown(client, before["BundleId"])["State"] == "PENDING"


def test_updates_that_are_refused(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    (bundle_id,) = aws.bundles(image_id, **PLACE)
    (pending,) = aws.images("waiting", state="PENDING", **PLACE)
    (shared,) = aws.images("shared", **OTHER)
    aws.share(shared, ACCOUNT, **OTHER)
    for request, code in (
        ({"BundleId": bundle_id}, "InvalidParameterValuesException"),
        ({"ImageId": image_id}, "InvalidParameterValuesException"),
        ({"BundleId": "wsb-000000000", "ImageId": image_id}, "ResourceNotFoundException"),
        ({"BundleId": bundle_id, "ImageId": "wsi-000000000"}, "ResourceNotFoundException"),
        ({"BundleId": bundle_id, "ImageId": pending}, "ResourceUnavailableException"),
        ({"BundleId": bundle_id, "ImageId": shared}, "AccessDeniedException"),
    ):
        assert code_of(client.update_workspace_bundle, **request) == code
    assert shown(client, bundle_id)["ImageId"] == image_id


@pytest.mark.parametrize("state", ["PENDING", "ERROR"])
def test_the_image_has_to_be_available(aws: Any, client: Any, code_of: Any, state: str) -> None:
    (not_ready,) = aws.images("not-ready", state=state, **PLACE)
    assert code_of(client.create_workspace_bundle, **bundle_of(not_ready)) == "ResourceUnavailableException"
    assert code_of(client.create_workspace_bundle, **bundle_of("wsi-000000000")) == "ResourceNotFoundException"


@pytest.mark.parametrize("held_code", ["ResourceAlreadyExistsException", "ResourceUnavailableException"])
def test_the_name_of_a_deleted_bundle_is_held(
    aws: Any, client: Any, create: Any, image_id: str, code_of: Any, held_code: str
) -> None:
    aws.settings(bundle_name_held_code=held_code)
    client.delete_workspace_bundle(BundleId=create()["BundleId"])
    assert client.describe_workspace_bundles()["Bundles"] == []
    assert code_of(client.create_workspace_bundle, **bundle_of(image_id)) == held_code
    create(BundleName="another")
    aws.advance(TWO_HOURS - 1)
    assert code_of(client.create_workspace_bundle, **bundle_of(image_id)) == held_code
    aws.advance(1)
    create()
    assert code_of(client.create_workspace_bundle, **bundle_of(image_id)) == "ResourceAlreadyExistsException"


def test_a_bundle_with_desktops_cannot_be_deleted(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    used, unused = aws.bundles(image_id, count=2, **PLACE)
    desktops = aws.desktops(used, count=30, **PLACE)
    assert code_of(client.delete_workspace_bundle, BundleId=used) == "ResourceAssociatedException"
    client.delete_workspace_bundle(BundleId=unused)
    assert code_of(client.delete_workspace_bundle, BundleId=unused) == "ResourceNotFoundException"
    assert code_of(client.delete_workspace_bundle) == "InvalidParameterValuesException"
    pages = list(client.get_paginator("describe_workspaces").paginate(BundleId=used, Limit=20))
    assert [len(page["Workspaces"]) for page in pages] == [20, 10]
    assert [desktop["WorkspaceId"] for page in pages for desktop in page["Workspaces"]] == desktops
    assert client.describe_workspaces(BundleId=unused)["Workspaces"] == []


def test_an_image_with_bundles_cannot_be_deleted(aws: Any, client: Any, image_id: str, code_of: Any) -> None:
    (bundle_id,) = aws.bundles(image_id, **PLACE)
    (newer,) = aws.images("newer", **PLACE)
    assert code_of(client.delete_workspace_image, ImageId=image_id) == "ResourceAssociatedException"
    client.update_workspace_bundle(BundleId=bundle_id, ImageId=newer)
    client.delete_workspace_image(ImageId=image_id)
    assert code_of(client.delete_workspace_image, ImageId=newer) == "ResourceAssociatedException"


@pytest.mark.parametrize(
    ("compute_type", "root", "user", "code"),
    [
        ("STANDARD", "80", "10", None),
        ("STANDARD", None, "100", None),
        ("STANDARD", "80", "20", "InvalidParameterValuesException"),
        ("STANDARD", "100", "100", "InvalidParameterValuesException"),
        ("STANDARD", "175", "50", "InvalidParameterValuesException"),
        ("STANDARD", "2000", "2000", None),
        ("STANDARD", "2001", "100", "InvalidParameterValuesException"),
        ("STANDARD", "80", "fifty", "InvalidParameterValuesException"),
        ("GENERALPURPOSE_4XLARGE", "80", "50", "InvalidParameterValuesException"),
        ("GENERALPURPOSE_4XLARGE", None, "100", None),
        ("GRAPHICS_G4DN", "80", "100", "InvalidParameterValuesException"),
        ("GRAPHICS_G4DN", None, "100", None),
        ("NONSENSE", "80", "50", "ValidationException"),
    ],
)
def test_storage(
    client: Any, create: Any, image_id: str, code_of: Any, compute_type: str, root: str, user: str, code: str
) -> None:
    members: dict[str, Any] = {"UserStorage": {"Capacity": user}}
    if root is not None:
        members["RootStorage"] = {"Capacity": root}
    if code is None:
        assert create(compute_type=compute_type, **members)["UserStorage"]["Capacity"] == user
    else:
        assert code_of(client.create_workspace_bundle, **bundle_of(image_id, compute_type, **members)) == code


def test_the_root_volume_holds_the_image(aws: Any, client: Any, code_of: Any) -> None:
    (large,) = aws.images("large", root_gb=175, **PLACE)
    small = bundle_of(large, UserStorage={"Capacity": "100"}, RootStorage={"Capacity": "80"})
    assert code_of(client.create_workspace_bundle, **small) == "InvalidParameterValuesException"
    client.create_workspace_bundle(**{**small, "RootStorage": {"Capacity": "175"}})


def test_value_bundles_take_no_windows_11(aws: Any, client: Any, code_of: Any) -> None:
    (eleven,) = aws.images("eleven", os_version="Windows_11", **PLACE)
    (ten,) = aws.images("ten", os_version="Windows_10", **PLACE)
    assert code_of(client.create_workspace_bundle, **bundle_of(eleven, "VALUE")) == "InvalidParameterValuesException"
    bundle_id = client.create_workspace_bundle(**bundle_of(ten, "VALUE"))["WorkspaceBundle"]["BundleId"]
    aws.advance(10)
    update = {"BundleId": bundle_id, "ImageId": eleven}
    assert code_of(client.update_workspace_bundle, **update) == "InvalidParameterValuesException"


@pytest.mark.usefixtures("enabled")
def test_an_import_knows_its_windows_version(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    eleven = client.import_custom_workspace_image(**request_of())["ImageId"]
    aws.advance(1000)
    assert code_of(client.create_workspace_bundle, **bundle_of(eleven, "VALUE")) == "InvalidParameterValuesException"


def test_listing(aws: Any, client: Any, clients: Any, image_id: str, code_of: Any) -> None:
    aws.settings(bundle_page_size=2)
    made = aws.bundles(image_id, count=3, **PLACE)
    pages = client.get_paginator("describe_workspace_bundles").paginate()
    bundles = [bundle for page in pages for bundle in page["Bundles"]]
    assert [bundle["BundleId"] for bundle in bundles] == made
    assert {bundle["ImageId"] for bundle in bundles} == {image_id}
    assert len(client.describe_workspace_bundles(BundleIds=made[:1])["Bundles"]) == 1
    assert client.describe_workspace_bundles(Owner="AMAZON")["Bundles"] == []
    both = {"BundleIds": made[:1], "Owner": ACCOUNT}
    assert code_of(client.describe_workspace_bundles, **both) == "InvalidParameterValuesException"
    for elsewhere in (clients(account=OTHER["account"]), clients(region="us-east-1")):
        assert elsewhere.describe_workspace_bundles()["Bundles"] == []


def test_quota(aws: Any, client: Any, create: Any, image_id: str, code_of: Any) -> None:
    aws.bundles(image_id, count=49, **PLACE)
    create()
    one_more = bundle_of(image_id, BundleName="one-more")
    assert code_of(client.create_workspace_bundle, **one_more) == "ResourceLimitExceededException"
    aws.settings(bundle_quota=51)
    create(BundleName="one-more")


def test_a_new_bundle_can_be_hidden(aws: Any, client: Any, create: Any, image_id: str, code_of: Any) -> None:
    aws.faults([{"operation": "CreateWorkspaceBundle", "do": {"hide_bundle": 20}}])
    create()
    assert client.describe_workspace_bundles()["Bundles"] == []
    assert code_of(client.create_workspace_bundle, **bundle_of(image_id)) == "ResourceAlreadyExistsException"
    aws.advance(20)
    assert len(client.describe_workspace_bundles()["Bundles"]) == 1


def test_seeded_bundles(aws: Any, client: Any, image_id: str) -> None:
    seeded = {"compute_type": "POWER", "root_storage": 175, "user_storage": 100, "description": "d", "tags": {"a": "b"}}
    (bundle_id,) = aws.bundles(image_id, name="power", age_seconds=60, **seeded, **PLACE)
    aws.bundles(image_id, name="waiting", state="PENDING", **PLACE)
    aws.bundles(image_id, name="broken", state="ERROR", **PLACE)
    power, waiting, broken = client.describe_workspace_bundles()["Bundles"]
    assert (power["ComputeType"]["Name"], power["RootStorage"]["Capacity"]) == ("POWER", "175")
    assert (power["Description"], power["State"]) == ("d", "AVAILABLE")
    assert (waiting["CreationTime"] - power["CreationTime"]).total_seconds() == 60
    assert (waiting["State"], broken["State"]) == ("PENDING", "ERROR")
    assert client.describe_tags(ResourceId=bundle_id)["TagList"] == [{"Key": "a", "Value": "b"}]


def test_seeding_that_makes_no_sense(aws: Any, image_id: str) -> None:
    from tests.emulator.control import ControlError

    for call in (
        lambda: aws.desktops("wsb-000000000", **PLACE),
        lambda: aws.bundles(image_id, nonsense=1, **PLACE),
        lambda: aws.settings(bundle_name_held_code="Nonsense"),
        lambda: aws.faults([{"operation": "CopyWorkspaceImage", "do": {"hide_bundle": 1}}]),
    ):
        with pytest.raises(ControlError):
            call()
