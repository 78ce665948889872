# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Surveys, the roles' argument specs, the modules and the AWX playbooks agree, and AWX accepts the surveys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.euc.workspaces.plugins.doc_fragments._image import ModuleDocFragment
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import CONNECTION, read
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.questions import SURVEYS, Question
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import awx_survey, role_options

from .launch_rules import answers_of_a_job, refused_in_answers
from .survey_rules import Json, accepted_but_harmful, refused_in_credential_type, refused_in_survey

ROOT = Path(__file__).resolve().parents[3]
MODULE = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
QUESTIONS = [(name, question) for name, survey in SURVEYS.items() for question in survey.questions]
EACH_QUESTION = pytest.mark.parametrize(
    ("name", "question"), QUESTIONS, ids=[question.variable for _name, question in QUESTIONS]
)
EACH_SURVEY = pytest.mark.parametrize("name", SURVEYS)

NO_QUESTION = {
    "state": "deleting an image cannot be undone",
    "platform": "has one choice",
    "image_validation_mode": "has no default, and AWX refuses an empty choice; byol_image_defaults can have it",
    "purge_tags": "the role's default is used",
    "tag_properties": "byol_image_defaults can have it",
    "preflight_skip": "byol_image_defaults can have it",
    "log_excerpt": "byol_image_defaults can have it",
    "wait_timeout": "the role's option, which has a question, does the same",
    "wait_delay": "the role's default is used",
}
"""Options of an image that no survey has a question for, and why."""

OTHER_DEFAULTS = {"byol_audit_fail_on": "failure"}
"""Questions whose default differs from the role's, on purpose."""

UNSET = ("byol_assume_role_duration", "")

IMAGE = {
    "byol_image_name": "win11",
    "byol_image_description": "Windows 11",
    "byol_image_source": "ami-0123456789abcdef0",
    "byol_image_infrastructure_configuration_arn": "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/a",
    "byol_image_tags": "a=b",
    "byol_release_image_name": "win11",
    "byol_release_rings": "pilot win11-pilot 3\nbroad win11",
}
"""Answers to questions without a default."""


def in_awx(name: str, variable: str) -> Json:
    """Return a question as AWX has it."""
    return next(question for question in awx_survey(name)["spec"] if question["variable"] == variable)


@EACH_SURVEY
def test_awx_accepts_it(name: str) -> None:
    """AWX refuses nothing, and accepts nothing that does harm."""
    survey = awx_survey(name)
    assert not refused_in_survey(survey)
    assert not {question["variable"]: harm for question in survey["spec"] if (harm := accepted_but_harmful(question))}


@EACH_SURVEY
def test_a_launch_needs_the_name_of_the_image_only(name: str) -> None:
    """All other questions are optional, and their defaults are filled in."""
    required = [question["variable"] for question in awx_survey(name)["spec"] if question["required"]]
    assert required == (["byol_image_name"] if name == "import" else [])
    answers = dict.fromkeys(required, "win11")
    assert not refused_in_answers(awx_survey(name), answers, saved=True)
    assert set(answers_of_a_job(awx_survey(name), answers)) == {
        question["variable"] for question in awx_survey(name)["spec"] if not question["required"]
    } | set(required)


@EACH_QUESTION
def test_every_question_has_help(name: str, question: Question) -> None:
    """A form without explanations leads to wrong answers."""
    shown = in_awx(name, question.variable)
    assert shown["question_description"].endswith(".")
    assert shown["question_name"]


def test_awx_limits_the_length_of_name_and_description() -> None:
    """What AWX can validate it validates at the launch, before a container starts."""
    assert (in_awx("import", "byol_image_name")["min"], in_awx("import", "byol_image_name")["max"]) == (1, 64)
    assert in_awx("import", "byol_image_description")["max"] == 256
    for name in ("", "x" * 65):
        assert refused_in_answers(awx_survey("import"), {"byol_image_name": name})


