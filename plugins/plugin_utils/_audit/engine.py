# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plans of a real run, made from facts. Pure: no call is made.

The one file of the audit that knows how the plans of ``module_utils`` are used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol import account_plan, image_plan
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.plan import Plan

Json = dict[str, Any]


def range_to_search(spec: AccountSpec, account: Json, modifications: list[Json], now: datetime) -> str | None:
    """Return the CIDR in which a run would list the ranges on offer, ``None`` where it would list none."""
    observed = account_plan.Observed(account, modifications)
    if not account_plan.needs_range(spec, account) or account_plan.in_progress(observed, now):
        return None
    try:
        account_plan.refuse_impossible(spec, account)
    except Failure:
        return None
    return spec.requested_range


@dataclass(frozen=True)
class Outcome:
    """What a run would do, or the failure that it would end with."""

    plan: Plan | None = None
    failure: Failure | None = None

    @property
    def changed(self) -> bool:
        """Whether a run would change something."""
        return bool(self.plan and self.plan.steps)

    @property
    def imports(self) -> bool:
        """Whether a run would import something."""
        return any(step.operation == image_plan.IMPORT for step in self.plan.steps) if self.plan else False

    @property
    def drift(self) -> tuple[Json, ...]:
        """What differs and cannot be changed."""
        return tuple(self.plan.drift) if self.plan else ()

    @property
    def before(self) -> Json:
        """What exists, empty where nothing does."""
        return (self.plan.before if self.plan else None) or {}

    @property
    def after(self) -> Json:
        """What a run would make of it, empty where it would delete it."""
        return (self.plan.steps[-1].after if self.plan and self.plan.steps else self.before) or {}


def account_matches(spec: AccountSpec, account: Json) -> bool:
    """Return whether nothing is left to do for the account."""
    return account_plan.matches(spec, account)


def plan_account(spec: AccountSpec, account: Json, modifications: list[Json], offered: Any, now: datetime) -> Outcome:
    """Return what a run would do with the account. offered: ranges, ``None`` where AWS does not list them yet."""
    observed = account_plan.Observed(account, modifications, offered)
    return _outcome(lambda: account_plan.plan_account(spec, observed, now, spec.wait.wait))


def needs_tags(spec: ImageSpec) -> bool:
    """Return whether a run reads the tags of an image that exists."""
    return spec.state == "present" and image_plan.needs_tags(spec)


def plan_image(spec: ImageSpec, image: Json | None) -> Outcome:
    """Return what a run would do with an image. image: as facts have it, ``None`` where there is none of that name."""
    if image is None:
        observed = image_plan.Observed(None)
    elif spec.state == "present":
        observed = image_plan.Observed(image, image.get("import"), image.get("tags") if needs_tags(spec) else None)
    else:
        observed = image_plan.Observed(image, users=_users(image))
    if spec.state == "present":
        return _outcome(lambda: image_plan.plan_present(spec, observed))
    return _outcome(lambda: image_plan.plan_absent(observed, spec.wait.wait))


def _users(image: Json) -> image_plan.Users | None:
    """Return who keeps an image from being deleted: only an image that is ready has users."""
    if image.get("state") != "AVAILABLE":
        return None
    return image_plan.Users(image.get("bundles") or [], image.get("shared_account_ids") or [])


def _outcome(make: Callable[[], Plan]) -> Outcome:
    try:
        return Outcome(plan=make())
    except Failure as failure:
        return Outcome(failure=failure)
