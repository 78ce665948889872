# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of the role byol would do with a host or fail with, from its desired state and the facts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec

from .._desired.desired import Desired
from . import engine
from .engine import Outcome
from .facts import FAILED, OFFERED, PREFLIGHT, SUPPORT, image_named, missing_of
from .findings import failed, finding

Json = dict[str, Any]

MAKE_CHANGE = "Run the role byol to make the change, or change the desired state."
CANNOT_CHANGE = "Accept it, or import the image again under another name."
NOT_COMPARED = "AWS has no record of its import. Find out by other means what it was made from."
ENABLE = "Have the account enabled, or set byol_account_enabled to true."


def compare(desired: Desired, facts: Json, now: datetime) -> list[Json]:
    """Return the findings. A problem of one variable or image hides nothing of the others.

    Args:
        facts: As ``facts.py`` keeps them.
    """
    findings = [finding("failing", **asdict(problem)) for problem in desired.problems]
    if FAILED in facts:
        findings.append(failed("account", facts[FAILED]))
    if not desired.compares:
        return findings
    account = facts.get("account") or {}
    if SUPPORT in account and desired.account and not _would_enable_in_vain(desired, facts):
        findings += _of_account(desired.account, desired.options, facts, account, now)
    if "images" in facts:
        for spec in desired.specs:
            image = image_named(facts, spec.name)
            if not missing_of(spec, image):
                findings += _of_image(spec, image, (facts.get(PREFLIGHT) or {}).get(spec.name) or {})
    return findings


def _would_enable_in_vain(desired: Desired, facts: Json) -> bool:
    """Return whether a run would not enable the account, as it could import none of the images that are requested."""
    if facts["account"][SUPPORT] == "ENABLED" or not desired.options.get("byol_account_enabled", True):
        return False
    wanted = [spec.name for spec in desired.specs if spec.state == "present"]
    found = [(facts.get(PREFLIGHT) or {}).get(name) or {} for name in wanted]
    reasons = {(result.get("failure") or {}).get("reason") for result in found}
    return reasons == {"source_not_importable"}


def _of_account(spec: AccountSpec, options: Json, facts: Json, account: Json, now: datetime) -> Iterator[Json]:
    if FAILED in facts and not engine.account_matches(spec, account):
        return
    modifications = account.get("modifications") or []
    outcome = engine.plan_account(spec, account, modifications, facts.get(OFFERED), now)
    enables = options.get("byol_account_enabled", True)
    if outcome.failure:
        yield failed("account", outcome.failure.result())
    elif not enables and (outcome.changed or account.get(SUPPORT) != "ENABLED"):
        state = account.get(SUPPORT)
        message = f"The account does not match (BYOL is {state}), and byol_account_enabled is false, so a run would not change it"
        yield finding("failing", "account", message, reason="invalid_request", remedy=ENABLE)
    elif outcome.changed:
        yield _would_change("account", outcome)


def _of_image(spec: ImageSpec, image: Json | None, preflight: Json) -> Iterator[Json]:
    subject = f"image {spec.name}"
    outcome = engine.plan_image(spec, image)
    if outcome.imports and preflight.get("failed"):
        yield {**failed(subject, preflight), **_checks(preflight)}
        return
    if outcome.failure:
        yield failed(subject, outcome.failure.result())
        return
    if outcome.changed:
        yield {**_would_change(subject, outcome), **(_checks(preflight) if outcome.imports else {})}
    for drift in outcome.drift:
        message = f"{drift['option']} is {drift['actual']!r} instead of {drift['desired']!r}, and AWS cannot change it"
        yield finding("drift", subject, message, remedy=CANNOT_CHANGE, **drift)
    if spec.state == "present" and image and not image.get("import"):
        yield finding("not_compared", subject, "The source of this image cannot be compared", remedy=NOT_COMPARED)


def _checks(preflight: Json) -> Json:
    """Return what preflight found of a source that would be imported, without what is as it should be."""
    found = preflight.get("preflight")
    if not found:
        return {}
    checks = [check for check in found["checks"] if check["verdict"] != "pass"]
    return {"preflight": {"verdict": found["verdict"], "checks": checks}}


def _would_change(subject: str, outcome: Outcome) -> Json:
    before, after = outcome.before, outcome.after
    if not before:
        message = "It does not exist and would be imported"
    elif not after:
        message = "It would be deleted"
    elif before.get("state") == "ERROR":
        message = "Its import has failed; it would be deleted and imported again"
    else:
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        message = f"It would be changed: {', '.join(changed)}"
    return finding("would_change", subject, message, remedy=MAKE_CHANGE, before=before, after=after)