@EACH_QUESTION
def test_choices_and_defaults_are_the_roles(name: str, question: Question) -> None:
    """There is one source of both, with known exceptions."""
    spec, shown = role_options(SURVEYS[name].role)[question.option], in_awx(name, question.variable)
    choices = ["true", "false"] if spec["type"] == "bool" else spec.get("choices")
    assert shown.get("choices") == choices
    if question.variable in OTHER_DEFAULTS:
        assert shown["default"] == OTHER_DEFAULTS[question.variable] != spec["default"]
    elif "default" in spec:
        assert str(shown["default"]).lower() == str(spec["default"]).lower()
        assert not question.default, "a second source"


@EACH_QUESTION
def test_defaults_that_the_role_leaves_open_are_the_modules(name: str, question: Question) -> None:
    """The role passes an image's options on only where they are set, so that the module's default is used."""
    before, dot, option = question.option.partition(".")
    if dot and question.form == "text" and not question.needed:
        module = MODULE[option]
        assert str(in_awx(name, question.variable)["default"]).lower() == str(module["default"]).lower()
    if dot and "choices" in role_options(SURVEYS[name].role)[question.option]:
        assert in_awx(name, question.variable)["choices"] == MODULE[option]["choices"]
    assert before in role_options(SURVEYS[name].role)


def test_all_options_of_an_image_have_a_question_or_a_reason() -> None:
    """A new option of the role is not forgotten here."""
    options = {option.partition(".")[2] for option in role_options("byol") if option.startswith("byol_images.")}
    in_survey = {question.image_option for question in SURVEYS["import"].questions if question.image_option}
    assert in_survey <= options <= in_survey | set(NO_QUESTION)
    assert not in_survey & set(NO_QUESTION)


@EACH_SURVEY
def test_the_playbook_reads_every_answer_and_no_other(name: str) -> None:
    """Each variable of a survey reaches the role, and nothing is read that has no question."""
    text = (ROOT / "playbooks" / f"awx_{name}.yml").read_text()
    assert re.findall(r"awx_answers', '(\w+)'", text) == [name]
    options = {question.option for question in SURVEYS[name].questions}
    passed_on = {match[0]: match[1] for match in re.findall(r'(\w+): "{{ awx__answers\.role\.(\w+) }}"', text)}
    assert all(option == source for option, source in passed_on.items())
    assert set(passed_on) == {option for option in options if "." not in option} | {
        f"byol_{name}" for name in CONNECTION
    }
    has_images = name == "audit" or any("." in option for option in options)
    assert ('byol_images: "{{ awx__answers.images }}"' in text) == has_images
    assert set(re.findall(r"awx__answers\.(\w+)", text)) <= {"role", "image", "images", "problems"}


@EACH_SURVEY
def test_no_variable_hides_one_of_the_inventory(name: str) -> None:
    """An extra variable takes precedence over all others, even an empty one: no survey variable is one of a role itself."""
    options = {option for role in ("byol", "audit", "byol_release") for option in role_options(role)}
    assert not options & {question.variable for question in SURVEYS[name].questions}


