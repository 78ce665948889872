# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One embedded AWS for all tests, and in it an account for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from ..emulator.control import EmulatorControl
from ..faults.servers import embedded_aws
from .place import Place

NewPlace = Callable[[], Place]


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorControl]:
    """The embedded AWS, where an import takes three seconds."""
    log = tmp_path_factory.mktemp("awx") / "aws"
    with embedded_aws(log, "--import-seconds", "3", "--account-seconds", "2") as control:
        yield control


@pytest.fixture(scope="session")
def new_place(aws: EmulatorControl, tmp_path_factory: pytest.TempPathFactory) -> NewPlace:
    """Gives accounts that no other test has."""
    numbers = count()
    return lambda: Place(next(numbers), aws, tmp_path_factory.mktemp("place"))


@pytest.fixture
def place(new_place: NewPlace) -> Place:
    """An account of its own."""
    return new_place()
