# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong, in the words that playbooks branch on.

A reason never changes once released; the remedy says what a person does next. Errors of AWS and of its SDK become
reasons here and nowhere else.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.amazon.aws.plugins.module_utils.exceptions import AnsibleAWSError

from .answers import NotAnAnswer
from .text import one_line

try:
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        CredentialRetrievalError,
        HTTPClientError,
        NoCredentialsError,
        PartialCredentialsError,
        SSOError,
    )
    from botocore.exceptions import ConnectionError as BotoConnectionError
    from botocore.parsers import ResponseParserError

    HAS_SDK = True
except ImportError:
    HAS_SDK = False  # Reported as sdk_too_old.

RESUME = "The operation continues in AWS. Run the same task again to resume."

REMEDIES = {
    "invalid_request": "Fix this and run the task again.",
    "no_credentials": (
        "Provide credentials as for any amazon.aws module: the options profile or access_key and secret_key, the"
        " environment variables AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the AWS configuration files,"
        " or the role of the instance or container."
    ),
    "sdk_too_old": "Install a newer boto3 and botocore for the Python that runs the module, or omit the option.",
    "not_authorized": (
        "Check which identity the task uses and that its policy allows the action. If it does, this account may not have"
        " been accepted for BYOL in this Region yet: someone must first opt in to BYOL in the WorkSpaces console."
    ),
    "throttled": (
        "WorkSpaces allows 2 calls a second per account and Region, shared by all clients. Run the task again when fewer"
        " clients are active, or lower the number of forks."
    ),
    "limit_exceeded": "Delete what is no longer needed, or request a higher quota in Service Quotas, and run the task again.",
    "credentials_expired": "Renew the credentials and run the task again.",
    "timeout": RESUME,
    "api_error": "Review the error message of AWS. If it reports a fault of the service, run the task again later.",
    "connection_failed": (
        "Check the network, the proxy, endpoint_url and that WorkSpaces is available in this Region, then run the task"
        " again."
    ),
    "internal_error": (
        "This is a defect of the collection. Run the task again: it resumes what has been started. Report the defect with"
        " the output of -vvv."
    ),
    "cidr_immutable": (
        "The management range of an account cannot be changed in this Region. Request the range that it has, or none."
    ),
    "cidr_not_available": "Choose one of the ranges that AWS offers.",
    "no_cidr_available": "Search in another or a wider range, for example 10.0.0.0/8.",
    "linked_target_account": "A linked account shares the range of its source account. Omit the range.",
    "modification_in_progress": "Wait until the current modification has ended, then run the task again.",
    "modification_failed": "Fix what AWS reports, then run the task again: it starts a new attempt.",
    "image_source_differs": "Give the new image another name, or delete the image that has this name.",
    "image_name_not_unique": "Delete all but one of these images, then run the task again.",
    "failed_image_exists": (
        "Review the error details, fix the source, then rerun with replace_failed=true to import it again."
    ),
    "import_failed": "Fix the source as described in the AWS error, then rerun with replace_failed=true to import it again.",
    "source_not_importable": "Fix the source as described, or see the option preflight.",
    "image_in_use": "Delete those bundles and stop sharing the image, then run the task again.",
    "image_pending": "An import cannot be canceled. Run the task again when it has ended, or set wait=true.",
    "image_not_found": "Check the name or ID, the account and the Region. A shared image has to be copied first.",
    "image_failed": "Use another image, or delete this one and import or copy it again.",
    "copy_failed": "Review the error of AWS, delete the failed image, then run the task again to copy it again.",
    "bundle_differs": (
        "AWS can change only the image of a bundle. Request the values that it has, or create a bundle with another name."
    ),
    "bundle_in_use": "Delete these WorkSpaces or migrate them to another bundle, then run the task again.",
    "bundle_name_held": "Use another name, or run the task again two hours after the bundle was deleted.",
    "bundle_not_found": "Create the bundle with euc.workspaces.workspaces_bundle, or correct its name.",
    "bundle_failed": "Create a bundle with another name, and delete this one.",
}
"""Every reason, with what to do about it where the place of failure does not know better."""

CANNOT_ASSUME_ROLE = (
    "Check that the role named by assume_role_arn, or by the profile, exists, that it trusts the identity in use, and"
    " that this identity is allowed sts:AssumeRole on it."
)

EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
THROTTLED = {
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
}
CODES = {
    **dict.fromkeys(EXPIRED, "credentials_expired"),
    **dict.fromkeys(THROTTLED, "throttled"),
    **dict.fromkeys(
        (
            "AccessDeniedException",
            "AccessDenied",
            "AuthFailure",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "UnauthorizedOperation",
            "UnrecognizedClientException",
        ),
        "not_authorized",
    ),
    **dict.fromkeys(
        (
            "InvalidParameterCombination",
            "InvalidParameterValuesException",
            "OperationNotSupportedException",
            "ResourceNotFoundException",
            "SerializationException",
            "ValidationError",
            "ValidationException",
        ),
        "invalid_request",
    ),
    "ResourceLimitExceededException": "limit_exceeded",
    "ServiceQuotaExceededException": "limit_exceeded",
}
"""Error codes of AWS (the operations' declared errors and those common to all services) and the reason each becomes."""


CLASSES: tuple[tuple[Any, str, bool], ...] = ()
"""Exceptions that are no answer of the service: the reason of each, and whether another attempt may succeed."""

if HAS_SDK:
    CLASSES = (
        (SSOError, "credentials_expired", False),
        ((NoCredentialsError, PartialCredentialsError, CredentialRetrievalError), "no_credentials", False),
        ((HTTPClientError, BotoConnectionError, ResponseParserError, NotAnAnswer), "connection_failed", True),
        (BotoCoreError, "invalid_request", False),
    )

LONGEST_MESSAGE = 4000
"""Characters of a message."""


class Failure(AnsibleAWSError):
    """Ends a task.

    reason: a key of ``REMEDIES``. message: what happened, one or two sentences, made one line of printable characters.
    code: AWS's error code, if any. facts: more keys for the result, such as ``image_id``.
    transient: another attempt may succeed, so a wait continues.
    """

    def __init__(self, reason, message, remedy=None, code=None, exception=None, transient=False, **facts):
        message = one_line(message, LONGEST_MESSAGE)
        super().__init__(message=message, exception=exception)
        self.reason = reason
        self.remedy = remedy or REMEDIES[reason]
        self.code = code and one_line(code)
        self.transient = transient
        self.facts = facts

    def result(self):
        """Return the keys that every failed task has, ``failed``, ``msg`` and ``failure``, and the facts."""
        failure = {
            "reason": self.reason,
            "message": self.message,
            "remedy": self.remedy,
            "transient": self.transient,
        }
        if self.code:
            failure["code"] = self.code
        sentence = self.message if self.message.endswith("?") else f"{self.message.rstrip('.')}."
        return {**self.facts, "failed": True, "msg": f"{sentence} {self.remedy}", "failure": failure}


class LostReply(Failure):
    """A call that changes something was sent and its outcome is not known: check before sending it again."""


def aws_errors():
    """Return the exceptions by which the SDK reports that AWS, the way to it or a setting is at fault."""
    return (ClientError, BotoCoreError, ResponseParserError, NotAnAnswer)


def failure_from(error, doing):
    """Return the ``Failure`` for an exception that a call through the SDK has raised.

    doing: what was tried, to follow "Failed to", for example ``describe the account``.
    """
    if isinstance(error, Failure):
        return error
    reason, code, transient = _classify(error)
    remedy = None
    if isinstance(error, ClientError) and error.operation_name == "AssumeRole":
        # The SDK assumes a role when it signs a call of another operation.
        doing = f"assume the role, which is needed to {doing}"
        remedy = CANNOT_ASSUME_ROLE if reason == "not_authorized" else None
    if isinstance(error, ClientError):
        text = error.response["Error"].get("Message") or "no message"
        message = f"Failed to {doing}: {code}: {one_line(text)}"
    else:
        message = f"Failed to {doing}: {one_line(error) or type(error).__name__}"
    return Failure(reason, message, remedy, code=code, exception=error, transient=transient)


def _classify(error):
    """Return the reason, AWS's code or None, and whether another attempt may succeed."""
    if isinstance(error, ClientError):
        return _classify_answer(error)
    if isinstance(error, RuntimeError) and "credentials" in str(error).lower():
        # What botocore raises for credentials that are expired when it gets them.
        return "credentials_expired", None, False
    for kinds, reason, transient in CLASSES:
        if isinstance(error, kinds):
            return reason, None, transient
    return "internal_error", None, False


def _classify_answer(error):
    code = error.response.get("Error", {}).get("Code") or "Unknown"
    if code in CODES:
        return CODES[code], code, code in THROTTLED
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status == 429:
        return "throttled", code, True
    return "api_error", code, status >= 500
