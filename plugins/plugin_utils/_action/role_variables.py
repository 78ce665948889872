# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task of the role byol takes from the variables of the role.

As templates in the tasks of the role this took most of their time, since each task of each host compiles its templates again.
"""

from __future__ import annotations

from typing import Any

from ansible.module_utils.parsing.convert_bool import boolean

from .._roles.connection import CONNECTION, PREFIX, connection_of

STEP = "euc_workspaces_step"
"""The variable by which a task is one of the role: ``START`` or ``END``."""

START, END = "start", "end"


class RoleVariables:
    """The variables of the role on a host; each is evaluated when it is read."""

    def __init__(self, templar: Any, task_vars: dict[str, Any]):
        self._templar = templar
        self.task_vars = task_vars
        self.starts = task_vars[STEP] == START

    def __getitem__(self, name: str) -> Any:
        return self._templar.template(self.task_vars.get(f"{PREFIX}{name}"))

    def is_set(self, name: str) -> bool:
        """Return whether a boolean variable is true."""
        return boolean(self[name], strict=False)

    @property
    def options(self) -> dict[str, Any]:
        """The options that all tasks of the role have. What is not set is left to ``module_defaults``."""
        connection = connection_of({f"{PREFIX}{name}": self[name] for name in CONNECTION})
        return {**connection, "wait_timeout": self["wait_timeout"], "wait_delay": self["wait_delay"]}
