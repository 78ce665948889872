# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads what preflight needs from EC2, Image Builder, IAM, Service Quotas and STS: in parallel, and for 15 seconds."""

from __future__ import annotations

import queue
import random
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ..._aws.text import one_line
from ..._byol.preflight.calls import Answer, Call
from ..._byol.preflight.observations import NotSeen
from .outcomes import Outcome, action, outcome_of_error, outcome_of_reply, reach

SECONDS = 15
"""For all reads of a task together, with what is sent again."""

ATTEMPTS = 3
"""How often a read is sent, unless it is throttled: then as often as the time allows."""

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0

NextCalls = Callable[[Mapping[Call, Answer]], list[Call]]


def client_options() -> dict[str, Any]:
    """Return what the configuration of a client for these reads has: each call is sent once, and sent again here."""
    return {"connect_timeout": 3, "read_timeout": 6, "retries": {"total_max_attempts": 1}}


class Clock(Protocol):
    """The time of a task, in seconds."""

    def now(self) -> float:
        """Return the seconds since some fixed moment."""

    def sleep(self, seconds: float) -> None:
        """Let seconds pass."""


def take(replies: queue.SimpleQueue[tuple[Call, Answer]], seconds: float) -> tuple[Call, Answer]:
    """Return the next answer. Raise ``queue.Empty`` if there is none within that time."""
    return replies.get(timeout=seconds)


class SourceReader:
    """Sends reads in threads and collects the answers. One reader serves all images of a task.

    Attributes:
        client: Returns a client of botocore for a service (``ec2``, ``imagebuilder``, ``iam``, ``service-quotas``,
            ``sts``), or raises an exception whose text says why there is none. Called once for each service that is
            needed.
        clock: The time of the task.
        seconds: The time for all reads together.
        take: Waits for an answer; replaced in tests.
    """

    def __init__(
        self,
        client: Callable[[str], Any],
        clock: Clock,
        seconds: float = SECONDS,
        take: Callable[[queue.SimpleQueue[tuple[Call, Answer]], float], tuple[Call, Answer]] = take,
    ) -> None:
        self._client = client
        self._clock = clock
        self._seconds = seconds
        self._take = take
        self._clients: dict[str, Any] = {}
        self._guard = threading.Lock()

    def read(self, next_calls: NextCalls) -> dict[Call, Answer]:
        """Send calls as long as the answers lead to more, and return all answers. Raises nothing.

        Args:
            next_calls: Returns the calls that are needed, with those made already, from the answers so far.
        """
        deadline = self._clock.now() + self._seconds
        replies: queue.SimpleQueue[tuple[Call, Answer]] = queue.SimpleQueue()
        answers: dict[Call, Answer] = {}
        sent: set[Call] = set()
        while True:
            in_time = self._clock.now() < deadline
            new = [call for call in next_calls(answers) if call not in sent]
            for call in new:
                sent.add(call)
                if in_time:
                    self._start(call, replies, deadline)
            if sent == set(answers):
                return answers
            try:
                call, answer = self._take(replies, max(0.0, deadline - self._clock.now()))
                answers[call] = answer
            except queue.Empty:
                answers.update({call: self._late(call) for call in sent if call not in answers})

    def _start(self, call: Call, replies: queue.SimpleQueue[tuple[Call, Answer]], deadline: float) -> None:
        # A daemon: the task ends without the calls that are no longer waited for.
        threading.Thread(
            target=lambda: replies.put((call, self._answer(call, deadline))), name=action(call), daemon=True
        ).start()

    def _answer(self, call: Call, deadline: float) -> Answer:
        pause = FIRST_PAUSE
        attempt = 0
        while True:
            attempt += 1
            outcome = self._attempt(call)
            wait = pause * random.uniform(0.5, 1.0)
            more = outcome.again and (outcome.throttled or attempt < ATTEMPTS)
            if not more or self._clock.now() + wait >= deadline:
                return outcome.answer
            self._clock.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _attempt(self, call: Call) -> Outcome:
        try:
            client = self._client_of(call.service)
        except Exception as error:  # Whatever prevents a client from being created, the checks are unknown.
            remedy = getattr(error, "remedy", "Check the settings of the SDK.")
            return Outcome(NotSeen(one_line(error) or type(error).__name__, remedy))
        try:
            return outcome_of_reply(call, getattr(client, _method(call.operation))(**call.parameters))
        except Exception as error:  # Parsers of botocore raise anything for an answer that is not AWS's.
            return outcome_of_error(call, error)

    def _client_of(self, service: str) -> Any:
        # Sessions of botocore must not make two clients at the same time.
        with self._guard:
            made = self._clients.get(service)
            if made is None:
                try:
                    made = self._client(service)
                except Exception as error:
                    made = error
                self._clients[service] = made
        if isinstance(made, Exception):
            raise made
        return made

    def _late(self, call: Call) -> NotSeen:
        return NotSeen(f"{action(call)} did not answer within {self._seconds:g} seconds", reach(call))


def _method(operation: str) -> str:
    """Return the method of botocore for an operation: GetAWSDefaultServiceQuota is get_aws_default_service_quota."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", operation).lower()
