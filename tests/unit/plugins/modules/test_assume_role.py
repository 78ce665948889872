# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that act as a role of another account: assume_role_arn."""

from __future__ import annotations

import pytest

from ..support.collection import MODULES
from ..support.place import KEY, REGION, REQUIRED, SECRET
from ..support.running import failure_of, run_module, succeeded

TARGET = "222222222222"
ROLE = f"arn:aws:iam::{TARGET}:role/byol"
THERE = {"account": TARGET, "region": REGION}


@pytest.fixture(autouse=True)
def _sts_is_where_the_sdk_says(aws, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", aws.url)


@pytest.fixture(params=["account", "info", "image", "absent"])
def any_module(request, way):  # noqa: ARG001
    """Runs each module in turn."""
    return request.getfixturevalue(request.param)


def assumed(aws):
    """The calls of AssumeRole."""
    return aws.control.calls(service="sts")


def test_all_calls_are_those_of_the_role(aws, any_module):
    aws.control.account(support="ENABLED", **THERE)
    succeeded(any_module(assume_role_arn=ROLE))
    assert {call["account"] for call in aws.calls()} == {TARGET}
    assert [call["operation"] for call in assumed(aws)] == ["AssumeRole"]
    assert {call["account"] for call in assumed(aws)} == {"111111111111"}


def test_nothing_is_assumed_without(aws, any_module):
    succeeded(any_module())
    assert assumed(aws) == []


def test_the_credentials_of_the_role_are_in_no_result(info):
    assert "EMULATED222222222222S" not in str(info(assume_role_arn=ROLE))


def test_from_a_profile(aws, info, tmp_path):
    (tmp_path / "credentials").write_text(f"[hub]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n")
    succeeded(info(assume_role_arn=ROLE, profile="hub", access_key=None, secret_key=None))
    assert {call["account"] for call in aws.calls()} == {TARGET}


def test_they_are_renewed_in_a_wait(aws, image, clock):
    """To the SDK a session that ends in 3 seconds is one to renew before each call."""
    aws.settings(import_seconds=3600, role_seconds=3)
    aws.control.account(support="ENABLED", **THERE)
    result = succeeded(image(assume_role_arn=ROLE, wait=True))
    assert result["image"]["state"] == "AVAILABLE"
    assert clock.passed > 3000
    assert len(assumed(aws)) > 5
    assert {call["outcome"] for call in aws.calls()} == {"ok"}


def test_preflight_reads_with_the_same_credentials(aws, image, source):
    aws.control.account(support="ENABLED", **THERE)
    good = source()
    aws.control.clear_calls()
    assert "preflight" in image(assume_role_arn=ROLE, image_source=good, preflight="warn", check_mode=True)
    assert [call["operation"] for call in assumed(aws) if call["operation"] == "AssumeRole"] == ["AssumeRole"]
    assert {call["service"] for call in aws.control.calls() if call["account"] == TARGET} > {"ec2", "workspaces"}


def test_they_are_kept_while_they_last(aws, image, clock):
    aws.settings(import_seconds=3600)
    aws.control.account(support="ENABLED", **THERE)
    succeeded(image(assume_role_arn=ROLE, wait=True))
    assert clock.passed > 3000
    assert len(assumed(aws)) == 1


def test_a_role_that_refuses(aws, any_module):
    aws.settings(refused_roles=[ROLE])
    failure = failure_of(any_module(assume_role_arn=ROLE))
    assert failure["reason"] == "not_authorized"
    assert failure["code"] == "AccessDenied"
    assert "assume the role" in failure["message"]
    assert ROLE in failure["message"]
    assert "assume_role_arn" in failure["remedy"]
    assert aws.calls() == []


def test_no_credentials_to_assume_it_with(aws, info):
    failure = failure_of(info(assume_role_arn=ROLE, access_key=None, secret_key=None))
    assert failure["reason"] == "no_credentials"
    assert "credentials" in failure["message"]
    assert assumed(aws) == []


def test_a_role_that_is_withdrawn_before_an_import_is_sent(aws, image):
    """Nothing was sent, so nothing is adopted and nothing is searched for."""
    aws.control.account(support="ENABLED", **THERE)
    aws.settings(refused_roles=["*"])
    assert failure_of(image(assume_role_arn=ROLE))["reason"] == "not_authorized"
    assert aws.writes() == []


@pytest.mark.parametrize(
    "arn",
    [
        "byol",
        "arn:aws:iam::222222222222:user/byol",
        "arn:aws:iam::2222:role/byol",
        "arn:aws:iam::222222222222:role/",
        f"{ROLE}\n",
    ],
)
def test_what_is_no_arn_of_a_role(aws, any_module, arn):
    failure = failure_of(any_module(assume_role_arn=arn))
    assert failure["reason"] == "invalid_request"
    assert "assume_role_arn" in failure["message"]
    assert aws.control.calls() == []


def test_an_endpoint_that_is_none(aws, any_module):
    failure = failure_of(any_module(assume_role_arn=ROLE, endpoint_url="nonsense"))
    assert failure["reason"] == "invalid_request"
    assert "nonsense" in failure["message"]
    assert aws.control.calls() == []


def test_sts_is_not_called_at_the_endpoint_of_workspaces(aws, info, monkeypatch):
    """As with a proxy in front of WorkSpaces alone."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9")
    failure = failure_of(info(assume_role_arn=ROLE, aws_config={"connect_timeout": 1}))
    assert failure["reason"] == "connection_failed"
    assert "127.0.0.1:9" in failure["message"]
    assert aws.control.calls() == []


@pytest.mark.parametrize("module", sorted(MODULES))
@pytest.mark.parametrize("left_out", [None, "external_id", "session_name", "duration"])
def test_every_module_assumes_it_as_its_options_say(aws, connection, module, left_out):
    request = {"external_id": "from-us", "session_name": "audit", "duration": 900}
    aws.settings(trust_policies=[{"role": ROLE, **request}])
    aws.control.account(support="ENABLED", **THERE)
    options = {f"assume_role_{name}": value for name, value in request.items() if name != left_out}
    wanted = {**connection, **REQUIRED[module], "assume_role_arn": ROLE, **options}
    result = run_module(MODULES[module], wanted, check_mode=True, way="in_process")
    reason = result.get("failure", {}).get("reason")
    if left_out:
        assert assumed(aws)
        assert not aws.calls()
        assert reason == "not_authorized" or module == "workspaces_byol_preflight"
    else:
        assert aws.calls()
        assert reason != "not_authorized"
