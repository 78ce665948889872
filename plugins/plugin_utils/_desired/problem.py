# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Something wrong in the variables of a host, for which a run would fail. Pure."""

from __future__ import annotations

from dataclasses import dataclass

FIX_VARIABLE = "Correct the variable in the inventory."
FIX_TEMPLATE = "Define the variable that the expression uses, or correct the expression in the inventory."

ACCOUNT = "account"
VARIABLES = "variables"
"""The subject of problems that concern neither the account nor one image alone."""


@dataclass(frozen=True)
class Problem:
    """A problem.

    Attributes:
        subject: ``account``, ``variables``, or the word ``image`` and its name.
        reason: Of the failure that a run would end with.
    """

    subject: str
    message: str
    remedy: str = FIX_VARIABLE
    reason: str = "invalid_request"
