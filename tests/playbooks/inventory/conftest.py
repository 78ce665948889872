# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One simulated AWS for all tests of the inventory plugin, emptied before each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ...emulator.control import EmulatorControl
from ..faults.servers import embedded_aws
from .controller import Fleet
from .hostile_text import Payloads


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorControl]:
    with embedded_aws(tmp_path_factory.mktemp("aws") / "log") as aws:
        yield aws


@pytest.fixture
def fleet(_running: EmulatorControl, tmp_path: Path) -> Fleet:
    """A controller with nothing on it, and an AWS with nothing in it."""
    _running.reset()
    return Fleet(_running, tmp_path)


@pytest.fixture
def payloads() -> Iterator[Payloads]:
    with tempfile.TemporaryDirectory() as folder:
        yield Payloads(Path(folder))
