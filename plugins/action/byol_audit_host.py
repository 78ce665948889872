# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.euc.workspaces.plugins.module_utils._aws.sdk import installed_botocore
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import preload
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.filters import untemplated
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.images import moment
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.options import HOST_OPTIONS, policy_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import variables_read
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.evaluate import evaluate
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.plain import plain
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.variables import known_variables

# In the process that all workers are forked from, so that none of them has to.
READ = variables_read()
known_variables("byol_")
if installed_botocore():
    preload()


class ActionModule(ActionBase):
    """Compares a host with its desired state, in Ansible's own process and without a call."""

    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the record of the host, and what is to be read before it is complete."""
        self._supports_check_mode = True
        super().run(tmp, task_vars)
        variables = task_vars or {}
        _checked, args = self.validate_argument_spec(argument_spec=HOST_OPTIONS)
        args = plain(args)
        seen = Seen(
            str(variables.get("inventory_hostname", "localhost")),
            evaluate(self._templar, variables, READ),
            tuple(name for name in variables if name.startswith("byol_")),
        )
        now = moment(args["now"])
        step = next_step(seen, policy_of(args), now, args["facts"], args["read"], args["answer"])
        # Facts are handed on while something is missing only: they are long.
        facts = step.facts if step.read else None
        return {"changed": False, "record": untemplated(step.record), "read": step.read, "facts": untemplated(facts)}
