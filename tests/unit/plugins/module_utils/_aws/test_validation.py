# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values against the rules of a service model."""

from __future__ import annotations

import pytest
from botocore.model import Shape

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import service_model
from ansible_collections.euc.workspaces.plugins.module_utils._aws.validation import read_tags, refuse_bad_value

TAG = service_model().operation_model("ImportCustomWorkspaceImage").input_shape.members["Tags"].member


def shape(pattern: str) -> Shape:
    """A string of a service model."""
    return Shape("Some", {"type": "string", "pattern": pattern})


@pytest.mark.parametrize("pattern", [r"[\p{L}\p{N}]+", "(", "[", r"(?<=a+)b"])
def test_a_pattern_that_does_not_compile_is_left_to_the_service(pattern):
    refuse_bad_value("name", "anything", shape(pattern))


@pytest.mark.parametrize(("pattern", "value"), [(r"\d+", "\uff11"), (r"\w+", "é"), (r"x\s", "x\u00a0"), ("x$", "x\n")])
def test_patterns_are_of_ascii_and_match_the_whole(pattern, value):
    with pytest.raises(Failure, match="value of name is not valid"):
        refuse_bad_value("name", value, shape(pattern))


@pytest.mark.parametrize("tags", [{"v": 1.1}, {2026.1: "x"}, {"v": float("nan")}])
def test_fractions_in_tags(tags):
    with pytest.raises(Failure, match="must be quoted") as caught:
        read_tags(tags, TAG)
    assert caught.value.reason == "invalid_request"


@pytest.mark.parametrize("value", [None, {}, []])
def test_values_of_tags_that_are_no_text(value):
    with pytest.raises(Failure, match="must be a string"):
        read_tags({"a": value}, TAG)


def test_whole_numbers_in_tags_are_text():
    assert read_tags({1: 2, "b": True}, TAG) == {"1": "2", "b": "True"}
    assert read_tags(None, TAG) is None
