# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_image_sharing`` does: observe, plan, execute."""

from __future__ import annotations

from .._aws.errors import Failure
from .._byol.plan import Json, Step
from .._byol.sharing_options import CONSTRAINTS, SHARING_OPTIONS, SharingSpec, read_sharing
from .._byol.sharing_plan import plan_sharing
from .task import Context, Definition
from .writes import settle

HOPELESS = ("credentials_expired", "no_credentials", "connection_failed")
"""Reasons for which no other account has to be tried."""


class SharingTask:
    """Shares an image with accounts, and ends the sharing with others."""

    def __init__(self, spec: SharingSpec, context: Context):
        self.spec = spec
        self._context = context
        self._workspaces = context.workspaces
        self._executor = context.executor
        self._image: Json | None = None
        self._accounts: set[str] = set()
        self._refused: list[Json] = []

    def run(self) -> None:
        """Bring the sharing to the desired state; try all accounts. Raises ``Failure``."""
        self._image = self._read_image()
        if self._image:
            self._accounts = self._shared_with()
        plan = self._executor.adopt(plan_sharing(self.spec, self._image, self._accounts))
        failures = [failure for step in plan.steps if (failure := self._change(step))]
        if failures:
            raise self._failure(failures)

    def result(self) -> Json:
        """Return what is known."""
        result: Json = {
            "changed": self._executor.changed,
            "image_id": self._image and self._image["image_id"],
            "account_ids": sorted(self._accounts),
        }
        if self._refused:
            result["refused"] = self._refused
        return result

    @property
    def diff(self) -> Json:
        """What has changed."""
        before = self._executor.diff["before"]
        return {"before": before, "after": {**before, "account_ids": sorted(self._accounts)} if before else {}}

    @property
    def warnings(self) -> list[str]:
        """The warnings of the plan."""
        return self._executor.warnings

    def _read_image(self) -> Json | None:
        if self.spec.image_id:
            return self._workspaces.image(self.spec.image_id)
        return self._workspaces.image_named(str(self.spec.name))

    def _shared_with(self) -> set[str]:
        if self._image is None:
            raise AssertionError
        return set(self._workspaces.shared_account_ids(self._image["image_id"]) or [])

    def _change(self, step: Step) -> Failure | None:
        """Carry out a step and return why it was refused. Raises ``Failure`` where the next one would fail too."""
        account, allow = step.params["SharedAccountId"], step.params["AllowCopyImage"]
        try:
            settle(self._executor, self._context.clock, step, lambda: (account in self._shared_with()) is allow)
        except Failure as failure:
            if failure.reason in HOPELESS:
                raise
            self._refused.append({"account_id": account, "failure": failure.result()["failure"]})
            return failure
        self._accounts = self._accounts | {account} if allow else self._accounts - {account}
        return None

    def _failure(self, failures: list[Failure]) -> Failure:
        texts = [f"{refused['account_id']}: {refused['failure']['message']}" for refused in self._refused]
        first = failures[0]
        message = f"The sharing of {self.spec.image} failed for {len(texts)} accounts: {'; '.join(texts)}"
        message = message.replace("for 1 accounts", "for 1 account")
        return Failure(first.reason, message, first.remedy, code=first.code, transient=first.transient)


SHARING = Definition("workspaces_image_sharing", SHARING_OPTIONS, read_sharing, SharingTask, CONSTRAINTS)
