# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripted faults, as rules and as a client meets them."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.emulator.faults import FaultError, FaultScript, Subject

from .conftest import ACCOUNT, REGION

IMPORT = "ImportCustomWorkspaceImage"


def test_after_times_and_time() -> None:
    script = FaultScript()
    subject = Subject("DescribeAccount", ACCOUNT, REGION, {"A": {"B": 1}})
    script.set_rules([{"operation": "*", "after": 1, "times": 2, "do": {"status": 503}}])
    assert [bool(script.decide(subject, 0)) for _time in range(4)] == [False, True, True, False]
    script.set_rules([{"operation": "*", "times": None, "for_seconds": 10, "do": {"status": 503}}])
    assert [bool(script.decide(subject, now)) for now in (5, 14, 15, 16)] == [True, True, False, False]


def test_rules_are_narrowed_and_the_first_that_strikes_decides() -> None:
    script = FaultScript()
    subject = Subject("DescribeAccount", ACCOUNT, REGION, {"A": {"B": 1}})
    script.set_rules(
        [
            {"operation": "ModifyAccount", "do": {"status": 500}},
            {"operation": "*", "account": "0", "do": {"status": 501}},
            {"operation": "*", "region": "x", "do": {"status": 502}},
            {"operation": "*", "match": {"A.B": 2}, "do": {"status": 503}},
            {"operation": "*", "match": {"A.B": 1}, "do": {"status": 504}},
            {"operation": "*", "times": None, "do": {"status": 505}},
        ]
    )
    assert [script.decide(subject, 0).do["status"] for _time in range(2)] == [504, 505]
    assert [rule["spoilt"] for rule in script.as_list()] == [0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    "rule",
    [
        {"do": {"status": 500}},
        {"operation": "*"},
        {"operation": "*", "do": {}},
        {"operation": "*", "do": {"explode": True}},
        {"operation": "*", "do": {"drop": "sometimes"}},
        {"operation": "*", "do": {"drop": "after", "truncate": True}},
        {"operation": "CopyWorkspaceImage", "do": {"drop": "before", "hide_image": 5}},
        {"operation": "*", "do": {"status": 200}},
        {"operation": "*", "do": {"hold": "sometimes"}},
        {"operation": "*", "do": {"meet": 1}},
        {"operation": "*", "do": {"answer": "poem"}},
        {"operation": "*", "do": {"answer": "torn", "acted": False}},
        {"operation": "*", "do": {"hide_image": 5}},
        {"operation": "*", "do": {"status": 500}, "after": -1},
        {"operation": "*", "do": {"status": 500}, "often": 1},
    ],
)
def test_rules_that_make_no_sense(rule: Any) -> None:
    with pytest.raises(FaultError):
        FaultScript().set_rules([rule])


@pytest.mark.usefixtures("enabled")
def test_errors_and_bare_statuses_come_without_acting(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    aws.faults(
        [
            {"operation": IMPORT, "do": {"error": "InternalServerException", "status": 500, "message": "oops"}},
            {"operation": IMPORT, "do": {"status": 503}},
        ]
    )
    assert code_of(client.import_custom_workspace_image, **request_of()) == "InternalServerException"
    assert code_of(client.import_custom_workspace_image, **request_of()) == "503"
    client.import_custom_workspace_image(**request_of())
    rows = [(call["outcome"], call["acted"]) for call in aws.calls()]
    assert rows == [("InternalServerException", False), ("ServiceUnavailable", False), ("ok", True)]


@pytest.mark.usefixtures("enabled")
def test_dropped_connections(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    aws.faults([{"operation": IMPORT, "do": {"drop": when}} for when in ("before", "after")])
    with pytest.raises(ConnectionClosedError):
        client.import_custom_workspace_image(**request_of())
    assert client.describe_workspace_images()["Images"] == []
    with pytest.raises(ConnectionClosedError):
        client.import_custom_workspace_image(**request_of())
    assert len(client.describe_workspace_images()["Images"]) == 1
    assert code_of(client.import_custom_workspace_image, **request_of()) == "ResourceAlreadyExistsException"
    dropped = [call["acted"] for call in aws.calls() if call["outcome"] == "dropped"]
    assert dropped == [False, True]


@pytest.mark.usefixtures("enabled")
def test_replies_that_are_spoilt_after_acting(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    aws.faults([{"operation": IMPORT, "do": {"status_after": 500}}, {"operation": IMPORT, "do": {"truncate": True}}])
    assert code_of(client.import_custom_workspace_image, **request_of("first")) == "500"
    with contextlib.suppress(ConnectionClosedError):
        reply = client.import_custom_workspace_image(**request_of("second"))
        assert "ImageId" not in reply, "newer SDKs take a reply that was cut short for an empty one"
    assert [image["Name"] for image in client.describe_workspace_images()["Images"]] == ["first", "second"]
    assert [call["outcome"] for call in aws.calls()][:2] == ["InternalFailure", "truncated"]


def test_late_replies(aws: Any, client: Any) -> None:
    aws.settings(latency=0.1)
    started = time.monotonic()
    client.describe_account()
    assert time.monotonic() - started >= 0.1


def test_rules_are_added_to_those_in_force(aws: Any, client: Any, code_of: Any) -> None:
    aws.faults([{"operation": "*", "do": {"status": 503}}])
    aws.add_faults([{"operation": "*", "do": {"status": 500}}])
    assert [code_of(client.describe_account) for _time in range(2)] == ["503", "500"]


def test_rules_for_one_account_are_dropped(aws: Any, client: Any, code_of: Any) -> None:
    rules = [{"operation": "*", "account": account, "do": {"status": 503}} for account in (ACCOUNT, "2" * 12)]
    aws.faults([*rules, {"operation": "*", "do": {"status": 500}}])
    aws.drop_faults(ACCOUNT)
    assert code_of(client.describe_account) == "500"


@pytest.mark.usefixtures("enabled")
def test_an_image_that_does_not_show_up_yet(aws: Any, client: Any, request_of: Any, code_of: Any) -> None:
    aws.faults([{"operation": IMPORT, "match": {"ImageName": "win11"}, "do": {"hide_image": 30}}])
    image_id = client.import_custom_workspace_image(**request_of())["ImageId"]
    aws.advance(29)
    assert client.describe_workspace_images()["Images"] == []
    assert code_of(client.describe_custom_workspace_image_import, ImageId=image_id) == "ResourceNotFoundException"
    assert code_of(client.import_custom_workspace_image, **request_of()) == "ResourceAlreadyExistsException"
    aws.advance(1)
    assert len(client.describe_workspace_images()["Images"]) == 1
    assert client.describe_custom_workspace_image_import(ImageId=image_id)["State"]


def test_throttled_calls_do_not_use_up_a_fault(aws: Any, client: Any, code_of: Any) -> None:
    aws.settings(rate_limit=True, rate_per_second=0.001, rate_burst=1)
    client.describe_account()
    aws.faults([{"operation": "*", "do": {"status": 500}}])
    assert code_of(client.describe_account) == "ThrottlingException"
    aws.settings(rate_limit=False)
    with pytest.raises(ClientError, match="500"):
        client.describe_account()
