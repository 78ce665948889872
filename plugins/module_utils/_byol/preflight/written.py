# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a check is written down: with the name, AWS's page and, where something could not be read, the permissions."""

from __future__ import annotations

from .catalog import CATALOG
from .observations import NotSeen
from .verdicts import BLOCK, PASS, UNKNOWN, WARN, Check


def passed(name: str, subject: str, observed: object, message: str) -> Check:
    """Return a check that found nothing."""
    return _check(name, PASS, subject, observed, message, None)


def warned(name: str, subject: str, observed: object, message: str, remedy: str) -> Check:
    """Return a check that found something which may fail the import."""
    return _check(name, WARN, subject, observed, message, remedy)


def blocked(name: str, subject: str, observed: object, message: str, remedy: str) -> Check:
    """Return a check that found something which AWS documents as failing."""
    return _check(name, BLOCK, subject, observed, message, remedy)


def unknown(name: str, subject: str, not_seen: NotSeen) -> Check:
    """Return a check whose subject could not be read."""
    calls = ", ".join(call for call in CATALOG[name].calls if not call.startswith("sts:"))
    allow = f"Allow {calls}, or" if calls else "Check the network and the endpoint settings of the SDK, or"
    remedy = f"{allow} leave the check out: {name} in preflight_skip."
    return _check(name, UNKNOWN, subject, None, f"Not checked: {not_seen.reason}.", remedy)


def not_reported(name: str, subject: str, what: str) -> Check:
    """Return a check for which AWS's answer has no value."""
    remedy = f"Check it by hand, or leave the check out: {name} in preflight_skip."
    return _check(name, UNKNOWN, subject, None, f"AWS does not report {what}.", remedy)


def _check(name: str, verdict: str, subject: str, observed: object, message: str, remedy: str | None) -> Check:
    shown = None if observed is None else str(observed)
    return Check(name, verdict, subject, shown, message, remedy, CATALOG[name].reference)
