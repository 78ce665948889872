# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the action plugins of the audit. What types do not show is checked here. Pure but for reading a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_options import (
    RETENTION_OPTIONS,
    RetentionSpec,
    read_retention,
)

from .._desired.variables import unknown_variables
from .exceptions import Acceptance, read_exceptions
from .files import mode_problem, name_problem
from .observations import Policy
from .previous import problem_of

Json = dict[str, Any]

READS = ("bundles", "bundle_tags", "image_tags", "image_permissions")
"""What can be read of every host beside what the comparison needs, in words of ``gather``."""

KEPT = {name: spec for name, spec in RETENTION_OPTIONS.items() if name != "state"}
"""The options of ``workspaces_image_retention`` that say what is kept."""

POLICY_OPTIONS: dict[str, Json] = {
    "stuck_after": {"type": "float", "default": 12.0},
    "max_image_age_days": {"type": "int"},
    "required_tags": {"type": "list", "elements": "str", "default": []},
    "read": {"type": "list", "elements": "str", "choices": list(READS), "default": []},
    "retention": {"type": "dict", "options": KEPT},
}

HOST_OPTIONS: dict[str, Json] = {
    "now": {"type": "str", "required": True},
    **POLICY_OPTIONS,
}

FILES_OPTIONS: dict[str, Json] = {
    "state": {"choices": ["prepared", "present"], "default": "present"},
    "path": {"type": "path", "required": True},
    "name": {"type": "str", "default": "report"},
    "mode": {"type": "str", "default": ""},
    "directory_mode": {"type": "str", "default": ""},
    "title": {"type": "str", "default": "BYOL audit"},
    "records": {"type": "dict", "default": {}},
    "started": {"type": "str"},
    **POLICY_OPTIONS,
    "exceptions": {"type": "list", "elements": "dict", "default": []},
    "previous": {"type": "str", "default": ""},
    "fail_on": {"choices": ["none", "drift", "failure"], "default": "none"},
    "fail_on_new": {"type": "bool", "default": False},
}


@dataclass(frozen=True)
class Checked:
    """What was read of the options of a report. problems: sentences, empty where there is none."""

    exceptions: list[Acceptance]
    previous: Json | None
    problems: list[str]


def policy_variables(templar: Any, variables: Mapping[str, Any]) -> Json:
    """Return the policy that the variables of the role set for a host. Empty texts set nothing, as those of a survey.

    They are evaluated here, as a template in a task is compiled again in the process of every host.
    """
    given = {name: variables.get(f"audit_{name}") for name in POLICY_OPTIONS}
    found = {name: templar.template(value) for name, value in given.items() if value is not None}
    return {name: value for name, value in found.items() if value not in (None, "")}


def policy_of(args: Mapping[str, Any]) -> Policy:
    """Return the policy of validated options."""
    return Policy(
        args["stuck_after"],
        args["max_image_age_days"],
        tuple(args["required_tags"]),
        tuple(args["read"]),
        _retention(args["retention"]),
    )


def check(args: Mapping[str, Any], names: Iterable[str]) -> Checked:
    """Return what is to be read before an audit begins, and what is wrong.

    Args:
        args: Validated options of a report.
        names: Of all variables of the host, to find those that nothing reads.
    """
    exceptions, problems = read_exceptions(args["exceptions"])
    previous, problem = _previous(args["previous"])
    found = [
        name_problem(args["name"]),
        mode_problem("audit_file_mode", args["mode"]),
        mode_problem("audit_directory_mode", args["directory_mode"]),
        None
        if args["stuck_after"] > 0
        else f"audit_stuck_after must be more than 0 hours, not {args['stuck_after']:g}",
        _age_problem(args["max_image_age_days"]),
        _retention_problem(args["retention"]),
        problem,
        "audit_fail_on_new needs audit_previous" if args["fail_on_new"] and not args["previous"] else None,
    ]
    return Checked(exceptions, previous, [*unknown_variables(names, "audit_"), *filter(None, found), *problems])


def _retention(given: Mapping[str, Any] | None) -> RetentionSpec | None:
    """Return what is kept. Raises ``Failure``: ``check()`` has reported that before."""
    return read_retention({**given, "state": "reported"}, None) if given else None


def _retention_problem(given: Mapping[str, Any] | None) -> str | None:
    try:
        _retention(given)
    except Failure as failure:
        return f"audit_retention: {failure.message}"
    return None


def _age_problem(days: int | None) -> str | None:
    return None if days is None or days >= 0 else f"audit_max_image_age_days must be 0 or more, not {days}"


def _previous(path: str) -> tuple[Json | None, str | None]:
    """Return the earlier report, or why it cannot be used."""
    if not path:
        return None, None
    try:
        report = json.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return None, f"audit_previous cannot be read: {error}"
    problem = problem_of(report)
    return (None, f"audit_previous ({path}) cannot be used: {problem}") if problem else (report, None)
