# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that change something once, although a reply can be lost: none of them has a client token."""

from __future__ import annotations

from collections.abc import Callable, Collection

from .._aws.errors import Failure, LostReply
from .._byol.plan import Executor, Json, Step
from .._wait.clock import Clock
from .._wait.visibility import ATTEMPTS, retry_until_visible

NAME_REFUSED = ("ResourceAlreadyExistsException",)
"""The errors of AWS for a name that is taken."""


def settle(
    executor: Executor,
    clock: Clock,
    step: Step,
    is_done: Callable[[], bool],
    may_send: Callable[[], bool] = lambda: True,
) -> bool:
    """Carry out a step; when its reply is lost, check whether it is done before sending it again.

    may_send: is called before each attempt. Returns whether the step was carried out, false where it must not be sent.
    Raises ``LostReply`` where it may have been carried out, ``Failure`` where it surely was not.
    """
    for attempt in range(1, ATTEMPTS + 1):
        if not may_send():
            return False
        try:
            executor.execute(step)
            return True
        except LostReply:
            if _is_visible(clock, is_done):
                executor.record(step)
                return True
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _is_visible(clock: Clock, is_done: Callable[[], bool]) -> bool:
    """Whether a step turned out to be done. Raises ``LostReply`` where that cannot be read."""
    try:
        return bool(retry_until_visible(clock, is_done))
    except Failure as failure:
        raise LostReply(
            failure.reason, failure.message, failure.remedy, failure.code, failure.exception, failure.transient
        ) from failure


def create(
    executor: Executor,
    clock: Clock,
    step: Step,
    find: Callable[[], Json | None],
    taken: Callable[[Failure], Failure],
    name_refused: Collection[str] = NAME_REFUSED,
) -> tuple[Json | None, Json | None]:
    """Create what has a name of its own, and never twice: search for the name before sending the call again.

    find: returns what has the name. taken: from AWS's refusal of the name to the failure where nothing has that name.
    name_refused: the errors of AWS that may be about the name. Returns the reply, or what was found in its place: by the
    lost reply, or as another client was faster. Raises ``Failure``.
    """
    lost = False
    failure: Failure
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return executor.execute(step), None
        except LostReply as error:
            lost, failure = True, error
        except Failure as error:
            if error.code not in name_refused:
                raise
            failure = error
        found = retry_until_visible(clock, find)
        if found:
            if lost:
                executor.record(step)
            return None, found
        if not isinstance(failure, LostReply):
            raise taken(failure) from failure
        if attempt == ATTEMPTS:
            raise failure
    raise AssertionError("unreachable")
