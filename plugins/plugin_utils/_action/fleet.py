# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait for what the tasks of many hosts have started, in one process, each account and Region at its own rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import Connection, read_connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._aws.shared_clients import SharedClients
from ansible_collections.euc.workspaces.plugins.module_utils._aws.workspaces import WorkSpaces
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_plan import matches
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import read_own_wait
from ansible_collections.euc.workspaces.plugins.module_utils._byol.wait_options import read_wait
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings, new_api_client, perform
from ansible_collections.euc.workspaces.plugins.module_utils._wait.account import AccountPoller, AccountWaiter
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer, Poller, wait_for_all

from .handover import Handed
from .in_process import result_of
from .remote import Result, both, failed
from .started_images import StartedImages, result_of_images


class Sdk:
    """What all hosts share: clients of the SDK, and a rate limiter for each account and Region."""

    def __init__(self, clock: Clock, rate_limits: RateLimits):
        self.surroundings = Surroundings(clock=clock, clients=SharedClients(), rate_limits=rate_limits)

    def workspaces(self, connection: Connection) -> WorkSpaces:
        """Return the reads of a connection. Raises ``Failure``."""
        return WorkSpaces(new_api_client(connection, None, self.surroundings))


class Host(Protocol):
    """A host that is waited for."""

    poller: Poller | None

    def finish(self) -> bool:
        """Take the end of the wait; return whether there is something else to wait for."""

    def result(self) -> Result:
        """Return the result that the module would have with ``wait``."""


class AccountHost:
    """A host whose account was started by ``workspaces_byol_account``."""

    def __init__(self, handed: Handed, started: Result, sdk: Sdk, clock: Clock, observer: Observer):
        params = handed.params
        self._params, self._sdk, self._clock, self._observer = params, sdk, clock, observer
        self._reads = sdk.workspaces(read_connection(params))
        self._spec = AccountSpec(params["management_cidr_range"], params["management_cidr_range_search"])
        self._result = started
        self._deadline = clock.now() + read_wait(params).timeout
        self._waiter: AccountWaiter | None = None
        self.poller: Poller | None = None
        self._follow()

    def finish(self) -> bool:
        """A search on an account that was not enabled takes a second modification."""
        waiter = self._waiter
        if waiter is None:
            return False
        self._result = {**self._result, "account": waiter.account, "modification": waiter.modification}
        if waiter.failure:
            self._result.update(waiter.failure.result())
        elif not matches(self._spec, waiter.account):
            report = perform(ACCOUNT, {**self._params, "wait": False}, self._sdk.surroundings)
            self._result = both(self._result, result_of(ACCOUNT, self._params, report, "diff" in self._result))
        self._follow()
        return self.poller is not None

    def result(self) -> Result:
        """Return the result."""
        return self._result

    def _follow(self) -> None:
        self._waiter = self.poller = None
        if failed(self._result) or matches(self._spec, self._result["account"]):
            return
        known = (self._result["account"], self._result["modification"], self._result["previous_modification"])
        self._waiter = AccountWaiter(*known, self._clock, self._deadline, self._params["wait_delay"])
        self.poller = AccountPoller(self._reads, self._waiter, self._clock, self._observer)


class ImagesHost:
    """A host whose images were started by ``workspaces_byol_images``."""

    def __init__(self, handed: Handed, started: Result, sdk: Sdk, clock: Clock, observer: Observer):
        self._params, self._sdk, self._clock = handed.params, sdk, clock
        self._options = handed.params["images"]
        self._runs = [started]
        waits = [read_own_wait(handed.params, image) for image in self._options]
        # Without images, the task has failed before it started any.
        self._images = StartedImages(started.get("images", []), waits if "images" in started else [], clock)
        self.poller: Poller | None = self._images.poller(sdk.workspaces(read_connection(handed.params)), clock, observer)

    def finish(self) -> bool:
        """Delete what could not be deleted before."""
        self._images.finish(self._run)
        self.poller = None
        return False

    def result(self) -> Result:
        """Return the result; its diff has what was not done before the wait."""
        started = self._runs[0]
        if "images" not in started:
            return started
        result = result_of_images(self._runs, self._images.results)
        if "diff" in started:
            result["diff"] = result["diff"][len(started["diff"]) :]
        return result

    def _run(self, numbers: list[int]) -> list[Result]:
        params = {**self._params, "wait": False, "images": [self._options[number] for number in numbers]}
        report = perform(IMAGES, params, self._sdk.surroundings)
        self._runs.append(result_of(IMAGES, params, report, "diff" in self._runs[0]))
        return self._runs[-1].get("images", [self._runs[-1]] * len(numbers))


KINDS: dict[str, Callable[..., Host]] = {ACCOUNT.name: AccountHost, IMAGES.name: ImagesHost}
"""The modules whose start can be handed over."""


def wait_for_hosts(
    started: Mapping[str, tuple[Handed, Result]],
    clock: Clock,
    observer_of: Callable[[str], Observer],
    rate_limits: RateLimits,
) -> dict[str, Result]:
    """Wait for all hosts, and return the result that the module of each would have with ``wait``.

    started: by host, what was handed over and the result of the start. observer_of: returns that of a host.
    """
    if not started:
        return {}
    sdk = Sdk(clock, rate_limits)
    results: dict[str, Result] = {}
    hosts: dict[str, Host] = {}
    for name, (handed, result) in started.items():
        try:
            hosts[name] = KINDS[handed.module](handed, result, sdk, clock, observer_of(name))
        except Failure as failure:
            results[name] = {**result, **failure.result()}
    waiting = dict(hosts)
    while waiting:
        wait_for_all([host.poller for host in waiting.values() if host.poller], clock)
        waiting = {name: host for name, host in waiting.items() if host.finish()}
    return results | {name: host.result() for name, host in hosts.items()}
