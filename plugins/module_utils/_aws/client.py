# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way that calls take to AWS: at which rate, what is sent again, and what is never sent twice.

The client of the SDK makes no retries of its own, as it would send an import twice when a reply is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.amazon.aws.plugins.module_utils.cloud import BackoffIterator

from .errors import Failure, LostReply, failure_from
from .rate_limit import RateLimiter

THROTTLED_RETRIES = 10
THROTTLED_SECONDS = 75
"""A throttled call is sent again at least so often, and for so many seconds where the task has no deadline of its own."""

READ_RETRIES = 4
"""How often a read is sent again after a fault of the service or of the way to it."""

MAX_PAGES = 1000
"""Pages of one list; a service that gives more repeats itself."""

REPEATABLE_WRITES = {"CreateTags", "DeleteTags"}
"""Sent twice, these do what they do once."""


class ApiClient:
    """Sends operations of Amazon WorkSpaces; threads can share it.

    client: of the SDK, which renews expired credentials itself. deadline: until when, by ``clock``, a throttled call is
    repeated; ``None``: ``THROTTLED_SECONDS`` seconds. limiter: where several clients share an account and Region.
    """

    def __init__(
        self,
        client: Any,
        clock: Any,
        deadline: float | None = None,
        limiter: RateLimiter | None = None,
    ):
        self._client = client
        self._clock = clock
        self._deadline = deadline
        self._limiter = limiter or RateLimiter(clock)
        # Appending is safe where threads share the client, as counting would not be.
        self.sent: list[str] = []

    def read(self, operation: str, doing: str, **params: Any) -> dict[str, Any]:
        """Send an operation that changes nothing and return the reply.

        doing: to follow "Failed to". Raises ``Failure``, after repeating what is worth it.
        """
        return self._send(operation, doing, params, retries=READ_RETRIES)

    def write(self, operation: str, doing: str, **params: Any) -> dict[str, Any]:
        """Send an operation that changes something and return the reply.

        Raises ``LostReply`` when it may have been carried out or not, ``Failure`` when it surely was not.
        """
        if operation in REPEATABLE_WRITES:
            return self.read(operation, doing, **params)
        return self._send(operation, doing, params, retries=0)

    def pages(self, operation: str, doing: str, **params: Any):
        """Yield the pages of an operation. Raises ``Failure``.

        Not by botocore's paginators, which cannot continue after a page that failed.
        """
        tokens: set[str] = set()
        while True:
            page = self.read(operation, doing, **params)
            yield page
            token = page.get("NextToken")
            if not token:
                return
            if token in tokens or len(tokens) >= MAX_PAGES:
                raise Failure("api_error", f"Failed to {doing}: AWS returned the same page token twice")
            tokens.add(token)
            params["NextToken"] = token

    def _send(self, operation: str, doing: str, params: dict[str, Any], retries: int) -> dict[str, Any]:
        started = self._clock.now()
        throttled_until = started + THROTTLED_SECONDS if self._deadline is None else self._deadline
        pauses = iter(BackoffIterator(delay=1, backoff=2, max_delay=8, jitter=True))
        throttled = failed = 0
        while True:
            self._limiter.take()
            try:
                self.sent.append(f"workspaces:{operation}")
                return self._method(operation)(**params)
            except Exception as error:  # Exceptions of the SDK have no common base; each becomes a failure here.
                failure = failure_from(error, doing)
                if failure.reason == "throttled":
                    throttled += 1
                    again = throttled <= THROTTLED_RETRIES or self._clock.now() < throttled_until
                else:
                    failed += 1
                    again = failure.transient and failed <= retries
                if not again:
                    raise _final(failure, is_write=not retries) from error
                self._clock.sleep(next(pauses))

    def _method(self, operation: str) -> Callable[..., dict[str, Any]]:
        methods = self._client.meta.method_to_api_mapping
        return getattr(self._client, next(name for name, api in methods.items() if api == operation))


def _final(failure: Failure, is_write: bool) -> Failure:
    """Return the failure to raise: a transient fault of a write that is not throttling leaves its outcome unknown."""
    if is_write and failure.transient and failure.reason != "throttled":
        return LostReply(
            failure.reason, failure.message, code=failure.code, exception=failure.exception, transient=True
        )
    return failure
