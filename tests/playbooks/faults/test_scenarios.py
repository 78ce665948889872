# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every scenario ends as it must, with real ansible-playbook processes against the simulated AWS."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import (
    scenarios_account,
    scenarios_answers,
    scenarios_clock,
    scenarios_controllers,
    scenarios_credentials,
    scenarios_images,
    scenarios_killed_jobs,
    scenarios_lost_replies,
    scenarios_role,
    scenarios_service,
)
from .scenario import Outcome, Scenario

# The longest come first, as all are played in parallel.
TABLE: list[Scenario] = [
    *scenarios_service.SCENARIOS,
    *scenarios_images.SCENARIOS,
    *scenarios_killed_jobs.SCENARIOS,
    *scenarios_lost_replies.SCENARIOS,
    *scenarios_role.SCENARIOS,
    *scenarios_account.SCENARIOS,
    *scenarios_credentials.SCENARIOS,
    *scenarios_controllers.SCENARIOS,
    *scenarios_answers.SCENARIOS,
    *scenarios_clock.SCENARIOS,
]


@pytest.mark.parametrize("scenario", TABLE, ids=[scenario.title for scenario in TABLE])
def test_scenario(scenario: Scenario, play: Callable[[Scenario], Outcome]) -> None:
    """It has been played to its end, where what it asserts held, and its history breaks no rule."""
    assert play(scenario).title == scenario.title
