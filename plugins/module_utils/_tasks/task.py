# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the validated options of a task to its report, whoever frames it: a module or an action plugin.

Nothing below may end the process or change it: it may be that of Ansible itself.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from .._aws.client import ApiClient
from .._aws.connection import Connection, read_connection
from .._aws.errors import Failure
from .._aws.rate_limit import RateLimits, rate_key
from .._aws.sdk import refuse_old_sdk
from .._aws.session import new_client, new_clients, service_model
from .._aws.shared_clients import SharedClients
from .._aws.workspaces import WorkSpaces
from .._byol.plan import DryRunExecutor, Executor, Json
from .._byol.wait_options import WaitSpec
from .._wait.clock import Clock
from .._wait.poller import Observer


@dataclass
class Context:
    """What a task works with.

    deadline: until when it may wait, by ``clock``; ``None``: it does not. waits: whether it, or the role it belongs to,
    waits for what it starts. connection, clients: how other services than WorkSpaces are reached.
    """

    workspaces: WorkSpaces
    executor: Executor
    clock: Clock
    observer: Observer
    deadline: float | None = None
    waits: bool = False
    connection: Connection = field(default_factory=Connection)
    clients: SharedClients | None = None


class Task(Protocol):
    """Holds what is known, so that a failure can report it too."""

    def run(self) -> None:
        """Carry out the task. Raises ``Failure``."""

    def result(self) -> Json:
        """Return what is known, as keys of the module's result."""

    @property
    def diff(self) -> Any:
        """What has changed, as Ansible prints it; ``None`` where the module has no diff."""

    @property
    def warnings(self) -> Sequence[str]:
        """Sentences for the user."""


@dataclass(frozen=True)
class Definition:
    """What a module consists of.

    name: of the module. options: as ``argument_spec``, without those of the connection. constraints: further arguments of
    ``AnsibleModule``. read: from validated options and the service model to a typed value; raises ``Failure``. new_task:
    from that value and a ``Context`` to a ``Task``.
    """

    name: str
    options: Mapping[str, Any]
    read: Callable[[Mapping[str, Any], Any], Any]
    new_task: Callable[[Any, Context], Task]
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The outcome of a task.

    result: the keys of the module's result, with ``failed`` and ``failure`` where it failed. diff: ``None`` for none.
    """

    result: Json
    diff: Any = None
    warnings: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the task failed."""
        return bool(self.result.get("failed"))


@dataclass(frozen=True)
class Surroundings:
    """What a task runs in. clients, rate_limits: where several tasks share them."""

    check_mode: bool = False
    clock: Clock = field(default_factory=Clock)
    observer: Observer = field(default_factory=Observer)
    clients: SharedClients | None = None
    rate_limits: RateLimits = field(default_factory=RateLimits)
    waits: bool = False


def perform(definition: Definition, params: Mapping[str, Any], surroundings: Surroundings) -> Report:
    """Carry out a task and report, whatever happens.

    params: validated options, with those of the connection.
    """
    task: Task | None = None
    client: ApiClient | None = None
    failure: Failure | None = None
    trace: str | None = None
    try:
        refuse_old_sdk()
        spec = definition.read(params, service_model())
        wait = getattr(spec, "wait", None)
        connection = read_connection(params)
        surroundings = replace(surroundings, clients=surroundings.clients or new_clients(connection))
        client = new_api_client(connection, wait, surroundings)
        task = definition.new_task(spec, replace(new_context(client, wait, surroundings), connection=connection))
        task.run()
    except Failure as error:
        failure = error
    except Exception as error:  # The last resort: whatever happens is reported with everything known so far.
        trace = traceback.format_exc()
        failure = Failure("internal_error", f"{type(error).__name__}: {error}")
    result = task.result() if task else {}
    if params.get("debug_botocore_endpoint_logs"):
        result["resource_actions"] = sorted(set(client.sent)) if client else []
    if failure:
        result.update(failure.result())
    if trace:
        result["exception"] = trace
    unchanged_failure = failure is not None and not result.get("changed")
    diff = None if task is None or unchanged_failure else task.diff
    return Report(result, diff, tuple(task.warnings) if task else ())


def new_api_client(connection: Connection, wait: WaitSpec | None, surroundings: Surroundings) -> ApiClient:
    """Return the client of a task. Raises ``Failure``. wait: how the task waits, ``None`` for never."""
    deadline = surroundings.clock.now() + wait.timeout if wait and wait.wait else None
    client = new_client(connection, surroundings.clients)
    limiter = surroundings.rate_limits.limiter(surroundings.clock, rate_key(client, connection.owner))
    return ApiClient(client, surroundings.clock, deadline, limiter)


def new_context(client: ApiClient, wait: WaitSpec | None, surroundings: Surroundings) -> Context:
    """Return what a task works with."""
    waits = bool(wait and wait.wait)
    return Context(
        WorkSpaces(client),
        DryRunExecutor(client) if surroundings.check_mode else Executor(client),
        surroundings.clock,
        surroundings.observer,
        surroundings.clock.now() + wait.timeout if wait and waits else None,
        waits or surroundings.waits,
        clients=surroundings.clients,
    )
