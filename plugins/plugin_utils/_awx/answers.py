# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the flat answers of a survey, most of them text, to the options of a role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.parsing.convert_bool import boolean

from .forms import READERS
from .questions import SURVEYS, Question
from .surveys import Json, choices, role_options

ROLE = ("assume_role_external_id", "assume_role_session_name", "assume_role_duration")
"""What belongs to a role to assume, and means nothing for another one."""

CONNECTION = ("region", "endpoint_url", "assume_role_arn", *ROLE)
"""What ``byol_default_X``, which the credential type of AWX sets, gives to hosts that have no ``byol_X``."""

RANGES = ("byol_management_cidr_range", "byol_management_cidr_range_search")

SESSION_DURATION = (900, 43200)
"""Seconds (AWS STS API reference, AssumeRole)."""


def variables_read(name: str) -> list[str]:
    """Return the names of all variables that matter to the answers of a survey."""
    questions = SURVEYS[name].questions
    answers = [question.variable for question in questions]
    inherited = [question.option for question in questions if not question.image_option]
    connection = [f"{prefix}{name}" for prefix in ("byol_", "byol_default_") for name in CONNECTION]
    # In a workflow the audit follows an import, and compares the image too.
    imported = [*variables_read("import"), "byol_images"] if name == "audit" else []
    return list(dict.fromkeys([*answers, *inherited, *connection, "byol_image_defaults", *imported]))


def read(name: str, variables: Mapping[str, Any]) -> Json:
    """Read the answers to a survey.

    Args:
        name: of the survey.
        variables: those of the host.

    Returns:
        ``image``: the options of the image that were answered, for an audit those of the import in the same workflow.
        ``images``: the images of an audit, those of the inventory with that one. ``role``: the options of the role; where
        there is no answer the host's variable counts, then the role's default, then ``""``. ``problems``: sentences that
        start with the name of the variable.
    """
    image, role, problems = _answers(name, variables)
    images = [image] if image else []
    if name == "audit" and variables.get("byol_image_name"):
        image = read("import", variables)["image"]
        images = [*_others(variables.get("byol_images"), image), image]
    connection, wrong = _connection(variables)
    problems |= wrong
    return {
        "image": image,
        "images": images,
        "role": role | connection,
        "problems": [f"{variable}: {text}" for variable, text in problems.items()],
    }


def _answers(name: str, variables: Mapping[str, Any]) -> tuple[Json, Json, dict[str, str]]:
    """Return the image's options, the role's options, and the problems by variable."""
    survey = SURVEYS[name]
    options = role_options(survey.role)
    answered, problems = _answered(survey.questions, options, variables)
    image = {question.image_option: value for question, value in answered.items() if question.image_option}
    role = {question.option: value for question, value in answered.items() if not question.image_option}
    for question in survey.questions:
        if question.needed and question not in answered and not _is_inherited(question, variables):
            problems.setdefault(question.variable, _needed(question))
    for question in survey.questions:
        if not question.image_option:
            role.setdefault(question.option, _unanswered(question.option, role, options, variables))
    return image, role, problems


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
    """Return the value of a role's option that was not answered."""
    # Only one of the two ranges can be requested: the one that was answered, not the one of the inventory.
    if option in RANGES and any(other in answered for other in RANGES if other != option):
        return ""
    inherited = variables.get(option)
    return options[option].get("default", "") if inherited in (None, "") else inherited


def _is_inherited(question: Question, variables: Mapping[str, Any]) -> bool:
    """Whether the inventory has a value for what was not answered."""
    if question.image_option:
        return question.image_option in (variables.get("byol_image_defaults") or {})
    return variables.get(question.option) not in (None, "", [])


def _needed(question: Question) -> str:
    if question.required:
        return "an answer is required."
    if not question.image_option:
        return f"an answer is required, because this host has no variable {question.option}."
    return f"an answer is required, because byol_image_defaults of this host has no {question.image_option}."


def _read_one(question: Question, spec: Json, answer: Any) -> Any:
    """Return an answer as the value of the role's option, None where there is no answer.

    Raises:
        ValueError: what is wrong with it, in words.
    """
    text = "" if answer is None else str(answer).strip()
    if not text:
        return None
    allowed = {choice.lower(): choice for choice in choices(spec)}
    if answer is False and "off" in allowed:
        text = "off"  # As YAML reads it where it is not quoted, and Ansible's own options accept it.
    if allowed and text.lower() not in allowed:
        raise ValueError(f"{text!r} is not one of {', '.join(allowed.values())}.")
    if spec["type"] == "bool":
        return boolean(text)
    if spec["type"] == "int":
        return _whole_number(text)
    if spec["type"] == "float":
        return _number(text)
    return allowed.get(text.lower()) or READERS[question.form](text)


def _whole_number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a whole number.") from None
    if number < 1:
        raise ValueError(f"{text!r} is not 1 or more.")
    return number


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number.") from None
    if not 0 < number < float("inf"):
        raise ValueError(f"{text!r} is not more than 0.")
    return number


def _others(images: Any, image: Json) -> list[Any]:
    """Return the images of the inventory less the one of that name. What is no list of dicts is for the role to refuse."""
    given = images if isinstance(images, list) else []
    return [other for other in given if not isinstance(other, Mapping) or other.get("name") != image.get("name")]


def _connection(variables: Mapping[str, Any]) -> tuple[Json, dict[str, str]]:
    """Return Region, endpoint and role to assume, with problems by variable. A role comes with what belongs to it."""
    own_role = bool(variables.get("byol_assume_role_arn"))
    found: Json = {}
    sources: dict[str, str] = {}
    for name in CONNECTION:
        inherits = not (own_role and name in ROLE)
        sources[name] = f"byol_{name}" if variables.get(f"byol_{name}") or not inherits else f"byol_default_{name}"
        found[f"byol_{name}"] = variables.get(sources[name]) or ""
    duration = found["byol_assume_role_duration"]
    if duration == "":
        return found, {}
    try:
        found["byol_assume_role_duration"] = _duration(str(duration).strip())
    except ValueError as error:
        return found, {sources["assume_role_duration"]: str(error)}
    return found, {}


def _duration(text: str) -> int:
    number, (low, high) = _whole_number(text), SESSION_DURATION
    if not low <= number <= high:
        raise ValueError(f"{text!r} is not between {low} and {high} seconds.")
    return number
