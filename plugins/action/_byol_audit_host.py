# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.info import INFO
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Definition, Surroundings
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.base import TaskAction
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.defaults import with_module_defaults
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.eligibility import runs_in_process
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import environment, run_in_process
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.serialization import as_module_argument
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.facts import is_preflight
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.images import moment
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.options import (
    HOST_OPTIONS,
    policy_of,
    policy_variables,
)
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.untemplated import untemplated
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.evaluate import evaluate
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.plain import plain
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.release import RELEASE_VARIABLES
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.variables import known_variables
from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.connection import connection_of

# In the process that all workers are forked from, so that none of them has to.
READ = (*variables_read(), *RELEASE_VARIABLES)
known_variables("byol_")

Json = dict[str, Any]


class ActionModule(TaskAction):
    """Compares a host with its desired state.

    What is not known of it is read as ``workspaces_byol_info`` does, and the sources of images that would be imported are
    checked as ``workspaces_byol_images`` does in check mode.
    """

    definition = INFO

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> Json:
        """Return the record of the host. One task does all, as each costs a process for each host of a fleet."""
        self._supports_check_mode = True
        ActionBase.run(self, tmp, task_vars)
        variables = task_vars or {}
        self._task.args = {**policy_variables(self._templar, variables), **self._task.args}
        _checked, args = self.validate_argument_spec(argument_spec=HOST_OPTIONS)
        args = plain(args)
        seen = Seen(
            str(variables.get("inventory_hostname", "localhost")),
            evaluate(self._templar, variables, READ),
            tuple(name for name in variables if name.startswith("byol_")),
        )
        now, policy = moment(args["now"]), policy_of(args)
        step = next_step(seen, policy, now)
        while step.read:
            definition = IMAGES if is_preflight(step.read) else INFO
            answer = self._read(definition, {**connection_of(seen.variables), **step.read}, variables)
            step = next_step(seen, policy, now, step.facts, step.read, answer)
        return {"changed": False, "record": untemplated(step.record)}

    def _read(self, definition: Definition, options: Json, task_vars: Json) -> Json:
        """Return the result of a module in check mode, whether it succeeded or failed."""
        self._task.check_mode = True
        args = as_module_argument(with_module_defaults(self, f"euc.workspaces.{definition.name}", options))
        if not runs_in_process(self, task_vars):
            return self._runner(task_vars)(definition.name, args)
        variables: Json = {}
        self._compute_environment_string(variables)
        with environment(variables):
            return run_in_process(definition, args, Surroundings(check_mode=True), show_diff=False).result
