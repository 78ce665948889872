# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an error of the SDK means for a read: an error of the service, no answer, or an answer worth another attempt."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from ..._aws.errors import CANNOT_ASSUME_ROLE, REMEDIES, failure_from
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
        "AuthorizationError",
        "ForbiddenException",
        "NotAuthorized",
        "UnauthorizedOperation",
    }
)
"""Codes for a caller who is not permitted to read, whatever the HTTP status."""

NOT_SIGNED_UP = frozenset({"OptInRequired"})
"""Codes for an account that has not subscribed to the service."""

BAD_CREDENTIALS = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
"""Codes for credentials that the service does not accept, or no longer accepts."""

OF_CREDENTIALS = ("no_credentials", "credentials_expired")
"""Reasons of failures whose remedy does not depend on what was read."""

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
        return _not_aws(call)
    return Outcome({key: value for key, value in reply.items() if key != "ResponseMetadata"})


def outcome_of_error(call: Call, error: Exception) -> Outcome:
    """Return the outcome of an attempt that raised an error."""
    if isinstance(error, ClientError):
        return _of_client_error(call, error)
    if isinstance(error, ResponseParserError):
        return _not_aws(call)
    text = one_line(error) or type(error).__name__
    timed_out = isinstance(error, (ConnectTimeoutError, ReadTimeoutError))
    transient = isinstance(error, (HTTPClientError, BotoConnectionError)) and not timed_out
    reason = failure_from(error, action(call)).reason
    remedy = REMEDIES[reason] if reason in OF_CREDENTIALS else reach(call)
    return Outcome(NotSeen(f"{action(call)} got no answer: {text}", remedy), again=transient)


def action(call: Call) -> str:
    """Return the IAM action of a call."""
    return f"{IAM_PREFIX.get(call.service, call.service)}:{call.operation}"


def reach(call: Call) -> str:
    """Return the remedy if a service cannot be reached."""
    return f"Check the network, the proxy and the endpoint that the SDK uses for {call.service}."


def _not_aws(call: Call, also: str = "", again: bool = True) -> Outcome:
    return Outcome(NotSeen(f"what answered {action(call)} is not AWS{also}", reach(call)), again=again)


def _not_permitted(call: Call, error: Any, code: str) -> str:
    """Return the remedy for an error that says that the caller is not permitted to read."""
    if error.operation_name == "AssumeRole":
        return CANNOT_ASSUME_ROLE  # The SDK assumes a role when it signs a call of another operation.
    if code in BAD_CREDENTIALS:
        return REMEDIES["credentials_expired"] if "Expired" in code else "Check the credentials of the task."
    if code in NOT_SIGNED_UP:
        return f"Sign the account up for {call.service} in this Region."
    return f"Allow {action(call)}."


def _of_client_error(call: Call, error: Any) -> Outcome:
    details, metadata = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
    code, text = one_line(details.get("Code") or ""), one_line(details.get("Message") or "")
    status = metadata.get("HTTPStatusCode") or 0
    said = f"{code}: {text}" if text else code
    if code in THROTTLED or status == 429:
        remedy = f"Run the task again when fewer clients call {call.service}."
        return Outcome(NotSeen(f"{action(call)} was throttled ({code})", remedy), again=True, throttled=True)
    if code in DENIED | BAD_CREDENTIALS | NOT_SIGNED_UP or status in (401, 403):
        return Outcome(NotSeen(f"{action(call)} is not permitted ({said})", _not_permitted(call, error, code)))
    if not code or code.isdigit() or "html" in str(metadata.get("HTTPHeaders", {}).get("content-type", "")).lower():
        return _not_aws(call, f" (HTTP {status})", status >= 500)
    if status >= 500:
        return Outcome(NotSeen(f"{action(call)} failed ({said})", "Run the task again later."), again=True)
    return Outcome(Refused(code, text))
