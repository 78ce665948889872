# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the flat answers of a survey, most of them text, to the options of a role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.parsing.convert_bool import boolean

from .surveys import SURVEYS, Json, Question, choices, role_options

SOURCES = {"import-ami-": "ec2_import_task_id", "ami-": "ec2_image_id", "arn:": "image_build_version_arn"}
"""What an image can be made from, by how its id begins."""

PLACE = ("region", "endpoint_url", "assume_role_arn")
"""What ``byol_default_X``, which a credential of AWX sets, says for hosts that have no ``byol_X``."""

RANGES = ("byol_management_cidr_range", "byol_management_cidr_range_search")


def variables_read(name: str) -> list[str]:
    """Return the names of all variables that matter to a survey's answers."""
    questions = SURVEYS[name].questions
    asked = [question.variable for question in questions]
    inherited = [question.option for question in questions if "." not in question.option]
    places = [f"{prefix}{name}" for prefix in ("byol_", "byol_default_") for name in PLACE]
    return [*asked, *inherited, *places, "byol_image_defaults"]


def read(name: str, variables: Mapping[str, Any]) -> Json:
    """Read the answers to a survey. variables: of the host.

    Return ``image``: the options of an image that were answered. ``role``: its options, for which without an answer the
    host's variable holds, then the role's default, then ``""``. ``problems``: sentences that begin with the variable.
    """
    survey = SURVEYS[name]
    options = role_options(survey.role)
    answered, problems = _answered(survey.questions, options, variables)
    image = {question.option.partition(".")[2]: value for question, value in answered.items() if "." in question.option}
    role = {question.option: value for question, value in answered.items() if "." not in question.option}
    inherited = variables.get("byol_image_defaults") or {}
    for question in survey.questions:
        option = question.option.partition(".")[2]
        if question.needed and question not in answered and option not in inherited:
            problems.setdefault(question.variable, f"an answer is needed{_or_default(option)}.")
    for question in survey.questions:
        if "." not in question.option:
            role.setdefault(question.option, _unanswered(question.option, role, options, variables))
    for place in PLACE:
        role[f"byol_{place}"] = variables.get(f"byol_{place}") or variables.get(f"byol_default_{place}") or ""
    return {"image": image, "role": role, "problems": [f"{name}: {text}" for name, text in problems.items()]}


def _answered(
    questions: tuple[Question, ...], options: Json, variables: Mapping[str, Any]
) -> tuple[dict[Question, Any], dict[str, str]]:
    """Return what was answered, and what is wrong with the rest by variable."""
    answered: dict[Question, Any] = {}
    problems: dict[str, str] = {}
    for question in questions:
        try:
            value = _read_one(question, options[question.option], variables.get(question.variable))
        except ValueError as error:
            problems[question.variable] = str(error)
            continue
        if value is not None:
            answered[question] = value
    return answered, problems


def _unanswered(option: str, answered: Json, options: Json, variables: Mapping[str, Any]) -> Any:
    """Return what holds for an option of the role without an answer."""
    # Of the two ranges only one can be asked for: the one answered, not the inventory's.
    if option in RANGES and any(other in answered for other in RANGES if other != option):
        return ""
    inherited = variables.get(option)
    return options[option].get("default", "") if inherited in (None, "") else inherited


def _or_default(option: str) -> str:
    return "" if option == "name" else f", as byol_image_defaults of this host has no {option}"


def _read_one(question: Question, spec: Json, answer: Any) -> Any:
    """Return an answer as the role's option has it, None where nothing was answered; ValueError says what is wrong."""
    text = "" if answer is None else str(answer).strip()
    if not text:
        return None
    if question.form == "source":
        return _source(text)
    if question.form == "tags":
        return _tags(text)
    allowed = choices(spec)
    if allowed and text.lower() not in (choice.lower() for choice in allowed):
        raise ValueError(f"{text!r} is none of {', '.join(allowed)}.")
    if spec["type"] == "bool":
        return boolean(text)
    if spec["type"] == "int":
        return _number(int, text, "a whole number")
    if spec["type"] == "float":
        return _number(float, text, "a number")
    return text


def _number(kind: type[int] | type[float], text: str, what: str) -> int | float:
    try:
        number = kind(text)
    except ValueError:
        raise ValueError(f"{text!r} is not {what}.") from None
    if not 1 <= number < float("inf"):
        raise ValueError(f"{text!r} is not 1 or more.")
    return number


def _source(text: str) -> Json:
    for beginning, option in SOURCES.items():
        if text.startswith(beginning):
            return {option: text}
    raise ValueError(f"{text!r} begins with none of {', '.join(SOURCES)}.")


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, equals, value = (part.strip() for part in line.partition("="))
        if not key or not equals:
            raise ValueError(f"the line {line!r} is not of the form key=value.")
        if key in tags:
            raise ValueError(f"the key {key!r} is given twice.")
        tags[key] = value
    return tags
