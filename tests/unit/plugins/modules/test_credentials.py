# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials that expire, are wrong, or do not allow what the task needs."""

from __future__ import annotations

import json

import pytest

from ..support.place import KEY, REGION, SECRET
from ..support.running import failure_of, succeeded

RESUME = "The operation continues in AWS. Run the same task again to resume."
OLD_KEY, NEW_KEY = "AKIAOLDOLDOLDOLDOLD", "AKIANEWNEWNEWNEWNEW"
ACCOUNT_OF_ANY_KEY = "123456789012"


@pytest.fixture
def profile(tmp_path):
    """Writes the credentials of the profile of the tests, and gives the options that use it."""

    def write(key):
        text = f"[byol]\naws_access_key_id = {key}\naws_secret_access_key = {SECRET}\n"
        (tmp_path / "credentials").write_text(text)
        return {"profile": "byol", "access_key": None, "secret_key": None}

    return write


def test_static_ones_expire_in_the_wait(aws, image, clock):
    aws.settings(import_seconds=3600)
    clock.at.append((600, lambda: aws.settings(expired_keys=[KEY])))
    result = image(wait=True)
    failure = failure_of(result)
    assert failure["reason"] == "credentials_expired"
    assert failure["code"] == "ExpiredTokenException"
    assert RESUME in failure["remedy"]
    assert result["image_id"].startswith("wsi-")
    assert result["changed"] is True
    assert clock.passed < 700
    aws.settings(expired_keys=[])
    again = succeeded(image(wait=True))
    assert again["image_id"] == result["image_id"]
    assert aws.imports_done() == 1


def test_those_of_a_profile_are_renewed_in_the_meantime(aws, image, clock, profile):
    aws.settings(import_seconds=3600)
    aws.control.account(account=ACCOUNT_OF_ANY_KEY, region=REGION, support="ENABLED")

    def renew():
        profile(NEW_KEY)
        aws.settings(expired_keys=[OLD_KEY])

    clock.at.append((600, renew))
    result = succeeded(image(wait=True, **profile(OLD_KEY)))
    assert result["image"]["state"] == "AVAILABLE"
    assert aws.imports_done() == 1
    assert "ExpiredTokenException" in [call["outcome"] for call in aws.calls()]


def test_an_import_refused_for_its_credentials_was_not_started(aws, image, tmp_path):
    """It is sent again with new ones, without checking for it."""
    aws.control.account(account=ACCOUNT_OF_ANY_KEY, region=REGION, support="ENABLED")
    counter = tmp_path / "runs"
    counter.touch()
    keys = {"Version": 1, "AccessKeyId": "AKIANUMBER", "SecretAccessKey": SECRET}
    program = tmp_path / "credentials.sh"
    program.write_text(
        f"echo >> '{counter}'\necho '{json.dumps(keys)}' | sed \"s/NUMBER/KEYKEYKEY$(wc -l < '{counter}')/\"\n"
    )
    (tmp_path / "config").write_text(f"[profile byol]\ncredential_process = sh '{program}'\n")
    aws.faults([{"operation": "ImportCustomWorkspaceImage", "do": {"error": "ExpiredTokenException"}}])
    assert succeeded(image(profile="byol", access_key=None, secret_key=None))["changed"] is True
    assert aws.imports_done() == 1
    assert [call["operation"] for call in aws.calls()][-2:] == ["ImportCustomWorkspaceImage"] * 2


def test_those_of_a_profile_that_are_not_renewed(aws, image, clock, profile):
    aws.settings(import_seconds=3600)
    aws.control.account(account=ACCOUNT_OF_ANY_KEY, region=REGION, support="ENABLED")
    clock.at.append((600, lambda: aws.settings(expired_keys=["*"])))
    result = image(wait=True, **profile(OLD_KEY))
    assert failure_of(result)["reason"] == "credentials_expired"
    assert result["image_id"].startswith("wsi-")
    assert clock.passed < 700


def test_expired_from_the_start(aws, account):
    aws.settings(expired_keys=["*"])
    assert failure_of(account())["reason"] == "credentials_expired"
    assert len(aws.calls()) == 1


def test_unknown_keys(aws, info):
    aws.settings(invalid_keys=["*"])
    failure = failure_of(info())
    assert failure["reason"] == "not_authorized"
    assert failure["code"] == "UnrecognizedClientException"


@pytest.mark.parametrize(
    "operation",
    ["DescribeWorkspaceImages", "DescribeCustomWorkspaceImageImport", "DescribeTags", "CreateTags", "DeleteTags"],
)
def test_an_operation_that_is_denied(aws, image, operation):
    aws.image(tags={"old": "1"})
    aws.settings(denied=[{"operation": operation}])
    failure = failure_of(image(tags={"new": "2"}))
    assert failure["reason"] == "not_authorized"
    assert failure["code"] == "AccessDeniedException"
    assert f"workspaces:{operation}" in failure["message"]
    assert len(aws.requests(operation)) == 1


def test_an_import_that_is_denied(aws, image):
    aws.settings(denied=[{"operation": "ImportCustomWorkspaceImage"}])
    result = image()
    assert failure_of(result)["reason"] == "not_authorized"
    assert result["changed"] is False
    assert len(aws.requests("ImportCustomWorkspaceImage")) == 1


def test_tags_that_are_denied_with_the_import(aws, image):
    aws.settings(denied=[{"operation": "CreateTags"}])
    failure = failure_of(image(tags={"team": "euc"}))
    assert failure["reason"] == "not_authorized"
    assert "workspaces:CreateTags" in failure["message"]
    assert aws.imports_done() == 0


def test_an_account_that_was_not_accepted_for_byol(aws, image):
    aws.account(support="DISABLED")
    failure = failure_of(image())
    assert failure["reason"] == "not_authorized"
    assert "opt in to BYOL" in failure["remedy"]


def test_no_credentials_at_all(aws, info):
    failure = failure_of(info(access_key=None, secret_key=None))
    assert failure["reason"] == "no_credentials"
    assert "credentials" in failure["message"]
    assert aws.calls() == []


def test_a_profile_that_does_not_exist(aws, info):
    failure = failure_of(info(access_key=None, secret_key=None, profile="nobody"))
    assert failure["reason"] == "invalid_request"
    assert "nobody" in failure["message"]
    assert aws.calls() == []


@pytest.mark.parametrize("breaks", [False, True])
def test_nothing_secret_is_in_a_result(aws, image, breaks):
    """That the secret key is in none is asserted of every run of these tests."""
    if breaks:
        aws.settings(invalid_keys=["*"])
    token = "a token that no result may have"
    assert token not in str(image(session_token=token))
