# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of several controllers among random faults: one image for each name, and a history that breaks no rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import REASONS
from .randomized import REGIONS, RandomizedRound

SEED = 20261124
IMAGES = 2
"""For each account and Region: one that is waited for, and one that is not. `make soak` plays more, with other seeds."""

PLACES = REGIONS[:3]
HIDDEN = 10


def test_every_task_succeeds_and_makes_one_image(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever goes wrong, each task succeeds at last, and AWS has carried out one import for it."""
    result = RandomizedRound(SEED, IMAGES, tmp_path, regions=PLACES, hidden=HIDDEN).play(REASONS)
    with capsys.disabled():
        print(f"\n{result}")
    assert result.breaches == []
    assert result.imports == result.tasks
    assert result.faults.total() > result.tasks
