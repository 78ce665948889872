# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import preload
from ansible_collections.euc.workspaces.plugins.module_utils._byol.arguments import validate
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import read_desired, variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.evaluate import evaluate
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.problem import ACCOUNT, VARIABLES, Problem
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.variables import known_variables

# In the process that all workers are forked from, so that none of them has to.
READ = variables_read()
known_variables("byol_")
preload()


class ActionModule(ActionBase):
    """Validates the variables of a host."""

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the images that are requested, or fail with a sentence for each problem."""
        self._supports_check_mode = True
        super().run(tmp, task_vars)
        variables = task_vars or {}
        try:
            validate(self._task.args, {})
            desired = read_desired(evaluate(self._templar, variables, READ), variables)
            if desired.problems:
                raise Failure("invalid_request", "; ".join(_sentence(problem) for problem in desired.problems))
        except Failure as failure:
            return failure.result()
        return {"changed": False, "images": desired.requests}


def _sentence(problem: Problem) -> str:
    return problem.message if problem.subject in (VARIABLES, ACCOUNT) else f"{problem.subject}: {problem.message}"
