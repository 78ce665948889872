# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments against an argument spec, and the limits of a wait."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.wait_options import (
    LONGEST_DELAY,
    LONGEST_TIMEOUT,
    read_wait,
)
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments, secrets_in
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model

from ...support.place import IMAGE
from ...support.running import DEFINITIONS

IMPORT, IMAGES = DEFINITIONS["workspaces_custom_image_import"], DEFINITIONS["workspaces_byol_images"]


def refused(definition, args):
    """The message for arguments that are refused, whoever refuses them."""
    with pytest.raises(Failure) as caught:
        definition.read(read_arguments(definition, args).validated_parameters, service_model())
    assert caught.value.reason == "invalid_request"
    return caught.value.message


def test_all_errors_are_named_the_unknown_option_first():
    message = refused(IMPORT, {**IMAGE, "descriptoin": "x", "protocol": "RDP", "wait_timeout": "soon"})
    assert message.startswith("descriptoin is not a supported option; did you mean description?; ")
    assert "protocol" in message
    assert "wait_timeout" in message


def test_an_unknown_suboption():
    message = refused(IMPORT, {**IMAGE, "image_source": {"ec2_image": "ami-01234567"}})
    assert "image_source.ec2_image is not a supported option; did you mean image_source.ec2_image_id?" in message


def test_a_name_like_no_other():
    assert "Supported: " in refused(IMPORT, {**IMAGE, "qqqq": 1})


@pytest.mark.parametrize("source", [-1, "text", [], ["x"], True, 1.5])
def test_a_source_that_is_no_dictionary(source):
    assert "image_source" in refused(IMPORT, {**IMAGE, "image_source": source})
    message = refused(IMAGES, {"images": [{**IMAGE, "image_source": source}]})
    assert "image_source" in message
    assert "images[0]" in message


@pytest.mark.parametrize("option", ["name", "image_name", "description", "image_description"])
def test_a_name_that_yaml_has_made_a_fraction(option):
    args = {key: value for key, value in IMAGE.items() if key != option.removeprefix("image_")}
    assert "must be quoted" in refused(IMPORT, {**args, option: 2026.10})
    assert "must be quoted" in refused(IMAGES, {"images": [{**args, option: 2026.10}]})


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("wait_timeout", value) for value in (-1, LONGEST_TIMEOUT + 1, 10**12, 10**400)),
        *(("wait_delay", value) for value in (-1, 0, LONGEST_DELAY + 1, 10**12, 10**400)),
    ],
)
def test_limits_of_a_wait(option, value):
    assert option in refused(IMPORT, {**IMAGE, option: value})
    assert option in refused(IMAGES, {"images": [IMAGE], option: value})
    assert option in refused(IMAGES, {"images": [{**IMAGE, option: value}]})


@pytest.mark.parametrize(("timeout", "delay"), [(0, 1), (LONGEST_TIMEOUT, LONGEST_DELAY)])
def test_the_limits_themselves(timeout, delay):
    wait = read_wait({"wait": True, "wait_timeout": timeout, "wait_delay": delay})
    assert (wait.wait, wait.timeout, wait.delay) == (True, timeout, delay)


@pytest.mark.parametrize("value", ["5400.0", "1e4"])
def test_numbers_as_texts_are_read_once_or_refused(value):
    """Which of them ``type: int`` accepts depends on ansible-core."""
    try:
        params = read_arguments(IMPORT, {**IMAGE, "wait": True, "wait_timeout": value}).validated_parameters
    except Failure as failure:
        assert failure.reason == "invalid_request"
        return
    assert IMPORT.read(params, service_model()).wait.timeout == int(float(value))


def test_secrets():
    spec = {"key": {"no_log": True, "aliases": ["k"]}, "name": {}}
    params = {
        "key": "one",
        "k": 2,
        "name": "public",
        "aws_config": {"proxies": {"http": "http://u:three@h", "https": "http://[", "x": None}},
    }
    assert secrets_in(params, spec) == {"one", "2", "three"}
    assert secrets_in({"aws_config": {"proxies": "x"}}, spec) == set()
    assert secrets_in({"aws_config": "x"}, spec) == set()
