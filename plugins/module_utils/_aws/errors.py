# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""What can go wrong, in the words that playbooks branch on.

A reason never changes once released; the remedy says what a person does next. Errors of AWS and of its SDK become
reasons here and nowhere else.
"""

from __future__ import annotations

from ansible_collections.amazon.aws.plugins.module_utils.exceptions import AnsibleAWSError

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
except ImportError:
    pass  # Said by the module itself, as C(sdk_too_old).

RESUME = "It goes on in AWS. Run the same task again to pick it up."

REMEDIES = {
    "invalid_request": "Correct what is named above and run again.",
    "sdk_too_old": "Install a newer boto3 and botocore for the Python that runs the module, or leave the option out.",
    "not_authorized": (
        "Check which identity the task uses and that its policy allows the action. If it does, this account may not"
        " have been accepted for BYOL in this Region yet: the first consent is given by a person, in the WorkSpaces"
        " console."
    ),
    "throttled": (
        "WorkSpaces allows 2 calls a second per account and Region, shared by all clients. Run again when less is"
        " going on, or lower the number of forks."
    ),
    "limit_exceeded": "Delete what is no longer needed, or ask for a higher quota in Service Quotas, and run again.",
    "credentials_expired": "Renew the credentials and run again.",
    "timeout": RESUME,
    "api_error": "Look at the message of AWS above. If it names a fault of the service, run again later.",
    "connection_failed": (
        "Check the network, the proxy, endpoint_url and that WorkSpaces exists in this Region, then run again."
    ),
    "cidr_immutable": "The management range of an account cannot be changed in this Region. Ask for the range it has.",
    "cidr_not_available": "Choose one of the ranges that AWS offers.",
    "no_cidr_available": "Search in another or a wider range, for example 10.0.0.0/8.",
    "linked_target_account": "A linked account shares the range of its source account. Leave out the range.",
    "modification_in_progress": "Let the modification under way end, then run again.",
    "modification_failed": "Correct what AWS names, then run again: a new attempt is made.",
    "image_source_differs": "Give the new image another name, or delete the one that has this name.",
    "failed_image_exists": "Look at the reasons, mend the source, and run with replace_failed=true to import it anew.",
    "import_failed": "Mend the source as AWS says, then run with replace_failed=true to import it anew.",
    "image_in_use": "Delete those bundles and stop sharing the image, then run again.",
    "image_pending": "An import cannot be cancelled. Run again when it has ended, or set wait=true.",
    "image_not_found": "Check the name or ID, the account and the Region. A shared image has to be copied first.",
    "image_failed": "Use another image, or delete this one and import or copy it again.",
    "copy_failed": "Review the error of AWS, delete the failed image, then run the task again to copy it again.",
    "bundle_differs": (
        "AWS changes nothing of a bundle but its image. Request the values that it has, or create a bundle of another name."
    ),
    "bundle_in_use": "Delete these WorkSpaces or migrate them to another bundle, then run the task again.",
    "bundle_name_held": "Use another name, or run the task again two hours after the bundle was deleted.",
    "bundle_not_found": "Create the bundle with euc.workspaces.workspaces_bundle, or correct its name.",
    "bundle_failed": "Create a bundle of another name, and delete this one.",
}
"""Every reason there is, with what to do about it where the place of failure does not know better."""

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


class Failure(AnsibleAWSError):
    """Ends a task.

    reason: a key of C(REMEDIES). message: what happened, one or two sentences. code: AWS's error code, if any.
    facts: more keys for the result, such as C(image_id).
    passing: it may be gone at the next attempt, so a wait goes on.
    """

    def __init__(self, reason, message, remedy=None, code=None, exception=None, passing=False, **facts):
        super().__init__(message=message, exception=exception)
        self.reason = reason
        self.remedy = remedy or REMEDIES[reason]
        self.code = code
        self.passing = passing
        self.facts = facts

    def result(self):
        """The keys that every failed task has: C(msg) and C(failure), and the facts."""
        failure = {"reason": self.reason, "message": self.message, "remedy": self.remedy}
        if self.code:
            failure["code"] = self.code
        return {**self.facts, "msg": f"{self.message.rstrip('.')}. {self.remedy}", "failure": failure}


class LostReply(Failure):
    """A call that changes something was sent and its outcome is not known: look before sending again."""


class GarbledReply(Exception):
    """A reply with status 200 whose body is cut off. The SDK would take it for an empty one."""


def aws_errors():
    """Everything that a call through the SDK can raise when AWS or the way to it is at fault."""
    return (ClientError, BotoCoreError, ResponseParserError, GarbledReply)


def failure_from(error, doing):
    """Make the C(Failure) for an error raised by the SDK.

    error: one of C(aws_errors()). doing: what was tried, to follow "Failed to", for example C(describe the account).
    """
    reason, code, passing = _classify(error)
    remedy = None
    if isinstance(error, ClientError) and error.operation_name == "AssumeRole":
        # The SDK assumes a role when it signs a call of another operation.
        doing = f"assume the role, which is needed to {doing}"
        remedy = CANNOT_ASSUME_ROLE if reason == "not_authorized" else None
    if isinstance(error, ClientError):
        text = error.response["Error"].get("Message") or "no message"
        message = f"Failed to {doing}: {code}: {text}"
    else:
        message = f"Failed to {doing}: {error}"
    return Failure(reason, message, remedy, code=code, exception=error, passing=passing)


def _classify(error):
    """The reason, AWS's code or None, and whether another attempt may succeed."""
    if isinstance(error, ClientError):
        code = error.response.get("Error", {}).get("Code") or "Unknown"
        if code in CODES:
            return CODES[code], code, code in THROTTLED
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status == 429:
            return "throttled", code, True
        return "api_error", code, status >= 500
    if isinstance(error, SSOError):
        return "credentials_expired", None, False
    if isinstance(error, (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError)):
        return "not_authorized", None, False
    if isinstance(error, (HTTPClientError, BotoConnectionError, ResponseParserError, GarbledReply)):
        return "connection_failed", None, True
    return "invalid_request", None, False
