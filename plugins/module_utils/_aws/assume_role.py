# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Acting as a role, for as long as a task takes: the SDK renews what STS gives before it expires.

Nothing is assumed before the first call of WorkSpaces, and the credentials are kept in memory only.
"""

from __future__ import annotations

import re

from .errors import Failure

try:
    from botocore.credentials import (
        CredentialProvider,
        CredentialResolver,
        DeferredRefreshableCredentials,
        create_assume_role_refresher,
    )
    from botocore.session import Session
except ImportError:
    CredentialProvider = object  # That the SDK is missing is said by refuse_old_sdk().

SESSION_NAME = "euc.workspaces"
"""What AWS CloudTrail shows as the name of the session."""

ROLE_ARN = re.compile(r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account_id>\d{12}):role/(?P<name>\S+)")


def read_role_arn(option, arn):
    """The match of C(ROLE_ARN). Raises C(Failure) (invalid_request). option: as the user knows it."""
    match = ROLE_ARN.fullmatch(arn)
    if not match:
        raise Failure(
            "invalid_request",
            f"The value of {option} is not valid: it must be the ARN of a role, as in"
            f" arn:aws:iam::123456789012:role/NAME. Given: {arn!r}",
        )
    return match


def role_credentials(sts, arn):
    """Credentials of a role that renew themselves. sts: a client of STS, of an identity that may assume the role."""
    refresh = create_assume_role_refresher(sts, {"RoleArn": arn, "RoleSessionName": SESSION_NAME})
    return DeferredRefreshableCredentials(refresh, _Given.METHOD)


def session_as(credentials, profile=None):
    """A session of botocore that signs with these credentials. profile: for all other settings."""
    session = Session(profile=profile)
    session.register_component("credential_provider", CredentialResolver([_Given(credentials)]))
    return session


class _Given(CredentialProvider):
    METHOD = "assume-role"

    def __init__(self, credentials):
        super().__init__()
        self._credentials = credentials

    def load(self):
        """The credentials."""
        return self._credentials
