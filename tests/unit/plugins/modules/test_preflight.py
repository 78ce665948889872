# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_preflight as a whole: what it reads, what it never sends, and what fails it."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.catalog import CATALOG
from ansible_collections.euc.workspaces.plugins.modules import workspaces_byol_preflight

from ..support.place import IMAGE, NAME
from ..support.running import run_module, succeeded

OPTIONS = {key: IMAGE[key] for key in ("name", "infrastructure_configuration_arn", "os_version")}
WORKSPACES = {"account", "image_name", "image_quota"}


@pytest.fixture
def preflight(aws, connection, way, source):
    """Run the module on an AMI; a source that is bad only where a test makes it so."""

    def run(check_mode=False, ami=None, **options):
        given_source = source(**(ami or {}))
        aws.control.clear_calls()
        given = {**connection, **OPTIONS, "image_source": given_source, **options}
        given = {option: value for option, value in given.items() if value is not None}
        return run_module(workspaces_byol_preflight, given, check_mode, False, way)

    return run


def verdicts_of(result):
    """The verdicts by the name of the check."""
    return {check["check"]: check["verdict"] for check in succeeded(result)["checks"]}


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_good_source_passes(preflight, aws, check_mode):
    result = succeeded(preflight(check_mode))
    assert (result["verdict"], result["changed"], result["warnings"]) == ("pass", False, [])
    assert {"ami_exists", "account", "image_name", "image_quota", "network_egress"} <= set(verdicts_of(result))
    assert aws.operations() == ["DescribeWorkspaceImages", "DescribeAccount"]


def test_a_bad_source_is_blocked_and_the_task_succeeds(preflight):
    result = preflight(ami={"boot_mode": "legacy-bios", "usage_operation": "RunInstances:0002"})
    assert succeeded(result)["verdict"] == "block"
    assert {name for name, verdict in verdicts_of(result).items() if verdict == "block"} == {"boot_mode"}
    (warning,) = result["warnings"]
    assert warning.startswith("Preflight check license of ami-")


def test_nothing_but_reads_is_sent(preflight, aws):
    preflight()
    calls = aws.control.calls()
    assert len([call for call in calls if call["service"] != "workspaces"]) <= 12
    assert not [call for call in calls if not call["operation"].startswith(("Get", "Describe", "List", "GET"))]


def test_an_account_that_is_not_enabled_is_blocked(preflight, aws):
    aws.account(support="DISABLED")
    assert verdicts_of(preflight())["account"] == "block"


def test_the_name_of_another_image_is_blocked(preflight, aws):
    aws.image(NAME)
    assert verdicts_of(preflight())["image_name"] == "block"
    assert "image_name" not in verdicts_of(preflight(name=None))


def test_the_images_of_the_account_count(preflight, aws):
    aws.images(40)
    assert verdicts_of(preflight())["image_quota"] == "block"


def test_what_workspaces_denies_is_unknown(preflight, aws):
    aws.settings(denied=[{"operation": "DescribeAccount"}, {"operation": "DescribeWorkspaceImages"}])
    result = preflight()
    assert {name for name, verdict in verdicts_of(result).items() if verdict == "unknown"} == WORKSPACES
    assert len(result["warnings"]) == len(WORKSPACES)


def test_a_skipped_check_costs_no_call(preflight, aws):
    result = preflight(skip=sorted(WORKSPACES))
    assert not WORKSPACES & set(verdicts_of(result))
    assert aws.operations() == []


def test_the_option_has_the_name_that_remedies_give(preflight, aws):
    aws.settings(denied=[{"operation": "DescribeAccount"}])
    (check,) = [check for check in succeeded(preflight())["checks"] if check["verdict"] == "unknown"]
    assert "can be left out with preflight_skip" in check["remedy"]
    assert "someone must first opt in to BYOL" in check["remedy"]
    assert "account" not in verdicts_of(preflight(preflight_skip=["account"]))


def test_everything_can_be_skipped(preflight, aws):
    result = succeeded(preflight(skip=sorted(CATALOG)))
    assert (result["verdict"], result["checks"]) == ("pass", [])
    assert aws.control.calls() == []


def test_beside_endpoint_url_nothing_else_is_called(preflight, aws, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    verdicts = verdicts_of(preflight())
    assert {call["service"] for call in aws.control.calls()} == {"workspaces"}
    assert verdicts["encryption"] == verdicts["instance_profile"] == verdicts["image_quota"] == "unknown"
    assert verdicts["account"] == "pass"


def test_one_service_can_have_an_endpoint_of_its_own(preflight, aws, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_ENDPOINT_URL_EC2", aws.url)
    verdicts = verdicts_of(preflight())
    assert {call["service"] for call in aws.control.calls()} == {"workspaces", "ec2"}
    assert (verdicts["encryption"], verdicts["ami_owner"]) == ("pass", "unknown")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"protocol": "PCOIP"}, "protocol"),
        ({"skip": ["bootmode"]}, "Did you mean boot_mode?"),
        ({"name": "not a name"}, "name"),
        ({"image_source": {"ec2_image_id": None}}, "image_source"),
        ({"image_source": {"ec2_image_id": "banana"}}, "image_source.ec2_image_id"),
        ({"os_version": None}, "os_version"),
    ],
)
def test_bad_input_is_refused_before_any_call(preflight, aws, options, words):
    result = preflight(**options)
    assert result["failure"]["reason"] == "invalid_request"
    assert words in result["msg"]
    assert aws.control.calls() == []


def test_without_credentials_the_task_fails(preflight, aws):
    result = preflight(access_key=None, secret_key=None)
    assert result["failure"]["reason"] == "no_credentials"
    assert aws.control.calls() == []
