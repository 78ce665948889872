# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent again, how often, and what never is; the SDK's client is a stub in the position of the transport."""

from __future__ import annotations

import inspect
import string
import threading
from typing import Any

import botocore.exceptions
import pytest
from botocore.exceptions import (
    BotoCoreError,
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

from ansible_collections.euc.workspaces.plugins.module_utils._aws.answers import NotAnAnswer
from ansible_collections.euc.workspaces.plugins.module_utils._aws.client import MAX_PAGES, ApiClient
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, LostReply

from ...support.reasons import REASONS
from ...support.scripted_clock import ScriptedClock

URL = "https://workspaces.example"
READ, WRITE, REPEATABLE = "DescribeAccount", "ModifyAccount", "CreateTags"


def refusal(code: str, status: int = 400) -> ClientError:
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
    NotAnAnswer("cut off"),
]


class Client:
    """Answers each call with the next of its answers; an error is raised."""

    def __init__(self, *answers: Any):
        self.answers = list(answers)
        self.sent = 0
        self.tokens: list[str | None] = []
        self.meta = self
        self.method_to_api_mapping = {"read": READ, "write": WRITE, "tag": REPEATABLE}
        self.read = self.write = self.tag = self._answer

    def _answer(self, **params: Any) -> Any:
        self.sent += 1
        self.tokens.append(params.get("NextToken"))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def api(client: Client, clock: ScriptedClock | None = None, deadline: float | None = None) -> ApiClient:
    """The client of the collection around a client of the SDK."""
    return ApiClient(client, clock or ScriptedClock(), deadline)


def reason_of(call: Any, *arguments: str) -> Failure:
    """The failure that a call ends in."""
    with pytest.raises(Failure) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("error", [*UNREACHABLE, BUSY, refusal("InternalFailure", 500)])
def test_a_read_is_sent_again_and_at_last_given_up(error):
    client = Client(error, error, {"good": 1})
    assert api(client).read(READ, "read") == {"good": 1}
    assert client.sent == 3
    client = Client(error)
    failure = reason_of(api(client).read, READ, "read")
    assert failure.reason in ("connection_failed", "api_error")
    assert failure.transient
    assert not isinstance(failure, LostReply)
    assert client.sent == 5


@pytest.mark.parametrize("error", [*UNREACHABLE, BUSY, refusal("InternalFailure", 500)])
def test_a_write_is_sent_once_and_its_reply_is_lost(error):
    client = Client(error)
    failure = reason_of(api(client).write, WRITE, "write")
    assert isinstance(failure, LostReply)
    assert failure.transient
    assert client.sent == 1


def test_a_write_that_may_be_repeated_is():
    client = Client(BUSY, {"good": 1})
    assert api(client).write(REPEATABLE, "tag") == {"good": 1}


@pytest.mark.parametrize("method", ["read", "write"])
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (refusal("AccessDeniedException"), "not_authorized"),
        (refusal("ValidationException"), "invalid_request"),
        (refusal("ResourceLimitExceededException"), "limit_exceeded"),
        (refusal("Teapot", 418), "api_error"),
        (EXPIRED, "credentials_expired"),
        (NoCredentialsError(), "no_credentials"),
        (UnauthorizedSSOTokenError(), "credentials_expired"),
        (ParamValidationError(report="bad"), "invalid_request"),
        (
            RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."),
            "credentials_expired",
        ),
        (RuntimeError("can't start new thread"), "internal_error"),
        (KeyError("bug"), "internal_error"),
        (MemoryError(), "internal_error"),
    ],
)
def test_other_errors_end_it(method, error, reason):
    client = Client(error)
    failure = reason_of(getattr(api(client), method), READ, "act")
    assert failure.reason == reason
    assert not isinstance(failure, LostReply)
    assert not failure.transient
    assert client.sent == 1


ARGUMENTS = {
    "operation_name": "Any",
    "error_response": {"Error": {"Code": "Teapot"}},
    "last_exception": None,
    "checksum_type": "crc32",
}


def every_exception() -> list[Exception]:
    """One of each class of botocore.exceptions."""
    made = []
    for _name, kind in inspect.getmembers(botocore.exceptions, inspect.isclass):
        if not issubclass(kind, Exception) or kind.__module__ != "botocore.exceptions":
            continue
        names = set(inspect.signature(kind.__init__).parameters) - {"self", "args", "kwargs", "msg"}
        given = {name: ARGUMENTS.get(name, "x") for name in names}
        for field in _fields(getattr(kind, "fmt", "")):
            given.setdefault(field, "x")
        try:
            made.append(kind(**given))
        except TypeError:
            made.append(kind("x"))
    return made


