# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preflight of workspaces_custom_image_import and workspaces_byol_images: where it runs, and what it keeps from being sent."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.catalog import CATALOG

from ..support.place import ACCOUNT, IMAGE, NAME, OTHER_SOURCE, REGION
from ..support.running import failure_of, succeeded

LEGACY = {"boot_mode": "legacy-bios"}
LICENSE_INCLUDED = {"usage_operation": "RunInstances:0002"}
ERROR = {"code": "ImageCheckFailed", "message": "a check failed"}


@pytest.fixture
def asked():
    """Return the options of an image."""
    return lambda name, **own: {**IMAGE, "name": name, **own}


def other_calls(aws):
    """The calls to other services than WorkSpaces."""
    return [call for call in aws.control.calls() if call["service"] != "workspaces"]


def warned(result):
    """The checks that there is a warning of."""
    return [warning.split()[2] for warning in result["warnings"] if warning.startswith("Preflight check ")]


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_good_source_is_imported_with_12_calls_at_most_and_none_to_workspaces(aws, image, source, check_mode):
    good = source()
    aws.control.clear_calls()
    result = succeeded(image(check_mode=check_mode, image_source=good, preflight="block"))
    assert (result["changed"], result["preflight"]["verdict"], result["warnings"]) == (True, "pass", [])
    assert {check["check"] for check in result["preflight"]["checks"]} >= {"ami_exists", "boot_mode", "image_quota"}
    assert 0 < len(other_calls(aws)) <= 12
    assert aws.operations() == ["DescribeWorkspaceImages"] + ["ImportCustomWorkspaceImage"] * (not check_mode)


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_bad_source_is_not_imported(aws, image, source, check_mode):
    bad = source(boot_mode="legacy-bios", encrypted=True)
    result = image(check_mode=check_mode, diff=True, image_source=bad, preflight="block")
    failure = failure_of(result)
    assert failure["reason"] == "source_not_importable"
    for text in (NAME, "boot_mode", "encryption", bad["ec2_image_id"]):
        assert text in failure["message"]
    for check in result["preflight"]["checks"]:
        assert check["verdict"] != "block" or check["remedy"] in failure["remedy"]
    assert result["preflight"]["verdict"] == "block"
    assert (result["changed"], result["image_id"], "diff" in result) == (False, None, False)
    assert aws.writes() == []


@pytest.mark.parametrize("check_mode", [False, True])
def test_warn_imports_and_keeps_the_verdict(image, source, check_mode):
    result = succeeded(image(check_mode=check_mode, image_source=source(**LEGACY), preflight="warn"))
    assert (result["changed"], result["preflight"]["verdict"]) == (True, "block")
    assert any("boot_mode" in warning for warning in result["warnings"])


def test_off_reads_nothing(aws, image, source):
    bad = source(**LEGACY)
    aws.control.clear_calls()
    result = succeeded(image(image_source=bad, preflight="off"))
    assert "preflight" not in result
    assert other_calls(aws) == []


def test_what_yaml_reads_as_false_is_off(image, source):
    assert "preflight" not in succeeded(image(image_source=source(**LEGACY), preflight=False))


def test_a_skipped_check_is_left_out(image, source):
    result = succeeded(image(image_source=source(**LEGACY), preflight="block", preflight_skip=["boot_mode"]))
    assert result["preflight"]["verdict"] == "pass"
    assert "boot_mode" not in {check["check"] for check in result["preflight"]["checks"]}


def test_everything_can_be_skipped(aws, image, source):
    bad = source(**LEGACY)
    aws.control.clear_calls()
    result = succeeded(image(image_source=bad, preflight="block", preflight_skip=sorted(CATALOG)))
    assert result["preflight"] == {"verdict": "pass", "checks": []}
    assert other_calls(aws) == []


def test_an_unknown_check_is_refused_before_any_call(aws, image, images):
    for result in (image(preflight_skip=["bootmode"]), images({"a": {"preflight_skip": ["bootmode"]}})):
        assert failure_of(result)["reason"] == "invalid_request"
        assert "Did you mean boot_mode?" in result["msg"]
    assert aws.control.calls() == []


