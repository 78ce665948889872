# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a check is written down: with its name, AWS's page and, unless it passes, a remedy."""

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
    return _check(name, UNKNOWN, subject, None, f"Not checked: {not_seen.reason}.", _or_skip(name, not_seen.remedy))


def not_reported(name: str, subject: str, what: str) -> Check:
    """Return a check for which AWS's answer has no value."""
    return _check(name, UNKNOWN, subject, None, f"AWS does not report {what}.", _or_skip(name))


def _or_skip(name: str, remedy: str = "") -> str:
    return f"{remedy or 'Check it manually.'} The check {name} can be left out with preflight_skip."


def _check(name: str, verdict: str, subject: str, observed: object, message: str, remedy: str | None) -> Check:
    shown = None if observed is None else str(observed)
    return Check(name, verdict, subject, shown, message, remedy, CATALOG[name].reference)
