# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of an import as a function of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.import_curve import BUILT_IN_CURVE, FINAL_STATES, ScriptError, plan_import


def test_the_built_in_curve_ends_completed_and_names_every_state_on_the_way() -> None:
    plan = plan_import({}, seconds=100, image_lag=0)
    assert plan.point_at(0).state == "PENDING"
    assert plan.point_at(99).state == "PUBLISHING"
    assert (plan.point_at(100).state, plan.point_at(100).percent) == ("COMPLETED", 100)
    assert len({row[1] for row in BUILT_IN_CURVE}) == 13


@given(st.lists(st.floats(0, 200), min_size=2, max_size=20))
def test_percentages_never_fall_and_the_image_is_pending_until_the_import_is_final(moments: list[float]) -> None:
    plan = plan_import({}, seconds=100, image_lag=0)
    points = [(plan.point_at(moment), plan.image_state_at(moment)) for moment in sorted(moments)]
    assert [point.percent for point, _final in points] == sorted(point.percent or 0 for point, _final in points)
    assert all((image == "PENDING") != (point.state in FINAL_STATES) for point, image in points)


def test_fractions_and_seconds() -> None:
    plan = plan_import({"curve": [[0.5, "IN_PROGRESS"], [30, "NEW_STATE", 99, "close"]]}, seconds=20, image_lag=0)
    assert plan.point_at(9).state == "PENDING"
    assert plan.point_at(10).state == "IN_PROGRESS"
    assert plan.point_at(10_000).state == "NEW_STATE"
    assert plan.image_state_at(10_000) == "PENDING"


def test_an_error_cuts_the_curve_off() -> None:
    plan = plan_import({"error": {"at": 0.5, "code": "DomainJoined", "message": "joined"}}, seconds=100, image_lag=0)
    assert plan.point_at(49).state == "IMAGE_TESTING_GENERALIZATION"
    assert plan.point_at(50).state == "ERROR"
    assert plan.image_state_at(1000) == "ERROR"
    assert plan.failure is not None
    assert plan.failure.details == (("DomainJoined", "joined"),)


def test_the_image_lags_behind() -> None:
    plan = plan_import({"image_lag_seconds": 5}, seconds=100, image_lag=0)
    assert plan.image_state_at(104) == "PENDING"
    assert plan.image_state_at(105) == "AVAILABLE"


@pytest.mark.parametrize(
    "script",
    [
        {"speed": 1},
        {"curve": []},
        {"curve": [["soon", "PENDING"]]},
        {"curve": [[0]]},
        {"curve": [[0.5, "IN_PROGRESS"], [0.2, "PENDING"]]},
        {"error": {"why": "x"}},
    ],
)
def test_scripts_that_cannot_be_played(script: dict[str, object]) -> None:
    with pytest.raises(ScriptError):
        plan_import(script, seconds=1, image_lag=0)
