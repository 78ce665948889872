# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may not call what: keys that expired, keys nobody knows, operations that a policy denies. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from . import policies
from .caller import Call
from .settings import Settings


class AccessRefusedError(Exception):
    """An error that comes before the operation is evaluated, and that every operation can answer.

    See "Common errors" in the Amazon WorkSpaces API reference.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def check_credentials(call: Call, settings: Settings, ended: bool = False) -> None:
    """Refuse a request that is not signed, and a key that has expired or is not known. ``ended``: its session has."""
    if not call.access_key:
        raise AccessRefusedError("MissingAuthenticationTokenException", "Missing Authentication Token")
    if ended or _listed(call.access_key, settings.expired_keys):
        raise AccessRefusedError("ExpiredTokenException", "The security token included in the request is expired")
    if _listed(call.access_key, settings.invalid_keys):
        raise AccessRefusedError(
            "UnrecognizedClientException", "The security token included in the request is invalid."
        )


def check_region(call: Call, regions: Collection[str]) -> None:
    """Refuse a Region that does not exist, or has no Amazon WorkSpaces.

    Only a custom endpoint gets such a call: the SDK finds no host for a Region that does not exist.
    """
    if call.region not in regions:
        raise AccessRefusedError(
            "InvalidSignatureException", f"Credential should be scoped to a valid Region, not {call.region!r}."
        )


def check_policy(call: Call, settings: Settings, tags_of: Callable[[str], Mapping[str, str]]) -> None:
    """Refuse an operation that is denied to this caller, or that the policies do not allow.

    tags_of: from the ID of an image or a bundle to its tags.
    """
    needed = [call.operation]
    if call.operation in policies.TAGGED_WHEN_MADE and call.params.get("Tags"):
        needed.append("CreateTags")
    for operation in needed:
        denied = any(denies(rule, call, operation) for rule in settings.denied)
        if denied or not _is_allowed(call, operation, settings, tags_of):
            raise AccessRefusedError(
                "AccessDeniedException",
                f"User: arn:aws:iam::{call.account}:user/emulated is not authorized to perform: "
                f"workspaces:{operation} on resource: * because no identity-based policy allows the "
                f"workspaces:{operation} action",
            )


def _is_allowed(call: Call, operation: str, settings: Settings, tags_of: Callable[[str], Mapping[str, str]]) -> bool:
    if not settings.policies:
        return True
    if operation != call.operation:
        ids = [policies.TAGGED_WHEN_MADE[call.operation]]
    else:
        ids = [str(call.params.get(member, member)) for member in policies.RESOURCES.get(operation, ())]
    found = [policies.Resource(policies.arn_of(call.account, call.region, each), tags_of(each)) for each in ids]
    resources = found or [policies.Resource()]
    return policies.allows(settings.policies, operation, call.region, resources)


def _listed(access_key: str, keys: list[str]) -> bool:
    return access_key in keys or "*" in keys


def denies(rule: dict[str, str], call: Call, operation: str) -> bool:
    """Whether a rule of the setting ``denied`` applies to an operation of a call."""
    return (
        rule["operation"] in ("*", operation)
        and rule.get("account", call.account) == call.account
        and rule.get("region", call.region) == call.region
        and rule.get("access_key", call.access_key) == call.access_key
    )
