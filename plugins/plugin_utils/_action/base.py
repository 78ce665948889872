# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugins of all modules of this collection.

A task runs in the process of the plugin, the worker that Ansible has forked for it, where its module would run with the
same Python on the same machine. In all other cases the module runs as any other; then a task with ``wait`` is started
without waiting, polled by short module runs, and reported in the meantime.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.action import ActionBase

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.run_rate_limits import RUN_RATE_LIMITS
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import preload
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Definition, Surroundings

from .._roles.byol_tasks import starts_later
from .clock import WorkerClock
from .eligibility import runs_in_process
from .handover import can_hand_over, seal
from .in_process import environment, refused, run_in_process
from .output import show
from .progress_lines import ProgressLines
from .remote import ModuleRunner, RemoteTask, with_failure
from .role_variables import STEP, RoleVariables
from .serialization import as_module_argument
from .warnings_of_host import with_host_in_warnings

# In the process that all workers are forked from, so that none of them has to.
preload()


class TaskAction(ActionBase):
    """Runs the task of a module.

    definition: of the module. waits_alone: whether a task that is to hand over what it starts, but cannot, waits for it
    itself. follows_account: whether it is started after the account, so that who starts it has to know that.
    """

    definition: Definition
    waits_alone = False
    follows_account = False

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the task and return its result."""
        self._supports_check_mode = True
        self._supports_async = True
        super().run(tmp, task_vars)
        return with_host_in_warnings(self._run(task_vars or {}), task_vars or {})

    def _run(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        role = self.role(task_vars)
        args = as_module_argument({**self._task.args, **(self.role_options(role) if role else {})})
        in_process = runs_in_process(self, task_vars)
        variables: dict[str, Any] = {}
        self._compute_environment_string(variables)
        hands_over = role is not None and role.starts and role.is_set("wait")
        if hands_over and not (in_process and can_hand_over(variables)):
            hands_over = False
            if self.waits_alone:
                args["wait"] = True
        if not in_process:
            return self._run_elsewhere(args, task_vars)
        with environment(variables):
            if hands_over and self._is_postponed(task_vars):
                return self._postpone(args)
            return self._run_here(args, task_vars, hands_over)

    def role(self, task_vars: dict[str, Any]) -> RoleVariables | None:
        """Return the variables of the role byol where this is one of its tasks."""
        return RoleVariables(self._templar, task_vars) if STEP in task_vars else None

    def role_options(self, role: RoleVariables) -> dict[str, Any]:
        """Return the options of a task of the role byol."""
        return role.options

    def _is_postponed(self, task_vars: Mapping[str, Any]) -> bool:
        """Return whether a task of the role byol that hands over leaves the start to the one that waits for all hosts.

        In check mode nothing is waited for. Where a failure on one host stops all, it has to stop them before they start.
        """
        if self._task.check_mode or self._task.any_errors_fatal:
            return False
        return not self.follows_account or starts_later(task_vars)

    def wait_remotely(self, task: RemoteTask) -> dict[str, Any]:
        """Run a task with ``wait`` whose module runs elsewhere."""
        raise NotImplementedError

    def _run_here(self, args: Mapping[str, Any], task_vars: Mapping[str, Any], hands_over: bool) -> dict[str, Any]:
        clock, lines = self._progress(task_vars)
        surroundings = Surroundings(
            bool(self._task.check_mode), clock, lines, rate_limits=RUN_RATE_LIMITS, waits=hands_over
        )
        outcome = run_in_process(self.definition, args, surroundings, bool(self._task.diff))
        if hands_over and outcome.params is not None:
            outcome.result["handover"] = seal(self.definition.name, outcome.params)
        return outcome.result

    def _postpone(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Hand over a task that has done nothing yet."""
        try:
            params = read_arguments(self.definition, args).validated_parameters
        except Failure as failure:
            return refused(self.definition, args, failure)
        diff: dict[str, Any] = {"diff": []} if self._task.diff else {}
        return {"changed": False, "handover": seal(self.definition.name, params, postponed=True), **diff}

    def _run_elsewhere(self, args: Mapping[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
        try:
            read = read_arguments(self.definition, args)
        except Failure as failure:
            return refused(self.definition, args, failure)
        if self._task.async_val or self._task.check_mode or not read.validated_parameters.get("wait"):
            in_background = self._task.async_val and not getattr(self._connection, "has_native_async", False)
            return with_failure(
                self._execute_module(module_args=dict(args), task_vars=task_vars, wrap_async=in_background)
            )
        clock, lines = self._progress(task_vars)
        return self.wait_remotely(
            RemoteTask(self.definition.name, args, read.validated_parameters, self._runner(task_vars), clock, lines)
        )

    def _progress(self, task_vars: Mapping[str, Any]) -> tuple[WorkerClock, ProgressLines]:
        clock = WorkerClock()
        lines = ProgressLines(show, task_vars.get("inventory_hostname", "localhost"), self._task.no_log, clock)
        clock.sign_of_life = lines.sign_of_life
        return clock, lines

    def _runner(self, task_vars: dict[str, Any]) -> ModuleRunner:
        def run(name: str, args: Mapping[str, Any]) -> dict[str, Any]:
            try:
                return with_failure(
                    self._execute_module(
                        module_name=f"euc.workspaces.{name}", module_args=dict(args), task_vars=task_vars
                    )
                )
            except AnsibleConnectionFailure as error:
                return Failure("connection_failed", f"Failed to run the module: {error}", transient=True).result()

        return run
