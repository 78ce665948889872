# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations policies of IAM allow, and which policies are refused as they could not be evaluated."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.euc.workspaces.tests.emulator.policies import PolicyError, Resource, allows, arn_of, check

IMAGE = arn_of("111111111111", "eu-west-1", "wsi-000000001")
KEEP = {"StringEquals": {"aws:ResourceTag/keep": ["true", "yes"]}}


def statement(effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": "workspaces:*", "Resource": "*", **elements}


@pytest.mark.parametrize(
    ("statements", "tags", "allowed"),
    [
        ([], {}, False),
        ([statement()], {}, True),
        ([statement(Action=["workspaces:deleteworkspaceimage"])], {}, True),
        ([statement(Action="workspaces:Describe*")], {}, False),
        ([statement(Resource="arn:aws:workspaces:*:*:workspaceimage/*")], {}, True),
        ([statement(Resource=["arn:aws:workspaces:*:*:workspacebundle/*"])], {}, False),
        ([statement(), statement("Deny", Condition=KEEP)], {}, True),
        ([statement(), statement("Deny", Condition=KEEP)], {"keep": "yes"}, False),
        ([statement(), statement("Deny", Condition=KEEP)], {"keep": "no"}, True),
        ([statement("Deny", Condition=KEEP), statement()], {"keep": "true"}, False),
        ([statement(Condition={"StringLike": {"aws:RequestedRegion": "eu-*"}})], {}, True),
        ([statement(Condition={"StringLike": {"aws:RequestedRegion": "us-*"}})], {}, False),
        ([statement(Condition=KEEP | {"StringLike": {"aws:RequestedRegion": "us-*"}})], {"keep": "true"}, False),
    ],
)
def test_a_deletion(statements: list[dict[str, Any]], tags: dict[str, str], allowed: bool) -> None:
    policies = [{"Version": "2012-10-17", "Statement": statements}]
    check(policies)
    assert allows(policies, "DeleteWorkspaceImage", "eu-west-1", [Resource(IMAGE, tags)]) is allowed


def test_all_resources_have_to_be_allowed() -> None:
    images = [{"Statement": statement(Resource="*:workspaceimage/*")}]
    both = [Resource(IMAGE), Resource(arn_of("111111111111", "eu-west-1", "wsb-000000001"))]
    assert not allows(images, "UpdateWorkspaceBundle", "eu-west-1", both)
    assert allows(
        [*images, {"Statement": [statement(Resource="*bundle/*")]}], "UpdateWorkspaceBundle", "eu-west-1", both
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"NotAction": "workspaces:*"},
        {"Effect": "Maybe"},
        {"Condition": {"NumericEquals": {"aws:ResourceTag/a": "1"}}},
        {"Condition": {"StringEquals": {"aws:PrincipalTag/a": "1"}}},
    ],
)
def test_what_is_not_evaluated_is_refused(wrong: dict[str, Any]) -> None:
    check([{"Statement": statement()}])
    with pytest.raises(PolicyError):
        check([{"Statement": [statement(**wrong)]}])
