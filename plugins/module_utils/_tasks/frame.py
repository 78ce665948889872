# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of a module: from its process to a task and back."""

from __future__ import annotations

from typing import Any, NoReturn

from ansible.module_utils.basic import AnsibleModule

from .._aws.errors import Failure
from .arguments import argument_spec, secrets_in
from .task import Definition, Surroundings, perform


class Module(AnsibleModule):
    """A module whose every failure carries ``failure``, also where Ansible itself refuses the options."""

    def fail_json(self, msg: str, **kwargs: Any) -> NoReturn:
        """Leave the process with a failure."""
        self.no_log_values.update(secrets_in(self.params, self.argument_spec))
        if "failure" not in kwargs:
            kwargs = {**Failure("invalid_request", msg).result(), **kwargs}
            msg = kwargs.pop("msg")
        kwargs.pop("failed", None)
        super().fail_json(msg, **kwargs)


def run_module(definition: Definition) -> NoReturn:
    """Run a module and leave the process with its result."""
    module = Module(argument_spec=argument_spec(definition), supports_check_mode=True, **definition.constraints)
    module.no_log_values.update(secrets_in(module.params, module.argument_spec))
    report = perform(definition, module.params, Surroundings(module.check_mode))
    for warning in report.warnings:
        module.warn(warning)
    result = dict(report.result)
    if module._diff and report.diff is not None:  # pylint: disable=protected-access
        result["diff"] = report.diff
    if report.failed:
        module.fail_json(**result)
    module.exit_json(**result)
