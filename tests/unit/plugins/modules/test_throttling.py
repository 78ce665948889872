# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that AWS refuses for their rate are sent again: ten times at least, and as long as the task may take."""

from __future__ import annotations

import pytest

from ..support.running import failure_of, succeeded

REFUSED = {"error": "ThrottlingException", "message": "Rate exceeded"}
IMPORT = "ImportCustomWorkspaceImage"


@pytest.mark.parametrize("operation", ["DescribeWorkspaceImages", IMPORT])
def test_an_import_refused_ten_times(aws, image, operation):
    aws.faults([{"operation": operation, "times": 10, "do": REFUSED}])
    assert succeeded(image())["changed"] is True
    assert aws.imports_done() == 1
    assert len(aws.requests(operation)) == 11


@pytest.mark.parametrize(
    "operation", ["DescribeCustomWorkspaceImageImport", "DescribeTags", "CreateTags", "DeleteTags"]
)
def test_tags_refused_ten_times(aws, image, operation):
    aws.image(tags={"old": "1"})
    aws.faults([{"operation": operation, "times": 10, "do": REFUSED}])
    assert succeeded(image(tags={"new": "2"}))["image"]["tags"] == {"new": "2"}
    assert len(aws.requests(operation)) == 11


@pytest.mark.parametrize("operation", ["DescribeWorkspaceBundles", "DeleteWorkspaceImage"])
def test_a_delete_refused_ten_times(aws, absent, operation):
    aws.image()
    aws.faults([{"operation": operation, "times": 10, "do": REFUSED}])
    assert succeeded(absent())["changed"] is True


@pytest.mark.parametrize("operation", ["DescribeAccount", "DescribeAccountModifications", "ModifyAccount"])
def test_an_account_refused_ten_times(aws, account, operation):
    aws.account(support="DISABLED")
    aws.faults([{"operation": operation, "times": 10, "do": REFUSED}])
    assert succeeded(account())["changed"] is True
    assert sum(call["acted"] for call in aws.calls(operation="ModifyAccount")) == 1


def test_for_ever(aws, image, clock):
    aws.faults([{"operation": "*", "times": None, "do": REFUSED}])
    failure = failure_of(image())
    assert failure["reason"] == "throttled"
    assert failure["code"] == "ThrottlingException"
    assert "2 calls a second" in failure["remedy"]
    assert len(aws.calls()) >= 11
    assert 60 <= clock.passed <= 300


def test_a_write_for_ever(aws, image):
    aws.faults([{"operation": IMPORT, "times": None, "do": REFUSED}])
    result = image()
    assert failure_of(result)["reason"] == "throttled"
    assert result["changed"] is False
    assert aws.imports_done() == 0


def test_for_a_minute(aws, image):
    aws.faults([{"operation": "*", "times": None, "for_seconds": 60, "do": REFUSED}])
    assert succeeded(image())["changed"] is True
    assert aws.imports_done() == 1


def test_as_long_as_the_deadline_of_the_task_allows(aws, image, clock):
    aws.settings(import_seconds=600)
    aws.faults([{"operation": "*", "times": None, "for_seconds": 1800, "do": REFUSED}])
    result = succeeded(image(wait=True, wait_timeout=7200))
    assert result["image"]["state"] == "AVAILABLE"
    assert clock.passed >= 1800
    assert aws.imports_done() == 1


def test_no_longer_than_the_deadline_of_the_task(aws, image, clock):
    aws.faults([{"operation": "*", "times": None, "do": REFUSED}])
    assert failure_of(image(wait=True, wait_timeout=900))["reason"] == "throttled"
    assert 890 <= clock.passed <= 930


def test_ten_times_even_if_the_deadline_has_passed(aws, image):
    aws.faults([{"operation": "*", "times": None, "do": REFUSED}])
    image(wait=True, wait_timeout=0)
    assert len(aws.calls()) == 11


def test_in_the_middle_of_a_wait(aws, image):
    aws.settings(import_seconds=3600)
    rule = {"operation": "*", "after": 6, "times": None, "for_seconds": 1200, "do": REFUSED}
    aws.faults([rule])
    assert succeeded(image(wait=True))["image"]["state"] == "AVAILABLE"


def test_pauses_grow_and_are_not_all_the_same(aws, image, clock):
    aws.faults([{"operation": "DescribeWorkspaceImages", "times": 10, "do": REFUSED}])
    succeeded(image())
    pauses = [seconds for seconds in clock.slept if seconds]
    assert len(set(pauses)) > 5
    assert max(pauses) <= 10


@pytest.mark.parametrize("code", ["Throttling", "TooManyRequestsException", "RequestLimitExceeded"])
def test_other_words_for_it(aws, image, code):
    aws.faults([{"operation": "DescribeWorkspaceImages", "do": {"error": code}}])
    assert succeeded(image())["changed"] is True


def test_a_status_without_a_word(aws, image):
    aws.faults([{"operation": IMPORT, "times": 3, "do": {"status": 429}}])
    assert succeeded(image())["changed"] is True
    assert aws.imports_done() == 1
