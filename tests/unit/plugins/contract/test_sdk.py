# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our documented choices against the installed SDK: a value that it knows and we do not is reported here."""

from __future__ import annotations

import re

import botocore.session
import pytest
from ansible_collections.amazon.aws.plugins.module_utils.botocore import botocore_at_least

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import (
    IMAGE_OPTIONS,
    SOURCES,
    ImageSpec,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import import_step
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import needs_image, progress_of

from ..support.collection import ROOT, documentation

MODEL = botocore.session.get_session().get_service_model("workspaces")
NEWEST_VALUES = "1.43.115"
"""The botocore that brought the newest of our values; an older one knows fewer."""


def enum(operation, *path):
    """The values that a member of a request can have; none where the SDK does not know the member."""
    shape = MODEL.operation_model(operation).input_shape
    for name in path:
        shape = shape.members.get(name)
        if shape is None:
            return set()
    return set(shape.enum)


def choices(module, option):
    """What our documentation allows."""
    return set(documentation(module)["options"][option]["choices"])


@pytest.mark.parametrize(
    ("option", "member"),
    [
        ("compute_type", "ComputeType"),
        ("protocol", "Protocol"),
        ("os_version", "OsVersion"),
        ("platform", "Platform"),
        ("image_validation_mode", "ImageValidationMode"),
    ],
)
def test_choices_of_the_import(option, member):
    ours, known = choices("workspaces_custom_image_import", option), enum("ImportCustomWorkspaceImage", member)
    assert not known - ours, f"the SDK knows values of {option} that we lack: {sorted(known - ours)}"
    if botocore_at_least(NEWEST_VALUES):
        assert ours == known


def test_choices_of_the_account():
    """DISABLED, should AWS ever allow it, would be a new state."""
    ours = {state.upper() for state in choices("workspaces_byol_account", "state")}
    known = enum("ModifyAccount", "DedicatedTenancySupport")
    assert ours == known, f"the SDK knows values of DedicatedTenancySupport that we lack: {sorted(known - ours)}"


def test_choices_of_the_image_type():
    ours = choices("workspaces_byol_info", "image_type")
    assert ours - {"ALL"} == enum("DescribeWorkspaceImages", "ImageType")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("WorkspaceImageName", r"A name can contain letters, digits and `([^`]+)`"),
        ("WorkspaceImageDescription", r"a description letters,\s+digits, spaces and `([^`]+)`"),
    ],
)
def test_the_guide_names_the_characters_that_aws_allows(kind, text):
    (named,) = re.findall(text, (ROOT / "docs" / "guide-ami-to-image.md").read_text(encoding="utf-8"))
    pattern = re.compile(MODEL.shape_for(kind).metadata["pattern"])
    allowed = {chr(code) for code in range(33, 127) if pattern.fullmatch(chr(code))}
    assert set(named) == {char for char in allowed if not char.isalnum()}


def test_sources():
    members = set(MODEL.shape_for("ImageSourceIdentifier").members)
    assert set(SOURCES.values()) == members, f"the SDK knows sources that we lack: {members ^ set(SOURCES.values())}"
    options = documentation("workspaces_custom_image_import")["options"]["image_source"]["suboptions"]
    assert options.keys() == SOURCES.keys()


def test_members_of_the_import():
    """Each member that AWS takes has an option of ours."""
    given = dict.fromkeys(IMAGE_OPTIONS, "any") | {"image_source": None, "tags": {"team": "euc"}}
    spec = ImageSpec(source=("ec2_image_id", "ami-0"), **{key: given[key] for key in given if key != "image_source"})
    ours = set(import_step(spec).params)
    known = set(MODEL.operation_model("ImportCustomWorkspaceImage").input_shape.members)
    assert not known - ours, f"the SDK knows members that we lack: {sorted(known - ours)}"


def states(operation):
    """The states in the replies of an operation."""
    shape = MODEL.operation_model(operation).output_shape.members
    return shape["State"].enum if "State" in shape else shape["Images"].member.members["State"].enum


@pytest.mark.parametrize("state", [*states("DescribeCustomWorkspaceImageImport"), "A_STATE_OF_TOMORROW"])
def test_states_of_an_import_are_no_list_of_ours(state):
    """Two are final; each other one, known or not, is in progress."""
    phase = progress_of({"state": "PENDING"}, {"state": state}).phase
    assert phase == ("failed" if state == "ERROR" else "in progress")
    assert needs_image({"state": state}) is (state in ("COMPLETED", "ERROR"))


def test_states_of_an_image():
    assert set(states("DescribeWorkspaceImages")) == {"AVAILABLE", "PENDING", "ERROR"}
