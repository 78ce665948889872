# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is planned for a copy of an image, by table and by properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.copy_plan import (
    COPIED_FROM,
    CopySpec,
    ObservedCopy,
    plan_copy,
    started_copy,
)

from ...support.plans import after_of

SOURCE, REGION = "wsi-000000001", "eu-west-1"
ORIGIN = f"{REGION}/{SOURCE}"
COPY = {"image_id": "wsi-000000009", "name": "win11", "description": "A copy", "state": "AVAILABLE"}


def options(**changes):
    return CopySpec(**{"name": "win11", "source_image_id": SOURCE, "source_region": REGION, **changes})


@pytest.mark.parametrize("description", [None, "A copy"])
def test_a_copy_is_started(description):
    wanted = options(description=description, tags={"a": "1", COPIED_FROM: "nonsense"})
    plan = plan_copy(wanted, ObservedCopy())
    (step,) = plan.steps
    tags = {tag["Key"]: tag["Value"] for tag in step.params.pop("Tags")}
    assert tags == {"a": "1", COPIED_FROM: ORIGIN}
    optional = {} if description is None else {"Description": description}
    assert step.operation == "CopyWorkspaceImage"
    assert step.params == {"Name": "win11", "SourceImageId": SOURCE, "SourceRegion": REGION, **optional}
    predicted = started_copy(wanted, None)
    assert predicted.image["image_id"] is None
    assert (predicted.image["state"], predicted.tags) == ("PENDING", tags)
    assert ("description" in predicted.image) is (description is not None)


@pytest.mark.parametrize("state", ["PENDING", "AVAILABLE", "VALIDATING"])
def test_a_copy_of_that_source_is_left_alone(state):
    observed = ObservedCopy({**COPY, "state": state}, {COPIED_FROM: ORIGIN, "from": "source"})
    plan = plan_copy(options(), observed)
    assert not plan.steps
    assert plan.before == after_of(plan)


@pytest.mark.parametrize(
    ("tags", "state", "reason", "words"),
    [
        ({}, "AVAILABLE", "image_source_differs", "origin is unknown"),
        ({}, "ERROR", "image_source_differs", "origin is unknown"),
        ({COPIED_FROM: f"eu-west-2/{SOURCE}"}, "AVAILABLE", "image_source_differs", f"copy of eu-west-2/{SOURCE}"),
        ({COPIED_FROM: ORIGIN}, "ERROR", "copy_failed", "Internal: it broke"),
    ],
)
def test_refusals(tags, state, reason, words):
    image = {**COPY, "state": state, "error_code": "Internal", "error_message": "it broke"}
    with pytest.raises(Failure) as caught:
        plan_copy(options(), ObservedCopy(image, tags))
    assert caught.value.reason == reason
    assert words in caught.value.message
    assert caught.value.facts["image_id"] == COPY["image_id"]


def test_another_description_is_drift():
    plan = plan_copy(options(description="Other"), ObservedCopy(COPY, {COPIED_FROM: ORIGIN}))
    assert not plan.steps
    assert plan.drift == ({"option": "description", "desired": "Other", "actual": "A copy"},)
    assert len(plan.warnings) == 1


KEYS = st.sampled_from(["a", "b", "c", "euc.workspaces/os_version"])
TAGS = st.dictionaries(KEYS, st.sampled_from(["x", "y", ""]))


@given(TAGS, st.none() | TAGS, st.booleans())
def test_one_run_is_enough(present, desired, purge):
    wanted = options(tags=desired, purge_tags=purge)
    observed = ObservedCopy(COPY, {COPIED_FROM: ORIGIN, **present})
    plan = plan_copy(wanted, observed)
    tags = dict(observed.tags)
    for step in plan.steps:
        if step.operation == "CreateTags":
            tags |= {tag["Key"]: tag["Value"] for tag in step.params["Tags"]}
        else:
            tags = {key: value for key, value in tags.items() if key not in step.params["TagKeys"]}
    assert tags == after_of(plan)["tags"]
    assert tags[COPIED_FROM] == ORIGIN
    assert "euc.workspaces/os_version" in tags or "euc.workspaces/os_version" not in present
    assert not plan_copy(wanted, ObservedCopy(COPY, tags)).steps
