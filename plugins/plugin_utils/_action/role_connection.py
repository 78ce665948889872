# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection of a task of the role byol, from the variables of the role.

As ``module_defaults`` of the role it took a third of the time of a task, since each host compiles its template again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._roles.connection import CONNECTION, PREFIX, connection_of

FROM_VARIABLES = "euc_workspaces_connection_from_role"
"""The variable by which a task connects as the variables of the role say."""


def role_connection(templar: Any, task_vars: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of the connection; none where the task is not one of the role."""
    if FROM_VARIABLES not in task_vars:
        return {}
    names = [f"{PREFIX}{option}" for option in CONNECTION]
    return connection_of({name: templar.template(task_vars[name]) for name in names if name in task_vars})
