# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_image_sharing against the simulated AWS."""

from __future__ import annotations

import pytest

from ..support.place import ACCOUNT, NAME, REGION
from ..support.running import failure_of, succeeded

ONE, TWO, THREE = (digit * 12 for digit in "234")
IMAGES, PERMISSIONS, SHARE = (
    "DescribeWorkspaceImages",
    "DescribeWorkspaceImagePermissions",
    "UpdateWorkspaceImagePermission",
)


@pytest.fixture
def image_id(aws):
    aws.control.organization([{"id": account, "name": account} for account in (ONE, TWO, THREE)], account=ACCOUNT)
    for account in (ONE, TWO, THREE):
        aws.control.account(account=account, region=REGION, support="ENABLED")
    return aws.image()


@pytest.fixture
def shared_with(elsewhere, image_id):
    def read():
        found = elsewhere.describe_workspace_image_permissions(ImageId=image_id)["ImagePermissions"]
        return sorted(entry["SharedAccountId"] for entry in found)

    return read


@pytest.mark.parametrize(
    ("accounts", "purge", "after", "writes"),
    [
        ([ONE], True, [ONE], 0),
        ([ONE, TWO], True, [ONE, TWO], 1),
        ([TWO], True, [TWO], 2),
        ([TWO], False, [ONE, TWO], 1),
        ([], True, [], 1),
        ([], False, [ONE], 0),
    ],
)
def test_exact_like_tags(aws, sharing, image_id, shared_with, accounts, purge, after, writes):
    aws.share(image_id, ONE)
    options = {"name": NAME, "account_ids": accounts, "purge_accounts": purge, "diff": True}
    predicted = succeeded(sharing(check_mode=True, **options))
    assert aws.operations() == [IMAGES, PERMISSIONS]
    done = succeeded(sharing(**options))
    assert aws.operations() == [IMAGES, PERMISSIONS] + [SHARE] * writes
    again = succeeded(sharing(**options))
    assert aws.operations() == [IMAGES, PERMISSIONS]
    assert shared_with() == done["account_ids"] == predicted["account_ids"] == again["account_ids"] == after
    assert predicted["changed"] is done["changed"] is bool(writes)
    assert again["changed"] is False
    assert predicted["diff"] == done["diff"]
    assert (done["diff"]["before"] != done["diff"]["after"]) is bool(writes)


def test_pages(aws, sharing, image_id):
    aws.settings(permission_page_size=1)
    for account in (ONE, TWO):
        aws.share(image_id, account)
    succeeded(sharing(image_id=image_id, account_ids=[ONE, TWO]))
    assert aws.operations() == [IMAGES, PERMISSIONS, PERMISSIONS]


def test_all_accounts_are_tried(aws, sharing, image_id, shared_with):
    aws.control.account(account=TWO, region=REGION, support="DISABLED")
    stranger = "9" * 12
    result = sharing(image_id=image_id, account_ids=[ONE, TWO, THREE, stranger])
    failure = failure_of(result)
    assert failure["reason"] == "invalid_request"
    assert TWO in failure["message"]
    assert stranger in failure["message"]
    refused = {entry["account_id"]: entry["failure"]["code"] for entry in result["refused"]}
    assert refused == {TWO: "OperationNotSupportedException", stranger: "AccessDeniedException"}
    assert result["changed"] is True
    assert result["account_ids"] == shared_with() == [ONE, THREE]


def test_nothing_done_is_unchanged(sharing, image_id):
    result = sharing(image_id=image_id, account_ids=["9" * 12])
    assert failure_of(result)["reason"] == "not_authorized"
    assert result["changed"] is False


@pytest.mark.parametrize("drop", ["before", "after"])
@pytest.mark.parametrize("allow", [True, False])
def test_lost_replies(aws, sharing, image_id, shared_with, drop, allow):
    if not allow:
        aws.share(image_id, ONE)
    aws.faults([{"operation": SHARE, "do": {"drop": drop}}])
    result = succeeded(sharing(image_id=image_id, account_ids=[ONE] if allow else []))
    assert result["changed"] is True
    assert shared_with() == ([ONE] if allow else [])
    assert sum(call["acted"] for call in aws.calls(operation=SHARE)) == 1


def test_sharing_is_not_sent_again_where_reading_is_denied(aws, sharing, image_id):
    refused = {"operation": PERMISSIONS, "after": 1, "do": {"error": "AccessDeniedException"}}
    aws.faults([{"operation": SHARE, "do": {"drop": "before"}}, refused])
    assert failure_of(sharing(image_id=image_id, account_ids=[ONE]))["reason"] == "not_authorized"
    assert len(aws.calls(operation=SHARE)) == 1


@pytest.mark.usefixtures("image_id")
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"name": "gone", "account_ids": [ONE]}, "image_not_found"),
        ({"name": "waiting", "account_ids": [ONE]}, "image_pending"),
        ({"name": "broken", "account_ids": [ONE]}, "image_failed"),
        ({"name": NAME, "account_ids": [ACCOUNT]}, "invalid_request"),
    ],
)
def test_refused_before_any_write(aws, sharing, options, reason):
    aws.image("waiting", state="PENDING")
    aws.image("broken", state="ERROR")
    assert failure_of(sharing(**options))["reason"] == reason
    assert not aws.writes()


@pytest.mark.parametrize(
    "options",
    [
        {"name": NAME},
        {"account_ids": [ONE]},
        {"name": NAME, "image_id": "wsi-000000001", "account_ids": [ONE]},
        {"name": None, "account_ids": []},
        {"name": NAME, "account_ids": None},
        {"name": NAME, "account_ids": ["12345"]},
        {"image_id": "ami-1", "account_ids": [ONE]},
    ],
)
def test_bad_input_fails_before_any_call(aws, sharing, image_id, options):
    del image_id
    assert failure_of(sharing(**options))["reason"] == "invalid_request"
    assert not aws.calls()
