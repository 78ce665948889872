# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads survive faults of the service and of the way to it; when they last, the failure says which."""

from __future__ import annotations

import socket

import pytest

from ..support.running import failure_of, succeeded

PASSING = [
    {"status": 500},
    {"status": 502},
    {"status": 503},
    {"status": 504},
    {"drop": "before"},
    {"drop": "after"},
    {"truncate": True},
    {"status_after": 500},
    {"error": "InternalServerException", "status": 500, "message": "oops"},
]
IMAGE_READS = ["DescribeWorkspaceImages", "DescribeCustomWorkspaceImageImport", "DescribeTags"]
READS_OF_ALL = {
    "account": ["DescribeAccount"],
    "account_modifications": ["DescribeAccountModifications"],
    "available_cidr_ranges": ["ListAvailableManagementCidrRanges"],
    "image_permissions": ["DescribeWorkspaceImages", "DescribeWorkspaceImagePermissions"],
}


@pytest.mark.parametrize("do", PASSING)
@pytest.mark.parametrize("operation", IMAGE_READS)
def test_those_of_an_image(aws, image, operation, do):
    aws.image(tags={"team": "euc"})
    aws.faults([{"operation": operation, "times": 2, "do": do}])
    result = succeeded(image(tags={"team": "euc"}))
    assert result["changed"] is False
    assert result["image"]["tags"] == {"team": "euc"}
    assert result["image_import"]["state"] == "COMPLETED"
    assert aws.writes() == []


@pytest.mark.parametrize("do", PASSING)
@pytest.mark.parametrize("word", sorted(READS_OF_ALL))
def test_those_of_the_info(aws, info, word, do):
    aws.image()
    before = succeeded(info(gather=[word], management_cidr_range_search="10.0.0.0/8"))
    aws.faults([{"operation": operation, "do": do} for operation in READS_OF_ALL[word]])
    after = succeeded(info(gather=[word], management_cidr_range_search="10.0.0.0/8"))
    assert after.pop("calls") >= before.pop("calls")
    assert after == before


@pytest.mark.parametrize("do", PASSING)
def test_a_later_page(aws, image, do):
    """A truncated page must not pass for the last one: a second image would be the end of it."""
    aws.settings(image_quota=200)
    aws.images(60)
    image_id = aws.image()
    aws.faults([{"operation": "DescribeWorkspaceImages", "after": 1, "times": 2, "do": do}])
    result = succeeded(image())
    assert result["image_id"] == image_id
    assert aws.writes() == []


@pytest.mark.parametrize("do", [{"status": 503}, {"drop": "before"}, {"truncate": True}])
def test_faults_that_last(aws, image, clock, do):
    aws.faults([{"operation": "DescribeWorkspaceImages", "times": None, "do": do}])
    result = image()
    assert failure_of(result)["reason"] == ("api_error" if "status" in do else "connection_failed")
    assert 3 <= len(aws.calls()) <= 8
    assert clock.passed < 120
    assert result["changed"] is False


def test_a_status_with_a_code_reports_the_code(aws, image):
    do = {"error": "ServiceUnavailableException", "status": 503, "message": "closed"}
    aws.faults([{"operation": "DescribeWorkspaceImages", "times": None, "do": do}])
    failure = failure_of(image())
    assert failure["code"] == "ServiceUnavailableException"
    assert "closed" in failure["message"]


@pytest.mark.parametrize("do", PASSING)
def test_faults_that_last_for_a_while_do_not_end_a_wait(aws, image, do):
    """A quarter of an hour without a single good reply."""
    aws.settings(import_seconds=3600)
    rule = {"operation": "DescribeCustomWorkspaceImageImport", "after": 5, "times": None, "for_seconds": 900, "do": do}
    aws.faults([rule])
    result = succeeded(image(wait=True))
    assert result["image"]["state"] == "AVAILABLE"
    assert aws.imports_done() == 1


@pytest.mark.parametrize("operation", ["DescribeAccountModifications", "DescribeAccount"])
def test_nor_that_for_an_account(aws, account, operation):
    aws.settings(account_seconds=3600)
    aws.account(support="DISABLED")
    aws.faults([{"operation": operation, "after": 1, "times": None, "for_seconds": 900, "do": {"drop": "before"}}])
    assert succeeded(account(wait=True))["account"]["dedicated_tenancy_support"] == "ENABLED"


def test_faults_until_the_deadline(aws, image, clock):
    aws.settings(import_seconds=600)
    aws.faults([{"operation": "DescribeCustomWorkspaceImageImport", "times": None, "do": {"status": 503}}])
    result = image(wait=True, wait_timeout=900)
    assert failure_of(result)["reason"] == "timeout"
    assert result["image_id"].startswith("wsi-")
    assert clock.passed >= 900


@pytest.mark.parametrize("operation", ["DescribeCustomWorkspaceImageImport", "DescribeWorkspaceImages"])
def test_other_errors_end_a_wait(aws, image, operation):
    aws.settings(import_seconds=600)
    denied = {"error": "AccessDeniedException", "message": "no longer"}
    aws.faults([{"operation": operation, "after": 1, "times": None, "do": denied}])
    result = image(wait=True)
    failure = failure_of(result)
    assert failure["reason"] == "not_authorized"
    assert "no longer" in failure["message"]
    assert result["image_id"].startswith("wsi-")
    assert result["changed"] is True


def test_a_silent_server(aws, image):
    """The reply comes later than the caller waits for it."""
    aws.image()
    aws.faults([{"operation": "DescribeWorkspaceImages", "do": {"hold": "after"}}])
    assert succeeded(image(aws_config={"read_timeout": 0.3}))["changed"] is False


def test_a_silent_server_for_an_import(aws, image, elsewhere):
    aws.faults([{"operation": "ImportCustomWorkspaceImage", "do": {"hold": "after"}}])
    result = succeeded(image(aws_config={"read_timeout": 0.3}))
    assert result["changed"] is True
    assert [found["ImageId"] for found in elsewhere.describe_workspace_images()["Images"]] == [result["image_id"]]


def test_nothing_listens(aws, image, clock):
    assert aws
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        result = image(endpoint_url=f"http://127.0.0.1:{port}")
    assert failure_of(result)["reason"] == "connection_failed"
    assert "endpoint_url" in result["failure"]["remedy"]
    assert clock.passed < 120


def test_the_same_page_for_ever(aws, image, monkeypatch):
    """A service that gives the same token again must not be read for ever."""
    from ansible_collections.euc.workspaces.plugins.module_utils._aws.client import ApiClient

    assert aws
    monkeypatch.setattr(ApiClient, "read", lambda *_args, **_params: {"Images": [], "NextToken": "again"})
    assert failure_of(image())["reason"] == "api_error"
