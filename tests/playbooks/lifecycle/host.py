# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of the collection in this process, in any account and Region, on a clock that is moved."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimiter, RateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._aws.shared_clients import SharedClients
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Definition, Surroundings
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import run_in_process

from ...emulator.server import EmbeddedAws

Json = dict[str, Any]

ACCOUNTS = tuple(digit * 12 for digit in "12345")
REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2")
NO_LIMIT = 1e9


class MovedClock(Clock):
    """A clock on which a sleep takes no time, and moves that of the simulated AWS along."""

    def __init__(self, aws: EmbeddedAws) -> None:
        self._world = aws.world.clock

    def now(self) -> float:
        """Return the time of the simulated AWS."""
        return self._world.now()

    def utc(self) -> datetime:
        """Return the same as a time of day."""
        return datetime.fromtimestamp(self._world.now(), timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Move the time."""
        self._world.advance(seconds)


@dataclass(frozen=True)
class Host:
    """One account in one Region, as a host of an inventory."""

    account: str
    region: str
    surroundings: Surroundings

    @property
    def where(self) -> dict[str, str]:
        """The account and Region as the simulated AWS takes them."""
        return {"account": self.account, "region": self.region}

    def run(self, definition: Definition, **options: Any) -> Json:
        """Run a task, which has to succeed."""
        result = self.attempt(definition, **options)
        assert not result.get("failed"), (self, definition.name, result)
        return result

    def attempt(self, definition: Definition, **options: Any) -> Json:
        """Run a task. An option that is ``None`` is left out."""
        connection = {"region": self.region, "access_key": f"EMULATED{self.account}", "secret_key": "any"}
        given = {name: value for name, value in options.items() if value is not None}
        return run_in_process(definition, {**connection, **given}, self.surroundings, False).result


class NoLimits(RateLimits):
    """Rate limiters that slow nothing down: the rate of calls is not the subject."""

    def limiter(self, clock: Any, key: Hashable) -> RateLimiter:
        """Return one for an account and Region."""
        del key
        return RateLimiter(clock, NO_LIMIT, int(NO_LIMIT))


def surroundings_of(aws: EmbeddedAws) -> Surroundings:
    """Return what tasks run in."""
    return Surroundings(clock=MovedClock(aws), clients=SharedClients(), rate_limits=NoLimits())
