# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Surveys as AWX stores them, from our questions and the roles' argument specs."""

from __future__ import annotations

from functools import cache
from typing import Any

from ansible.errors import AnsibleError

from .._roles.argument_specs import options_of
from .forms import LENGTHS
from .questions import SURVEYS, Question

Json = dict[str, Any]

LINES = ("tags", "rings")
"""Forms of answers with one item on each line."""

NUMBERS = {"int": ("integer", 1), "float": ("float", 0)}
"""By type of a role's option: AWX's name for it, and the minimum. AWX takes whole minimums only."""


def refuse_unknown(names: list[str], options: Json) -> None:
    """Validate the arguments of a lookup plugin.

    Args:
        names: its terms, the surveys.
        options: its options; it has none.

    Raises:
        AnsibleError: a survey does not exist, or an option was given.
    """
    unknown = [name for name in names if name not in SURVEYS]
    if unknown:
        raise AnsibleError(f"There is no survey {unknown[0]!r}; there are: {', '.join(sorted(SURVEYS))}.")
    if options:
        raise AnsibleError(f"There is no option {', '.join(options)}.")


@cache
def role_options(role: str) -> Json:
    """Return the options of a role's argument specs, those of an image with a dot: ``byol_images.name``."""
    options = options_of(role)
    inner = {f"byol_images.{name}": spec for name, spec in options.get("byol_images", {}).get("options", {}).items()}
    return options | inner


def choices(spec: Json) -> list[str]:
    """Return the choices of an option, none if any value is allowed."""
    if spec["type"] == "bool":
        return ["true", "false"]
    return [str(choice) for choice in spec.get("choices", [])]


def default(question: Question, spec: Json) -> str | int | float:
    """Return the default answer, ``""`` if there is none."""
    value = question.default or spec.get("default", "")
    if spec["type"] == "bool":
        return str(value).lower()
    return value if spec["type"] in NUMBERS else str(value)


def awx_question(question: Question, spec: Json) -> Json:
    """Return a question as AWX stores it.

    A question that has a default is optional: AWX fills in defaults of optional questions at any launch, but refuses a
    launch by API, schedule or rulebook that leaves out a required one, whether or not it has a default.
    """
    common: Json = {
        "variable": question.variable,
        "question_name": question.text,
        "question_description": question.help,
        "required": question.required,
        "default": default(question, spec),
    }
    if choices(spec):
        return common | {"type": "multiplechoice", "choices": choices(spec)}
    if spec["type"] in NUMBERS:
        kind, minimum = NUMBERS[spec["type"]]
        return common | {"type": kind, "min": minimum}
    limits = {"min": 1} if question.required else {}
    if question.form in LENGTHS:
        limits["max"] = LENGTHS[question.form]
    return common | {"type": "textarea" if question.form in LINES else "text"} | limits


def awx_survey(name: str) -> Json:
    """Return a survey as AWX's ``survey_spec``."""
    survey = SURVEYS[name]
    options = role_options(survey.role)
    spec = [awx_question(question, options[question.option]) for question in survey.questions]
    return {"name": "", "description": survey.description, "spec": spec}
