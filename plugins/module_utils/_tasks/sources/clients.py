# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of the services that preflight reads, for the connection of a task."""

from __future__ import annotations

from typing import Any

from ..._aws.connection import Connection
from ..._aws.errors import aws_errors, failure_from
from ..._aws.session import USER_AGENT
from ..._aws.shared_clients import CredentialSource, SharedClients
from .endpoints import require_endpoint
from .reader import client_options


class SourceClients:
    """Clients that sign as the identity of a task. ``endpoint_url`` is that of WorkSpaces, and not used for them."""

    def __init__(self, connection: Connection, clients: SharedClients | None = None) -> None:
        """Prepare; nothing is sent yet. clients: where all clients of the task come from."""
        self._connection = connection
        self._clients = clients or SharedClients(connection.profile)
        self.region = connection.region or self._clients.region_of(connection.profile) or ""
        role = connection.role
        self._identity = self._clients.identity(
            CredentialSource(
                connection.profile,
                connection.access_key,
                connection.secret_key,
                connection.session_token,
                role=role,
                sts_region=self.region if role else None,
                verify=connection.verify if role else None,
            )
        )

    @property
    def account_id(self) -> str | None:
        """The account of the task where its options name a role of it, or ``None`` where only AWS STS knows."""
        role = self._connection.role
        return role.account_id if role else None

    def refuse_no_credentials(self) -> None:
        """Raise ``Failure`` (``no_credentials``) where there are none. Other problems show in the reads."""
        try:
            self._identity.frozen()
        except aws_errors() as error:
            failure = failure_from(error, "read what the image is imported from")
            if failure.reason == "no_credentials":
                raise failure from error

    def client(self, service: str) -> Any:
        """Return a client. Raises ``NotConfigured`` or what the SDK raises."""
        connection = self._connection
        ignored = connection.sdk_config.get("ignore_configured_endpoint_urls")
        require_endpoint(self._clients.session(connection.profile), service, connection.endpoint_url, ignored)
        settings = {"user_agent": USER_AGENT, **connection.sdk_config, **client_options()}
        return self._clients.client(
            service,
            self.region,
            self._identity,
            profile=connection.profile,
            verify=connection.verify,
            settings=settings,
        )
