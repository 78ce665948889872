# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The BYOL side of one account in one Region: what DescribeAccount shows and what ModifyAccount does.

Sources: Amazon WorkSpaces API reference (ModifyAccount, DescribeAccountModifications,
ListAvailableManagementCidrRanges) and the administration guide, "Bring Your Own Windows desktop licenses". Nothing
disables the account again, and the management range cannot be changed once it is set. How AWS refuses each wrong
request is documented only as a list of error codes; which of them answers which mistake is this emulator's choice.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from typing import Any

from .service_error import access_denied, invalid_state, invalid_values

ENABLED = "ENABLED"
TARGET_ACCOUNT = "TARGET_ACCOUNT"


@dataclass(frozen=True)
class Outcome:
    """How a modification is going to end: after ``seconds``, well or with an error code and text.

    ``lag``: seconds for which DescribeAccount says nothing of its success yet.
    """

    seconds: float
    error_code: str | None = None
    error_message: str | None = None
    lag: float = 0.0


@dataclass(frozen=True)
class Modification:
    """One modification. Its state follows from the time."""

    start: float
    outcome: Outcome
    support: str | None
    cidr: str | None
    shows_early: bool = False

    def state_at(self, now: float) -> str:
        """PENDING, and then COMPLETED or FAILED."""
        if now < self.start + self.outcome.seconds:
            return "PENDING"
        return "FAILED" if self.outcome.error_code else "COMPLETED"

    def shows_at(self, now: float) -> bool:
        """Whether DescribeAccount shows the effect: while PENDING already, with COMPLETED, or later than that."""
        state = self.state_at(now)
        if state == "PENDING":
            return self.shows_early
        return state == "COMPLETED" and now >= self.start + self.outcome.seconds + self.outcome.lag

    def describe(self, now: float) -> dict[str, Any]:
        """An entry of DescribeAccountModifications."""
        state = self.state_at(now)
        entry = {
            "ModificationState": state,
            "DedicatedTenancySupport": self.support,
            "DedicatedTenancyManagementCidrRange": self.cidr,
            "StartTime": self.start,
            "ErrorCode": self.outcome.error_code if state == "FAILED" else None,
            "ErrorMessage": self.outcome.error_message if state == "FAILED" else None,
        }
        return {key: value for key, value in entry.items() if value is not None}


@dataclass
class ByolAccount:
    """What holds before any modification, and the modifications since."""

    support: str = "DISABLED"
    cidr: str | None = None
    type: str | None = None
    message: str | None = None
    consent: bool = True
    next_outcome: Outcome | None = None
    modifications: list[Modification] = field(default_factory=list)

    def support_at(self, now: float) -> str:
        """ENABLED or DISABLED, as DescribeAccount shows it."""
        shown = (change.support for change in self.modifications if change.shows_at(now))
        return ENABLED if ENABLED in (self.support, *shown) else self.support

    def cidr_at(self, now: float) -> str | None:
        """The management range, as DescribeAccount shows it."""
        shown = [change.cidr for change in self.modifications if change.cidr and change.shows_at(now)]
        return shown[-1] if shown else self.cidr

    def describe(self, now: float) -> dict[str, Any]:
        """The reply of DescribeAccount."""
        reply = {
            "DedicatedTenancySupport": self.support_at(now),
            "DedicatedTenancyManagementCidrRange": self.cidr_at(now),
            "DedicatedTenancyAccountType": self.type,
            "Message": self.message,
        }
        return {key: value for key, value in reply.items() if value is not None}

    def describe_modifications(self, now: float) -> list[dict[str, Any]]:
        """All modifications, in an order that is deliberately not the order of time: AWS promises none."""
        entries = [change.describe(now) for change in self.modifications]
        return entries[1::2] + entries[::2]

    def is_or_becomes_enabled(self, now: float) -> bool:
        """Whether the account is enabled, or has a modification to that end which has not failed."""
        live = {change.support for change in self.modifications if change.state_at(now) != "FAILED"}
        return self.consent and ENABLED in (self.support, *live)

    def require_consent(self) -> None:
        """Refuse as long as the first consent, in the console or by a review of AWS, has not been given."""
        if not self.consent:
            raise access_denied("The account is not enabled for Bring Your Own License (BYOL).")

    def modify(self, wanted: Modification, offered: list[str]) -> None:
        """Start a modification, or refuse it."""
        self.require_consent()
        if wanted.support is None and wanted.cidr is None:
            raise invalid_values("Nothing to modify: the request has neither a tenancy support nor a CIDR range.")
        if any(change.state_at(wanted.start) == "PENDING" for change in self.modifications):
            raise invalid_state("An account modification is already in progress.")
        if wanted.cidr is not None:
            self._check_cidr(wanted.cidr, wanted.start, offered)
            if wanted.support is None and not self.is_or_becomes_enabled(wanted.start):
                raise invalid_state("The account has to be enabled before its management CIDR range can be set.")
        self.modifications.append(replace(wanted, outcome=self.next_outcome or wanted.outcome))
        self.next_outcome = None

    def _check_cidr(self, cidr: str, now: float, offered: list[str]) -> None:
        if self.type == TARGET_ACCOUNT:
            raise invalid_state("A linked target account uses the management CIDR range of its source account.")
        done = [change.cidr for change in self.modifications if change.cidr and change.state_at(now) == "COMPLETED"]
        held = done[-1] if done else self.cidr
        if held is not None and held != cidr:
            raise invalid_state(f"The management CIDR range is {held} and cannot be changed.")
        if held is None and cidr not in offered:
            raise invalid_values(f"The management CIDR range {cidr} is not available.")


def ranges_within(constraint: str, offered: list[str]) -> list[str]:
    """The offered ranges that lie in the constraint."""
    wide = ipaddress.IPv4Network(constraint, strict=False)
    return [cidr for cidr in offered if ipaddress.IPv4Network(cidr).subnet_of(wide)]
