# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task in the worker process of Ansible, with the result that its module would have."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ansible.module_utils.common.parameters import remove_values

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import (
    argument_spec,
    read_arguments,
    secrets_in,
)
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import (
    Definition,
    Report,
    Surroundings,
    perform,
)

from .serialization import as_module_result


@dataclass(frozen=True)
class Outcome:
    """The result of a task, and its validated options where these were accepted."""

    result: dict[str, Any]
    params: dict[str, Any] | None = None


def run_in_process(
    definition: Definition, args: Mapping[str, Any], surroundings: Surroundings, show_diff: bool
) -> Outcome:
    """Run a task. args: as a module gets them. show_diff: whether the result has what has changed."""
    try:
        read = read_arguments(definition, args)
    except Failure as failure:
        return Outcome(refused(definition, args, failure))
    params = read.validated_parameters
    report = perform(definition, params, surroundings)
    result = result_of(definition, params, report, show_diff)
    # pylint: disable=protected-access
    both = [f"Both option {item['option']} and its alias {item['alias']} are set." for item in read._warnings]
    if both:
        result["warnings"] = [*both, *result.get("warnings", [])]
    if read._deprecations:
        result["deprecations"] = list(read._deprecations)
    return Outcome(result, params)


def result_of(definition: Definition, params: Mapping[str, Any], report: Report, show_diff: bool) -> dict[str, Any]:
    """Return the result of a module for a report, without anything secret."""
    result = {**report.result, "invocation": {"module_args": dict(params)}}
    if show_diff and report.diff is not None:
        result["diff"] = report.diff
    if report.warnings:
        result["warnings"] = list(report.warnings)
    return _clean(result, secrets_in(params, argument_spec(definition)))


def refused(definition: Definition, args: Mapping[str, Any], failure: Failure) -> dict[str, Any]:
    """Return the result of a task whose options were refused."""
    result = {**failure.result(), "invocation": {"module_args": dict(args)}}
    return _clean(result, secrets_in(args, argument_spec(definition)))


def _clean(result: Mapping[str, Any], secrets: set[str]) -> dict[str, Any]:
    cleaned = as_module_result(remove_values(dict(result), secrets))
    # As AnsibleModule does: a secret such as "True" must not hide the keys that Ansible itself reads.
    return {**cleaned, **{key: value for key, value in result.items() if value is None or isinstance(value, bool)}}


@contextmanager
def environment(variables: Mapping[str, Any]) -> Iterator[None]:
    """Have the environment of a task, which its module would have."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update({name: str(value) for name, value in variables.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
