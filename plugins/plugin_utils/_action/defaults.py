# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ``module_defaults`` of a module that an action plugin runs beside its own, as those of ansible-core that choose a module do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.executor import module_common
from ansible.plugins.action import ActionBase


def with_module_defaults(action: ActionBase, module: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments with the defaults of the play for those that are not given.

    Args:
        module: Its full name.
    """
    task, templar = action._task, action._templar
    if hasattr(module_common, "get_action_args_with_defaults"):
        # Before ansible-core 2.19.
        groups = task._parent._play._action_groups
        defaults = module_common.get_action_args_with_defaults(
            module, dict(args), task.module_defaults, templar, action_groups=groups
        )
    else:
        defaults = module_common._apply_action_arg_defaults(module, task, dict(args), templar)
    return dict(defaults)
