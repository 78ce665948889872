# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policies in docs/iam against the operations that the code sends."""

from __future__ import annotations

import ast
import json

import botocore.session
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.log_excerpt import PERMISSIONS

from ..support.collection import ROOT, sources

OPERATIONS = set(botocore.session.get_session().get_service_model("workspaces").operation_names)
SENT = {
    node.value
    for path, tree in sources()
    # Which members an answer has is written there for operations that nothing may send.
    if path.parts[-2:] != ("_aws", "answers.py")
    for node in ast.walk(tree)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in OPERATIONS
}
READS = {operation for operation in SENT if operation.startswith(("Describe", "List"))}
AUDIT = READS - {"DescribeWorkspaces"}
"""WorkSpaces are read only before a bundle is deleted."""


def statements(name):
    """The statements of a policy."""
    return json.loads((ROOT / "docs" / "iam" / f"{name}.json").read_text(encoding="utf-8"))["Statement"]


@pytest.mark.parametrize(("name", "operations"), [("audit", AUDIT), ("change", SENT)])
def test_a_policy_allows_what_is_sent_and_nothing_else(name, operations):
    allowed = [action for statement in statements(name) for action in statement["Action"]]
    assert sorted(allowed) == sorted(f"workspaces:{operation}" for operation in operations)
    assert {statement["Effect"] for statement in statements(name)} == {"Allow"}
    assert {statement["Resource"] for statement in statements(name)} == {"*"}


def test_what_is_sent_was_found():
    """The operations are found in the sources by their names; these must be among them."""
    assert {"DescribeAccount", "ImportCustomWorkspaceImage", "DeleteWorkspaceImage", "ModifyAccount"} <= SENT
    assert {"CreateTags", "DeleteTags"} <= SENT - READS


def test_a_fleet_lists_accounts_and_assumes_roles_of_its_organization():
    """As documented for the inventory plugin; the role's own permissions are those of an audit or a change."""
    actions = [action for statement in statements("fleet") for action in statement["Action"]]
    assert actions == ["organizations:ListAccounts", "sts:AssumeRole"]
    [_list, assume] = statements("fleet")
    assert all(arn.startswith("arn:aws*:iam::*:role/Byol") for arn in assume["Resource"])
    assert assume["Condition"] == {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}


def test_a_role_trusts_one_principal_with_an_external_id():
    [statement] = statements("trust")
    assert "*" not in statement["Principal"]["AWS"]
    assert set(statement["Condition"]["StringEquals"]) == {"aws:PrincipalOrgID", "sts:ExternalId"}


def test_a_log_excerpt_takes_the_reads_of_logs():
    [statement] = statements("logs")
    assert statement["Action"] == list(PERMISSIONS)


def test_a_queue_receives_the_events_of_one_rule_of_one_account():
    [statement] = statements("queue")
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert set(statement["Condition"]) == {"ArnEquals", "StringEquals"}
    assert "aws:SourceArn" in statement["Condition"]["ArnEquals"]
    assert "aws:SourceAccount" in statement["Condition"]["StringEquals"]


@pytest.mark.parametrize("name", ["release", "retention"])
def test_policies_with_conditions_name_operations_that_are_sent(name):
    """What they allow and deny is tried in modules/test_policies.py."""
    actions = {action for statement in statements(name) for action in statement["Action"]}
    assert actions <= {f"workspaces:{operation}" for operation in SENT}
