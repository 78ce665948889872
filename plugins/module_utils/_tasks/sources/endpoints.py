# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a service may be called at all, where ``endpoint_url`` points WorkSpaces elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any


class NotConfigured(Exception):
    """A service that is left out, as it has no endpoint of its own beside a given ``endpoint_url``.

    Attributes:
        remedy: What to set, a sentence.
    """

    def __init__(self, service: str) -> None:
        super().__init__(f"endpoint_url is set, and the SDK has no endpoint for {service}")
        self.remedy = f"Set the endpoint of {service} by {_variable(service)} or in a profile, or omit endpoint_url."


def require_endpoint(session: Any, service: str, endpoint_url: str | None, ignored: bool | None = None) -> None:
    """Refuse to call a service that nobody configured for a task that was pointed elsewhere.

    ``endpoint_url`` is that of WorkSpaces. Where it is given, another service is called only at an endpoint that the
    SDK's own settings name, so that such a task sends nothing to AWS.

    Args:
        session: A session of botocore.
        service: As the SDK names it, such as ``service-quotas``.
        endpoint_url: The option of the task.
        ignored: ``ignore_configured_endpoint_urls`` of the option ``aws_config``, if given.

    Raises:
        NotConfigured: There is no such endpoint.
    """
    if endpoint_url and not configured_endpoint(session, service, ignored):
        raise NotConfigured(service)


def configured_endpoint(
    session: Any, service: str, ignored: bool | None = None, environ: Mapping[str, str] | None = None
) -> str | None:
    """Return the endpoint that the SDK's settings name for a service, in the order of its documentation.

    The variable of the service, AWS_ENDPOINT_URL, the service in the ``services`` section of the profile, the profile.
    """
    environ = os.environ if environ is None else environ
    if session.get_config_variable("ignore_configured_endpoint_urls") if ignored is None else ignored:
        return None
    profile = session.get_scoped_config()
    section = session.full_config.get("services", {}).get(profile.get("services"), {})
    settings = (
        environ.get(_variable(service)),
        environ.get("AWS_ENDPOINT_URL"),
        section.get(_setting(service), {}).get("endpoint_url"),
        profile.get("endpoint_url"),
    )
    return next((setting for setting in settings if setting), None)


def _setting(service: str) -> str:
    return service.replace("-", "_")


def _variable(service: str) -> str:
    return f"AWS_ENDPOINT_URL_{_setting(service).upper()}"
