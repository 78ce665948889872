# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the surveys of AWX ask. Choices and defaults are those of the roles' argument specs, read when they are needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from ansible.errors import AnsibleError

ROLES = Path(__file__).resolve().parents[3] / "roles"

Json = dict[str, Any]


class Question(NamedTuple):
    """A question. option: of the role, with a dot where it is one of an image. default: where the role's specs have none.

    form: how the answer is read where it is more than a scalar, ``source`` or ``tags``. needed: an import cannot do without.
    """

    variable: str
    option: str
    text: str
    about: str = ""
    default: str = ""
    form: str = ""
    needed: bool = False


class Survey(NamedTuple):
    """The questions about what a role is asked for."""

    role: str
    about: str
    questions: tuple[Question, ...]


NUMBERS = {"int": "integer", "float": "float"}
"""Types of options that are numbers, and what AWX calls them."""

TIMEOUT = "After that the job fails and AWS goes on; launch it again to go on watching."

SURVEYS = {
    "audit": Survey(
        "audit",
        "Reads only. What is asked for is said by the inventory.",
        (
            Question(
                "byol_audit_fail_on",
                "audit_fail_on",
                "Which hosts are to fail the job?",
                "Those that could not be audited (failure), also those that are not as asked (drift), or none.",
            ),
            Question(
                "byol_audit_stuck_after",
                "audit_stuck_after",
                "Hours without progress that make an import stuck",
            ),
        ),
    ),
    "enable": Survey(
        "byol",
        "Enabling an account, and choosing its management range, cannot be undone.",
        (
            Question(
                "byol_account_management_cidr_range",
                "byol_management_cidr_range",
                "Management range",
                "Exactly, a /16 as in 10.20.0.0/16. Cannot be changed once chosen. Empty: as the inventory says.",
            ),
            Question(
                "byol_account_management_cidr_range_search",
                "byol_management_cidr_range_search",
                "Or a wider range to take the first free /16 from",
                "As in 10.0.0.0/8. Not together with the one above. Empty: as the inventory says.",
            ),
            Question("byol_account_wait", "byol_wait", "Wait until the account is enabled?", "It can take hours."),
            Question("byol_account_wait_timeout", "byol_wait_timeout", "Seconds to wait at most", TIMEOUT),
        ),
    ),
    "import": Survey(
        "byol",
        "An import cannot be cancelled. An image that is there already is left as it is, but for its tags.",
        (
            Question(
                "byol_image_name",
                "byol_images.name",
                "Name of the image",
                "Unique in the account and Region. Letters, digits and _./()\\-, at most 64.",
                needed=True,
            ),
            Question(
                "byol_image_description",
                "byol_images.description",
                "Description",
                "Letters, digits, spaces and _./()-, at most 256. Empty: as the inventory says.",
                needed=True,
            ),
            Question(
                "byol_image_source",
                "byol_images.image_source",
                "What to make it from",
                "An AMI (ami-...), an EC2 import task (import-ami-...) or an Image Builder build (arn:...). "
                "Empty: as the inventory says.",
                form="source",
                needed=True,
            ),
            Question(
                "byol_image_infrastructure_configuration_arn",
                "byol_images.infrastructure_configuration_arn",
                "Infrastructure configuration of EC2 Image Builder",
                "Its ARN. Empty: as the inventory says.",
                needed=True,
            ),
            Question(
                "byol_image_os_version", "byol_images.os_version", "Windows version", default="Windows_11", needed=True
            ),
            Question("byol_image_compute_type", "byol_images.compute_type", "Hardware", default="BASE"),
            Question(
                "byol_image_protocol",
                "byol_images.protocol",
                "Streaming protocol",
                "Windows 11 cannot be used with PCOIP.",
                default="DCV",
            ),
            Question(
                "byol_image_tags",
                "byol_images.tags",
                "Tags",
                "One to a line, as in release=2026-11. Other tags of the image are removed. Empty: leave tags alone.",
                form="tags",
            ),
            Question(
                "byol_image_replace_failed",
                "byol_images.replace_failed",
                "Import anew if the import of an image of that name has failed?",
                "The failed image is deleted.",
                default="false",
            ),
            Question("byol_image_wait", "byol_wait", "Wait until the import has ended?", "It can take hours."),
            Question("byol_image_wait_timeout", "byol_wait_timeout", "Seconds to wait at most", TIMEOUT),
        ),
    ),
}


def refuse_unknown(names: list[str], options: Json) -> None:
    """Raise AnsibleError if a lookup is asked for a survey that there is not, or given an option; it has none."""
    unknown = [name for name in names if name not in SURVEYS]
    if unknown:
        raise AnsibleError(f"There is no survey {unknown[0]!r}; there are: {', '.join(sorted(SURVEYS))}.")
    if options:
        raise AnsibleError(f"There is no option {', '.join(options)}.")


@cache
def role_options(role: str) -> Json:
    """Return the options of a role's argument specs, those of an image with a dot: ``byol_images.name``."""
    specs = yaml.safe_load((ROLES / role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    options: Json = specs["argument_specs"]["main"]["options"]
    inner = {f"byol_images.{name}": spec for name, spec in options.get("byol_images", {}).get("options", {}).items()}
    return options | inner


def choices(spec: Json) -> list[str]:
    """Return what can be chosen, if there is a choice."""
    if spec["type"] == "bool":
        return ["true", "false"]
    return [str(choice) for choice in spec.get("choices", [])]


def default(question: Question, spec: Json) -> str | int | float:
    """Return what holds without an answer, ``""`` if nothing does. The role's default goes first."""
    value = spec.get("default", question.default)
    if spec["type"] == "bool":
        return str(value).lower()
    return value if spec["type"] in NUMBERS else str(value)


def awx_question(question: Question, spec: Json) -> Json:
    """Return a question as AWX stores it. One that must be answered has a default, or a launch by webhook would fail."""
    asked: Json = {
        "variable": question.variable,
        "question_name": question.text,
        "question_description": question.about,
        "default": default(question, spec),
    }
    if choices(spec):
        return asked | {"type": "multiplechoice", "required": True, "choices": choices(spec)}
    if spec["type"] in NUMBERS:
        return asked | {"type": NUMBERS[spec["type"]], "required": True, "min": 1}
    return asked | {"type": "textarea" if question.form == "tags" else "text", "required": False}


def awx_survey(name: str) -> Json:
    """Return a survey as AWX's ``survey_spec``."""
    survey = SURVEYS[name]
    options = role_options(survey.role)
    asked = [awx_question(question, options[question.option]) for question in survey.questions]
    return {"name": "", "description": survey.about, "spec": asked}
