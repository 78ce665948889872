# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is planned for an image, by table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import (
    Observed,
    Users,
    is_in_progress,
    plan_absent,
    plan_present,
    refuse_bad_end,
    same_source,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import Progress

from ...support.place import IMAGE, OTHER_SOURCE, REQUEST, SOURCE

SPEC = ImageSpec(
    IMAGE["name"],
    description=IMAGE["description"],
    source=next(iter(SOURCE.items())),
    infrastructure_configuration_arn=IMAGE["infrastructure_configuration_arn"],
    os_version=IMAGE["os_version"],
)
OTHER = next(iter(OTHER_SOURCE.items()))
AVAILABLE = {"image_id": "wsi-1", "name": IMAGE["name"], "description": IMAGE["description"], "state": "AVAILABLE"}
PENDING, BROKEN = {**AVAILABLE, "state": "PENDING"}, {**AVAILABLE, "state": "ERROR"}
DONE = {
    "image_id": "wsi-1",
    "state": "COMPLETED",
    "image_source": SOURCE,
    "infrastructure_configuration_arn": IMAGE["infrastructure_configuration_arn"],
}
DELETE = ("DeleteWorkspaceImage", {"ImageId": "wsi-1"})
IMPORT = ("ImportCustomWorkspaceImage", REQUEST)


def sent(plan):
    """The calls of a plan."""
    return [(step.operation, step.params) for step in plan.steps]


@pytest.mark.parametrize(
    ("options", "observed", "calls"),
    [
        ({}, Observed(None), [IMPORT]),
        ({"tags": {}}, Observed(None), [IMPORT]),
        ({}, Observed(AVAILABLE, DONE), []),
        ({}, Observed(AVAILABLE, None), []),
        ({}, Observed(PENDING, {**DONE, "state": "NEW_STATE"}), []),
        ({"replace_failed": True}, Observed(AVAILABLE, DONE), []),
        ({"replace_failed": True}, Observed(BROKEN, DONE), [DELETE, IMPORT]),
        ({"replace_failed": True}, Observed(PENDING, {**DONE, "state": "ERROR"}), [DELETE, IMPORT]),
        ({"image_validation_mode": "SERVICE_MANAGED"}, Observed(AVAILABLE, DONE), []),
        (
            {"image_validation_mode": "SERVICE_MANAGED"},
            Observed(None),
            [("ImportCustomWorkspaceImage", {**REQUEST, "ImageValidationMode": "SERVICE_MANAGED"})],
        ),
        (
            {"tags": {"a": "1"}},
            Observed(AVAILABLE, DONE, tags={"a": "1"}),
            [],
        ),
        (
            {"tags": {"a": "2"}},
            Observed(AVAILABLE, DONE, tags={"a": "1", "b": "1"}),
            [
                ("DeleteTags", {"ResourceId": "wsi-1", "TagKeys": ["b"]}),
                ("CreateTags", {"ResourceId": "wsi-1", "Tags": [{"Key": "a", "Value": "2"}]}),
            ],
        ),
        ({"tags": None}, Observed(AVAILABLE, DONE, tags={"a": "1"}), []),
        ({"tags": {}}, Observed(AVAILABLE, DONE, tags={"aws:x": "1"}), []),
    ],
)
def test_present(options, observed, calls):
    plan = plan_present(replace(SPEC, **options), observed)
    assert sent(plan) == calls
    assert all(step.after != plan.before for step in plan.steps)


@pytest.mark.parametrize(
    ("options", "observed", "reason"),
    [
        ({}, Observed(BROKEN, DONE), "failed_image_exists"),
        ({}, Observed(BROKEN, None), "failed_image_exists"),
        ({}, Observed(PENDING, {**DONE, "state": "ERROR"}), "failed_image_exists"),
        ({"source": OTHER}, Observed(AVAILABLE, DONE), "image_source_differs"),
        ({"source": OTHER}, Observed(PENDING, {**DONE, "state": "PENDING"}), "image_source_differs"),
        ({"source": OTHER, "replace_failed": True}, Observed(AVAILABLE, DONE), "image_source_differs"),
    ],
)
def test_present_refused(options, observed, reason):
    with pytest.raises(Failure) as caught:
        plan_present(replace(SPEC, **options), observed)
    assert caught.value.reason == reason


