# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The plans of a real run, made from facts. Pure: no call is made.

The one file of the audit that knows how the plans of ``module_utils`` are called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol import account_options, account_plan, image_plan
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import (
    IMAGE_OPTIONS,
    REQUIRED_IF,
    refuse_bad_image,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.images_options import OWN_WAIT
from ansible_collections.euc.workspaces.plugins.module_utils._byol.plan import Plan
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poll import refuse_bad_wait

from .findings import failed, finding

try:
    from botocore.session import Session
except ImportError:
    Session = None

Json = dict[str, Any]

RANGES = ("management_cidr_range", "management_cidr_range_search")
SDK_MISSING = "boto3 and botocore are not installed for the Python that runs Ansible, so options cannot be checked"


@cache
def service_model() -> Any:
    """Return the SDK's model of the service, or ``None`` where there is no SDK."""
    return Session().get_service_model("workspaces") if Session else None


def account_problems(options: Json) -> list[Json]:
    """Return findings for options of the account that a run would refuse before any call."""
    params = _account_params(options)
    problems = []
    if all(params[name] for name in RANGES):
        message = "byol_management_cidr_range and byol_management_cidr_range_search are mutually exclusive"
        problems.append(_refused("account", Failure("invalid_request", message)))
    checks = (
        lambda: account_options.refuse_bad_options(params, service_model()),
        lambda: refuse_bad_wait({name: options[f"byol_{name}"] for name in ("wait_timeout", "wait_delay")}),
    )
    return problems + [each for check in checks for each in _caught("account", check)]


def image_spec(image: Json, options: Json) -> tuple[Any, list[Json]]:
    """Return an image as the plans take it, and findings for what a run would refuse before any call."""
    given = {"state": "present", **{option: value for option, value in image.items() if value is not None}}
    checked = ArgumentSpecValidator({**IMAGE_OPTIONS, **OWN_WAIT}, required_if=REQUIRED_IF).validate(given)
    if checked.error_messages:
        refused = [_refused("image", Failure("invalid_request", error)) for error in checked.error_messages]
        return None, refused
    own = {option: value for option, value in checked.validated_parameters.items() if value is not None}
    waits = {name: own.get(name, options[f"byol_{name}"]) for name in ("wait_timeout", "wait_delay")}
    params = {**checked.validated_parameters, **waits, "wait": options["byol_wait"]}
    problems = _caught("image", lambda: refuse_bad_image(params, service_model()))
    problems += _caught("image", lambda: refuse_bad_wait(params))
    return params, problems


# Account


def account_matches(options: Json, account: Json) -> bool:
    """Return whether nothing is left to do for the account."""
    return account_plan.is_as_asked(_account_params(options), account)


def range_to_search(options: Json, account: Json, modifications: list[Json], now: datetime) -> str | None:
    """Return the CIDR in which a run would list the ranges on offer, ``None`` where it would list none."""
    params = _account_params(options)
    observed = account_plan.Observed(account, modifications)
    if not account_plan.needs_range(params, account) or account_plan.under_way(observed, now):
        return None
    try:
        account_plan.refuse_impossible(params, account)
    except Failure:
        return None
    search: str = account_plan.asked_range(params)
    return search


@dataclass(frozen=True)
class Outcome:
    """What a run would do: its plan, or the failure that it would end with."""

    plan: Plan | None = None
    failure: Failure | None = None


def plan_account(options: Json, account: Json, modifications: list[Json], offered: Any, now: datetime) -> Outcome:
    """Return what a run would do with the account. offered: ranges, ``None`` where AWS does not list them yet."""
    observed = account_plan.Observed(account, modifications, offered)
    return _outcome(lambda: account_plan.plan_account(_account_params(options), observed, now))


# Image


def name_of(spec: Any) -> str:
    """Return the name of an image."""
    return str(spec["name"])


def wants_present(spec: Any) -> bool:
    """Return whether an image is to exist."""
    return bool(spec["state"] == "present")


def wants_tags(spec: Any) -> bool:
    """Return whether a run reads the tags of an image that exists."""
    return wants_present(spec) and spec["tags"] is not None


def plan_image(spec: Any, image: Json | None) -> Outcome:
    """Return what a run would do with an image. image: as facts have it, ``None`` where there is none of that name."""
    if image is None:
        observed = image_plan.Observed(None)
    elif wants_present(spec):
        tags = image.get("tags") if wants_tags(spec) else None
        observed = image_plan.Observed(image, image.get("import"), tags)
    else:
        observed = image_plan.Observed(image, image.get("import"), users=_users(image))
    make: Callable[[Json, Any], Plan] = image_plan.plan_present if wants_present(spec) else image_plan.plan_absent
    return _outcome(lambda: make(spec, observed))


def _users(image: Json) -> Any:
    """Return who keeps an image from being deleted, as far as facts have it: only an image that is ready has users."""
    if image.get("state") != "AVAILABLE":
        return None
    return image_plan.Users(image.get("bundles") or [], image.get("shared_account_ids") or [])


def _account_params(options: Json) -> Json:
    return {name: options.get(f"byol_{name}") or None for name in RANGES}


def _outcome(make: Callable[[], Plan]) -> Outcome:
    try:
        return Outcome(plan=make())
    except Failure as failure:
        return Outcome(failure=failure)


def _caught(subject: str, check: Callable[[], None]) -> list[Json]:
    """Return the finding for a check that refuses something."""
    if service_model() is None:
        return [finding("failing", subject, SDK_MISSING, reason="sdk_too_old", remedy="Install boto3.")]
    try:
        check()
    except Failure as failure:
        return [_refused(subject, failure)]
    return []


def _refused(subject: str, failure: Failure) -> Json:
    return failed(subject, failure.result())
