# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""One task of M(euc.workspaces.workspaces_byol_account): observe, plan, apply, wait."""

from __future__ import annotations

from datetime import datetime, timezone

from .._byol.account_plan import (
    SUPPORT,
    Observed,
    asked_range,
    cidr_not_available,
    is_as_asked,
    modification_failed,
    needs_range,
    newest_after,
    plan_account,
    refuse_impossible,
    refuse_other_modification,
    requested_modification,
    under_way,
)
from .._aws.errors import Failure, LostReply
from .._wait.visibility import SENDS, patiently
from .._byol.plan import Plan


class AccountTask:
    """Holds what is known, so that a failure can tell it too.

    workspaces: a C(WorkSpaces). params: the options of the module. deadline: by C(clock), used with C(wait) only.
    """

    def __init__(self, workspaces, params, clock, deadline):
        self.workspaces = workspaces
        self.params = params
        self.clock = clock
        self.deadline = deadline
        self.account = {}
        self.modification = None
        self.plan = Plan()
        self.changed = False
        self.previous = None
        self._offers_known = False

    def run(self, check_mode):
        """Bring the account to the asked state. Raises C(Failure)."""
        before = self._observe_and_plan(self.workspaces.account())
        if check_mode:
            self._foretell()
            return
        self._apply()
        # A search on an account that is not enabled takes two modifications: AWS offers no range before the first.
        while self.params["wait"] and not is_as_asked(self.params, self.account):
            self._wait()
            if not is_as_asked(self.params, self.account):
                self._observe_and_plan(self.account)
                self._apply()
        self.plan = self.plan._replace(before=before)

    def result(self):
        """The module's result, as far as it is known."""
        return {
            "changed": self.changed,
            "account": self.account,
            "modification": self.modification,
            "previous_modification": self.previous,
        }

    # Observe

    def _observe_and_plan(self, account):
        """Make the plan and return the account as it shows in a diff. account: as just described."""
        self.account = account
        observed = self._observe(account)
        following = under_way(observed, _now())
        self.modification = observed.modifications[-1] if observed.modifications else None
        ended = [item for item in observed.modifications if item != following]
        self.previous = ended[-1] if ended else None
        self._offers_known = observed.offered is not None
        self.plan = plan_account(self.params, observed, _now())
        return self.plan.before

    def _observe(self, account):
        """Read no more than the plan needs: nothing where the account is as asked."""
        if is_as_asked(self.params, account):
            return Observed(account)
        refuse_impossible(self.params, account)
        observed = Observed(account, self.workspaces.account_modifications())
        if not needs_range(self.params, account) or under_way(observed, _now()):
            return observed
        return observed._replace(offered=self._offered(account))

    def _offered(self, account):
        """Ranges to choose from, asked for right before the choice as they change often.

        Where the exact range is not among them, others for the message, the nearest first. C(None): AWS refuses the
        list to an account that is not enabled yet.
        """
        asked = asked_range(self.params)
        try:
            offered = self._first_offered(asked)
            if not offered and self.params["management_cidr_range"]:
                first_byte = asked.split(".", maxsplit=1)[0]
                offered = self._first_offered(f"{first_byte}.0.0.0/8") or self._first_offered("0.0.0.0/0")
            return offered
        except Failure as failure:
            if failure.code == "AccessDeniedException" and account.get(SUPPORT) != "ENABLED":
                return None
            raise

    def _first_offered(self, constraint):
        """The first page that is not empty."""
        return next(filter(None, self.workspaces.available_ranges(constraint)), [])

    # Apply

    def _foretell(self):
        """The state that the plan would reach, for check mode."""
        for step in self.plan.steps:
            self.changed = True
            self.modification = requested_modification(step)

    def _apply(self):
        for step in self.plan.steps:
            self._modify(step)

    def _modify(self, step):
        """Ask for the modification, and look for it before asking again when the reply is lost."""
        failure: Failure
        lost = False
        for attempt in range(1, SENDS + 1):
            try:
                self.workspaces.calls.write(step.operation, step.doing, **step.params)
                self.changed = True
                self.modification = requested_modification(step)
                return
            except LostReply as error:
                lost, failure = True, error
            except Failure as error:
                failure = self._refusal(error, step)
                if error.code != "InvalidResourceStateException":
                    raise failure from error
            found = patiently(self.clock, self._new_modification)
            if found:
                self.changed = self.changed or lost
                refuse_other_modification(self.params, self.account, found)
                return
            if not lost or attempt == SENDS:
                raise failure

    def _refusal(self, failure, step):
        """The failure for a refused modification: the range is not on offer, where that could not be seen before."""
        cidr = step.params.get("DedicatedTenancyManagementCidrRange")
        unseen = failure.code == "InvalidParameterValuesException" and not self._offers_known
        if cidr and (unseen or failure.code == "ResourceUnavailableException"):
            return cidr_not_available(cidr, [], failure)
        return failure

    def _new_modification(self):
        """The modification that has come since, or that is under way. Raises C(Failure) if it failed."""
        found = newest_after(self.workspaces.account_modifications(), self.previous)
        self.modification = found or self.modification
        if found and found["modification_state"] == "FAILED":
            raise modification_failed(found)
        return found

    # Wait

    def _wait(self):
        from .._wait.account import AccountWait  # Here: most tasks have nothing to wait for, and start sooner without.

        known = (self.account, self.modification, self.previous)
        wait = AccountWait(self.workspaces, *known, self.clock, self.deadline, self.params["wait_delay"])
        try:
            wait.run()
        finally:
            self.account, self.modification = wait.account, wait.modification


def _now():
    return datetime.now(timezone.utc)