def _fields(text: str) -> set[str]:
    return {field.split(".")[0] for _text, field, _spec, _conversion in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("error", every_exception(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("method", "operation"), [("read", READ), ("write", WRITE), ("write", REPEATABLE)])
def test_every_exception_of_the_sdk_becomes_a_failure(error, method, operation):
    failure = reason_of(getattr(api(Client(error)), method), operation, "act")
    assert failure.reason in REASONS
    # For errors that the SDK reports, "a defect of the collection" would be wrong advice.
    assert failure.reason != "internal_error" or not isinstance(error, (BotoCoreError, ClientError))
    assert failure.message.startswith("Failed to ")
    assert failure.__cause__ is error


def test_every_exception_was_made():
    assert {type(error) for error in every_exception()} >= {ClientError, SSLError, NoCredentialsError, ReadTimeoutError}
    assert len(every_exception()) > 100


@pytest.mark.parametrize(("method", "operation"), [("read", READ), ("write", WRITE), ("write", REPEATABLE)])
def test_throttling_is_outlasted(method, operation):
    client = Client(*[THROTTLED] * 10, {"good": 1})
    assert getattr(api(client), method)(operation, "act") == {"good": 1}
    assert client.sent == 11


@pytest.mark.parametrize(("method", "operation"), [("read", READ), ("write", WRITE)])
def test_throttling_without_an_end(method, operation):
    clock = ScriptedClock()
    client = Client(THROTTLED)
    failure = reason_of(getattr(api(client, clock), method), operation, "act")
    assert (failure.reason, failure.code) == ("throttled", "ThrottlingException")
    assert failure.transient
    assert not isinstance(failure, LostReply)
    assert client.sent >= 11
    assert clock.passed >= 60


def test_throttling_until_the_deadline():
    clock = ScriptedClock()
    client = Client(THROTTLED)
    reason_of(api(client, clock, clock.now() + 1000).read, READ, "read")
    assert 1000 <= clock.passed <= 1010


def test_a_write_after_throttling_is_sent_once():
    """What was refused was surely not carried out, so only the last answer counts."""
    client = Client(THROTTLED, THROTTLED, BUSY)
    assert isinstance(reason_of(api(client).write, WRITE, "write"), LostReply)
    assert client.sent == 3


def test_throttling_does_not_use_up_the_retries_after_faults():
    client = Client(*[THROTTLED, BUSY] * 4, {"good": 1})
    assert api(client).read(READ, "read") == {"good": 1}


def test_the_message_says_what_was_tried():
    failure = reason_of(api(Client(refusal("Teapot"))).read, READ, "boil water")
    assert failure.message == "Failed to boil water: Teapot: so it is"
    assert failure.code == "Teapot"
    assert failure.result()["failure"] == {
        "reason": "api_error",
        "message": failure.message,
        "remedy": failure.remedy,
        "transient": False,
        "code": "Teapot",
    }


def test_pages():
    client = Client({"Items": [1], "NextToken": "a"}, {"Items": [2], "NextToken": "b"}, {"Items": [3]})
    assert [page["Items"] for page in api(client).pages(READ, "list")] == [[1], [2], [3]]
    assert client.tokens == [None, "a", "b"]


@pytest.mark.parametrize("tokens", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_page_tokens_that_repeat_end(tokens):
    client = Client(*[{"NextToken": token} for token in tokens * 3])
    with pytest.raises(Failure, match="the same page token twice") as caught:
        list(api(client).pages(READ, "list"))
    assert caught.value.reason == "api_error"
    assert client.sent == len(tokens) + 1


def test_page_tokens_that_never_end():
    class Endless(Client):
        def _answer(self, **_params: Any) -> Any:
            self.sent += 1
            return {"NextToken": str(self.sent)}

    client = Endless()
    clock = ScriptedClock(most_sleeps=2 * MAX_PAGES)
    with pytest.raises(Failure, match="the same page token twice"):
        list(api(client, clock).pages(READ, "list"))
    assert client.sent == MAX_PAGES + 1


def test_threads_share_a_client_and_its_rate():
    clock = ScriptedClock()
    client = Client({"good": 1})
    shared = api(client, clock)
    threads = [
        threading.Thread(target=lambda: [shared.read(READ, "read") for _call in range(4)]) for _thread in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.passed >= (16 - 5) / 2
    assert shared.sent == [f"workspaces:{READ}"] * 16
