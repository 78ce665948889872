# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions of assumed roles: whose key is whose, which roles refuse, and until when a session lasts."""

from __future__ import annotations

import secrets
import time
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from typing import ClassVar

from moto.core.exceptions import ServiceException
from moto.sts.models import AssumedRole, STSBackend

from ..world import World


class RoleRefusedError(ServiceException):
    """What AWS STS answers whoever may not assume a role, or names one that does not exist."""

    code = "AccessDenied"


class EmulatedStsBackend(STSBackend):
    """moto's backend, whose roles can refuse, and whose sessions end."""

    world: ClassVar[World]

    def assume_role(
        self,
        region_name: str,
        role_session_name: str,
        role_arn: str,
        policy: str,
        duration: int,
        external_id: str,
    ) -> AssumedRole:
        """AssumeRole. The key of the session is of the form that names the role's account."""
        settings = self.world.settings
        request = {"external_id": external_id, "session_name": role_session_name, "duration": duration}
        untrusted = any(
            fnmatchcase(role_arn, trust["role"]) and not trust.items() <= {**request, "role": trust["role"]}.items()
            for trust in settings.trust_policies
        )
        if untrusted or any(fnmatchcase(role_arn, pattern) for pattern in settings.refused_roles):
            raise RoleRefusedError(
                f"User: arn:aws:iam::{self.account_id}:user/emulated is not authorized to perform: sts:AssumeRole "
                f"on resource: {role_arn}"
            )
        role = super().assume_role(region_name, role_session_name, role_arn, policy, duration, external_id)
        role.access_key_id = f"EMULATED{role.account_id}S{secrets.token_hex(6).upper()}"
        end = time.time() + (settings.role_seconds or duration)
        role.expiration = datetime.fromtimestamp(end, timezone.utc)
        self.world.end_session_at(role.access_key_id, end)
        return role
