# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How reads are sent: in parallel, again when throttled, never for long, and never with an exception."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, NoCredentialsError

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import CANNOT_ASSUME_ROLE, REMEDIES
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight import calls
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.calls import Answer, Call, Refused
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.observations import NotSeen
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources.reader import (
    ATTEMPTS,
    SECONDS,
    SourceReader,
    client_options,
)

from ....support.place import REGION

AMI = calls.describe_images(("ami-1",))
EBS = calls.get_ebs_encryption_by_default()
IDENTITY = calls.get_caller_identity()
QUOTA = calls.get_service_quota()
PROFILE = calls.get_instance_profile("byol")
CONFIGURATION = calls.get_infrastructure_configuration("arn:1")
ALL = [AMI, EBS, IDENTITY, QUOTA, PROFILE, CONFIGURATION]

XML, JSON, HTML = "text/xml", "application/json", "text/html"
NO_IMAGES = "<DescribeImagesResponse><imagesSet/></DescribeImagesResponse>"
EBS_OFF = "<R><ebsEncryptionByDefault>false</ebsEncryptionByDefault></R>"
EC2_ERROR = "<Response><Errors><Error><Code>{}</Code><Message>of AWS</Message></Error></Errors></Response>"
QUERY_ERROR = "<ErrorResponse><Error><Code>{}</Code><Message>of AWS</Message></Error></ErrorResponse>"
CALLER = "<R><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></R>"
SIGN_IN = "<!DOCTYPE html><html><body>Please sign in<br></body></html>"

Reply = tuple[int, str, str]


class Clock:
    """A clock that goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []
        self._guard = threading.Lock()

    def now(self) -> float:
        """Return the time."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        with self._guard:
            self.slept.append(seconds)
            self.time += seconds


class Raw:
    """The stream of a reply."""

    def __init__(self, body: str) -> None:
        self._body = body.encode()

    def stream(self, *_args: Any, **_kwargs: Any) -> Iterator[bytes]:
        """Yield the body."""
        yield self._body


class Scripted:
    """Clients of the SDK whose replies are scripted. script: by operation, replies, errors or functions."""

    def __init__(self, script: dict[str, list[Any]]) -> None:
        self.script = script
        self.sent: Counter[str] = Counter()
        self.made: Counter[str] = Counter()

    def client(self, service: str) -> Any:
        """Make a client."""
        self.made[service] += 1
        client = boto3.client(
            service,
            region_name=REGION,
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=Config(**client_options()),
        )
        client.meta.events.register(f"before-send.{client.meta.service_model.service_id.hyphenize()}", self._reply)
        return client

    def _reply(self, request: Any, event_name: str, **_others: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        replies = self.script[operation]
        reply = replies[min(self.sent[operation], len(replies) - 1)]
        self.sent[operation] += 1
        if isinstance(reply, Exception):
            raise reply
        status, kind, body = reply() if callable(reply) else reply
        return AWSResponse(request.url, status, {"content-type": kind}, Raw(body))


def read(
    script: dict[str, list[Any]], *wanted: Call, clock: Clock | None = None
) -> tuple[dict[Call, Answer], Scripted]:
    """Read some calls, without a limit of real time."""
    scripted = Scripted(script)
    reader = SourceReader(scripted.client, clock or Clock(), take=lambda replies, _seconds: replies.get(timeout=60))
    return reader.read(lambda _answers: list(wanted)), scripted


def answer_to(call: Call, *replies: Any, clock: Clock | None = None) -> Answer:
    """Return the answer to one call whose replies are scripted."""
    answers, _scripted = read({call.operation: list(replies)}, call, clock=clock)
    return answers[call]


def reason_of(answer: Answer) -> str:
    """Return why something was not seen."""
    assert isinstance(answer, NotSeen), answer
    assert answer.reason.isprintable()
    return answer.reason


def remedy_for(answer: Answer) -> str:
    """Return what is said to help."""
    assert isinstance(answer, NotSeen), answer
    return answer.remedy


def test_a_reply_is_what_the_sdk_returns_without_its_metadata():
    assert answer_to(AMI, (200, XML, NO_IMAGES)) == {"Images": []}
    assert answer_to(QUOTA, (200, "application/x-amz-json-1.1", '{"Quota": {"Value": 40}}')) == {"Quota": {"Value": 40}}


def test_every_operation_has_a_method_in_the_sdk():
    wanted = [*ALL, calls.get_default_service_quota(), calls.get_image("arn:1"), calls.get_service_linked_role()]
    answers, scripted = read({call.operation: [(400, JSON, "{}")] for call in wanted}, *wanted)
    assert set(answers) == set(wanted)
    assert set(scripted.sent) == {call.operation for call in wanted}


def test_an_error_of_the_service_is_kept_with_its_code():
    assert answer_to(AMI, (400, XML, EC2_ERROR.format("InvalidAMIID.NotFound"))) == Refused(
        "InvalidAMIID.NotFound", "of AWS"
    )


@pytest.mark.parametrize(
    ("call", "reply"),
    [
        (AMI, (403, XML, EC2_ERROR.format("UnauthorizedOperation"))),
        (AMI, (400, XML, EC2_ERROR.format("AuthFailure"))),
        (QUOTA, (400, JSON, '{"__type": "AccessDeniedException", "Message": "of AWS"}')),
        (CONFIGURATION, (403, JSON, '{"code": "ForbiddenException", "message": "of AWS"}')),
        (CONFIGURATION, (403, JSON, '{"code": "BrandNewDenial", "message": "of AWS"}')),
    ],
)
def test_a_denied_read_names_the_permission(call, reply):
    reason = reason_of(answer_to(call, reply))
    assert "is not permitted" in reason
    assert f":{call.operation}" in reason


EC2_REACH = "Check the network, the proxy and the endpoint that the SDK uses for ec2."


@pytest.mark.parametrize(
    ("reply", "remedy"),
    [
        ((403, XML, EC2_ERROR.format("UnauthorizedOperation")), "Allow ec2:DescribeImages."),
        ((403, XML, EC2_ERROR.format("BrandNewDenial")), "Allow ec2:DescribeImages."),
        ((400, XML, EC2_ERROR.format("RequestExpired")), "Renew the credentials and run the task again."),
        ((401, XML, EC2_ERROR.format("AuthFailure")), "Check the credentials of the task."),
        ((401, XML, EC2_ERROR.format("OptInRequired")), "Sign the account up for ec2 in this Region."),
        ((503, XML, EC2_ERROR.format("RequestLimitExceeded")), "Run the task again when fewer clients call ec2."),
        ((500, XML, EC2_ERROR.format("InternalError")), "Run the task again later."),
        ((404, HTML, SIGN_IN), EC2_REACH),
        ((200, HTML, SIGN_IN), EC2_REACH),
        (ConnectTimeoutError(endpoint_url="https://ec2.invalid"), EC2_REACH),
        (EndpointConnectionError(endpoint_url="https://ec2.invalid"), EC2_REACH),
        (NoCredentialsError(), REMEDIES["no_credentials"]),
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "of AWS"}}, "AssumeRole"),
            CANNOT_ASSUME_ROLE,
        ),
    ],
)
def test_the_remedy_fits_the_cause(reply, remedy):
    assert remedy_for(answer_to(AMI, reply)) == remedy


