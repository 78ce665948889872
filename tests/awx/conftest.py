# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One embedded AWS for all tests, and in it an account for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ..emulator.control import EmulatorControl
from ..faults.servers import embedded_aws
from .place import Place, Story

SIDE_BY_SIDE = 3
"""Stories at a time. Most of them idle most of the time."""


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorControl]:
    """The embedded AWS, where an import takes three seconds."""
    log = tmp_path_factory.mktemp("awx") / "aws"
    with embedded_aws(log, "--import-seconds", "3", "--account-seconds", "2") as control:
        yield control


@pytest.fixture(scope="session")
def told(
    request: pytest.FixtureRequest, aws: EmulatorControl, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Story], None]]:
    """Play all chosen stories, each in an account of its own; raise what one has raised."""
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    stories: list[Story] = [call.params["story"] for call in chosen if call and "story" in call.params]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        places = [Place(number, aws, tmp_path_factory.mktemp("place")) for number in range(len(stories))]
        endings = {story: pool.submit(story, place) for story, place in zip(stories, places, strict=True)}
        try:
            yield lambda story: endings[story].result()
        finally:
            pool.shutdown(cancel_futures=True)