@pytest.mark.usefixtures("source")
def test_where_nothing_is_imported_nothing_is_checked(aws, image, images, absent):
    aws.image(NAME)
    aws.image("failed", error=ERROR)
    aws.control.clear_calls()
    assert "preflight" not in succeeded(image(preflight="block", tags={"a": "1"}))
    assert failure_of(image(preflight="block", image_source=OTHER_SOURCE))["reason"] == "image_source_differs"
    assert failure_of(image(preflight="block", name="failed"))["reason"] == "failed_image_exists"
    result = images({NAME: {"preflight": "block"}, "gone": {"state": "absent"}})
    assert not any("preflight" in each for each in succeeded(result)["images"])
    assert "preflight" not in succeeded(absent(preflight="block"))
    assert other_calls(aws) == []


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_blocked_source_keeps_the_failed_image(aws, image, source, check_mode):
    image_id = aws.image(error=ERROR)
    options = {"check_mode": check_mode, "replace_failed": True, "preflight": "block"}
    result = image(image_source=source(**LEGACY), **options)
    assert failure_of(result)["reason"] == "source_not_importable"
    assert (result["image_id"], result["changed"]) == (image_id, False)
    assert aws.writes() == []
    assert succeeded(image(image_source=source(), **options))["changed"]


def test_one_that_is_blocked_does_not_stop_the_others(aws, images, source):
    good, bad = source(), source(**LEGACY)
    aws.control.clear_calls()
    result = images(
        {
            "bad": {"image_source": bad},
            "good": {"image_source": good},
            "let": {"image_source": bad, "preflight": "warn"},
        },
        preflights="block",
    )
    assert failure_of(result)["reason"] == "source_not_importable"
    by_name = {image["name"]: image for image in result["images"]}
    assert {name: image["failed"] for name, image in by_name.items()} == {"bad": True, "good": False, "let": False}
    assert {name: image["preflight"]["verdict"] for name, image in by_name.items()} == {
        "bad": "block",
        "good": "pass",
        "let": "block",
    }
    assert [call["params"]["ImageName"] for call in aws.writes()] == ["good", "let"]
    # Once for all images: both AMIs in one call.
    assert len([call for call in other_calls(aws) if call["operation"] == "DescribeImages"]) == 1
    assert len(other_calls(aws)) <= 12


def test_one_warning_for_each_check_and_subject(aws, images, source):
    aws.images(37)
    doubtful = source(**LICENSE_INCLUDED)
    result = succeeded(images({"a": {"image_source": doubtful}, "b": {"image_source": doubtful}}, preflights="block"))
    assert sorted(warned(result)) == ["image_quota", "license"]


def test_only_what_exceeds_the_quota_is_blocked(aws, images, source):
    aws.images(39)
    bad, good = source(**LEGACY), source()
    wanted = {"bad": {"image_source": bad}, "fits": {"image_source": good}, "excess": {"image_source": good}}
    result = images(wanted, preflights="block")
    assert failure_of(result)["reason"] == "source_not_importable"
    assert [image["failed"] for image in result["images"]] == [True, False, True]
    assert [call["params"]["ImageName"] for call in aws.writes()] == ["fits"]


def test_beside_endpoint_url_no_other_service_is_called(aws, image, source, monkeypatch):
    bad = source(**LEGACY)
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    aws.control.clear_calls()
    result = succeeded(image(image_source=bad, preflight="block"))
    assert result["preflight"]["verdict"] == "unknown"
    assert other_calls(aws) == []
    assert "boot_mode" in warned(result)
    remedies = {check["remedy"] for check in result["preflight"]["checks"] if check["verdict"] == "unknown"}
    assert not any("Allow" in remedy for remedy in remedies)
    assert any("AWS_ENDPOINT_URL_EC2" in remedy for remedy in remedies)
    assert any("AWS_ENDPOINT_URL_IMAGEBUILDER" in remedy for remedy in remedies)


