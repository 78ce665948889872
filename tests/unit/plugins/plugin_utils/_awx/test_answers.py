# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the flat answers of a survey of AWX to the options of a role."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.euc.workspaces.plugins.lookup import _awx_answers, _awx_survey
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import read, variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.questions import SURVEYS

ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol"
BUILD = "arn:aws:imagebuilder:eu-west-1:123456789012:image/win11/1.2.3/4"
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


def test_the_image_has_the_options_that_were_answered():
    assert answered()["image"] == {
        "name": "win11",
        "description": "Windows 11",
        "image_source": {"ec2_image_id": "ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": ARN,
        "os_version": "Windows_11",
    }
    assert answered()["problems"] == []
    assert answered()["images"] == [answered()["image"]]


@pytest.mark.parametrize("nothing", ["", "  \n", None])
def test_empty_answers_are_ignored(nothing):
    empty = {question.variable: nothing for question in SURVEYS["import"].questions if not question.needed}
    assert answered(**empty) == answered()


@pytest.mark.parametrize(
    ("variable", "text", "option", "value"),
    [
        ("byol_image_source", "import-ami-01234567", "image_source", {"ec2_import_task_id": "import-ami-01234567"}),
        ("byol_image_source", f" {BUILD} ", "image_source", {"image_build_version_arn": BUILD}),
        ("byol_image_tags", "a=b\n\n c = d = e \nf=", "tags", {"a": "b", "c": "d = e", "f": ""}),
        ("byol_image_tags", "a={{ lookup('env', 'HOME') }}", "tags", {"a": "{{ lookup('env', 'HOME') }}"}),
        ("byol_image_replace_failed", "true", "replace_failed", True),
        ("byol_image_replace_failed", "False", "replace_failed", False),
        ("byol_image_preflight", "off", "preflight", "off"),
        ("byol_image_preflight", False, "preflight", "off"),
        # A choice reaches the role in the role's own spelling.
        ("byol_image_os_version", "windows_10", "os_version", "Windows_10"),
        ("byol_image_protocol", "byop", "protocol", "BYOP"),
    ],
)
def test_an_answer_becomes_the_value_of_the_option(variable, text, option, value):
    answers = answered(**{variable: text})
    assert answers["image"][option] == value
    assert answers["problems"] == []


@pytest.mark.parametrize(
    ("variable", "text", "why"),
    [
        ("byol_image_name", "", "an answer is required."),
        ("byol_image_description", "", "byol_image_defaults of this host has no description"),
        ("byol_image_name", "Win 11!", r"contains ' ', '!'. Allowed are letters, digits and _./()\-, no spaces"),
        ("byol_image_name", "x" * 65, "has 65 characters. At most 64 are allowed"),
        ("byol_image_os_version", "Windows_7", "is not one of Windows_10, Windows_11"),
        ("byol_image_replace_failed", "perhaps", "is not one of true, false"),
        ("byol_image_preflight", "maybe", "is not one of block, warn, off"),
        ("byol_image_wait_timeout", "soon", "is not a whole number"),
        ("byol_image_wait_timeout", "1.5", "is not a whole number"),
        ("byol_image_wait_timeout", 0, "is not 1 or more"),
    ],
)
def test_a_wrong_answer_is_a_problem_of_its_variable(variable, text, why):
    [problem] = answered(**{variable: text})["problems"]
    assert problem.startswith(f"{variable}: ")
    assert why in problem


def test_all_wrong_answers_are_reported():
    problems = answered(byol_image_name="a b", byol_image_source="snap-1", byol_image_tags="a")["problems"]
    assert [problem.partition(":")[0] for problem in problems] == [
        "byol_image_name",
        "byol_image_source",
        "byol_image_tags",
    ]


@pytest.mark.parametrize(("answer", "hours"), [("0.5", 0.5), (0.5, 0.5), (12, 12.0)])
def test_hours_until_an_import_is_stuck_can_be_a_fraction(answer, hours):
    answers = read("audit", {"byol_audit_stuck_after": answer})
    assert answers["problems"] == []
    assert answers["role"]["audit_stuck_after"] == hours


@pytest.mark.parametrize("answer", ["0", "-1", "nan", "inf", "soon"])
def test_hours_until_an_import_is_stuck_are_more_than_0(answer):
    [problem] = read("audit", {"byol_audit_stuck_after": answer})["problems"]
    assert problem.startswith("byol_audit_stuck_after: ")


def test_awx_allows_every_number_that_the_role_allows():
    """AWX's own minimum is a whole number, so it must be 0; this plugin refuses 0 itself."""
    [question] = [
        question
        for question in _awx_survey.awx_survey("audit")["spec"]
        if question["variable"] == "byol_audit_stuck_after"
    ]
    assert (question["type"], question["min"]) == ("float", 0)


def test_the_inventory_is_used_where_there_is_no_answer():
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
    # Without a variable of the host, the role's default is used.
    assert answered()["role"]["byol_wait"] is True


def test_of_two_ranges_the_answered_one_is_used():
    inventory = {"byol_management_cidr_range": "10.1.0.0/16"}
    role = read("enable", inventory | {"byol_account_management_cidr_range_search": "10.0.0.0/8"})["role"]
    assert role["byol_management_cidr_range"] == ""
    assert role["byol_management_cidr_range_search"] == "10.0.0.0/8"
    assert read("enable", inventory)["role"]["byol_management_cidr_range"] == "10.1.0.0/16"


@pytest.mark.parametrize("name", ["region", "endpoint_url", "assume_role_arn", "assume_role_external_id"])
def test_a_host_takes_precedence_over_the_credential(name):
    own, others = {f"byol_{name}": "own"}, {f"byol_default_{name}": "credential"}
    for variables, value in (
        (own | others, "own"),
        (others, "credential"),
        ({f"byol_{name}": ""} | others, "credential"),
        ({}, ""),
    ):
        assert read("enable", variables)["role"][f"byol_{name}"] == value


def test_a_host_with_its_own_role_takes_nothing_of_another_role():
    """The external ID of one role must not be sent to another account."""
    credential = {
        "byol_default_region": "eu-west-1",
        "byol_default_assume_role_arn": "arn:aws:iam::111111111111:role/a",
        "byol_default_assume_role_external_id": "secret",
        "byol_default_assume_role_session_name": "session",
        "byol_default_assume_role_duration": "900",
    }
    role = read("enable", credential | {"byol_assume_role_arn": "arn:aws:iam::222222222222:role/b"})["role"]
    assert role["byol_region"] == "eu-west-1"
    assert role["byol_assume_role_arn"] == "arn:aws:iam::222222222222:role/b"
    assert [role[f"byol_assume_role_{name}"] for name in ("external_id", "session_name", "duration")] == ["", "", ""]
    role = read("enable", credential)["role"]
    assert [role[f"byol_assume_role_{name}"] for name in ("external_id", "session_name", "duration")] == [
        "secret",
        "session",
        900,
    ]


@pytest.mark.parametrize("duration", ["899", "43201", "an hour"])
def test_the_duration_of_a_session_is_validated(duration):
    for variable in ("byol_assume_role_duration", "byol_default_assume_role_duration"):
        [problem] = read("enable", {variable: duration})["problems"]
        assert problem.startswith(f"{variable}: {duration!r} is not ")


def test_an_audit_in_a_workflow_compares_the_image_that_was_imported():
    other = {"name": "win10", "state": "absent"}
    audited = read("audit", NEEDED | {"byol_images": [other, {"name": "win11", "description": "replaced"}]})
    assert audited["images"] == [other, answered()["image"]]
    assert audited["image"] == answered()["image"]
    assert audited["problems"] == []
    assert audited["role"]["audit_fail_on"] == "none"


def test_an_audit_alone_compares_the_inventory_only():
    assert read("audit", {"byol_images": [{"name": "win11"}]})["image"] == {}
    # What the role refuses is for the role to refuse.
    assert read("audit", NEEDED | {"byol_images": "banana"})["images"] == [answered()["image"]]


def lookup(plugin, variables):
    """Return a lookup plugin as a task uses it."""
    return plugin.LookupModule(loader=DataLoader(), templar=Templar(DataLoader(), variables=variables))


def test_the_lookup_plugins_return_the_same():
    assert lookup(_awx_answers, NEEDED).run(["import"], variables=NEEDED) == [answered()]
    assert lookup(_awx_survey, {}).run(["enable", "import"], variables={}) == [
        _awx_survey.awx_survey("enable"),
        _awx_survey.awx_survey("import"),
    ]


@pytest.mark.parametrize("plugin", [_awx_answers, _awx_survey])
def test_the_lookup_plugins_refuse_an_unknown_survey(plugin):
    with pytest.raises(AnsibleError, match="There is no survey 'delete'; there are: audit, enable, import"):
        lookup(plugin, {}).run(["delete"], variables={})


def test_only_variables_of_the_survey_are_read():
    names = variables_read("enable")
    assert "byol_account_wait" in names
    assert "byol_region" in names
    assert not [name for name in names if name.startswith("byol_image_") and name != "byol_image_defaults"]


RELEASE = {"byol_release_image_name": "win11", "byol_release_rings": "pilot win11-pilot 2.5\n\n broad  win11 "}


def test_the_rings_of_a_release_are_read_from_lines():
    answers = read("release", RELEASE | {"byol_release_state": "rolled_back"})
    assert answers["problems"] == []
    assert answers["role"]["release_rings"] == [
        {"name": "pilot", "bundle": "win11-pilot", "soak_days": 2.5},
        {"name": "broad", "bundle": "win11", "soak_days": 0.0},
    ]
    assert (answers["role"]["release_state"], answers["role"]["release_image_name"]) == ("rolled_back", "win11")


def test_a_release_without_answers_is_that_of_the_inventory():
    inventory = {"release_image_name": "win11-2026-11", "release_rings": [{"name": "pilot", "bundle": "win11-pilot"}]}
    answers = read("release", {"byol_release_image_name": "", "byol_release_rings": "", **inventory})
    assert answers["problems"] == []
    assert {name: answers["role"][name] for name in inventory} == inventory
    assert answers["role"]["release_state"] == "promoted"


@pytest.mark.parametrize("inventory", [{}, {"release_rings": [], "release_image_name": ""}])
def test_a_release_needs_an_image_and_rings(inventory):
    assert read("release", inventory)["problems"] == [
        "byol_release_image_name: an answer is required, because this host has no variable release_image_name.",
        "byol_release_rings: an answer is required, because this host has no variable release_rings.",
    ]


@pytest.mark.parametrize("rings", ["pilot", "pilot win11 pilot 3", "pilot w{n} 3", "pilot w x", "p w -1", "p w inf"])
def test_rings_that_cannot_be_read(rings):
    [problem] = read("release", RELEASE | {"byol_release_rings": rings})["problems"]
    assert problem.startswith("byol_release_rings: ")