@pytest.mark.parametrize("image_import", [None, {}, {**DONE, "image_source": None}, {**DONE, "image_source": {}}])
def test_a_source_that_is_not_known(image_import):
    plan = plan_present(replace(SPEC, source=OTHER), Observed(AVAILABLE, image_import))
    assert plan.steps == ()
    assert len(plan.warnings) == 1


def test_what_aws_does_not_return_is_no_drift():
    silent = {key: value for key, value in AVAILABLE.items() if key != "description"}
    assert plan_present(SPEC, Observed(silent, None)).drift == ()


@pytest.mark.parametrize(
    ("wait", "observed", "calls"),
    [
        (False, Observed(None), []),
        (False, Observed(AVAILABLE), [DELETE]),
        (False, Observed(AVAILABLE, users=Users([], [])), [DELETE]),
        (False, Observed(BROKEN), [DELETE]),
        (True, Observed(PENDING), [DELETE]),
    ],
)
def test_absent(wait, observed, calls):
    plan = plan_absent(replace(SPEC, state="absent"), observed, waits=wait)
    assert sent(plan) == calls
    assert all(step.after == {} != plan.before for step in plan.steps)


@pytest.mark.parametrize(
    ("observed", "reason", "named"),
    [
        (Observed(PENDING), "image_pending", "wsi-1"),
        (
            Observed(AVAILABLE, users=Users([{"bundle_id": "wsb-1", "name": "b"}], [])),
            "image_in_use",
            "bundle b (wsb-1)",
        ),
        (Observed(AVAILABLE, users=Users([], ["222222222222"])), "image_in_use", "account 222222222222"),
    ],
)
def test_absent_refused(observed, reason, named):
    with pytest.raises(Failure) as caught:
        plan_absent(replace(SPEC, state="absent"), observed)
    assert caught.value.reason == reason
    assert named in caught.value.message


@pytest.mark.parametrize(
    ("observed", "expected"),
    [(Observed(None), False), (Observed(PENDING), True), (Observed(AVAILABLE), False), (Observed(BROKEN), False)],
)
def test_in_progress(observed, expected):
    assert is_in_progress(observed) is expected


PREFIX = "arn:aws:imagebuilder:eu-west-1:111111111111:image"


@pytest.mark.parametrize(
    ("requested", "actual", "same"),
    [
        ({"ec2_image_id": "ami-1"}, {"ec2_image_id": "ami-1"}, True),
        ({"ec2_image_id": "ami-1"}, {"ec2_image_id": "ami-2"}, False),
        ({"ec2_image_id": "ami-1"}, {"ec2_import_task_id": "ami-1"}, False),
        ("a/1.2.3/4", "a/1.2.3/4", True),
        ("a/1.2.3/4", "a/1.2.3/5", False),
        ("a/1.2.3", "a/1.2.3/5", True),
        ("a/1.2.3", "a/1.2.3", True),
        ("a/1.2.x", "a/1.2.9/1", True),
        ("a/1.x.x", "a/1.9.9/1", True),
        ("a/1.x.x", "a/2.9.9/1", False),
        ("a/x.x.x", "b/1.2.3/1", False),
        ("a/1.2.3", "a/1.2.30/1", False),
    ],
)
def test_the_same_source(requested, actual, same):
    if isinstance(requested, str):
        requested, actual = ({"image_build_version_arn": f"{PREFIX}/{part}"} for part in (requested, actual))
    assert same_source(requested, actual) is same


@pytest.mark.parametrize(("phase", "fails"), [("ready", False), ("in progress", False), ("failed", True), ("gone", True)])
def test_ends_that_are_bad(phase, fails):
    observed = Observed(BROKEN, {**DONE, "error_details": [{"error_code": "X", "error_message": "y"}]})
    if not fails:
        refuse_bad_end(Progress(phase, "ANY"), observed)
        return
    with pytest.raises(Failure) as caught:
        refuse_bad_end(Progress(phase, "ANY"), observed)
    assert caught.value.reason == "import_failed"
