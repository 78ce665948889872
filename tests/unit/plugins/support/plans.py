# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What plans come to."""

from __future__ import annotations


def calls(plan):
    """The operations and parameters of a plan."""
    return [(step.operation, step.params) for step in plan.steps]


def after_of(plan):
    """What the diff shows when all of a plan is done."""
    return plan.steps[-1].after if plan.steps else plan.before
