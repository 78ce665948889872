# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcome of a check, and how outcomes add up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

PASS, UNKNOWN, WARN, BLOCK = "pass", "unknown", "warn", "block"
VERDICTS = (PASS, UNKNOWN, WARN, BLOCK)
"""From the best to the worst: the worst of all checks is the verdict of preflight."""


class Check(NamedTuple):
    """The outcome of one check, as results have it.

    Attributes:
        check: The name of the check, a key of ``CATALOG``.
        verdict: One of ``VERDICTS``.
        subject: What was checked: an id, an ARN, a Region.
        observed: What was seen of it, or ``None``.
        message: The outcome in words.
        remedy: What to do about it; ``None`` for ``pass``.
        reference: The page of AWS that the check rests on.
    """

    check: str
    verdict: str
    subject: str
    observed: str | None
    message: str
    remedy: str | None
    reference: str


def overall(checks: Iterable[Check]) -> str:
    """Return the verdict of all checks together."""
    return max((check.verdict for check in checks), key=VERDICTS.index, default=PASS)


def to_warn_of(checks: Iterable[Check], preflight: str = "block") -> list[Check]:
    """Return the checks that become warnings. preflight: the option; with ``warn``, those that block become warnings too."""
    verdicts = (BLOCK, WARN, UNKNOWN) if preflight == "warn" else (WARN, UNKNOWN)
    return [check for check in checks if check.verdict in verdicts]


def warnings_of(checks: Iterable[Check]) -> list[str]:
    """Return one warning for each check and subject."""
    return list({(check.check, check.subject): _warning(check) for check in checks}.values())


def in_words(checks: Iterable[Check]) -> str:
    """Return the verdict with what it rests on, for a line that people read."""
    listed = list(checks)
    verdict = overall(listed)
    names = dict.fromkeys(check.check for check in listed if check.verdict == verdict)
    return verdict if verdict == PASS else f"{verdict} ({', '.join(names)})"


def result_of(checks: Iterable[Check]) -> dict[str, object]:
    """Return what a result has below ``preflight``."""
    listed = list(checks)
    return {"verdict": overall(listed), "checks": [check._asdict() for check in listed]}


def _warning(check: Check) -> str:
    remedy = f" {check.remedy}" if check.remedy else ""
    return f"Preflight check {check.check} of {check.subject}: {check.message}{remedy}"