@EACH_SURVEY
def test_the_role_takes_what_is_read(name: str) -> None:
    """The defaults, with answers to questions without one, are valid by the role's argument specs."""
    survey = awx_survey(name)
    answers = read(name, answers_of_a_job(survey, IMAGE))
    assert answers["problems"] == []
    role = SURVEYS[name].role
    specs = yaml.safe_load((ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text())["argument_specs"][
        "main"
    ]["options"]
    # The playbooks leave out the duration where there is none.
    given = {option: value for option, value in answers["role"].items() if option in specs and (option, value) != UNSET}
    images = {"byol_images": [answers["image"]]} if answers["image"] else {}
    result = ArgumentSpecValidator(specs).validate(given | images)
    assert not result.error_messages


def broken(**changed: object) -> Json:
    """Return a survey of one question that has something wrong."""
    question = {
        "variable": "a",
        "question_name": "A",
        "type": "multiplechoice",
        "required": False,
        "choices": ["ab"],
        "default": "ab",
    }
    return {"name": "", "description": "", "spec": [question | changed]}


@pytest.mark.parametrize(
    "survey",
    [
        broken(default="a b"),
        broken(default=1),
        broken(type="boolean"),
        broken(required="true"),
        broken(type="integer", default=True),
        broken(type="text", default="$encrypted$"),
        {"name": "", "spec": broken()["spec"]},
        {**broken(), "spec": []},
        {**broken(), "spec": broken()["spec"] * 2},
    ],
)
def test_the_rules_can_refuse(survey: Json) -> None:
    """What AWX is known to refuse does not pass here."""
    assert not refused_in_survey(broken())
    assert refused_in_survey(survey)


@pytest.mark.parametrize(
    "changed",
    [
        {"variable": "a b"},
        {"variable": "awx_a"},
        {"variable": "ansible_host"},
        {"choices": "abc\nd", "default": "ab"},
        {"default": ""},
        {"required": True},
        {"choices": ["ab", " "]},
        {"type": "text", "required": False, "min": 1},
        {"type": "text", "default": "{{ a }}"},
        {"boolean": True},
    ],
)
def test_the_rules_can_see_harm(changed: Json) -> None:
    """What AWX accepts to a user's harm does not pass here."""
    assert not accepted_but_harmful(broken()["spec"][0])
    assert accepted_but_harmful(broken(**changed)["spec"][0])


SURVEY = {
    "spec": [
        {"variable": "name", "type": "text", "required": True, "default": "", "min": 1, "max": 3},
        {"variable": "kind", "type": "multiplechoice", "required": False, "default": "a", "choices": ["a", "b"]},
        {"variable": "size", "type": "integer", "required": False, "default": 5, "min": 1},
        {"variable": "hours", "type": "float", "required": False, "default": 0.5, "min": 0},
    ]
}


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({}, "'name' value missing"),
        ({"name": ""}, "too small"),
        ({"name": "abcd"}, "too large"),
        ({"name": 1}, "expected to be a string"),
        ({"name": "a", "kind": ""}, "expected to be one of"),
        ({"name": "a", "kind": True}, "expected to be one of"),
        ({"name": "a", "size": "5"}, "expected to be integer"),
        ({"name": "a", "size": True}, "expected to be integer"),
        ({"name": "a", "size": ""}, "expected to be integer"),
        ({"name": "a", "size": 0}, "too small"),
        ({"name": "a", "hours": "0.5"}, "expected to be float"),
    ],
)
def test_awx_refuses_a_launch(answers: Json, why: str) -> None:
    """As seen on AWX 24.6: required questions need an answer, numbers must be numbers, choices must be choices."""
    [problem] = refused_in_answers(SURVEY, answers)
    assert why in problem


def test_awx_fills_in_defaults() -> None:
    """Defaults of optional questions, at any launch; variables without a question are dropped, or refused if kept."""
    assert not refused_in_answers(SURVEY, {"name": "a", "other": 1})
    assert answers_of_a_job(SURVEY, {"name": "a", "other": 1}) == {"name": "a", "kind": "a", "size": 5, "hours": 0.5}
    assert refused_in_answers(SURVEY, {"name": "a", "other": 1}, saved=True)
    assert not refused_in_answers(SURVEY, {}, saved=True, required=False)


def test_the_credential_type_is_allowed() -> None:
    """It has no setting of Ansible, uses existing fields only, and sets the variables that the playbooks read."""

    class Loader(yaml.SafeLoader):
        """Knows Ansible's tag for text that is no template."""

    Loader.add_constructor("!unsafe", lambda _loader, node: node.value)
    variables = yaml.load((ROOT / "roles" / "awx" / "vars" / "main.yml").read_text(), Loader)
    kind = {"inputs": variables["awx__connection_inputs"], "injectors": variables["awx__connection_injectors"]}
    assert not refused_in_credential_type(kind)
    assert set(kind["injectors"]["extra_vars"]) == {f"byol_default_{name}" for name in CONNECTION}
    assert refused_in_credential_type({**kind, "injectors": {"env": {"ANSIBLE_HOST_KEY_CHECKING": "false"}}})
    assert refused_in_credential_type({**kind, "injectors": {"extra_vars": {"a": "{{ b }}"}}})
