# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait for what the tasks of many hosts have started, in one process, each account and Region at its own rate."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import Connection, read_connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._aws.shared_clients import SharedClients
from ansible_collections.euc.workspaces.plugins.module_utils._aws.workspaces import WorkSpaces
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_plan import matches
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import read_own_wait
from ansible_collections.euc.workspaces.plugins.module_utils._byol.plan import Json
from ansible_collections.euc.workspaces.plugins.module_utils._byol.wait_options import read_wait
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.log_excerpt import read_log_excerpt
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources.clients import SourceClients
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import (
    Definition,
    Surroundings,
    new_api_client,
    perform,
)
from ansible_collections.euc.workspaces.plugins.module_utils._wait.account import AccountPoller, AccountWaiter
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer, Poller, wait_for_all

from .handover import Handed
from .in_process import result_of
from .remote import Result, both, failed, reason_of
from .started_images import StartedImages, result_of_images


class Sdk:
    """What all hosts share: clients of the SDK, and a rate of calls for each account and Region."""

    def __init__(self, clock: Clock, rate_limits: RateLimits):
        self.clock = clock
        self.surroundings = Surroundings(clock=clock, clients=SharedClients(), rate_limits=rate_limits, waits=True)

    def workspaces(self, connection: Connection) -> WorkSpaces:
        """Return the reads of a connection. Raises ``Failure``."""
        return WorkSpaces(new_api_client(connection, None, self.surroundings))

    def perform(self, definition: Definition, params: Json, show_diff: bool) -> Result:
        """Run a task without waiting and return its result."""
        params = {**params, "wait": False}
        return result_of(definition, params, perform(definition, params, self.surroundings), show_diff)


class Stage(Protocol):
    """What one task has started on a host, followed to its end."""

    poller: Poller | None

    def finish(self) -> None:
        """Do what is left when nothing is pending; ``poller`` is ``None`` then unless there is more to wait for."""

    def result(self) -> Result:
        """Return the result that the module would have with ``wait``."""


class AccountStage:
    """An account that was started by ``workspaces_byol_account``, or postponed by it."""

    def __init__(self, handed: Handed, started: Result, sdk: Sdk, observer: Observer):
        params = handed.params
        if handed.postponed:
            started = sdk.perform(ACCOUNT, params, "diff" in started)
            if failed(started) and "images" not in started:
                observer.refused(AccountWaiter.name, started["failure"]["message"])
        self._params, self._sdk, self._observer = params, sdk, observer
        self._reads = sdk.workspaces(read_connection(params))
        self._spec = AccountSpec(params["management_cidr_range"], params["management_cidr_range_search"])
        self._result = started
        self._deadline = sdk.clock.now() + read_wait(params).timeout
        self._waiter: AccountWaiter | None = None
        self.poller: Poller | None = None
        self._follow()

    def finish(self) -> None:
        """A search on an account that was not enabled takes a second modification."""
        waiter = self._waiter
        if waiter is None:
            return
        self._result = {**self._result, "account": waiter.account, "modification": waiter.modification}
        if waiter.failure:
            self._result.update(waiter.failure.result())
        elif not matches(self._spec, waiter.account):
            again = self._sdk.perform(ACCOUNT, self._params, "diff" in self._result)
            self._result = both(self._result, again)
        self._follow()

    def result(self) -> Result:
        """Return the result."""
        return self._result

    def _follow(self) -> None:
        self._waiter = self.poller = None
        if failed(self._result) or matches(self._spec, self._result["account"]):
            return
        known = (self._result["account"], self._result["modification"], self._result["previous_modification"])
        clock = self._sdk.clock
        self._waiter = AccountWaiter(*known, clock, self._deadline, self._params["wait_delay"])
        self.poller = AccountPoller(self._reads, self._waiter, clock, self._observer)


