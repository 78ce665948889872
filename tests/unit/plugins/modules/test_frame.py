# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the same for all modules: the SDK that they need, the connection, limits, errors of AWS without a word for them."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws import sdk, session
from ansible_collections.euc.workspaces.plugins.module_utils._byol import image_options
from ansible_collections.euc.workspaces.plugins.module_utils._tasks import task

from ..support.running import failure_of, succeeded


@pytest.fixture(params=["account", "info", "image", "absent"])
def any_module(request, way):  # noqa: ARG001
    """Runs each module in turn."""
    return request.getfixturevalue(request.param)


def test_an_sdk_that_is_too_old(aws, any_module, monkeypatch):
    monkeypatch.setattr(sdk, "BOTOCORE_VERSION", "1.40.9")
    failure = failure_of(any_module())
    assert failure["reason"] == "sdk_too_old"
    assert "1.40.10" in failure["message"]
    assert aws.calls() == []


def test_no_sdk(aws, any_module, monkeypatch):
    monkeypatch.setattr(sdk, "BOTOCORE_VERSION", None)
    failure = failure_of(any_module())
    assert failure["reason"] == "sdk_too_old"
    assert "not installed" in failure["message"]
    assert aws.calls() == []


def test_an_option_that_needs_a_newer_sdk(aws, image, monkeypatch):
    """As with botocore before 1.43.115: the model does not know the member, and the version says why."""
    monkeypatch.setattr(image_options, "VALIDATION_MODE_BOTOCORE", "999.0.0")
    known = session.service_model

    def old_model():
        model = known()
        model.operation_model("ImportCustomWorkspaceImage").input_shape.members.pop("ImageValidationMode", None)
        return model

    monkeypatch.setattr(task, "service_model", old_model)
    failure = failure_of(image(image_validation_mode="CUSTOMER_MANAGED"))
    assert failure["reason"] == "sdk_too_old"
    assert "image_validation_mode" in failure["message"]
    assert "999.0.0" in failure["message"]
    assert aws.calls() == []
    succeeded(image())


def test_no_region(aws, any_module):
    failure = failure_of(any_module(region=None))
    assert failure["reason"] == "invalid_request"
    assert "region" in failure["message"]
    assert aws.calls() == []


def test_a_region_that_is_none(aws, any_module):
    failure = failure_of(any_module(region="not a region"))
    assert failure["reason"] == "invalid_request"
    assert aws.calls() == []


@pytest.mark.parametrize("config", [{"nonsense": 1}, {"read_timeout": "x"}, {"connect_timeout": -1}])
def test_a_configuration_of_the_sdk_that_is_wrong(aws, info, config):
    failure = failure_of(info(aws_config=config))
    assert failure["reason"] == "invalid_request"
    assert aws.calls() == []


def test_retries_of_the_sdk_are_not_used(aws, image):
    """Whatever the user configures: the SDK would send an import twice."""
    aws.faults([{"operation": "ImportCustomWorkspaceImage", "times": 3, "do": {"drop": "after"}}])
    config = {"retries": {"max_attempts": 10, "mode": "standard"}, "connect_timeout": 5}
    succeeded(image(aws_config=config))
    assert len(aws.requests("ImportCustomWorkspaceImage")) == 1


def test_too_many_images(aws, image):
    aws.settings(image_quota=3)
    aws.images(3)
    result = image()
    failure = failure_of(result)
    assert failure["reason"] == "limit_exceeded"
    assert failure["code"] == "ResourceLimitExceededException"
    assert result["changed"] is False


@pytest.mark.parametrize("missing", ["source", "infrastructure"])
def test_a_source_that_aws_does_not_know(aws, image, missing):
    from ..support.place import INFRASTRUCTURE, SOURCE

    named = INFRASTRUCTURE if missing == "infrastructure" else SOURCE["ec2_import_task_id"]
    aws.settings(missing_sources=[named])
    failure = failure_of(image())
    assert failure["reason"] == "invalid_request"
    assert failure["code"] == "ResourceNotFoundException"
    assert named in failure["message"]


def test_an_ami_that_aws_refuses(aws, image):
    ami_id = aws.control.ami(account="111111111111", region="eu-west-1", encrypted=True)
    failure = failure_of(image(image_source={"ec2_image_id": ami_id}))
    assert failure["reason"] == "invalid_request"
    assert "encrypted" in failure["message"]


def test_an_unknown_error(aws, any_module):
    aws.faults([{"operation": "*", "times": None, "do": {"error": "TeapotException", "status": 418, "message": "no"}}])
    failure = failure_of(any_module())
    assert failure["reason"] == "api_error"
    assert failure["code"] == "TeapotException"
    assert len(aws.calls()) == 1


def test_an_error_without_a_text(aws, info):
    aws.faults([{"operation": "*", "times": None, "do": {"error": "TeapotException", "message": ""}}])
    assert failure_of(info())["code"] == "TeapotException"
