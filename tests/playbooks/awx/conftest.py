# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulated AWS for all tests, with an account for each scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ...emulator.control import EmulatorControl
from ..faults.servers import embedded_aws
from .account import Account, Scenario

SIDE_BY_SIDE = 3
"""Scenarios at a time. Most of them wait most of the time."""


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorControl]:
    """The emulated AWS, where an import takes three seconds."""
    log = tmp_path_factory.mktemp("awx") / "aws"
    with embedded_aws(log, "--import-seconds", "3", "--account-seconds", "2") as control:
        yield control


@pytest.fixture(scope="session")
def played(
    request: pytest.FixtureRequest, aws: EmulatorControl, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Scenario], None]]:
    """Run all selected scenarios, each in its own account; raise what a scenario has raised."""
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    scenarios: list[Scenario] = [call.params["scenario"] for call in chosen if call and "scenario" in call.params]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        accounts = [Account(number, aws, tmp_path_factory.mktemp("account")) for number in range(len(scenarios))]
        runs = {run: pool.submit(run, account) for run, account in zip(scenarios, accounts, strict=True)}
        try:
            yield lambda scenario: runs[scenario].result()
        finally:
            pool.shutdown(cancel_futures=True)
