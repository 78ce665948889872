# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the module of a task would run with the very Python that runs Ansible, on the same machine, as the same user."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible import constants as C
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase

IN_PROCESS = "euc_workspaces_in_process"
"""The variable that turns running in Ansible's own process off."""


def runs_in_process(action: ActionBase, task_vars: Mapping[str, Any]) -> bool:
    """Whether a task can run in the process of its action plugin, with nothing but the time being different."""
    task, connection = action._task, action._connection
    if task.async_val or connection.transport != "local" or connection.become:
        return False
    variables = task_vars
    if task.delegate_to:
        variables = task_vars.get("ansible_delegated_vars", {}).get(task.delegate_to, {})
    enabled = action._templar.template(task_vars.get(IN_PROCESS, True))
    return boolean(enabled, strict=False) and is_this_python(_interpreter(action, variables))


def is_this_python(interpreter: str | None) -> bool:
    """Whether an interpreter is the one of this process.

    The names of a virtual environment's Python are links out of it, so both the folder and the target count.
    """
    if not interpreter or not Path(interpreter).is_absolute():
        return False
    given, own = Path(interpreter), Path(sys.executable)
    return given.parent.resolve() == own.parent.resolve() and given.resolve() == own.resolve()


def _interpreter(action: ActionBase, variables: Mapping[str, Any]) -> str | None:
    """Return the Python that modules run with, ``None`` where Ansible would have to discover it."""
    configured = C.config.get_config_value("INTERPRETER_PYTHON", variables=dict(variables))
    templar = action._templar
    if action._task.delegate_to:
        templar = templar.copy_with_new_env(available_variables=variables)
    # As it is: a copy of the text would not be a template that ansible-core trusts.
    interpreter = templar.template(configured)
    return interpreter.strip() if isinstance(interpreter, str) else None
