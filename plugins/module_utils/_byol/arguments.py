# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments of a task against an argument spec, with all errors in one message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.errors import NoLogError, SubParameterTypeError, UnsupportedError

from .._aws.errors import Failure
from .._aws.validation import refuse

ECHOES = (NoLogError, SubParameterTypeError)
"""Errors of Ansible's validator that repeat another one without the name of the option."""


def validate(args: Mapping[str, Any], argument_spec: Mapping[str, Any], **constraints: Any) -> ValidationResult:
    """Return the result of Ansible's validator, with defaults and types applied.

    constraints: as of ``AnsibleModule``, such as ``required_if``. Raises ``Failure`` (invalid_request) that names each
    error, unknown options first.
    """
    _refuse_bad_dicts(args, argument_spec)
    try:
        result = ArgumentSpecValidator(dict(argument_spec), **constraints).validate(dict(args))
    except Exception as error:  # Ansible's validator raises whatever a conversion runs into.
        raise Failure("invalid_request", f"The options are not valid: {error}") from error
    problems = [_unknown(option, argument_spec) for option in sorted(result.unsupported_parameters, key=str)]
    problems += [error.msg for error in result.errors.errors if not isinstance(error, (*ECHOES, UnsupportedError))]
    if problems or result.errors.errors:
        raise Failure("invalid_request", "; ".join(problems or [error.msg for error in result.errors.errors]))
    return result


def unknown_name(kind: str, name: str, known: Iterable[str]) -> str:
    """Return the message for a name that nobody knows, with the most similar one. kind: such as ``option``."""
    known = sorted(known)
    similar = get_close_matches(name, known, n=1)
    hint = f"; did you mean {similar[0]}?" if similar else f". Supported: {', '.join(known)}"
    return f"{name} is not {kind}{hint}"


def _unknown(option: Any, argument_spec: Mapping[str, Any]) -> str:
    """option: a name, or a tuple of names for a suboption."""
    path = (option,) if isinstance(option, str) else tuple(option)
    known = argument_spec
    for name in path[:-1]:
        known = known.get(name, {}).get("options", {})
    names = {*known, *(alias for spec in known.values() for alias in spec.get("aliases", ()))}
    return unknown_name("a supported option", ".".join(map(str, path)), (".".join((*path[:-1], name)) for name in names))


def _refuse_bad_dicts(args: Mapping[str, Any], argument_spec: Mapping[str, Any]) -> None:
    """Ansible's validator fails on suboptions of what is no dictionary."""
    for option, spec in argument_spec.items():
        for name in (option, *spec.get("aliases", ())):
            value = args.get(name)
            if "options" in spec and spec.get("type") == "dict" and not isinstance(value, (type(None), dict)):
                refuse(name, value, "it must be a dictionary")
