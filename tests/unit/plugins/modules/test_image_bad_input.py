# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_custom_image_import given what AWS would refuse: it fails in words, and nothing is sent."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.modules import workspaces_custom_image_import

from ..support.place import ACCOUNT, BUILD_ARN, IMAGE, INFRASTRUCTURE, REGION, SOURCE
from ..support.running import failure_of, run_module, succeeded

AMI = "ami-0123456789abcdef0"

TEXTS = [
    ("name", "white space"),
    ("name", "comma,name"),
    ("name", "ünicode"),
    ("name", "trailing-newline\n"),
    ("name", "two\nlines"),
    ("name", "x" * 65),
    ("name", ""),
    ("description", "a comma, and more"),
    ("description", "trailing newline\n"),
    ("description", "a tab\tin it"),
    ("description", "x" * 257),
    ("description", ""),
    ("infrastructure_configuration_arn", "byol"),
    ("infrastructure_configuration_arn", "arn:aws:s3:::bucket"),
    ("infrastructure_configuration_arn", INFRASTRUCTURE + "\n"),
    ("infrastructure_configuration_arn", INFRASTRUCTURE.replace(ACCOUNT, "12345")),
    ("infrastructure_configuration_arn", INFRASTRUCTURE.replace("byol", "BYOL")),
    ("infrastructure_configuration_arn", INFRASTRUCTURE + "x" * 2048),
]

SOURCES = [
    ("ec2_import_task_id", "import-ami-short"),
    ("ec2_import_task_id", "import-ami-0123456789abcdef01"),
    ("ec2_import_task_id", SOURCE["ec2_import_task_id"] + "\n"),
    ("ec2_import_task_id", AMI),
    ("ec2_import_task_id", ""),
    ("ec2_image_id", "ami-XYZ"),
    ("ec2_image_id", AMI.upper()),
    ("ec2_image_id", AMI + "\n"),
    ("ec2_image_id", ""),
    ("image_build_version_arn", "win11/1.2.3/4"),
    ("image_build_version_arn", BUILD_ARN + "\n"),
    ("image_build_version_arn", f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:image/win11"),
    ("image_build_version_arn", f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:image/win11/1.2"),
]

TAGS = [
    ({"aws:owner": "me"}, "aws:owner"),
    ({"AWS:owner": "me"}, "AWS:owner"),
    ({f"key{number}": "x" for number in range(51)}, "51 tags"),
    ({"k" * 128: "x"}, "k" * 128),
    ({"": "x"}, "tags"),
    ({"long": "v" * 256}, "v" * 256),
]


def refused(aws, result):
    """The failure, of bad input found before any call."""
    failure = failure_of(result)
    assert failure["reason"] == "invalid_request"
    assert aws.operations() == []
    return failure["message"]


@pytest.mark.parametrize(("option", "value"), TEXTS)
def test_texts(aws, image, option, value):
    message = refused(aws, image(**{option: value}))
    assert option in message
    assert repr(value) in message


@pytest.mark.parametrize(("option", "value"), TEXTS[:8])
def test_texts_that_are_too_long_or_do_not_match_say_what_is_allowed(aws, image, option, value):
    message = refused(aws, image(**{option: value}))
    limits = {
        "name": ("letters, digits and _./()", "64", "1"),
        "description": ("digits, spaces and _./()-", "256", "1"),
    }
    assert any(limit in message for limit in limits[option])


@pytest.mark.parametrize(("kind", "value"), SOURCES)
def test_sources(aws, image, kind, value):
    message = refused(aws, image(image_source={kind: value}))
    assert kind in message
    assert repr(value) in message


def test_two_sources(aws, image):
    message = refused(aws, image(image_source={**SOURCE, "ec2_image_id": AMI}))
    assert "ec2_import_task_id" in message
    assert "ec2_image_id" in message


@pytest.mark.parametrize("source", [{}, {"ec2_image_id": None}, {"ami": AMI}, "ami-01234567"])
def test_no_source(aws, image, source):
    refused(aws, image(image_source=source))


@pytest.mark.parametrize(("tags", "named"), TAGS)
def test_tags(aws, image, tags, named):
    message = refused(aws, image(tags=tags))
    assert "tags" in message
    assert named in message


def test_fifty_tags_of_the_greatest_length_are_fine(image):
    tags = {f"{number:02}{'k' * 125}": "v" * 255 for number in range(50)}
    assert succeeded(image(tags=tags))["image"]["tags"] == tags


def test_names_and_descriptions_of_the_greatest_length_are_fine(aws, image):
    name, description = "aZ09_./()\\-" + "x" * 53, "aZ09_./() -" + "x" * 245
    succeeded(image(name=name, description=description))
    (sent,) = aws.requests("ImportCustomWorkspaceImage")
    assert (sent["ImageName"], sent["ImageDescription"]) == (name, description)


@pytest.mark.parametrize("check_mode", [False, True])
def test_windows_11_with_pcoip(aws, image, check_mode):
    message = refused(aws, image(check_mode=check_mode, protocol="PCOIP"))
    assert "protocol" in message
    assert "Windows_11" in message
    assert "DCV" in message
    assert "BYOP" in message


@pytest.mark.parametrize(
    ("option", "value"),
    [("wait_delay", 0), ("wait_delay", -1), ("wait_timeout", -1), ("wait", "perhaps")],
)
@pytest.mark.parametrize("wait", [True, False])
def test_waiting(aws, image, option, value, wait):
    message = refused(aws, image(**{"wait": wait, option: value}))
    assert option in message
    assert str(value) in message


@pytest.mark.parametrize("option", ["wait_delay", "wait_timeout"])
def test_waiting_for_no_number(aws, image, option):
    assert option in refused(aws, image(**{option: "soon"}))


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("state", "gone", "present, absent"),
        ("os_version", "Windows_7", "Windows_10, Windows_11"),
        ("compute_type", "TURBO", "BASE, GRAPHICS_G4DN, GRAPHICS_G6, GRAPHICS_G7"),
        ("protocol", "RDP", "DCV, PCOIP, BYOP"),
        ("platform", "LINUX", "WINDOWS"),
        ("image_validation_mode", "NONE", "CUSTOMER_MANAGED, SERVICE_MANAGED"),
    ],
)
def test_choices(aws, image, option, value, allowed):
    message = refused(aws, image(**{option: value}))
    assert option in message
    assert value in message
    assert allowed in message


@pytest.mark.parametrize("option", sorted(IMAGE.keys() - {"preflight"}))
def test_what_is_needed_for_present(aws, connection, option):
    options = {name: value for name, value in IMAGE.items() if name != option}
    message = refused(aws, run_module(workspaces_custom_image_import, {**connection, **options}))
    assert option in message


def test_absent_needs_no_more_than_the_name(absent):
    assert succeeded(absent())["changed"] is False


def test_unknown_options(aws, image):
    message = refused(aws, image(colour="blue"))
    assert "colour" in message


@pytest.mark.parametrize("check_mode", [False, True])
def test_bad_input_with_absent_too(aws, absent, check_mode):
    assert "name" in refused(aws, absent(check_mode=check_mode, name="white space"))
