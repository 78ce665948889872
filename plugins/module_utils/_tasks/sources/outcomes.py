# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an error of the SDK means for a read: an error of the service, no answer, or an answer worth another attempt."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from ..._aws.text import one_line
from ..._byol.preflight.calls import Answer, Call, Refused
from ..._byol.preflight.observations import NotSeen

with suppress(ImportError):  # A missing SDK is reported by the module, as ``sdk_too_old``.
    from botocore.exceptions import ClientError, ConnectTimeoutError, HTTPClientError, ReadTimeoutError
    from botocore.exceptions import ConnectionError as BotoConnectionError
    from botocore.parsers import ResponseParserError

THROTTLED = frozenset(
    {
        "CallRateLimitExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottledException",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
"""Codes of EC2, IAM, Image Builder, STS and Service Quotas for too many requests."""

DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthFailure",
        "AuthorizationError",
        "ExpiredToken",
        "ExpiredTokenException",
        "ForbiddenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "OptInRequired",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
    }
)
"""Codes for a caller who may not look, whatever the HTTP status."""

IAM_PREFIX = {"service-quotas": "servicequotas"}
"""IAM's names of services that the SDK names otherwise."""


class Outcome(NamedTuple):
    """The answer of one attempt. again: whether another attempt may have a better one. throttled: that is why."""

    answer: Answer
    again: bool = False
    throttled: bool = False


def outcome_of_reply(call: Call, reply: Any) -> Outcome:
    """Return the outcome of an attempt that raised nothing: only an answer of the service counts."""
    headers = reply.get("ResponseMetadata", {}).get("HTTPHeaders", {}) if isinstance(reply, dict) else {}
    if not isinstance(reply, dict) or "html" in str(headers.get("content-type", "")).lower():
        return Outcome(NotSeen(f"what answered {action(call)} is not AWS"), again=True)
    return Outcome({key: value for key, value in reply.items() if key != "ResponseMetadata"})


def outcome_of_error(call: Call, error: Exception) -> Outcome:
    """Return the outcome of an attempt that raised an error."""
    if isinstance(error, ClientError):
        return _of_client_error(call, error)
    if isinstance(error, ResponseParserError):
        return Outcome(NotSeen(f"what answered {action(call)} is not AWS"), again=True)
    text = one_line(error) or type(error).__name__
    timed_out = isinstance(error, (ConnectTimeoutError, ReadTimeoutError))
    transient = isinstance(error, (HTTPClientError, BotoConnectionError)) and not timed_out
    return Outcome(NotSeen(f"{action(call)} got no answer: {text}"), again=transient)


def action(call: Call) -> str:
    """Return the IAM action of a call."""
    return f"{IAM_PREFIX.get(call.service, call.service)}:{call.operation}"


def _of_client_error(call: Call, error: Any) -> Outcome:
    details, metadata = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
    code, text = one_line(details.get("Code") or ""), one_line(details.get("Message") or "")
    status = metadata.get("HTTPStatusCode") or 0
    said = f"{code}: {text}" if text else code
    if code in THROTTLED or status == 429:
        return Outcome(NotSeen(f"{action(call)} was throttled ({code})"), again=True, throttled=True)
    if code in DENIED or status in (401, 403):
        return Outcome(NotSeen(f"{action(call)} is not permitted ({said})"))
    if not code or code.isdigit() or "html" in str(metadata.get("HTTPHeaders", {}).get("content-type", "")).lower():
        return Outcome(NotSeen(f"what answered {action(call)} is not AWS (HTTP {status})"), again=status >= 500)
    if status >= 500:
        return Outcome(NotSeen(f"{action(call)} failed ({said})"), again=True)
    return Outcome(Refused(code, text))
