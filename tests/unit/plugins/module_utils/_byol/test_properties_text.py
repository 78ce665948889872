# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Free text and tags: what we accept the service accepts, what we refuse it refuses.

The service's side is written here from the API reference, and is held against the emulator's strict check too.
"""

from __future__ import annotations

import re
import string

import botocore.session
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import IMAGE_OPTIONS, read_image
from ansible_collections.euc.workspaces.plugins.module_utils._byol.wait_options import WAIT_OPTIONS
from ansible_collections.euc.workspaces.tests.emulator.service_model import ServiceModel

from ...support.place import BUILD_ARN, IMAGE, INFRASTRUCTURE, REQUEST, SOURCE

MODEL = botocore.session.get_session().get_service_model("workspaces")
STRICT = ServiceModel()
NOT_GIVEN = {option: details.get("default") for option, details in {**IMAGE_OPTIONS, **WAIT_OPTIONS}.items()}
OPTIONS = {**NOT_GIVEN, **IMAGE}

LETTERS = string.printable + "\u00e9\u0141\uff11\u00a0\u2028\U0001f600"
ALPHABETS = st.sampled_from(["aZ09_./()\\-", "aZ 09_./() -", "ab,;\n\r\t é$^|", "ami-0123456789abcdef", "x:/.*"])
ANY = st.text(LETTERS, max_size=300) | ALPHABETS.flatmap(lambda letters: st.text(letters, max_size=300))
NEAR = st.sampled_from(
    [IMAGE["name"], IMAGE["description"], INFRASTRUCTURE, BUILD_ARN, *SOURCE.values(), "ami-01234567"]
)
TEXT = ANY | st.builds(lambda near, more: near + more, NEAR, st.text(LETTERS, max_size=3))


def we_accept(**changed):
    """Whether our own check lets it pass."""
    try:
        read_image({**OPTIONS, **changed}, MODEL)
    except Failure as failure:
        return failure.reason != "invalid_request"
    return True


def the_service_accepts(**members):
    """Whether the emulator's strict check lets it pass."""
    return STRICT.request_problem("ImportCustomWorkspaceImage", {**REQUEST, **members}) is None


@given(TEXT)
@example("x" * 64)
@example("x" * 65)
@example("x\n")
@example("")
@example("back\\slash")
def test_names(text):
    allowed = 1 <= len(text) <= 64 and re.fullmatch(r"[a-zA-Z0-9_./()\\-]+", text) is not None
    assert we_accept(name=text) is allowed
    assert the_service_accepts(ImageName=text) is allowed


@given(TEXT)
@example("x" * 256)
@example("x" * 257)
@example("x\n")
@example("with a comma,")
@example(" ")
def test_descriptions(text):
    allowed = 1 <= len(text) <= 256 and re.fullmatch(r"[a-zA-Z0-9_./() -]+", text) is not None
    assert we_accept(description=text) is allowed
    assert the_service_accepts(ImageDescription=text) is allowed


@given(TEXT)
@example(INFRASTRUCTURE)
@example(INFRASTRUCTURE + "\n")
@example(INFRASTRUCTURE + "x" * 2048)
@example(INFRASTRUCTURE.replace("arn:aws:", "arn:aws-us-gov:"))
def test_infrastructure(text):
    assert we_accept(infrastructure_configuration_arn=text) is the_service_accepts(InfrastructureConfigurationArn=text)


@pytest.mark.parametrize(
    ("option", "member"),
    [
        ("ec2_import_task_id", "Ec2ImportTaskId"),
        ("ec2_image_id", "Ec2ImageId"),
        ("image_build_version_arn", "ImageBuildVersionArn"),
    ],
)
@given(text=TEXT)
@example(text="ami-01234567")
@example(text="ami-012345678")
@example(text=BUILD_ARN)
@example(text=BUILD_ARN + "\n")
@example(text=SOURCE["ec2_import_task_id"])
def test_sources(option, member, text):
    assert we_accept(image_source={option: text}) is the_service_accepts(ImageSource={member: text})


KEYS = st.text(LETTERS, max_size=130) | st.text("aw:sAWS", max_size=8) | st.integers(120, 130).map("k".__mul__)
VALUES = st.text(LETTERS, max_size=260) | st.integers(250, 260).map("v".__mul__)


@given(st.dictionaries(KEYS, VALUES, max_size=5) | st.integers(48, 53).map(lambda n: {f"k{i}": "" for i in range(n)}))
@example({"aws:x": "reserved"})
@example({"Aws:x": "reserved"})
@example({"awsx": "fine"})
@example({"": "empty"})
@example({"k" * 127: "v" * 255})
@example({"k" * 128: "x"})
@example({"k": "v" * 256})
def test_tags(tags):
    reserved = any(key.lower().startswith("aws:") for key in tags)
    allowed = (
        len(tags) <= 50
        and not reserved
        and all(1 <= len(key) <= 127 and len(value) <= 255 for key, value in tags.items())
    )
    assert we_accept(tags=tags) is allowed
    if allowed:
        assert the_service_accepts(Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
