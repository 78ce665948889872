# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import with state=absent."""

from __future__ import annotations

import pytest

from ..support.place import NAME
from ..support.running import failure_of, succeeded

LOOK = ["DescribeWorkspaceImages", "DescribeWorkspaceBundles", "DescribeWorkspaceImagePermissions"]
KEYS = {"changed", "image_id", "image", "image_import", "drift", "warnings"}


def test_gone_already(aws, absent):
    aws.image("another")
    result = succeeded(absent(diff=True))
    assert aws.operations() == ["DescribeWorkspaceImages"]
    assert result["changed"] is False
    assert (result["image_id"], result["image"], result["image_import"]) == (None, None, None)
    assert result["diff"] == {"before": {}, "after": {}}


def test_it_is_deleted(aws, absent):
    image_id = aws.image()
    other_id = aws.image("another")
    predicted = succeeded(absent(check_mode=True, diff=True))
    assert aws.operations() == LOOK
    done = succeeded(absent(diff=True))
    assert aws.requests("DeleteWorkspaceImage") == [{"ImageId": image_id}]
    assert aws.operations() == [*LOOK, "DeleteWorkspaceImage"]
    again = succeeded(absent(diff=True))
    assert aws.writes() == []
    assert predicted["changed"] is done["changed"] is True
    assert predicted == done
    assert done.keys() == KEYS | {"diff"}
    assert (done["image_id"], done["image"], done["image_import"]) == (image_id, None, None)
    assert done["diff"]["before"]["name"] == NAME
    assert done["diff"]["after"] == {}
    assert again["changed"] is False
    assert other_id != image_id


def test_a_failed_image_is_deleted(aws, absent):
    aws.image(error={"code": "DomainJoined", "message": "joined"})
    assert succeeded(absent())["changed"] is True


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize(("bundled", "shared"), [(True, False), (False, True), (True, True)])
def test_in_use(aws, absent, check_mode, bundled, shared):
    image_id = aws.image()
    bundle_ids = aws.bundles(image_id, count=2) if bundled else []
    accounts = ["222222222222", "333333333333"] if shared else []
    for account in accounts:
        aws.share(image_id, account)
    result = absent(check_mode=check_mode)
    failure = failure_of(result)
    assert failure["reason"] == "image_in_use"
    for text in (NAME, image_id, *bundle_ids, *accounts):
        assert text in failure["message"]
    assert [bundle["bundle_id"] for bundle in result["bundles"]] == bundle_ids
    assert result["shared_account_ids"] == accounts
    assert result["image_id"] == image_id
    assert result["changed"] is False
    assert aws.writes() == []


def test_bundles_of_other_images_are_no_reason(aws, absent):
    aws.image()
    aws.bundles(aws.image("another"))
    assert succeeded(absent())["changed"] is True


def test_users_on_later_pages_count(aws, absent):
    aws.settings(bundle_page_size=2, permission_page_size=2)
    image_id = aws.image()
    aws.bundles(aws.image("another"), name="other", count=5)
    aws.bundles(image_id, name="mine", count=2)
    for number in range(5):
        aws.share(image_id, f"22222222222{number}")
    result = absent()
    assert failure_of(result)["reason"] == "image_in_use"
    assert [bundle["name"] for bundle in result["bundles"]] == ["mine-0001", "mine-0002"]
    assert len(result["shared_account_ids"]) == 5


def test_in_use_since_the_read(aws, absent):
    """AWS refuses what a moment ago was free; the bundles and accounts are read for the message."""
    image_id = aws.image()
    refusal = {"error": "ResourceAssociatedException", "message": "in use"}
    aws.faults([{"operation": "DeleteWorkspaceImage", "do": refusal}])
    failure = failure_of(absent())
    assert failure["reason"] == "image_in_use"
    assert image_id in failure["message"]


@pytest.mark.parametrize("check_mode", [False, True])
def test_pending(aws, absent, check_mode):
    image_id = aws.image(state="PENDING")
    result = absent(check_mode=check_mode)
    failure = failure_of(result)
    assert failure["reason"] == "image_pending"
    assert NAME in failure["message"]
    assert "wait" in failure["remedy"]
    assert result["image_id"] == image_id
    assert aws.writes() == []


def test_pending_since_the_read(aws, absent):
    aws.image()
    aws.faults([{"operation": "DeleteWorkspaceImage", "do": {"error": "InvalidResourceStateException"}}])
    assert failure_of(absent())["reason"] == "image_pending"


@pytest.mark.parametrize("fails", [False, True])
def test_pending_with_wait_is_deleted_at_the_end(aws, absent, clock, fails):
    script = {"seconds": 3600, **({"error": {"at": 0.5, "code": "Broken", "message": "broke"}} if fails else {})}
    image_id = aws.image(state="PENDING", **{"import": {"script": script}})
    predicted = succeeded(absent(check_mode=True, diff=True, wait=True))
    assert clock.slept == []
    done = succeeded(absent(diff=True, wait=True))
    assert aws.requests("DeleteWorkspaceImage") == [{"ImageId": image_id}]
    assert clock.passed >= (1800 if fails else 3600)
    assert predicted["changed"] is done["changed"] is True
    assert predicted["image_id"] == done["image_id"] == image_id
    assert (done["image"], done["image_import"]) == (None, None)
    assert done["diff"]["after"] == {}
    assert succeeded(absent())["changed"] is False


def test_pending_with_wait_and_a_deadline(aws, absent):
    image_id = aws.image(state="PENDING", **{"import": {"script": {"curve": [[0, "VALIDATING", 80, None]]}}})
    result = absent(wait=True, wait_timeout=600)
    failure = failure_of(result)
    assert failure["reason"] == "timeout"
    assert "VALIDATING" in failure["message"]
    assert result["image_id"] == image_id
    assert result["changed"] is False
    assert aws.writes() == []


def test_shared_while_it_was_waited_for(aws, absent, clock):
    image_id = aws.image(state="PENDING", **{"import": {"script": {"seconds": 3600}}})

    def share():
        aws.advance(3600)
        aws.bundles(image_id)

    clock.at.append((1800, share))
    result = absent(wait=True)
    assert failure_of(result)["reason"] == "image_in_use"
    assert result["changed"] is False


def test_deleted_by_someone_else_while_it_was_waited_for(aws, absent, clock, elsewhere):
    image_id = aws.image(state="PENDING", **{"import": {"script": {"seconds": 3600}}})

    def delete():
        aws.advance(3600)
        elsewhere.describe_workspace_images()
        elsewhere.delete_workspace_image(ImageId=image_id)

    clock.at.append((1800, delete))
    result = succeeded(absent(wait=True))
    assert result["changed"] is False
    assert result["image"] is None


def test_gone_between_read_and_delete(aws, absent):
    """AWS declares no error for it, so what it says is not known."""
    aws.image()
    aws.faults([{"operation": "DeleteWorkspaceImage", "do": {"error": "ResourceNotFoundException"}}])
    result = succeeded(absent())
    assert result["changed"] is False


def test_on_the_page_that_has_it(aws, absent):
    aws.settings(image_quota=200)
    aws.images(30)
    aws.image()
    aws.images(30, "later")
    succeeded(absent())
    assert aws.operations() == ["DescribeWorkspaceImages", *LOOK, "DeleteWorkspaceImage"]


def test_images_of_others_are_left_alone(aws, absent):
    (image_id,) = aws.control.images(NAME, account="222222222222", region="eu-west-1")
    aws.control.share(image_id, "111111111111", account="222222222222", region="eu-west-1")
    assert succeeded(absent())["changed"] is False
    assert aws.writes() == []
