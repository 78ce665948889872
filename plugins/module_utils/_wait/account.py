# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Waiting for a modification of the account: one state machine, for the module and for the action plugin that polls."""

from __future__ import annotations

from .._byol.account_plan import RANGE, SUPPORT, modification_failed, newest_after, shows
from .._aws.errors import Failure
from .poll import wait_until


class AccountWait:
    """Follows one modification until it ends and shows in the account.

    reads: has C(account()) and C(account_modifications()), as C(WorkSpaces). modification: as requested or as listed.
    previous: the newest modification that had ended before, or C(None). deadline: by C(clock). gap: seconds between two looks.
    """

    def __init__(self, reads, account, modification, previous, clock, deadline, gap):
        self.reads = reads
        self.account = account
        self.modification = modification
        self.clock = clock
        self.deadline = deadline
        self._wanted = modification
        self._previous = previous
        self._gap = gap

    def run(self):
        """Look until the modification shows in the account. Raises C(Failure): timeout, modification_failed."""
        started = self.clock.now()
        account = wait_until(
            finished=lambda account: shows(account, self._wanted),
            status=self.account,
            poll=self.poll,
            clock=self.clock,
            deadline=self.deadline,
            gap=lambda _account: self._gap,
        )
        if account is None:
            waited = round(self.clock.now() - started)
            state = self.modification["modification_state"]
            message = f"The modification of the account was {state} after a wait of {waited} seconds"
            reached = f"{self.account.get(SUPPORT)}, with the management range {self.account.get(RANGE)}"
            raise Failure("timeout", f"{message}, and the account {reached}")

    def poll(self):
        """Look once: at the account only when the modification is not pending. Raises C(Failure)."""
        found = newest_after(self.reads.account_modifications(), self._previous)
        self.modification = found or self.modification
        if found and found["modification_state"] == "FAILED":
            raise modification_failed(found)
        if found is None or found["modification_state"] != "PENDING":
            self.account = self.reads.account()
        return self.account
