# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired state of a host, from its variables."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.broken import Broken
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import read_desired

IMAGE = {
    "name": "win11",
    "description": "Windows 11",
    "image_source": {"ec2_image_id": "ami-0123456789abcdef0"},
    "infrastructure_configuration_arn": "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol",
    "os_version": "Windows_11",
}


@pytest.mark.parametrize(
    ("variables", "compares"),
    [
        ({}, False),
        ({"byol_region": "eu-west-1"}, False),
        ({"byol_management_cidr_range": ""}, False),
        ({"byol_management_cidr_range": "10.0.0.0/16"}, True),
        ({"byol_images": []}, True),
        ({"byol_account_enabled": False}, True),
    ],
)
def test_what_makes_a_desired_state(variables, compares):
    desired = read_desired(variables)
    assert (desired.compares, desired.problems) == (compares, [])
    assert (desired.baseline is not None) == compares


def test_images_are_merged_with_their_defaults():
    desired = read_desired(
        {"byol_image_defaults": {"tags": {"team": "euc"}}, "byol_images": [IMAGE, {**IMAGE, "name": "cad"}]}
    )
    assert [image["tags"] for image in desired.images] == [{"team": "euc"}] * 2
    assert [spec.name for spec in desired.specs] == ["win11", "cad"]
    assert desired.states == {"win11": "present", "cad": "present"}
    assert read_desired({"byol_management_cidr_range": "10.0.0.0/16"}).states is None


@pytest.mark.parametrize(
    ("variables", "subject", "words"),
    [
        ({"byol_images": [{**IMAGE, "name": "bad name"}]}, "image bad name", "name"),
        ({"byol_images": [IMAGE, IMAGE]}, "image win11", "used twice"),
        ({"byol_images": [{**IMAGE, "os_version": "Windows_95"}]}, "image win11", "Windows_95"),
        ({"byol_images": ["win11"]}, "image byol_images[0]", "must be a dict"),
        (
            {"byol_images": [Broken("byol_images[0] cannot be evaluated", "win11")]},
            "image win11",
            "cannot be evaluated",
        ),
        ({"byol_images": Broken("byol_images cannot be evaluated")}, "variables", "cannot be evaluated"),
        ({"byol_management_cidr_range": "10.0.0.0/15"}, "account", "10.0.0.0/15"),
        ({"byol_wait_delay": "perhaps"}, "variables", "byol_wait_delay"),
    ],
)
def test_a_problem_names_its_subject_and_hides_no_other(variables, subject, words):
    names = (*variables, "byol_image")
    problems = read_desired(variables, names).problems
    assert [(each.subject, each.reason) for each in problems] == [
        ("variables", "invalid_request"),
        (subject, "invalid_request"),
    ]
    assert "did you mean byol_images?" in problems[0].message
    assert words in problems[1].message
    assert all(each.remedy for each in problems)
