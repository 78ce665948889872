# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API: the log, settings, the clock, reset."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from botocore.exceptions import ConnectionClosedError

from tests.emulator.call_log import CallLog
from tests.emulator.caller import Call
from tests.emulator.control import ControlError, EmulatorControl
from tests.emulator.server import EmbeddedAws

from .conftest import ACCOUNT, REGION


@pytest.fixture
def aws(aws: Any) -> EmulatorControl:
    """The control API as other processes reach it: over HTTP."""
    return EmulatorControl(aws.url)


def test_the_log(aws: Any, clients: Any) -> None:
    before = time.monotonic()
    clients().describe_workspace_images(MaxResults=3)
    clients(account="222222222222", region="us-east-1").describe_account()
    clients("ec2").describe_images(Owners=["self"])
    first, _second, third = aws.calls()
    assert first == {
        "n": first["n"],
        "time": first["time"],
        "arrived": first["arrived"],
        "answered": first["answered"],
        "access_key": f"EMULATED{ACCOUNT}",
        "service": "workspaces",
        "operation": "DescribeWorkspaceImages",
        "account": ACCOUNT,
        "region": REGION,
        "params": {"MaxResults": 3},
        "outcome": "ok",
        "write": False,
        "acted": True,
        "result": {"Images": 0},
    }
    assert before <= first["arrived"] <= first["answered"] <= time.monotonic()
    assert (third["service"], third["operation"], third["account"]) == ("ec2", "DescribeImages", ACCOUNT)
    assert [call["operation"] for call in aws.calls(account="222222222222", region="us-east-1")] == ["DescribeAccount"]
    assert [call["service"] for call in aws.calls(service="ec2")] == ["ec2"]
    aws.clear_calls()
    assert aws.calls() == []


def test_writes_are_marked(aws: Any, client: Any) -> None:
    client.modify_account(DedicatedTenancySupport="ENABLED")
    assert aws.calls()[-1]["write"]


def test_reset_forgets_everything(aws: Any, clients: Any, client: Any) -> None:
    aws.settings(import_seconds=1, clock="real")
    aws.faults([{"operation": "*", "do": {"status": 500}}])
    aws.images("one", account=ACCOUNT, region=REGION)
    ami_id = aws.ami(account=ACCOUNT, region=REGION)
    aws.reset()
    assert (aws.settings()["import_seconds"], aws.settings()["clock"]) == (60, "manual")
    assert client.describe_workspace_images()["Images"] == []
    owned = clients("ec2").describe_images(Owners=["self"])["Images"]
    assert ami_id not in [image["ImageId"] for image in owned]


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"clock": "sundial"},
        {"import_seconds": -1},
        {"import_seconds": "60"},
        {"image_quota": 1.5},
        {"rate_limit": 1},
        {"expired_keys": "*"},
        {"denied": [{"account": "1"}]},
        {"imports": {"x": {"curve": []}}},
        {"paging": {"DescribeWorkspaceImages": "random"}},
        {"undeclared_errors": ["ResourceNotFoundException"]},
        {"pending_account_shows": "sometimes"},
        {"latency": 5, "colour": "red"},
    ],
)
def test_settings_that_are_refused(aws: Any, changes: Any) -> None:
    before = aws.settings()
    with pytest.raises(ControlError):
        aws.settings(**changes)
    assert aws.settings() == before


def test_control_calls_that_are_refused(aws: Any) -> None:
    for call in (
        lambda: aws.account(support="MAYBE"),
        lambda: aws.account(colour="red"),
        lambda: aws.bundles("wsi-000000000"),
        lambda: aws.faults({"operation": "*"}),
        lambda: aws.advance(-1),
        lambda: aws.calls(colour="red"),
        lambda: aws._send("GET", "/nowhere"),
    ):
        with pytest.raises(ControlError):
            call()


def test_the_clock_stands_still_or_runs(aws: Any) -> None:
    stopped = aws.advance(0)
    assert aws.advance(10) == pytest.approx(stopped + 10)
    aws.settings(clock="real")
    running = aws.advance(0)
    assert stopped + 10 <= running < stopped + 70
    assert aws.advance(5) >= running + 5


@pytest.mark.usefixtures("aws")
def test_one_emulator_in_a_process() -> None:
    with pytest.raises(RuntimeError, match="only one"):
        EmbeddedAws()


def test_a_client_of_its_own_sees_the_same(aws: Any, client: Any) -> None:
    client.describe_account()
    assert EmulatorControl(aws.url + "/").calls() == aws.calls()
    with urlopen(f"{aws.url}/_emulator/", timeout=5) as response:
        assert json.load(response)["status"] == "ok"


