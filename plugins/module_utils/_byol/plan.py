# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What is to be done: the one source of C(changed), of the diff and of the calls that are sent."""

from __future__ import annotations

from typing import Any, NamedTuple


class Step(NamedTuple):
    """One call that changes something: an operation of the service, what it does in words, its parameters."""

    operation: str
    doing: str
    params: dict[str, Any]


class Plan(NamedTuple):
    """What separates the observed from the asked.

    before, after: for C(--diff). warnings: sentences for the user. drift: what differs and cannot be changed.
    """

    steps: tuple[Step, ...] = ()
    before: Any = None
    after: Any = None
    warnings: tuple[str, ...] = ()
    drift: tuple[dict[str, Any], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether a call is, or in check mode would be, sent."""
        return bool(self.steps)

    @property
    def diff(self) -> dict[str, Any]:
        """As Ansible prints it."""
        return {"before": self.before or {}, "after": self.after or {}}
