# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that playbooks branch on, against the list of the public contract."""

from __future__ import annotations

import ast

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import CLASSES, CODES, REMEDIES, Failure

from ..support.collection import returned, sources
from ..support.reasons import REASONS


def raised():
    """The reasons that the code below plugins/ names, where it makes a failure."""
    for _path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in ("Failure", "LostReply"):
                yield from (reason.value for reason in node.args[:1] if isinstance(reason, ast.Constant))


def test_they_are_those_of_the_contract():
    assert set(REMEDIES) == REASONS


def test_each_has_a_use_and_none_is_made_up():
    from_aws = {*CODES.values(), *(reason for _kinds, reason, _transient in CLASSES), "api_error"}
    assert {*raised(), *from_aws} == REASONS


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_each_says_what_to_do_next(reason):
    result = Failure(reason, "It went wrong").result()
    assert result["failure"] == {
        "reason": reason,
        "message": "It went wrong",
        "remedy": REMEDIES[reason],
        "transient": False,
    }
    assert result["msg"] == f"It went wrong. {REMEDIES[reason]}"
    assert REMEDIES[reason].endswith(".")
    assert len(REMEDIES[reason].split()) >= 4


@pytest.mark.parametrize(
    "module", ["workspaces_byol_account", "workspaces_byol_info", "workspaces_custom_image_import"]
)
def test_samples_name_one_that_exists(module):
    failure = returned(module)["failure"]
    assert failure["contains"].keys() == {"reason", "message", "remedy", "transient", "code"}
    assert failure["sample"]["reason"] in REASONS
    assert failure["contains"]["reason"]["sample"] in REASONS