def test_what_may_not_be_read_is_unknown_and_imported(aws, image, source):
    bad = source(**LEGACY)
    aws.settings(denied=[{"operation": "DescribeImages"}])
    result = succeeded(image(image_source=bad, preflight="block"))
    assert (result["changed"], result["preflight"]["verdict"]) == (True, "unknown")
    remedies = {check["remedy"] for check in result["preflight"]["checks"] if check["check"] == "boot_mode"}
    assert remedies == {"Allow ec2:DescribeImages. The check boot_mode can be left out with preflight_skip."}


def test_the_account_of_a_role_is_known_from_its_arn(aws, image, source):
    good = source()
    aws.control.clear_calls()
    result = succeeded(image(image_source=good, preflight="block", assume_role_arn=f"arn:aws:iam::{ACCOUNT}:role/byol"))
    verdicts = {check["check"]: check["verdict"] for check in result["preflight"]["checks"]}
    assert (verdicts["ami_owner"], verdicts["infrastructure_configuration"]) == ("pass", "pass")
    assert [call["operation"] for call in other_calls(aws) if call["service"] == "sts"] == ["AssumeRole"]
    aws.control.account(account="222222222222", region=REGION, support="ENABLED")
    other = "arn:aws:iam::222222222222:role/byol"
    result = image(name="other", image_source=good, preflight="block", assume_role_arn=other)
    assert failure_of(result)["reason"] == "source_not_importable"
    assert f"infrastructure configuration is of account {ACCOUNT}" in result["msg"]


@pytest.mark.parametrize("check_mode", [False, True])
def test_an_account_is_not_enabled_in_vain(aws, account, asked, source, check_mode):
    aws.account(support="DISABLED")
    bad = asked("bad", image_source=source(**LEGACY), preflight="block")
    result = account(check_mode=check_mode, for_images=[bad])
    assert failure_of(result)["reason"] == "source_not_importable"
    (entry,) = result["images"]
    assert (entry["name"], entry["failed"], entry["changed"]) == ("bad", True, False)
    assert entry["preflight"]["verdict"] == "block"
    assert result["account"]["dedicated_tenancy_support"] == "DISABLED"
    assert aws.writes() == []


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize(
    "others",
    [
        [{"name": "good"}],
        [{"name": "let", "preflight": "warn"}],
        [{"name": "unchecked", "preflight": "off"}],
    ],
)
def test_an_account_is_enabled_where_one_image_can_be_imported(aws, account, asked, source, check_mode, others):
    aws.account(support="DISABLED")
    good, bad = source(), source(**LEGACY)
    images = [
        asked(image_source=good if image["name"] == "good" else bad, **{"preflight": "block", **image})
        for image in [{"name": "bad"}, *others]
    ]
    aws.control.clear_calls()
    assert succeeded(account(check_mode=check_mode, for_images=images))["changed"]
    assert aws.operations() == ["DescribeAccount", "DescribeAccountModifications"] + ["ModifyAccount"] * (
        not check_mode
    )


@pytest.mark.usefixtures("source")
def test_an_account_is_enabled_where_no_image_is_requested(aws, account):
    aws.account(support="DISABLED")
    aws.control.clear_calls()
    assert succeeded(account(for_images=[{"name": "old", "state": "absent"}]))["changed"]
    assert other_calls(aws) == []


def test_an_account_that_is_enabled_is_read_only(aws, account, asked, source):
    bad = asked("bad", image_source=source(**LEGACY), preflight="block")
    aws.control.clear_calls()
    assert not succeeded(account(for_images=[bad]))["changed"]
    assert [call["operation"] for call in aws.control.calls()] == ["DescribeAccount"]


def test_bad_images_are_refused_before_any_call(aws, account, asked):
    result = account(for_images=[asked("a", os_version="Windows_12")])
    assert failure_of(result)["reason"] == "invalid_request"
    assert "for_images[0] (a)" in result["msg"]
    assert aws.control.calls() == []