def test_connections_stay_open(aws: Any) -> None:
    host, port = aws.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection, connection.makefile("rb") as replies:
        for _time in range(3):
            connection.sendall(b"GET /_emulator/ HTTP/1.1\r\nHost: x\r\n\r\n")
            assert replies.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while line := replies.readline().strip():
                name, _colon, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            assert json.loads(replies.read(length))["status"] == "ok"


def test_moto_serves_what_is_not_extended(clients: Any, client: Any, code_of: Any) -> None:
    vpc = clients("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        clients("ec2").create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{zone}")
        for n, zone in enumerate("ab")
    ]
    directory = clients("ds").create_directory(
        Name="test.example.com",
        Password="Password4TheAges",
        Size="Small",
        VpcSettings={"VpcId": vpc, "SubnetIds": [subnet["Subnet"]["SubnetId"] for subnet in subnets]},
    )["DirectoryId"]
    client.register_workspace_directory(DirectoryId=directory, EnableSelfService=False)
    assert client.describe_workspace_directories()["Directories"][0]["DirectoryId"] == directory
    made = client.create_workspaces(
        Workspaces=[{"DirectoryId": directory, "UserName": "someone", "BundleId": "wsb-012345678"}]
    )
    workspace = made["PendingRequests"][0]["WorkspaceId"]
    image = {"Name": "moto", "Description": "by moto", "WorkspaceId": workspace}
    image_id = client.create_workspace_image(**image)["ImageId"]
    assert code_of(client.create_workspace_image, **image) == "ResourceAlreadyExistsException"
    client.create_tags(ResourceId=image_id, Tags=[{"Key": "a", "Value": "b"}])
    client.create_tags(ResourceId=directory, Tags=[{"Key": "a", "Value": "b"}])
    assert client.describe_tags(ResourceId=directory)["TagList"] == [{"Key": "a", "Value": "b"}]


def test_a_log_on_disk(tmp_path: Path) -> None:
    log = CallLog(tmp_path / "calls.jsonl")
    log.add(Call("workspaces", "DescribeAccount", ACCOUNT, REGION, "key"), 0.5, "ok", acted=True)
    assert json.loads((tmp_path / "calls.jsonl").read_text())["operation"] == "DescribeAccount"


@pytest.mark.usefixtures("enabled")
def test_the_log_reports_what_an_operation_answered_even_if_the_reply_is_lost(
    aws: Any, client: Any, request_of: Any
) -> None:
    aws.faults([{"operation": "ImportCustomWorkspaceImage", "do": {"drop": "after"}}])
    with pytest.raises(ConnectionClosedError):
        client.import_custom_workspace_image(**request_of())
    (image,) = client.describe_workspace_images()["Images"]
    (call,) = aws.calls(operation="ImportCustomWorkspaceImage")
    assert (call["outcome"], call["result"]["ImageId"]) == ("dropped", image["ImageId"])


@pytest.mark.usefixtures("enabled")
def test_an_import_continues_by_another_script(aws: Any, client: Any, request_of: Any) -> None:
    aws.settings(imports={"win11": {"curve": [[0, "PENDING", 0]]}})
    image_id = client.import_custom_workspace_image(**request_of())["ImageId"]
    aws.advance(1_000_000)
    assert client.describe_custom_workspace_image_import(ImageId=image_id)["State"] == "PENDING"
    where = {"account": ACCOUNT, "region": REGION}
    assert aws.replan_import("win11", {"curve": [[0, "VALIDATING", 80], [30, "COMPLETED", 100]]}, **where) == image_id
    assert client.describe_custom_workspace_image_import(ImageId=image_id)["State"] == "VALIDATING"
    aws.advance(30)
    assert client.describe_workspace_images()["Images"][0]["State"] == "AVAILABLE"
    with pytest.raises(ControlError, match="no import of other"):
        aws.replan_import("other", {}, **where)


def test_a_region_without_workspaces(aws: Any, clients: Any, code_of: Any) -> None:
    assert code_of(clients(region="eu-central1").describe_account) == "InvalidSignatureException"
    assert [(call["region"], call["acted"]) for call in aws.calls()] == [("eu-central1", False)]
    with pytest.raises(ControlError, match="no Region 'eu-central1'"):
        aws.images("one", region="eu-central1")


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.0.2.1", "::"])
def test_it_listens_on_the_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback address only"):
        EmbeddedAws(host)
