# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX refuses in a launch, a schedule and a workflow node, and what it fills in, as seen on AWX 24.6."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

PROMPTS = {
    "credentials": "ask_credential_on_launch",
    "diff_mode": "ask_diff_mode_on_launch",
    "execution_environment": "ask_execution_environment_on_launch",
    "forks": "ask_forks_on_launch",
    "inventory": "ask_inventory_on_launch",
    "job_slice_count": "ask_job_slice_count_on_launch",
    "job_tags": "ask_tags_on_launch",
    "job_type": "ask_job_type_on_launch",
    "limit": "ask_limit_on_launch",
    "scm_branch": "ask_scm_branch_on_launch",
    "skip_tags": "ask_skip_tags_on_launch",
    "timeout": "ask_timeout_on_launch",
    "verbosity": "ask_verbosity_on_launch",
}
"""Fields of a launch, and the field of the template that allows each."""


def refused_in_answers(survey: Json, answers: Json, *, saved: bool = False, required: bool = True) -> list[str]:
    """Return why AWX refuses answers to a survey.

    Args:
        survey: as AWX stores it.
        answers: extra variables of a launch, or ``extra_data``.
        saved: whether they are kept, in a schedule or a node. A launch ignores variables that no question asks for.
        required: whether required questions must be answered.
    """
    questions = {question["variable"]: question for question in survey.get("spec", [])}
    wrong = [f"'{name}' value missing" for name in questions if required and _missing(questions[name], answers)]
    wrong += [
        f"{name}: {value!r} {reason}"
        for name, value in answers.items()
        if name in questions and (reason := _refused_value(questions[name], value))
    ]
    unknown = [name for name in answers if name not in questions]
    return wrong + ([f"Variables {', '.join(unknown)} are not allowed on launch."] if saved and unknown else [])


def answers_of_a_job(survey: Json, answers: Json) -> Json:
    """Return the extra variables of the job that AWX launches: answers, and valid defaults of all other questions."""
    questions = survey.get("spec", [])
    defaults = {
        question["variable"]: question["default"]
        for question in questions
        if question.get("default") is not None and not _refused_value(question, question["default"])
    }
    names = {question["variable"] for question in questions}
    return defaults | {name: value for name, value in answers.items() if name in names}


def refused_prompts(template: Json, given: Json) -> list[str]:
    """Return why AWX refuses fields of a schedule or a node: the template does not prompt for them."""
    return [
        f"{field}: Field is not configured to prompt on launch."
        for field, prompt in PROMPTS.items()
        if given.get(field) not in (None, "", template.get(field)) and not template.get(prompt)
    ]


def accepted_prompts(template: Json, given: Json) -> Json:
    """Return the fields of a launch that AWX does not ignore."""
    return {field: given[field] for field, prompt in PROMPTS.items() if field in given and template.get(prompt)}


def refused_in_rule(rule: str) -> list[str]:
    """Return why AWX refuses a recurrence rule."""
    starts = re.findall(r"DTSTART(?:;[^:]+)?:[0-9]+T[0-9]+Z?", rule)
    rules = re.findall(r"RULE:\S*", rule)
    reasons = {
        "Valid DTSTART required in rrule.": len(starts) != 1,
        "DTSTART cannot be a naive datetime.": bool(re.search(r"DTSTART:[0-9]+T[0-9]+ ", rule)),
        "One or more rule required in rrule.": not rules,
        "INTERVAL required in rrule": any("INTERVAL" not in one for one in rules),
        "SECONDLY is not supported": any("SECONDLY" in one for one in rules),
    }
    return [reason for reason, holds in reasons.items() if holds]


def _missing(question: Json, answers: Json) -> bool:
    return bool(question["required"]) and question["variable"] not in answers


def _refused_value(question: Json, value: Any) -> str:
    kind, low, high = question["type"], question.get("min"), question.get("max")
    if kind == "multiplechoice":
        return "" if value in question["choices"] else f"expected to be one of {question['choices']}"
    if kind in ("integer", "float"):
        # Neither text nor a boolean is a number.
        if type(value) not in ((int,) if kind == "integer" else (int, float)):
            return f"expected to be {kind}"
        size = value
    else:
        if not isinstance(value, str):
            return "expected to be a string"
        size = len(value)
    if low is not None and size < low:
        return f"is too small, must be at least {low}"
    return f"is too large, must be no more than {high}" if high is not None and size > high else ""
