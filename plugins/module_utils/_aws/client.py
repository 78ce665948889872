# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""One place through which every call goes: what is sent again, how often, and what must never be.

The client makes no retries of its own, as it would send an import twice when a reply is lost.
"""

from __future__ import annotations

import json

from ansible_collections.amazon.aws.plugins.module_utils.cloud import BackoffIterator

from .errors import GarbledReply, LostReply, aws_errors, failure_from
from .rate_limit import Pace

THROTTLED_RETRIES = 10
THROTTLED_PATIENCE = 75
"""A refused call is sent again at least so often, and for so many seconds where the task has no deadline of its own."""

READ_RETRIES = 4
"""How often a read is sent again after a fault of the service or of the way to it."""

REPEATABLE_WRITES = {"CreateTags", "DeleteTags"}
"""Sent twice, these do what they do once."""


class Calls:
    """Sends operations of WorkSpaces, one at a time, through a client of the SDK.

    connect: makes a client. reconnect: whether a new client may have newer credentials (a profile, an instance role).
    deadline: until when, by C(clock), a call refused for its rate is repeated; C(None): C(THROTTLED_PATIENCE) seconds.
    """

    def __init__(self, connect, clock, reconnect=False, deadline=None):
        self._connect = connect
        self._clock = clock
        self._reconnect = reconnect
        self._deadline = deadline
        self._pace = Pace(clock)
        self._client = self._new_client()

    @property
    def service_model(self):
        """botocore's model of the service, as installed."""
        return self._client.meta.service_model

    def read(self, operation, doing, **params):
        """Send an operation that changes nothing and return the reply.

        Raises C(Failure), after repeating what is worth it.
        """
        return self._send(operation, doing, params, retries=READ_RETRIES)

    def write(self, operation, doing, **params):
        """Send an operation that changes something and return the reply.

        Raises C(LostReply) when it may have been carried out or not, C(Failure) when it surely was not.
        """
        if operation in REPEATABLE_WRITES:
            return self.read(operation, doing, **params)
        return self._send(operation, doing, params, retries=0)

    def _send(self, operation, doing, params, retries):
        started = self._clock.now()
        throttled_until = started + THROTTLED_PATIENCE if self._deadline is None else self._deadline
        pauses = iter(BackoffIterator(delay=1, backoff=2, max_delay=8, jitter=True))
        refused = failed = renewed = 0
        while True:
            self._pace.take()
            try:
                return self._method(operation)(**params)
            except aws_errors() as error:
                failure = failure_from(error, doing)
                if failure.reason == "credentials_expired" and self._reconnect and not renewed:
                    renewed += 1
                    self._client = self._new_client()
                    continue
                if failure.reason == "throttled":
                    refused += 1
                    again = refused <= THROTTLED_RETRIES or self._clock.now() < throttled_until
                else:
                    failed += 1
                    again = failure.passing and failed <= retries
                if not again:
                    raise self._final(failure, lost=not retries) from error
                self._clock.sleep(next(pauses))

    def _method(self, operation):
        names = {name: method for method, name in self._client.meta.method_to_api_mapping.items()}
        return getattr(self._client, names[operation])

    @staticmethod
    def _final(failure, lost):
        """A passing fault of a write that is not throttling leaves its outcome unknown."""
        if lost and failure.passing and failure.reason != "throttled":
            return LostReply(
                failure.reason, failure.message, code=failure.code, exception=failure.exception, passing=True
            )
        return failure

    def _new_client(self):
        client = self._connect()
        # Once, also where tasks share a client.
        client.meta.events.register("response-received.workspaces", _refuse_garbled, unique_id="euc.workspaces")
        return client


def _refuse_garbled(response_dict=None, **_others):
    """Handler of botocore's C(response-received): its JSON parser takes a body that is cut off for C({})."""
    if response_dict is None or response_dict["status_code"] != 200:
        return
    body, headers = response_dict["body"], response_dict["headers"]
    length = None if "content-encoding" in headers else headers.get("content-length")
    try:
        whole = length is None or len(body) == int(length)
        if body and "json" in str(headers.get("content-type", "")):
            json.loads(body)
    except ValueError:
        whole = False
    if not whole:
        raise GarbledReply(f"the reply is cut off after {len(body)} bytes")
