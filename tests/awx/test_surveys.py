# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Surveys, the roles' argument specs, the modules and the entry playbooks say the same, and AWX takes the surveys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.euc.workspaces.plugins.modules.workspaces_custom_image_import import DOCUMENTATION
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import PLACE, read
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import SURVEYS, Question, awx_survey, role_options

from .awx_rules import Json, accepted_but_harmful, refused_in_answers, refused_in_credential_type, refused_in_survey

ROOT = Path(__file__).resolve().parents[2]
MODULE = yaml.safe_load(DOCUMENTATION)["options"]
QUESTIONS = [(name, question) for name, survey in SURVEYS.items() for question in survey.questions]
EACH_QUESTION = pytest.mark.parametrize(
    ("name", "question"), QUESTIONS, ids=[question.variable for _name, question in QUESTIONS]
)
EACH_SURVEY = pytest.mark.parametrize("name", SURVEYS)

# Options of an image that no survey asks for, and why.
NOT_ASKED = {
    "state": "what is deleted does not come back",
    "platform": "has one choice",
    "image_validation_mode": "has no default, and AWX refuses an empty choice; byol_image_defaults can have it",
    "purge_tags": "as the role's default",
    "wait_timeout": "the role's, which is asked, does the same",
    "wait_delay": "as the role's default",
}


def asked(name: str, variable: str) -> Json:
    """A question as AWX has it."""
    return next(question for question in awx_survey(name)["spec"] if question["variable"] == variable)


def filled_in(name: str) -> Json:
    """What AWX hands over if all defaults are taken."""
    return {question["variable"]: question["default"] for question in awx_survey(name)["spec"]}


@EACH_SURVEY
def test_awx_takes_it(name: str) -> None:
    """Nothing that AWX refuses, and nothing that it should; a launch by webhook has all it needs."""
    survey = awx_survey(name)
    assert not refused_in_survey(survey)
    assert not {question["variable"]: harm for question in survey["spec"] if (harm := accepted_but_harmful(question))}
    assert not refused_in_answers(survey, filled_in(name))


@EACH_QUESTION
def test_choices_and_defaults_are_the_roles(name: str, question: Question) -> None:
    """There is one source of both."""
    spec, shown = role_options(SURVEYS[name].role)[question.option], asked(name, question.variable)
    choices = ["true", "false"] if spec["type"] == "bool" else spec.get("choices")
    assert shown.get("choices") == choices
    if "default" in spec:
        assert str(shown["default"]).lower() == str(spec["default"]).lower()
        assert not question.default, "a second source"


@EACH_QUESTION
def test_defaults_that_the_role_leaves_open_are_the_modules(name: str, question: Question) -> None:
    """The role hands an image's options on only where they are set, so that the module's default holds."""
    before, dot, option = question.option.partition(".")
    if dot and question.form == "" and not question.needed:
        module = MODULE[option]
        assert str(asked(name, question.variable)["default"]).lower() == str(module["default"]).lower()
    if dot and "choices" in role_options(SURVEYS[name].role)[question.option]:
        assert asked(name, question.variable)["choices"] == MODULE[option]["choices"]
    assert before in role_options(SURVEYS[name].role)


def test_all_options_of_an_image_are_asked_or_left_out_on_purpose() -> None:
    """A new option of the role is not forgotten here."""
    options = {option.partition(".")[2] for option in role_options("byol") if option.startswith("byol_images.")}
    in_survey = {
        question.option.partition(".")[2] for question in SURVEYS["import"].questions if "." in question.option
    }
    assert options == in_survey | set(NOT_ASKED)
    assert not in_survey & set(NOT_ASKED)


@EACH_SURVEY
def test_the_playbook_reads_every_answer_and_no_other(name: str) -> None:
    """Each variable of a survey reaches the role, and nothing is read that no survey asks."""
    text = (ROOT / "playbooks" / f"awx_{name}.yml").read_text()
    assert re.findall(r"awx_answers', '(\w+)'", text) == [name]
    options = {question.option for question in SURVEYS[name].questions}
    handed_over = {match[0]: match[1] for match in re.findall(r'(\w+): "{{ awx_answers\.role\.(\w+) }}"', text)}
    assert all(option == source for option, source in handed_over.items())
    assert set(handed_over) == {option for option in options if "." not in option} | {
        f"byol_{place}" for place in PLACE
    }
    assert ("[awx_answers.image]" in text) == any("." in option for option in options)
    assert set(re.findall(r"awx_answers\.(\w+)", text)) <= {"role", "image", "problems"}


@EACH_SURVEY
def test_no_variable_hides_one_of_the_inventory(name: str) -> None:
    """An extra variable goes before all others, an empty one too: so no survey asks for a variable of a role itself."""
    options = {option for role in ("byol", "audit") for option in role_options(role)}
    assert not options & {question.variable for question in SURVEYS[name].questions}


@EACH_SURVEY
def test_the_role_takes_what_is_read(name: str) -> None:
    """What comes of the defaults, and of answers to what has none, is right by the role's argument specs."""
    image = {
        "byol_image_name": "win11",
        "byol_image_description": "Windows 11",
        "byol_image_source": "ami-0123456789abcdef0",
        "byol_image_infrastructure_configuration_arn": "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/a",
        "byol_image_tags": "a=b",
    }
    answers = read(name, filled_in(name) | image)
    assert answers["problems"] == []
    role = SURVEYS[name].role
    specs = yaml.safe_load((ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text())["argument_specs"][
        "main"
    ]["options"]
    given = {option: value for option, value in answers["role"].items() if option in specs}
    images = {"byol_images": [answers["image"]]} if answers["image"] else {}
    result = ArgumentSpecValidator(specs).validate(given | images)
    assert not result.error_messages


def broken(**changed: object) -> Json:
    """A survey of one question that has something wrong."""
    question = {
        "variable": "a",
        "question_name": "A",
        "type": "multiplechoice",
        "required": True,
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
        {"required": False},
        {"choices": ["ab", " "]},
        {"type": "text", "required": False, "min": 1},
        {"type": "text", "default": "{{ a }}"},
        {"boolean": True},
    ],
)
def test_the_rules_can_see_harm(changed: Json) -> None:
    """What AWX takes to a user's harm does not pass here."""
    assert not accepted_but_harmful(broken()["spec"][0])
    assert accepted_but_harmful(broken(**changed)["spec"][0])


def test_the_credential_type_is_allowed() -> None:
    """Nothing of Ansible's own settings, only fields that there are, and the variables that the playbooks read."""

    class Loader(yaml.SafeLoader):
        """Knows Ansible's mark for text that is no template."""

    Loader.add_constructor("!unsafe", lambda _loader, node: node.value)
    variables = yaml.load((ROOT / "roles" / "awx" / "vars" / "main.yml").read_text(), Loader)
    kind = {"inputs": variables["awx__place_inputs"], "injectors": variables["awx__place_injectors"]}
    assert not refused_in_credential_type(kind)
    assert set(kind["injectors"]["extra_vars"]) == {f"byol_default_{place}" for place in PLACE}
    assert refused_in_credential_type({**kind, "injectors": {"env": {"ANSIBLE_HOST_KEY_CHECKING": "false"}}})
    assert refused_in_credential_type({**kind, "injectors": {"extra_vars": {"a": "{{ b }}"}}})
