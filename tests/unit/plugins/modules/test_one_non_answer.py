# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies that are no answers of AWS: nothing is concluded from one, whatever call it is the reply to."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.tests.emulator.non_answers import KINDS

from ..support.running import succeeded

OPERATIONS = [
    "DescribeAccount",
    "DescribeWorkspaceImages",
    "ImportCustomWorkspaceImage",
    "DescribeCustomWorkspaceImageImport",
]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_one_is_outlasted(aws, account, image, operation, kind):
    present = aws.image("present")
    aws.faults([{"operation": operation, "do": {"answer": kind}}])
    assert succeeded(account())["changed"] is False
    unchanged = succeeded(image(name="present"))
    assert (unchanged["changed"], unchanged["image_id"]) == (False, present)
    imported = succeeded(image(wait=True))
    assert imported["changed"] is True
    assert imported["image"]["state"] == "AVAILABLE"
    assert aws.imports_done() == 1
    assert not aws.calls(operation="ModifyAccount")
    assert not any(call["operation"].startswith("Delete") for call in aws.calls())