@pytest.mark.parametrize(
    ("call", "throttled"),
    [
        (AMI, (503, XML, EC2_ERROR.format("RequestLimitExceeded"))),
        (PROFILE, (400, XML, QUERY_ERROR.format("Throttling"))),
        (IDENTITY, (400, XML, QUERY_ERROR.format("ThrottlingException"))),
        (CONFIGURATION, (429, JSON, '{"code": "CallRateLimitExceededException", "message": "of AWS"}')),
        (QUOTA, (400, JSON, '{"__type": "TooManyRequestsException", "Message": "of AWS"}')),
    ],
)
def test_a_throttled_read_is_sent_again_whatever_the_service(call, throttled):
    clock = Clock()
    bodies = {AMI: (XML, NO_IMAGES), PROFILE: (XML, "<R><GetInstanceProfileResult/></R>"), IDENTITY: (XML, CALLER)}
    answer = answer_to(call, *[throttled] * 5, (200, *bodies.get(call, (JSON, "{}"))), clock=clock)
    assert not isinstance(answer, (NotSeen, Refused))
    assert len(clock.slept) == 5
    assert all(0.1 <= pause <= 2 for pause in clock.slept)


@pytest.mark.parametrize("code", ["TooManyRequestsException", "CallRateLimitExceededException"])
def test_a_read_that_stays_throttled_ends_within_the_time_of_all(code):
    clock = Clock()
    body = f'{{"__type": "{code}", "code": "{code}"}}'
    assert f"was throttled ({code})" in reason_of(answer_to(QUOTA, (429, JSON, body), clock=clock))
    assert clock.time - 1000 < SECONDS
    assert len(clock.slept) >= 7


@pytest.mark.parametrize(
    "fault",
    [
        (500, XML, EC2_ERROR.format("InternalError")),
        (503, HTML, SIGN_IN),
        (200, HTML, SIGN_IN),
        (200, HTML, "<html/>"),
        EndpointConnectionError(endpoint_url="https://ec2.invalid"),
    ],
)
def test_a_transient_fault_is_tried_again_but_not_for_long(fault):
    answers, scripted = read({"DescribeImages": [fault, (200, XML, NO_IMAGES)]}, AMI)
    assert answers[AMI] == {"Images": []}
    answers, scripted = read({"DescribeImages": [fault]}, AMI)
    assert reason_of(answers[AMI])
    assert scripted.sent["DescribeImages"] == ATTEMPTS


