# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent again, how often, and what never is; the SDK's client is a stub at the transport's place."""

from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
    SSLError,
    UnauthorizedSSOTokenError,
)
from botocore.parsers import ResponseParserError

from ansible_collections.euc.workspaces.plugins.module_utils._aws.client import Calls
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, GarbledReply, LostReply

from ...support.scripted_clock import ScriptedClock

URL = "https://workspaces.example"
READ, WRITE, REPEATABLE = "DescribeAccount", "ModifyAccount", "CreateTags"


def refusal(code, status=400):
    """An error of AWS."""
    reply = {"Error": {"Code": code, "Message": "so it is"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(reply, "Any")


THROTTLED, EXPIRED, BUSY = refusal("ThrottlingException"), refusal("ExpiredTokenException"), refusal("Oops", 503)
UNREACHABLE = [
    ConnectionClosedError(endpoint_url=URL),
    ConnectTimeoutError(endpoint_url=URL),
    EndpointConnectionError(endpoint_url=URL),
    ReadTimeoutError(endpoint_url=URL),
    SSLError(endpoint_url=URL, error="no"),
    ResponseParserError("not JSON"),
    GarbledReply("cut off"),
]


class Client:
    """Answers each call with the next of its answers; an error is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = 0
        self.meta = self
        self.events = self
        self.method_to_api_mapping = {"read": READ, "write": WRITE, "tag": REPEATABLE}
        self.read = self.write = self.tag = self._answer

    def register(self, *_handler, **_options):
        """As the client's events have it."""

    def _answer(self, **_params):
        self.sent += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def calls_through(*clients, **options):
    """A Calls that connects to these clients in turn."""
    waiting = list(clients)
    clock = options.pop("clock", None) or ScriptedClock()
    return Calls(lambda: waiting.pop(0), clock, **options)


def reason_of(call, *arguments):
    """The failure that a call ends in."""
    with pytest.raises(Failure) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("error", [*UNREACHABLE, BUSY, refusal("InternalFailure", 500)])
def test_a_read_is_sent_again_and_at_last_given_up(error):
    client = Client(error, error, {"good": 1})
    assert calls_through(client).read(READ, "read") == {"good": 1}
    assert client.sent == 3
    client = Client(error)
    failure = reason_of(calls_through(client).read, READ, "read")
    assert failure.reason in ("connection_failed", "api_error")
    assert failure.passing
    assert not isinstance(failure, LostReply)
    assert client.sent == 5


@pytest.mark.parametrize("error", [*UNREACHABLE, BUSY, refusal("InternalFailure", 500)])
def test_a_write_is_sent_once_and_its_reply_is_lost(error):
    client = Client(error)
    failure = reason_of(calls_through(client).write, WRITE, "write")
    assert isinstance(failure, LostReply)
    assert client.sent == 1


def test_a_write_that_may_be_repeated_is():
    client = Client(BUSY, {"good": 1})
    assert calls_through(client).write(REPEATABLE, "tag") == {"good": 1}


@pytest.mark.parametrize("method", ["read", "write"])
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (refusal("AccessDeniedException"), "not_authorized"),
        (refusal("ValidationException"), "invalid_request"),
        (refusal("ResourceLimitExceededException"), "limit_exceeded"),
        (refusal("Teapot", 418), "api_error"),
        (EXPIRED, "credentials_expired"),
        (NoCredentialsError(), "not_authorized"),
        (UnauthorizedSSOTokenError(), "credentials_expired"),
        (ParamValidationError(report="bad"), "invalid_request"),
    ],
)
def test_other_errors_end_it_at_once(method, error, reason):
    client = Client(error)
    failure = reason_of(getattr(calls_through(client), method), READ, "act")
    assert failure.reason == reason
    assert not isinstance(failure, LostReply)
    assert not failure.passing
    assert client.sent == 1


@pytest.mark.parametrize(("method", "operation"), [("read", READ), ("write", WRITE), ("write", REPEATABLE)])
def test_throttling_is_outlasted(method, operation):
    client = Client(*[THROTTLED] * 10, {"good": 1})
    assert getattr(calls_through(client), method)(operation, "act") == {"good": 1}
    assert client.sent == 11


@pytest.mark.parametrize(("method", "operation"), [("read", READ), ("write", WRITE)])
def test_throttling_for_ever(method, operation):
    clock = ScriptedClock()
    client = Client(THROTTLED)
    failure = reason_of(getattr(calls_through(client, clock=clock), method), operation, "act")
    assert (failure.reason, failure.code) == ("throttled", "ThrottlingException")
    assert failure.passing
    assert not isinstance(failure, LostReply)
    assert client.sent >= 11
    assert clock.passed >= 60


def test_throttling_until_the_deadline():
    clock = ScriptedClock()
    client = Client(THROTTLED)
    reason_of(calls_through(client, clock=clock, deadline=clock.now() + 1000).read, READ, "read")
    assert 1000 <= clock.passed <= 1010


def test_a_write_after_throttling_is_sent_once():
    """What was refused was surely not carried out, so only the last answer counts."""
    client = Client(THROTTLED, THROTTLED, BUSY)
    assert isinstance(reason_of(calls_through(client).write, WRITE, "write"), LostReply)
    assert client.sent == 3


def test_throttling_does_not_use_up_the_patience_with_faults():
    client = Client(*[THROTTLED, BUSY] * 4, {"good": 1})
    assert calls_through(client).read(READ, "read") == {"good": 1}


@pytest.mark.parametrize("method", ["read", "write"])
def test_expired_credentials_are_renewed_once_by_a_new_client(method):
    old, new = Client(EXPIRED), Client({"good": 1})
    calls = calls_through(old, new, reconnect=True)
    assert getattr(calls, method)(WRITE, "act") == {"good": 1}
    assert (old.sent, new.sent) == (1, 1)


def test_expired_credentials_that_a_new_client_has_too():
    old, new = Client(EXPIRED), Client(EXPIRED)
    failure = reason_of(calls_through(old, new, reconnect=True).read, READ, "read")
    assert failure.reason == "credentials_expired"
    assert (old.sent, new.sent) == (1, 1)


def test_credentials_can_be_renewed_for_each_call():
    clients = [Client({"good": 1}, EXPIRED), Client({"good": 2}, EXPIRED), Client({"good": 3})]
    calls = calls_through(*clients, reconnect=True)
    assert [calls.read(READ, "read")["good"] for _call in range(3)] == [1, 2, 3]


def test_static_credentials_are_not_renewed():
    client = Client(EXPIRED)
    assert reason_of(calls_through(client).read, READ, "read").reason == "credentials_expired"
    assert client.sent == 1


def test_bugs_are_not_swallowed():
    with pytest.raises(KeyError):
        calls_through(Client(KeyError("bug"))).read(READ, "read")


def test_what_was_tried_is_said():
    failure = reason_of(calls_through(Client(refusal("Teapot"))).read, READ, "boil water")
    assert failure.message == "Failed to boil water: Teapot: so it is"
    assert failure.code == "Teapot"
    assert failure.result()["failure"] == {
        "reason": "api_error",
        "message": failure.message,
        "remedy": failure.remedy,
        "code": "Teapot",
    }
