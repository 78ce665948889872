# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that name a role to assume."""

from __future__ import annotations

import re

import botocore.session
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws import assume_role
from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import Role, read_role, read_role_arn
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure

ARN = "arn:aws:iam::111111111111:role/path/Audit"


def test_a_role_alone():
    assert read_role({"assume_role_arn": ARN}) == Role(ARN, None, "euc.workspaces", None)


def test_a_role_with_everything():
    options = {
        "assume_role_arn": ARN,
        "assume_role_external_id": "a:b/c",
        "assume_role_session_name": "x@y",
        "assume_role_duration": 900,
    }
    assert read_role(options) == Role(ARN, "a:b/c", "x@y", 900)


@pytest.mark.parametrize("arn", [None, ""])
def test_no_role(arn):
    assert read_role({"assume_role_arn": arn, "assume_role_external_id": None}) is None


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("assume_role_external_id", "x"),
        ("assume_role_external_id", "SECRET id"),
        ("assume_role_session_name", "a b"),
        ("assume_role_session_name", "a\n"),
        ("assume_role_session_name", ""),
        ("assume_role_duration", 899),
        ("assume_role_duration", 43201),
    ],
)
def test_values_that_aws_would_refuse(option, value):
    with pytest.raises(Failure, match=f"value of {option} is not valid") as caught:
        read_role({"assume_role_arn": ARN, option: value})
    assert caught.value.reason == "invalid_request"
    assert "SECRET" not in str(caught.value.result())


@pytest.mark.parametrize("option", assume_role.COMPANIONS)
def test_options_that_need_a_role(option):
    with pytest.raises(Failure, match=f"{option} requires assume_role_arn"):
        read_role({option: 900 if option.endswith("duration") else "valid"})


@pytest.mark.parametrize("arn", ["x", ARN + "\n", "arn:aws:iam::1:role/x", "arn:aws:iam::111111111111:user/x"])
def test_what_is_not_the_arn_of_a_role(arn):
    with pytest.raises(Failure, match="value of role_arns is not valid"):
        read_role_arn("role_arns", arn)


def test_the_limits_are_those_of_the_sdk():
    model = botocore.session.get_session().get_service_model("sts")
    members = model.operation_model("AssumeRole").input_shape.members
    for name, pattern in (("RoleSessionName", assume_role.NAME), ("ExternalId", assume_role.EXTERNAL_ID)):
        limits = members[name].metadata
        for character in map(chr, range(128)):
            allowed = bool(re.fullmatch(limits["pattern"], character * 2))
            assert bool(pattern.fullmatch(character * 2)) == allowed
        assert pattern.fullmatch("x" * limits["max"])
        assert not pattern.fullmatch("x" * (limits["max"] + 1))
        assert not pattern.fullmatch("x" * (limits["min"] - 1))
    limits = members["DurationSeconds"].metadata
    assert (limits["min"], limits["max"]) == (assume_role.SHORTEST, assume_role.LONGEST)


def test_the_text_of_a_role_has_no_external_id():
    assert "secret" not in repr(Role(ARN, "secret"))
