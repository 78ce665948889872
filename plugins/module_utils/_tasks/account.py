# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_byol_account`` does: observe, plan, execute, wait."""

from __future__ import annotations

from datetime import datetime, timezone

from .._aws.errors import Failure, LostReply
from .._byol.account_options import ACCOUNT_OPTIONS, MUTUALLY_EXCLUSIVE, AccountSpec, read_account
from .._byol.account_plan import (
    SUPPORT,
    Observed,
    cidr_not_available,
    in_progress,
    matches,
    modification_failed,
    needs_range,
    newest_after,
    plan_account,
    refuse_impossible,
    refuse_other_modification,
    requested_modification,
)
from .._byol.plan import Json, Plan, Step
from .._wait.account import AccountPoller, AccountWaiter
from .._wait.poller import wait_for
from .._wait.visibility import ATTEMPTS, retry_until_visible
from .importable import future_images, refuse_to_enable_in_vain, warnings_about
from .task import Context, Definition


class AccountTask:
    """Enables the account and chooses its management range."""

    def __init__(self, spec: AccountSpec, context: Context):
        self._spec = spec
        self._context = context
        self._workspaces = context.workspaces
        self._executor = context.executor
        self.account: Json = {}
        self.modification: Json | None = None
        self.previous: Json | None = None
        self._offers_known = False
        self._images = future_images(spec.images)

    def run(self) -> None:
        """Bring the account to the desired state. Raises ``Failure``."""
        self._bring(self._workspaces.account())
        # A search on an account that is not enabled takes two modifications: AWS lists no range before the first.
        while self._has_to_wait():
            waiter = self.waiter()
            wait_for(
                AccountPoller(self._workspaces, waiter, self._context.clock, self._context.observer),
                self._context.clock,
            )
            self.follow(waiter)

    def follow(self, waiter: AccountWaiter) -> None:
        """Take the end of a wait, and do what is left. Raises ``Failure``."""
        self.account, self.modification = waiter.account, waiter.modification
        if waiter.failure:
            raise waiter.failure
        if not matches(self._spec, self.account):
            self._bring(self.account)

    def waiter(self) -> AccountWaiter:
        """Return what there is to wait for."""
        wait, clock = self._spec.wait, self._context.clock
        deadline = clock.now() if self._context.deadline is None else self._context.deadline
        return AccountWaiter(self.account, self.modification or {}, self.previous, clock, deadline, wait.delay)

    def result(self) -> Json:
        """Return what is known."""
        return {
            "changed": self._executor.changed,
            "account": self.account,
            "modification": self.modification,
            "previous_modification": self.previous,
        }

    @property
    def diff(self) -> Json:
        """What has changed."""
        return self._executor.diff

    @property
    def warnings(self) -> list[str]:
        """The warnings of the plans, and of the images that the account is enabled for."""
        return self._executor.warnings + warnings_about(self._images)

    def _has_to_wait(self) -> bool:
        return self._spec.wait.wait and not self._executor.dry_run and not matches(self._spec, self.account)

    def _bring(self, account: Json) -> None:
        plan = self._executor.adopt(self._plan(account))
        if plan.steps and account.get(SUPPORT) != "ENABLED":
            refuse_to_enable_in_vain(self._images, self._context)
        for step in plan.steps:
            self._modify(step)

    def _plan(self, account: Json) -> Plan:
        """account: as just described."""
        self.account = account
        observed = self._observe(account)
        current = in_progress(observed, _now())
        self.modification = observed.modifications[-1] if observed.modifications else None
        ended = [item for item in observed.modifications if item != current]
        self.previous = ended[-1] if ended else None
        self._offers_known = observed.offered is not None
        return plan_account(self._spec, observed, _now(), self._context.waits)

    def _observe(self, account: Json) -> Observed:
        """Read no more than the plan needs: nothing where the account matches."""
        if matches(self._spec, account):
            return Observed(account)
        refuse_impossible(self._spec, account)
        observed = Observed(account, self._workspaces.account_modifications())
        if not needs_range(self._spec, account) or in_progress(observed, _now()):
            return observed
        return observed._replace(offered=self._offered(account))

    def _offered(self, account: Json) -> list[str] | None:
        """Return ranges to choose from, read right before the choice as they change often.

        Where the exact range is not among them, others for the message, the nearest first. ``None``: AWS refuses the list
        to an account that is not enabled yet.
        """
        requested = self._spec.requested_range or ""
        try:
            offered = self._first_offered(requested)
            if not offered and self._spec.cidr:
                first_byte = requested.split(".", maxsplit=1)[0]
                offered = self._first_offered(f"{first_byte}.0.0.0/8") or self._first_offered("0.0.0.0/0")
            return offered
        except Failure as failure:
            if failure.code == "AccessDeniedException" and account.get(SUPPORT) != "ENABLED":
                return None
            raise

    def _first_offered(self, constraint: str) -> list[str]:
        """Return the first page that is not empty."""
        return next(filter(None, self._workspaces.available_ranges(constraint)), [])

    def _modify(self, step: Step) -> None:
        """Request the modification, and check for it before requesting it again when the reply is lost."""
        lost = False
        for attempt in range(1, ATTEMPTS + 1):
            failure: Failure
            try:
                self._executor.execute(step)
                self.modification = requested_modification(step)
                return
            except LostReply as error:
                lost, failure = True, error
            except Failure as error:
                failure = self._refusal(error, step)
                if error.code != "InvalidResourceStateException":
                    raise failure from error
            found = retry_until_visible(self._context.clock, self._new_modification)
            if found:
                if lost:
                    self._executor.record(step)
                refuse_other_modification(self._spec, self.account, found)
                return
            if not lost or attempt == ATTEMPTS:
                raise failure

    def _refusal(self, failure: Failure, step: Step) -> Failure:
        """Return the failure for a refused modification: the range is not available, where that was not visible before."""
        cidr = step.params.get("DedicatedTenancyManagementCidrRange")
        unseen = failure.code == "InvalidParameterValuesException" and not self._offers_known
        if cidr and (unseen or failure.code == "ResourceUnavailableException"):
            return cidr_not_available(cidr, [], failure)
        return failure

    def _new_modification(self) -> Json | None:
        """Return the modification that has come since, or that is in progress. Raises ``Failure`` if it failed."""
        found = newest_after(self._workspaces.account_modifications(), self.previous)
        self.modification = found or self.modification
        if found and found["modification_state"] == "FAILED":
            raise modification_failed(found)
        return found


def _now() -> datetime:
    return datetime.now(timezone.utc)


ACCOUNT = Definition(
    "workspaces_byol_account",
    ACCOUNT_OPTIONS,
    read_account,
    AccountTask,
    {"mutually_exclusive": MUTUALLY_EXCLUSIVE},
)
