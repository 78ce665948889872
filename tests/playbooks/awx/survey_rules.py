# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX refuses in surveys and credential types, and what it accepts although it does harm later."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from typing import Any

Json = dict[str, Any]

TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "textarea": str,
    "password": str,
    "multiplechoice": str,
    "multiselect": str,
    "integer": int,
    "float": (int, float),
}
KEYS = {"type", "question_name", "question_description", "variable", "required", "default", "choices", "min", "max"}
BLOCKED_ENVIRONMENT = {
    "VIRTUAL_ENV",
    "PATH",
    "PYTHONPATH",
    "JOB_ID",
    "INVENTORY_ID",
    "AWX_HOST",
    "HOME",
    "USER",
    "TERM",
}


def refused_in_survey(survey: Json) -> list[str]:
    """Return why AWX answers 400 to a survey."""
    wrong = [f"{key} is missing or wrong" for key in ("name", "description") if not isinstance(survey.get(key), str)]
    questions = survey.get("spec")
    if not isinstance(questions, list) or not questions:
        return [*wrong, "there are no questions"]
    for question in questions:
        wrong += [f"{question.get('variable')}: {reason}" for reason in _refused_in_question(question)]
    names = Counter(question.get("variable") for question in questions)
    return wrong + [f"{name} is there twice" for name, times in names.items() if times > 1]


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refused_in_question(question: Json) -> list[str]:
    wrong = [
        f"{key} is no text" for key in ("type", "question_name", "variable") if not isinstance(question.get(key), str)
    ]
    if not isinstance(question.get("required"), bool):
        wrong.append("required is no boolean")
    if question.get("type") not in TYPES:
        return [*wrong, "there is no such type"]
    kind, default = question["type"], question.get("default", "")
    if default != "" and (not isinstance(default, TYPES[kind]) or isinstance(default, bool)):
        wrong.append("the default is of another type")
    wrong += [
        f"{key} is no integer"
        for key in ("min", "max")
        if question.get(key) is not None and not _is_whole(question[key])
    ]
    if kind in ("multiplechoice", "multiselect"):
        choices = question.get("choices")
        if choices is None:
            wrong.append("no choices")
        elif any(line not in choices for line in str(default).splitlines()):
            wrong.append("the default is none of the choices")
    if isinstance(default, str) and default.startswith("$encrypted$"):
        wrong.append("$encrypted$ is reserved")
    return wrong


def accepted_but_harmful(question: Json) -> list[str]:
    """Return what AWX takes and should not."""
    name, default = str(question["variable"]), question.get("default", "")
    kind, required = question["type"], question["required"]
    low, high = question.get("min"), question.get("max")
    in_range = kind != "integer" or default == "" or (low or default) <= default <= (high or default)
    harms = {
        "not a name for a variable of Ansible": not name.isascii()
        or not name.isidentifier()
        or keyword.iskeyword(name),
        "a name that Ansible or AWX sets itself": name.startswith(("ansible_", "awx_", "tower_")),
        # AWX fills in defaults of optional questions at any launch. A required one must be answered, whatever its default.
        "required, although there is a default": required and default != "",
        "optional without a default, but AWX refuses an empty answer of that type": not required
        and default == ""
        and kind in ("multiplechoice", "multiselect", "integer", "float"),
        "optional, but an empty answer is too short": not required and kind in ("text", "textarea") and bool(low),
        "the default is out of range": not in_range,
        "the default would be a template": "{{" in str(default) or "{%" in str(default),
        "keys that mean nothing": bool(set(question) - KEYS),
    }
    return [harm for harm, done in harms.items() if done] + _harmful_choices(question)


def _harmful_choices(question: Json) -> list[str]:
    choices = question.get("choices", [])
    listed = choices.splitlines() if isinstance(choices, str) else choices
    wrong = [
        f"the choice {one!r} is no text, or has blanks around it"
        for one in listed
        if one != str(one).strip() or not one
    ]
    if question["type"] == "multiplechoice" and question.get("default") not in ("", *listed):
        # AWX looks for the default in the choices as they came, which can be one long text.
        wrong.append("the default is only part of a choice")
    return wrong


def refused_in_credential_type(kind: Json) -> list[str]:
    """Return why AWX answers 400 to a custom credential type."""
    fields = [field["id"] for field in kind["inputs"].get("fields", [])]
    wrong = [f"the field {name} is there twice" for name, times in Counter(fields).items() if times > 1]
    wrong += [
        f"no id or label: {field}"
        for field in kind["inputs"]["fields"]
        if not field.get("id") or not field.get("label")
    ]
    for target, injected in kind["injectors"].items():
        if target not in ("env", "extra_vars", "file"):
            wrong.append(f"nothing is injected as {target}")
        for name, template in injected.items():
            if target == "env" and (name.startswith("ANSIBLE_") or name in BLOCKED_ENVIRONMENT):
                wrong.append(f"the environment variable {name} is not allowed")
            wrong += [f"{name} uses {used}" for used in re.findall(r"{{\s*(\w+)\s*}}", template) if used not in fields]
    return wrong