@pytest.mark.parametrize(
    ("call", "reply"),
    [
        (AMI, (404, HTML, SIGN_IN)),
        (AMI, (200, XML, SIGN_IN)),
        (AMI, (200, XML, "not XML")),
        (CONFIGURATION, (404, HTML, SIGN_IN)),
        (CONFIGURATION, (200, JSON, "{")),
        (QUOTA, (200, JSON, "null")),
        (QUOTA, (200, JSON, "[]")),
        (PROFILE, (200, XML, "")),
        (AMI, ConnectTimeoutError(endpoint_url="https://ec2.invalid")),
        (AMI, RuntimeError("line one\nline two\x1b[0m")),
    ],
)
def test_an_odd_answer_is_never_an_exception(call, reply):
    answer = answer_to(call, reply)
    if isinstance(answer, NotSeen):
        assert answer.reason.isprintable()
    else:
        assert not isinstance(answer, Refused)
        assert not answer or set(answer) <= {"message"}


def test_a_client_that_cannot_be_made_leaves_its_service_out():
    made: Counter[str] = Counter()
    scripted = Scripted({"GetCallerIdentity": [(200, XML, "<R><GetCallerIdentityResult/></R>")]})

    def client(service: str) -> Any:
        made[service] += 1
        if service == "ec2":
            raise RuntimeError("no endpoint for ec2")
        return scripted.client(service)

    answers = SourceReader(client, Clock()).read(lambda _answers: [AMI, EBS, IDENTITY])
    assert answers[AMI] == answers[EBS]
    assert reason_of(answers[AMI]) == "no endpoint for ec2"
    assert "settings of the SDK" in remedy_for(answers[AMI])
    assert made == {"ec2": 1, "sts": 1}
    assert scripted.sent == {"GetCallerIdentity": 1}


def test_clients_are_made_for_the_services_that_are_read_only():
    _answers, scripted = read({"DescribeImages": [(200, XML, NO_IMAGES)]}, AMI)
    assert scripted.made == {"ec2": 1}
    assert SourceReader(scripted.client, Clock()).read(lambda _answers: []) == {}


def test_answers_lead_to_more_calls_and_none_is_sent_twice():
    scripted = Scripted({"DescribeImages": [(200, XML, NO_IMAGES)], "GetEbsEncryptionByDefault": [(200, XML, EBS_OFF)]})
    answers = SourceReader(scripted.client, Clock()).read(lambda so_far: [AMI, *([EBS] if AMI in so_far else [])])
    assert answers == {AMI: {"Images": []}, EBS: {"EbsEncryptionByDefault": False}}
    assert set(scripted.sent.values()) == {1}


def test_reads_are_sent_side_by_side():
    """Each waits for the other: one after the other would never end."""
    both = threading.Barrier(2)

    def when_both_are_there(reply: Reply) -> Callable[[], Reply]:
        def wait() -> Reply:
            both.wait(timeout=60)
            return reply

        return wait

    script = {
        "DescribeImages": [when_both_are_there((200, XML, NO_IMAGES))],
        "GetEbsEncryptionByDefault": [when_both_are_there((200, XML, EBS_OFF))],
    }
    answers, _scripted = read(script, AMI, EBS)
    assert answers == {AMI: {"Images": []}, EBS: {"EbsEncryptionByDefault": False}}


def test_what_has_not_answered_after_15_seconds_is_not_waited_for():
    clock, ended = Clock(), threading.Event()
    scripted = Scripted({"DescribeImages": [ended.wait], "GetEbsEncryptionByDefault": [(200, XML, EBS_OFF)]})
    waited: list[float] = []

    def take(replies: Any, seconds: float) -> Any:
        waited.append(seconds)
        if len(waited) == 1:
            return replies.get(timeout=60)
        clock.time += seconds
        raise queue.Empty

    def wanted(answers: Any) -> list[Call]:
        # What was late leads to one more call, for which there is no time left.
        return [AMI, EBS, *([IDENTITY] if AMI in answers else [])]

    try:
        answers = SourceReader(scripted.client, clock, take=take).read(wanted)
    finally:
        ended.set()
    assert waited[:2] == [SECONDS, SECONDS]
    assert answers[EBS] == {"EbsEncryptionByDefault": False}
    assert reason_of(answers[AMI]) == "ec2:DescribeImages did not answer within 15 seconds"
    assert remedy_for(answers[AMI]) == EC2_REACH
    assert reason_of(answers[IDENTITY]) == "sts:GetCallerIdentity did not answer within 15 seconds"
    assert scripted.sent["GetCallerIdentity"] == 0


def test_a_single_attempt_is_shorter_than_all():
    options = client_options()
    assert options["connect_timeout"] + options["read_timeout"] < SECONDS
    assert options["retries"] == {"total_max_attempts": 1}
