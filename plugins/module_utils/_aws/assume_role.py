# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assuming an IAM role: the options, and credentials that the SDK renews before they expire.

Nothing is assumed before the first call, and the credentials are kept in memory only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from .errors import Failure

try:
    from botocore.credentials import (
        CredentialProvider,
        CredentialResolver,
        Credentials,
        DeferredRefreshableCredentials,
        create_assume_role_refresher,
    )
    from botocore.session import Session
except ImportError:
    CredentialProvider = object  # refuse_old_sdk() reports that the SDK is missing.

SESSION_NAME = "euc.workspaces"
"""The name of the session in AWS CloudTrail, unless the user chooses another."""

ROLE_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account_id>\d{12}):role/(?P<name>[\w+=,.@/-]+)", re.ASCII
)
NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
SHORTEST, LONGEST = 900, 43200
"""The limits of a session's duration in seconds (AWS STS API reference, ``AssumeRole``)."""

COMPANIONS = ("assume_role_external_id", "assume_role_session_name", "assume_role_duration")
"""The options that refine how a role is assumed."""


class Role(NamedTuple):
    """A role to assume.

    Attributes:
        arn: Its ARN.
        external_id: What its trust policy requires as ``sts:ExternalId``, or ``None``. Treated as a secret.
        session_name: The name of the session.
        duration: How long each session lasts in seconds, or ``None`` for the default of AWS, an hour.
    """

    arn: str
    external_id: str | None = None
    session_name: str = SESSION_NAME
    duration: int | None = None

    def __repr__(self) -> str:
        """Return a text without the external id."""
        return f"Role({self.arn!r})"

    @property
    def account_id(self) -> str:
        """The account of the role."""
        return self.arn.split(":")[4]

    @property
    def request(self) -> dict[str, Any]:
        """The parameters of ``AssumeRole``."""
        request = {
            "RoleArn": self.arn,
            "RoleSessionName": self.session_name,
            "ExternalId": self.external_id,
            "DurationSeconds": self.duration,
        }
        return {name: value for name, value in request.items() if value is not None}


def read_role(options: Mapping[str, Any]) -> Role | None:
    """Return the role of the options ``assume_role_arn`` and ``COMPANIONS``, or ``None`` where no role is given.

    Raises:
        Failure: ``invalid_request``, if a value is not valid or an option is given without the ARN.
    """
    refine_role = refined_role(options)
    arn = options.get("assume_role_arn")
    if not arn:
        given = next((name for name in COMPANIONS if options.get(name) is not None), None)
        if given:
            raise Failure("invalid_request", f"{given} requires assume_role_arn")
        return None
    read_role_arn("assume_role_arn", arn)
    return refine_role._replace(arn=arn)


def refined_role(options: Mapping[str, Any]) -> Role:
    """Return a role without an ARN that has the values of ``COMPANIONS``.

    Raises:
        Failure: ``invalid_request``, if a value is not valid.
    """
    external_id, session_name, duration = (options.get(name) for name in COMPANIONS)
    if external_id is not None and not EXTERNAL_ID.fullmatch(external_id):
        # Without the value: it may be a secret.
        _refuse(COMPANIONS[0], "it must have 2 to 1224 letters, digits and _+=,.@:/-, no spaces")
    if session_name is not None and not NAME.fullmatch(session_name):
        _refuse(COMPANIONS[1], f"it must have 2 to 64 letters, digits and _+=,.@-, no spaces. Given: {session_name!r}")
    if duration is not None and not SHORTEST <= duration <= LONGEST:
        _refuse(COMPANIONS[2], f"it must be {SHORTEST} to {LONGEST} seconds. Given: {duration}")
    return Role("", external_id, SESSION_NAME if session_name is None else session_name, duration)


def read_role_arn(option: str, arn: str) -> re.Match[str]:
    """Return the match of ``ROLE_ARN``.

    Args:
        option: The name of the option, for the message.
        arn: Its value.

    Raises:
        Failure: ``invalid_request``, if it is not the ARN of a role.
    """
    match = ROLE_ARN.fullmatch(arn)
    if not match:
        _refuse(option, f"it must be the ARN of a role, such as arn:aws:iam::123456789012:role/NAME. Given: {arn!r}")
    return match


def role_credentials(sts: Any, role: Role | str) -> DeferredRefreshableCredentials:
    """Return credentials of a role that renew themselves.

    Args:
        sts: A client of AWS STS, of an identity that may assume the role.
        role: The role, or only its ARN.
    """
    if isinstance(role, str):
        role = Role(role)
    return DeferredRefreshableCredentials(create_assume_role_refresher(sts, role.request), _Given.METHOD)


_PREPARED: list[Any] = []
"""At most one session that nobody has used yet. Each process that is forked has a copy of it."""


def prepare_session() -> None:
    """Make a session before this process is forked: that takes longer than a call. Nothing is read or opened yet."""
    if not _PREPARED:
        _PREPARED.append(Session())


def session_as(credentials: Credentials, profile: str | None = None) -> Session:
    """Return a session of botocore that signs with these credentials.

    Args:
        credentials: What it signs with.
        profile: The profile that all other settings are of.
    """
    session = _PREPARED.pop() if _PREPARED else Session()
    if profile:
        session.set_config_variable("profile", profile)
    session.register_component("credential_provider", CredentialResolver([_Given(credentials)]))
    return session


class _Given(CredentialProvider):
    METHOD = "assume-role"

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    def load(self) -> Credentials:
        """Return the credentials."""
        return self._credentials


def _refuse(option: str, rule: str) -> NoReturn:
    raise Failure("invalid_request", f"The value of {option} is not valid: {rule}")