class ImagesStage:
    """Images that were started by ``workspaces_byol_images``, or postponed by it until the account is enabled."""

    def __init__(self, handed: Handed, started: Result, sdk: Sdk, observer: Observer):
        self._params, self._sdk = handed.params, sdk
        self._postponed = handed.postponed
        if handed.postponed:
            started = sdk.perform(IMAGES, self._params, "diff" in started)
        self._options = handed.params["images"]
        self._runs = [started]
        waits = [read_own_wait(handed.params, image) for image in self._options]
        # Without images, the task has failed before it started any.
        self._images = StartedImages(started.get("images", []), waits if "images" in started else [], sdk.clock)
        for name, message in self._images.refused:
            observer.refused(name, message)
        if failed(started) and "images" not in started:
            observer.refused("", started["failure"]["message"])
        reads = sdk.workspaces(read_connection(handed.params))
        self.poller: Poller | None = self._images.poller(reads, sdk.clock, observer)

    def finish(self) -> None:
        """Delete what could not be deleted before, and read the logs of imports that failed."""
        self._images.finish(self._run)
        for options, result in zip(self._options, self._images.results, strict=False):
            if reason_of(result) == "import_failed" and boolean(options.get("log_excerpt", False), strict=False):
                clients = SourceClients(read_connection(self._params), self._sdk.surroundings.clients)
                name = str(options.get("name") or options.get("image_name"))
                result["log_excerpt"] = read_log_excerpt(clients, self._sdk.clock, name, result.get("image_import"))
        self.poller = None

    def result(self) -> Result:
        """Return the result; its diff has what the task that was handed over has not reported yet."""
        started = self._runs[0]
        if "images" not in started:
            return started
        result = result_of_images(self._runs, self._images.results)
        if "diff" in started and not self._postponed:
            result["diff"] = result["diff"][len(started["diff"]) :]
        return result

    def _run(self, numbers: list[int]) -> list[Result]:
        params = {**self._params, "images": [self._options[number] for number in numbers]}
        self._runs.append(self._sdk.perform(IMAGES, params, "diff" in self._runs[0]))
        return self._runs[-1].get("images", [self._runs[-1]] * len(numbers))


STAGES: dict[str, Callable[..., Stage]] = {ACCOUNT.name: AccountStage, IMAGES.name: ImagesStage}
"""By the module whose start can be handed over."""


class Started(NamedTuple):
    """What a task has started. variable: that the task has registered."""

    variable: str
    handed: Handed
    result: Result

    @property
    def waits(self) -> int:
        """How many things there are to wait for: its images, also those that are not started yet, or one account."""
        return len(self.handed.params.get("images", [None]))


class HostWait:
    """What the tasks of a host have started, one after the other. results: of those that have ended, by variable."""

    def __init__(self, started: Iterable[Started], sdk: Sdk, observer: Observer):
        self._left = deque(started)
        self._sdk = sdk
        self._observer = observer
        self._stage: Stage | None = None
        self.results: dict[str, Result] = {}

    @property
    def pending(self) -> bool:
        """Whether there is something to do."""
        return bool(self._left)

    def seconds_left(self) -> float:
        """Return the seconds until the next step."""
        poller = self._stage and self._stage.poller
        return poller.seconds_left() if poller and poller.pending else 0

    def step(self) -> None:
        """Poll what is due, or start with what comes next."""
        started = self._left[0]
        try:
            if self._stage is None:
                self._stage = STAGES[started.handed.module](started.handed, started.result, self._sdk, self._observer)
            elif self._stage.poller:
                self._stage.poller.step()
            if self._stage.poller and self._stage.poller.pending:
                return
            self._stage.finish()
            if self._stage.poller is None:
                self._end(self._stage.result())
        except Failure as failure:
            self._end({**started.result, **failure.result()})
        except Exception as error:  # The last resort: others are waited for in the same process.
            unexpected = Failure("internal_error", f"{type(error).__name__}: {error}")
            self._end({**started.result, **unexpected.result()})

    def _end(self, result: Result) -> None:
        self.results[self._left.popleft().variable] = result
        self._stage = None
        # An account that is not enabled because no image can be imported is no reason: the images have their own.
        if failed(result) and "images" not in result:
            # What was to be started after it fails for the same reason.
            same: Result = {key: result[key] for key in ("failed", "msg", "failure") if key in result}
            for started in [each for each in self._left if each.handed.postponed]:
                self._left.remove(started)
                self.results[started.variable] = {**started.result, **same}


def wait_for_hosts(
    started: Mapping[str, Iterable[Started]],
    clock: Clock,
    observer_of: Callable[[str], Observer],
    rate_limits: RateLimits,
) -> dict[str, dict[str, Result]]:
    """Wait for all hosts, and return the results that the modules of each would have with ``wait``, by variable.

    started: by host, in the order in which the tasks depend on each other. observer_of: returns that of a host.
    """
    sdk = Sdk(clock, rate_limits)
    hosts = {name: HostWait(each, sdk, observer_of(name)) for name, each in started.items()}
    wait_for_all(list(hosts.values()), clock)
    return {name: host.results for name, host in hosts.items()}
