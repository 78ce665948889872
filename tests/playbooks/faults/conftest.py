# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stage of the scenarios: one simulated AWS and one microburst, and all scenarios in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .account import Account
from .history import RULES, documented_reasons, judge
from .scenario import Outcome, Scenario
from .servers import embedded_aws, proxy

SIDE_BY_SIDE = 8
"""Scenarios at a time. Most of them idle most of the time."""

SPEED = ("--import-seconds", "4", "--account-seconds", "4")

REASONS = documented_reasons((Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8"))

OUTCOMES = pytest.StashKey[list[Outcome]]()
Play = Callable[[Scenario], Outcome]


@pytest.fixture(scope="session")
def play(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """Play all chosen scenarios, and return the outcome of one; that raises what the scenario has raised."""
    folder = tmp_path_factory.mktemp("faults")
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    scenarios: list[Scenario] = [call.params["scenario"] for call in chosen if call and "scenario" in call.params]
    with (
        embedded_aws(folder / "aws", *SPEED) as aws,
        proxy(aws.url, folder / "microburst") as faults,
        ThreadPoolExecutor(SIDE_BY_SIDE) as pool,
    ):
        endings = {
            scenario.title: pool.submit(_play, scenario, Account(number, aws, faults, folder / str(number)))
            for number, scenario in enumerate(scenarios)
        }
        outcomes = request.config.stash.setdefault(OUTCOMES, [])

        def outcome(scenario: Scenario) -> Outcome:
            outcomes.append(endings[scenario.title].result())
            return outcomes[-1]

        try:
            yield outcome
        finally:
            pool.shutdown(cancel_futures=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Report of each scenario what a person saw."""
    outcomes = config.stash.get(OUTCOMES, [])
    if outcomes:
        terminalreporter.section("what a person sees of each fault")
    for outcome in outcomes:
        terminalreporter.line(f"{outcome.title} ({outcome.seconds:.0f} s, {outcome.struck} faults on the way)")
        for line in outcome.seen:
            terminalreporter.line(f"    {line}")


def _play(scenario: Scenario, account: Account) -> Outcome:
    account.folder.mkdir(parents=True)
    started = time.monotonic()
    try:
        scenario.play(account)
        account.end_all()
        rules = [rule for rule in RULES if rule.__name__ not in scenario.exempt]
        breaches = judge(account.history(), REASONS, rules)
        assert not breaches, breaches
    finally:
        account.release()
        account.close()
    seen = [account.seen] if account.seen else [report.seen for report in account.reports]
    return Outcome(scenario.title, time.monotonic() - started, account.struck(), seen)
