# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that AWS allows are read, others are refused in words, and both agree with the SDK's service model."""

from __future__ import annotations

import re
from typing import Any

import botocore.session
import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.forms import (
    LENGTHS,
    READERS,
    SOURCES,
    TAG_KEY,
    TAG_VALUE,
)

MODEL = botocore.session.get_session().get_service_model("workspaces")
IMPORT = MODEL.operation_model("ImportCustomWorkspaceImage").input_shape.members
MODIFY = MODEL.operation_model("ModifyAccount").input_shape.members
SEARCH = MODEL.operation_model("ListAvailableManagementCidrRanges").input_shape.members
SOURCE = IMPORT["ImageSource"].members
SHAPES = {
    "name": IMPORT["ImageName"],
    "description": IMPORT["ImageDescription"],
    "infrastructure": IMPORT["InfrastructureConfigurationArn"],
    "range": MODIFY["DedicatedTenancyManagementCidrRange"],
    "search": SEARCH["ManagementCidrRangeConstraint"],
}
SOURCE_SHAPES = {
    "ec2_import_task_id": SOURCE["Ec2ImportTaskId"],
    "ec2_image_id": SOURCE["Ec2ImageId"],
    "image_build_version_arn": SOURCE["ImageBuildVersionArn"],
}

GOOD = [
    ("name", r"win11_2026.11/(a)\b-1"),
    ("name", "x" * 64),
    ("description", "Windows 11 (Enterprise) - November"),
    ("description", "x" * 256),
    ("infrastructure", "arn:aws-us-gov:imagebuilder:us-gov-west-1:123456789012:infrastructure-configuration/byol_1"),
    ("range", "10.20.0.0/16"),
    ("search", "10.0.0.0/8"),
    ("search", "172.16.0.0/12"),
]
BAD = [
    ("name", "win 11", "contains ' '. Allowed are"),
    ("name", "wïn", "contains 'ï'"),
    ("name", "x" * 65, "At most 64"),
    ("description", "Windows 11, Enterprise", "contains ','"),
    ("description", "a\nb", r"contains '\n'"),
    ("description", "x" * 257, "At most 256"),
    ("infrastructure", "byol", "is not the ARN of an infrastructure configuration. It must look like arn:"),
    ("infrastructure", "arn:aws:imagebuilder:eu-west-1:123456789012:image/win11/1.0.0/1", "is not the ARN"),
    ("range", "10.20.0.0/17", "is not a /16 such as 10.20.0.0/16"),
    ("range", "10.20.1.0/16", "is not an IPv4 range"),
    ("range", "10.20.0.0", "has no prefix length"),
    ("range", "10.20.0.0/255.255.0.0", "has no prefix length"),
    ("range", "fd00::/16", "is not an IPv4 range"),
    ("search", "10.0.0.0/17", "is smaller than a /16"),
    ("search", "everything", "is not an IPv4 range such as 10.20.0.0/16"),
]


def allowed_by_the_service(shape: Any, text: str) -> bool:
    """Whether the service model allows a text."""
    limits = shape.metadata
    return bool(re.fullmatch(limits.get("pattern", ".*"), text)) and (
        limits.get("min", 0) <= len(text) <= limits.get("max", len(text))
    )


@pytest.mark.parametrize(("form", "text"), GOOD)
def test_what_aws_allows_is_read(form, text):
    assert READERS[form](text) == text
    assert allowed_by_the_service(SHAPES[form], text)


@pytest.mark.parametrize(("form", "text", "why"), BAD)
def test_what_aws_does_not_allow_is_refused_in_words(form, text, why):
    with pytest.raises(ValueError, match=re.escape(why)) as error:
        READERS[form](text)
    assert repr(text) in str(error.value)
    assert "[a-z" not in str(error.value)
    # A search for a range smaller than a /16 is valid, and finds nothing.
    assert "smaller" in why or not allowed_by_the_service(SHAPES[form], text)


def test_lengths_are_those_of_the_service():
    assert {form: SHAPES[form].metadata["max"] for form in LENGTHS} == LENGTHS
    tag = IMPORT["Tags"].member.members
    assert (tag["Key"].metadata["max"], tag["Value"].metadata["max"]) == (TAG_KEY, TAG_VALUE)


def test_the_example_of_each_source_is_one():
    for option, _pattern, example in SOURCES.values():
        assert READERS["source"](example) == {option: example}
        assert allowed_by_the_service(SOURCE_SHAPES[option], example)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("snap-1", "does not start with one of import-ami-, ami-, arn:"),
        ("ami-1", "is not a valid id. It must look like ami-0123456789abcdef0"),
        ("ami-0123456789ABCDEF0", "is not a valid id"),
        ("import-ami-1", "It must look like import-ami-"),
        ("arn:aws:s3:::bucket", "It must look like arn:aws:imagebuilder"),
    ],
)
def test_a_wrong_source_is_refused_with_an_example(text, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        READERS["source"](text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a", "is not of the form key=value"),
        ("=a", "is not of the form key=value"),
        ("a=b\na=c", "is given twice"),
        ("AWS:a=b", "reserved for AWS"),
        (f"{'k' * 128}=v", "is too long"),
        (f"k={'v' * 256}", "is too long"),
    ],
)
def test_wrong_tags_are_refused(text, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        READERS["tags"](text)
