# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans, and the executors that walk them: the one source of ``changed`` and of the diff.

A real run and check mode differ in the executor only. ``Executor`` sends the steps of a plan, ``DryRunExecutor`` takes
what each step predicts for its reply.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One call that changes something.

    operation, params: of the service. doing: to follow "Failed to". after: what the diff shows once it is done.
    predicted: the reply that check mode assumes.
    """

    operation: str
    doing: str
    params: Json
    after: Any = None
    predicted: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What separates the observed from the desired state.

    before: what the diff shows of the observed. warnings: sentences for the user. drift: what differs and cannot be
    changed, each with ``option``, ``desired`` and ``actual``.
    """

    steps: tuple[Step, ...] = ()
    before: Any = None
    warnings: tuple[str, ...] = ()
    drift: tuple[Json, ...] = ()


class Client(Protocol):
    """What an executor needs of an ``ApiClient``."""

    def write(self, operation: str, doing: str, **params: Any) -> Json:
        """Send an operation."""


class Executor:
    """Walks plans and remembers what was done.

    dry_run: whether nothing is sent, so that there is nothing to wait for.
    """

    dry_run = False

    def __init__(self, client: Client):
        self._client = client
        self._before: Any = None
        self.plans: list[Plan] = []
        self.done: list[Step] = []

    def adopt(self, plan: Plan) -> Plan:
        """Take over a plan, whose warnings and drift the task reports; return it."""
        if not self.plans:
            self._before = plan.before
        self.plans.append(plan)
        return plan

    def execute(self, step: Step) -> Json:
        """Carry out a step and return the reply. Raises ``LostReply``, ``Failure``."""
        reply = self._client.write(step.operation, step.doing, **step.params)
        self.record(step)
        return reply

    def record(self, step: Step) -> None:
        """Remember a step that turned out to be done, as when its reply was lost."""
        self.done.append(step)

    @property
    def changed(self) -> bool:
        """Whether a call was, or in check mode would be, sent."""
        return bool(self.done)

    @property
    def diff(self) -> Json:
        """What has changed, as Ansible prints it: nothing that was not done."""
        after = self.done[-1].after if self.done else self._before
        return {"before": self._before or {}, "after": after or {}}

    @property
    def warnings(self) -> list[str]:
        """The warnings of all plans, each once."""
        return list(dict.fromkeys(warning for plan in self.plans for warning in plan.warnings))

    @property
    def drift(self) -> list[Json]:
        """The drift of the last plan."""
        return list(self.plans[-1].drift) if self.plans else []


class DryRunExecutor(Executor):
    """The executor of check mode: sends nothing."""

    dry_run = True

    def execute(self, step: Step) -> Json:
        """Return the reply that a step predicts."""
        self.record(step)
        return step.predicted
