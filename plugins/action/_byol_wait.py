# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.run_rate_limits import RUN_RATE_LIMITS
from ansible_collections.euc.workspaces.plugins.module_utils._byol.arguments import validate
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.clock import WorkerClock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.fleet import Started, wait_for_hosts
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.fleet_lines import FEW, FleetLines
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.handover import unseal
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.output import show
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.serialization import as_module_result

TOGETHER = {"linear", "debug", "ansible.builtin.linear", "ansible.builtin.debug"}
"""Strategies by which all hosts have started before the first task of a wait."""


OPTIONS = {"variables": {"type": "list", "elements": "str", "required": True}}

OF_THE_TASK = {"failed_when_result", "warnings", "deprecations", "exception", "handover", "attempts"}


class ActionModule(ActionBase):
    """Waits for what the tasks of all hosts have started."""

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Wait and return the result of each host."""
        self._supports_check_mode = True
        super().run(tmp, task_vars)
        variables = task_vars or {}
        try:
            args = validate(self._task.args, OPTIONS).validated_parameters
        except Failure as failure:
            return failure.result()
        started = {
            name: self._started(variables["hostvars"][name], args["variables"]) for name in self._hosts(variables)
        }
        started = {name: each for name, each in started.items() if each}
        if self._task.check_mode:
            hosts = {name: {one.variable: one.result for one in each} for name, each in started.items()}
            return {"changed": False, "hosts": hosts}
        clock = WorkerClock()
        many = sum(one.waits for each in started.values() for one in each) > FEW
        lines = FleetLines(show, self._task.no_log, clock, many)
        clock.sign_of_life = lines.sign_of_life
        results = wait_for_hosts(started, clock, lines.observer, RUN_RATE_LIMITS)
        return as_module_result({"changed": False, "hosts": results})

    def _started(self, host_variables: Mapping[str, Any], names: list[str]) -> list[Started]:
        found = []
        for name in names:
            registered = host_variables.get(name)
            if isinstance(registered, dict) and (handed := unseal(registered.get("handover"))):
                found.append(Started(name, handed, _of_the_module(registered)))
        return found

    def _hosts(self, variables: dict[str, Any]) -> list[str]:
        """Return the hosts to wait for: with a strategy that does not keep hosts together, each waits for itself."""
        play = getattr(getattr(self._task, "_parent", None), "_play", None)
        if getattr(play, "strategy", "linear") in TOGETHER:
            return list(variables["ansible_play_batch"])
        return [variables["inventory_hostname"]]


def _of_the_module(registered: dict[str, Any]) -> dict[str, Any]:
    """Return what a module has returned, without what Ansible has made of it for the task that has registered it.

    ``failed_when`` of that task must not decide about the end of the wait.
    """
    result = {key: value for key, value in as_module_result(registered).items() if key not in OF_THE_TASK}
    return {**result, "failed": "failure" in result}
