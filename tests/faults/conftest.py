# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stage of the stories: one embedded AWS and one microburst, and all stories side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from .place import Place
from .servers import embedded_aws, proxy
from .story import Outcome, Story

SIDE_BY_SIDE = 10
"""Stories at a time. Most of them idle most of the time."""

SPEED = ("--import-seconds", "6", "--account-seconds", "5")


OUTCOMES = pytest.StashKey[list[Outcome]]()
Told = Callable[[Story], Outcome]


@pytest.fixture(scope="session")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Play all chosen stories, and give what became of one; that raises what the story has raised."""
    folder = tmp_path_factory.mktemp("faults")
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    stories: list[Story] = [call.params["story"] for call in chosen if call and "story" in call.params]
    with (
        embedded_aws(folder / "aws", *SPEED) as aws,
        proxy(aws.url, folder / "microburst") as weather,
        ThreadPoolExecutor(SIDE_BY_SIDE) as pool,
    ):
        places = [Place(number, aws, weather, folder / str(number)) for number in range(len(stories))]
        staged = list(zip(stories, places, strict=True))
        aws.faults([{**rule, "account": place.account} for story, place in staged for rule in story.scripted])
        endings = {story.title: pool.submit(_tell, story, place) for story, place in staged}
        outcomes = request.config.stash.setdefault(OUTCOMES, [])

        def outcome(story: Story) -> Outcome:
            outcomes.append(endings[story.title].result())
            return outcomes[-1]

        try:
            yield outcome
        finally:
            pool.shutdown(cancel_futures=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell of each story what a person saw."""
    outcomes = config.stash.get(OUTCOMES, [])
    if outcomes:
        terminalreporter.section("what a person sees in bad weather")
    for outcome in outcomes:
        terminalreporter.line(f"{outcome.title} ({outcome.seconds:.0f} s, {outcome.struck} faults on the way)")
        for line in outcome.saw:
            terminalreporter.line(f"    {line}")


def _tell(story: Story, place: Place) -> Outcome:
    place.folder.mkdir(parents=True)
    started = time.monotonic()
    story.tell(place)
    saw = [place.saw] if place.saw else [report.seen for report in place.reports]
    return Outcome(story.title, time.monotonic() - started, place.struck(), saw)
