# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Action plugins that start their module without waiting, and then look until AWS is done, telling of it.

C(async), check mode and tasks without C(wait) go to the module as they are.
"""

from __future__ import annotations

from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase


class WaitingActionBase(ActionBase):
    """A subclass has C(run_task(task)), which gets a C(WaitingTask) and returns the result."""

    def run(self, tmp=None, task_vars=None):
        """Run the task and return its result."""
        self._supports_async = True
        super().run(tmp, task_vars)
        args = self._task.args
        if self._task.async_val or self._task.check_mode or not boolean(args.get("wait", False), strict=False):
            in_background = self._task.async_val and not self._connection.has_native_async
            return self._execute_module(task_vars=task_vars, wrap_async=in_background)
        return self._watch(args, task_vars or {})

    def _watch(self, args, task_vars):
        # Imported here, as a task that does not wait needs none of it.
        from ansible.utils.display import Display

        from .waiting_task import WaitingTask

        def run_module(name, module_args):
            return self._execute_module(module_name=name, module_args=module_args, task_vars=task_vars)

        host = task_vars.get("inventory_hostname", "localhost")
        task = WaitingTask(self._task.action, args, run_module, Display().display, host, self._task.no_log)
        return self.run_task(task)
