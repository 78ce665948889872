# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Running M(euc.workspaces.workspaces_byol_account) with C(wait) from the controller, with lines to watch."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_plan import RANGE, is_as_asked
from ansible_collections.euc.workspaces.plugins.module_utils._wait.account import AccountWait
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.progress import READY, UNDER_WAY, Progress

from .reader import failed

NAME = "BYOL account"


def run_account_task(task):
    """Start without waiting, then follow the modification. task: a C(WaitingTask). Returns the module's result."""
    asked = {option: task.args.get(option) for option in ("management_cidr_range", "management_cidr_range_search")}
    result = task.start()
    while not failed(result) and not is_as_asked(asked, result["account"]):
        wait = WatchedWait(task, result)
        try:
            wait.run()
        except Failure as failure:
            return {**result, **wait.reached(), **failure.result(), "failed": True}
        result = {**result, **wait.reached()}
        if not is_as_asked(asked, result["account"]):
            # A search on an account that was not enabled takes a second modification.
            result = _both(result, task.start())
    return result


def _both(first, second):
    """The result of two modifications as that of one."""
    # A second start that could not be run at all has no key of the module.
    result = {**second, "changed": first["changed"] or second.get("changed", False)}
    if "diff" in first and "diff" in second:
        result["diff"] = {**second["diff"], "before": first["diff"]["before"]}
    return result


class WatchedWait(AccountWait):
    """Tells of each look."""

    def __init__(self, task, result):
        known = (result["account"], result["modification"], result["previous_modification"])
        super().__init__(task.looks, *known, task.clock, task.deadline(), task.longest_gap())
        self._lines = task.lines
        self._lines.begin(NAME, self.modification["start_time"])
        self._tell(UNDER_WAY)

    def reached(self):
        """What is known, as keys of the module's result."""
        return {"account": self.account, "modification": self.modification}

    def poll(self):
        """Look once. Raises C(Failure)."""
        account = super().poll()
        self._tell(READY if self.modification["modification_state"] == "COMPLETED" else UNDER_WAY)
        return account

    def _tell(self, phase):
        cidr = self.modification.get(RANGE)
        message = f"management range {cidr}" if cidr else "enabling"
        self._lines.tell(NAME, Progress(phase, self.modification["modification_state"], message=message))
