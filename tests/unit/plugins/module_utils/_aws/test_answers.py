# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What counts as an answer of the service, for each operation that the collection sends."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.answers import REQUIRED, problem_of

from ...support.operations import operations_sent

MODEL = botocore.session.get_session().get_service_model("workspaces")
ANSWERS: dict[str, Any] = {
    "CopyWorkspaceImage": {"ImageId": "wsi-1"},
    "CreateTags": {},
    "CreateWorkspaceBundle": {"WorkspaceBundle": {"BundleId": "wsb-1"}},
    "DeleteTags": {},
    "DeleteWorkspaceBundle": {},
    "DeleteWorkspaceImage": {},
    "DescribeAccount": {"DedicatedTenancySupport": "DISABLED"},
    "DescribeWorkspaces": {"Workspaces": []},
    "DescribeAccountModifications": {"AccountModifications": []},
    "DescribeCustomWorkspaceImageImport": {"State": "PENDING"},
    "DescribeTags": {"TagList": [{"Key": "a", "Value": "b"}]},
    "DescribeWorkspaceBundles": {"Bundles": [{"BundleId": "wsb-1"}]},
    "DescribeWorkspaceImagePermissions": {"ImagePermissions": [{"SharedAccountId": "111111111111"}]},
    "DescribeWorkspaceImages": {"Images": [{"ImageId": "wsi-1", "Created": 1.5e9}], "NextToken": "x"},
    "ImportCustomWorkspaceImage": {"ImageId": "wsi-1", "State": "PENDING"},
    "ListAvailableManagementCidrRanges": {"ManagementCidrRanges": ["10.0.0.0/16"]},
    "ModifyAccount": {},
    "UpdateWorkspaceBundle": {},
    "UpdateWorkspaceImagePermission": {},
}
HTML = b"<html><body>Sign in</body></html>"
JSON = "application/x-amz-json-1.1"
WITH_OUTPUT = [
    name
    for name in ANSWERS
    if MODEL.operation_model(name).output_shape and MODEL.operation_model(name).output_shape.members
]
every_operation = pytest.mark.parametrize("operation", sorted(ANSWERS))


def problem(operation: str, body: bytes, status: int = 200, **headers: str) -> str | None:
    """Why a response is no answer, ``None`` if it is one."""
    named = {"content-type": JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return problem_of(MODEL.operation_model(operation), {"status_code": status, "headers": named, "body": body})


def test_the_table_has_all_operations_that_are_sent():
    assert REQUIRED.keys() <= ANSWERS.keys()
    assert operations_sent() == ANSWERS.keys()


@every_operation
def test_answers(operation):
    body = json.dumps(ANSWERS[operation]).encode()
    assert problem(operation, body) is None
    assert problem(operation, body, content_length=str(len(body))) is None
    assert problem(operation, body, content_type="application/json; charset=utf-8") is None


@every_operation
@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"x"', b"{", HTML, b"\xff", b"   "])
def test_bodies_that_are_no_objects(operation, body):
    assert problem(operation, body)


@every_operation
@pytest.mark.parametrize("status", [200, 204, 302, 400, 403, 404])
def test_pages_of_others(operation, status):
    assert problem(operation, HTML, status, content_type="text/html")
    assert problem(operation, b"", status, content_type="text/html")


@every_operation
def test_torn_bodies(operation):
    body = json.dumps(ANSWERS[operation]).encode()
    assert "bytes of" in str(problem(operation, body[:-1], content_length=str(len(body))))


@pytest.mark.parametrize("operation", sorted(WITH_OUTPUT))
def test_no_body_where_one_is_due(operation):
    assert problem(operation, b"")


@pytest.mark.parametrize("operation", sorted(ANSWERS.keys() - set(WITH_OUTPUT)))
def test_no_body_where_none_is_due(operation):
    assert problem(operation, b"") is None


@pytest.mark.parametrize("operation", sorted(REQUIRED))
def test_members_that_are_always_there(operation):
    assert problem(operation, b"{}")
    member = REQUIRED[operation][0].split(".")[0].removesuffix("[]")
    assert problem(operation, json.dumps({member: None}).encode())
    assert problem(operation, json.dumps({member: 1}).encode())
    if "[]." in REQUIRED[operation][0]:
        assert problem(operation, json.dumps({member: [{}]}).encode())
        assert problem(operation, json.dumps({member: [None]}).encode())
        assert problem(operation, json.dumps({member: ["x"]}).encode())
        assert problem(operation, json.dumps({member: []}).encode()) is None


@every_operation
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_faults_of_the_service_are_left_to_the_sdk(operation, status):
    assert problem(operation, HTML, status, content_type="text/html") is None


@every_operation
@pytest.mark.parametrize("body", [b'{"__type": "AccessDeniedException"}', b'{"code": "x"}'])
def test_errors_of_aws(operation, body):
    assert problem(operation, body, 400) is None
    assert problem(operation, b"", 400, x_amzn_errortype="AccessDeniedException") is None


@every_operation
@pytest.mark.parametrize("body", [b'{"__type": "AccessDeniedExc', b'{"message": "no"}', b"null", HTML])
def test_errors_without_their_code(operation, body):
    """The SDK would report the status as the code, which says nothing."""
    assert problem(operation, body, 400, x_amzn_errortype="AccessDeniedException")
