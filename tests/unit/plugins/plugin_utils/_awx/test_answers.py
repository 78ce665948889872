# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the flat answers of a survey of AWX to the options of a role."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.euc.workspaces.plugins.lookup import awx_answers, awx_survey
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import read, variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import SURVEYS, role_options

ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol"
NEEDED = {
    "byol_image_name": "win11",
    "byol_image_description": "Windows 11",
    "byol_image_source": "ami-0123456789abcdef0",
    "byol_image_infrastructure_configuration_arn": ARN,
    "byol_image_os_version": "Windows_11",
}


def answered(**answers):
    """Read the answers to the survey of an import that has all it needs."""
    return read("import", NEEDED | answers)


def test_what_was_answered_is_all_there_is():
    assert answered()["image"] == {
        "name": "win11",
        "description": "Windows 11",
        "image_source": {"ec2_image_id": "ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": ARN,
        "os_version": "Windows_11",
    }
    assert answered()["problems"] == []


@pytest.mark.parametrize("nothing", ["", "  \n", None])
def test_an_empty_answer_is_as_none(nothing):
    empty = {question.variable: nothing for question in SURVEYS["import"].questions if not question.needed}
    assert answered(**empty) == answered()


@pytest.mark.parametrize(
    ("variable", "text", "option", "value"),
    [
        ("byol_image_source", "import-ami-0123", "image_source", {"ec2_import_task_id": "import-ami-0123"}),
        ("byol_image_source", " arn:aws:x ", "image_source", {"image_build_version_arn": "arn:aws:x"}),
        ("byol_image_tags", "a=b\n\n c = d = e \nf=", "tags", {"a": "b", "c": "d = e", "f": ""}),
        ("byol_image_replace_failed", "true", "replace_failed", True),
        ("byol_image_replace_failed", "False", "replace_failed", False),
        ("byol_image_name", "{{ lookup('env', 'HOME') }}", "name", "{{ lookup('env', 'HOME') }}"),
    ],
)
def test_text_becomes_what_the_option_takes(variable, text, option, value):
    read_so_far = answered(**{variable: text})
    assert read_so_far["image"][option] == value
    assert read_so_far["problems"] == []


@pytest.mark.parametrize(
    ("variable", "text", "why"),
    [
        ("byol_image_source", "snap-1", "begins with none of import-ami-, ami-, arn:"),
        ("byol_image_os_version", "Windows_7", "is none of Windows_10, Windows_11"),
        ("byol_image_replace_failed", "perhaps", "is none of true, false"),
        ("byol_image_tags", "a", "is not of the form key=value"),
        ("byol_image_tags", "=a", "is not of the form key=value"),
        ("byol_image_tags", "a=b\na=c", "is given twice"),
        ("byol_image_wait_timeout", "soon", "is not a whole number"),
        ("byol_image_wait_timeout", "1.5", "is not a whole number"),
        ("byol_image_wait_timeout", 0, "is not 1 or more"),
        ("byol_image_name", "", "an answer is needed"),
    ],
)
def test_what_cannot_be_meant_is_a_problem_of_the_variable(variable, text, why):
    [problem] = answered(**{variable: text})["problems"]
    assert problem.startswith(f"{variable}: ")
    assert why in problem


def test_numbers_may_have_a_point_where_the_role_takes_that(monkeypatch):
    survey = SURVEYS["enable"]
    monkeypatch.setitem(role_options("byol"), "byol_wait_timeout", {"type": "float", "default": 12})
    assert read("enable", {"byol_account_wait_timeout": "1.5"})["role"]["byol_wait_timeout"] == 1.5
    for text in ("nan", "inf", "x"):
        assert read("enable", {"byol_account_wait_timeout": text})["problems"]
    asked = {question["variable"]: question for question in awx_survey.awx_survey("enable")["spec"]}
    assert asked["byol_account_wait_timeout"]["type"] == "float"
    assert len(asked) == len(survey.questions)


def test_the_inventory_gives_what_was_not_answered():
    defaults = {
        "description": "d",
        "os_version": "Windows_10",
        "image_source": {},
        "infrastructure_configuration_arn": ARN,
    }
    inventory = {
        "byol_image_name": "win11",
        "byol_image_defaults": defaults,
        "byol_wait": False,
        "byol_wait_timeout": 7,
    }
    answers = read("import", inventory)
    assert answers["problems"] == []
    assert answers["image"] == {"name": "win11"}
    assert (answers["role"]["byol_wait"], answers["role"]["byol_wait_timeout"]) == (False, 7)
    # Without, the role's defaults hold.
    assert answered()["role"]["byol_wait"] is True


def test_of_two_ranges_the_answered_one_holds():
    inventory = {"byol_management_cidr_range": "10.1.0.0/16"}
    role = read("enable", inventory | {"byol_account_management_cidr_range_search": "10.0.0.0/8"})["role"]
    assert role["byol_management_cidr_range"] == ""
    assert role["byol_management_cidr_range_search"] == "10.0.0.0/8"
    assert read("enable", inventory)["role"]["byol_management_cidr_range"] == "10.1.0.0/16"


@pytest.mark.parametrize("place", ["region", "endpoint_url", "assume_role_arn"])
def test_a_host_goes_before_the_credential(place):
    own, others = {f"byol_{place}": "own"}, {f"byol_default_{place}": "credential"}
    for variables, value in (
        (own | others, "own"),
        (others, "credential"),
        ({f"byol_{place}": ""} | others, "credential"),
        ({}, ""),
    ):
        assert read("enable", variables)["role"][f"byol_{place}"] == value


def lookup(plugin, variables):
    """Return one of our lookup plugins, as a task has it."""
    return plugin.LookupModule(loader=DataLoader(), templar=Templar(DataLoader(), variables=variables))


def test_the_lookups_give_the_same():
    assert lookup(awx_answers, NEEDED).run(["import"], variables=NEEDED) == [answered()]
    assert lookup(awx_survey, {}).run(["enable", "import"], variables={}) == [
        awx_survey.awx_survey("enable"),
        awx_survey.awx_survey("import"),
    ]


@pytest.mark.parametrize("plugin", [awx_answers, awx_survey])
def test_the_lookups_know_their_surveys(plugin):
    with pytest.raises(AnsibleError, match="There is no survey 'delete'; there are: audit, enable, import"):
        lookup(plugin, {}).run(["delete"], variables={})


def test_only_variables_of_the_survey_are_read():
    names = variables_read("enable")
    assert "byol_account_wait" in names
    assert "byol_region" in names
    assert not [name for name in names if name.startswith("byol_image_") and name != "byol_image_defaults"]
