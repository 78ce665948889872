# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SDK as tasks use it: what is read from its data once, and a client for the connection of a task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansible.module_utils.ansible_release import __version__ as core_version

from .answers import refuse_non_answers
from .assume_role import prepare_session
from .connection import Connection
from .errors import Failure, failure_from
from .sdk import installed_botocore
from .shared_clients import LOADER, CredentialSource, SharedClients

try:
    from botocore.exceptions import UnknownRegionError
    from botocore.model import ServiceModel
except ImportError:
    pass  # Reported by refuse_old_sdk().

VERSION = "0.2.0"
"""Of this collection, for the user agent; a test holds it against galaxy.yml."""

USER_AGENT = f"APN/1.0 Ansible/{core_version} euc.workspaces/{VERSION}"

SERVICE = "workspaces"

NO_REGION = (
    "No AWS Region is given. Set the option region (byol_region of the role), the environment variable AWS_REGION, or a"
    " region in the profile"
)


def preload() -> None:
    """Read what every client needs from the SDK's data, so that a process that is forked later need not.

    Where there is no SDK, the task reports that.
    """
    if not installed_botocore():
        return
    for name in ("service-2", "endpoint-rule-set-1"):
        LOADER.load_service_model(SERVICE, name)
    for name in ("endpoints", "partitions", "sdk-default-configuration", "_retry"):
        LOADER.load_data(name)
    prepare_session()


def service_model() -> ServiceModel:
    """Return the model of Amazon WorkSpaces of the installed SDK."""
    return ServiceModel(LOADER.load_service_model(SERVICE, "service-2"), SERVICE)


def new_clients(connection: Connection) -> SharedClients:
    """Return where all clients of a task come from. Raises ``Failure``; nothing is sent."""
    with _failures_of_setup():
        return SharedClients(connection.profile)


def new_client(connection: Connection, clients: SharedClients | None = None) -> Any:
    """Return a client of Amazon WorkSpaces that sends each call once and accepts answers of the service only.

    clients: where the clients of several connections are shared. Raises ``Failure``. No call is sent: credentials are
    searched for, and roles assumed, when the first call is signed.
    """
    clients = clients or new_clients(connection)
    with _failures_of_setup():
        client = _new_client(connection, clients)
    refuse_non_answers(client)
    return client


@contextmanager
def _failures_of_setup() -> Iterator[None]:
    """Turn into ``Failure`` whatever the SDK runs into in options and configuration files."""
    try:
        yield
    except Failure:
        raise
    except Exception as error:
        failure = failure_from(error, "set up the SDK")
        if failure.reason == "internal_error":
            failure = Failure("invalid_request", failure.message)
        raise failure from error


def _new_client(connection: Connection, clients: SharedClients) -> Any:
    region = _read_region(clients, connection)
    # The SDK's own retries would send an import twice.
    settings = {"user_agent": USER_AGENT, **connection.sdk_config, "retries": {"total_max_attempts": 1}}
    source = CredentialSource(
        connection.profile,
        connection.access_key,
        connection.secret_key,
        connection.session_token,
        role=connection.role,
        sts_region=region if connection.role else None,
        verify=connection.verify if connection.role else None,
    )
    return clients.client(
        SERVICE,
        region,
        clients.identity(source),
        profile=connection.profile,
        endpoint_url=connection.endpoint_url,
        verify=connection.verify,
        settings=settings,
    )


def _read_region(clients: SharedClients, connection: Connection) -> str:
    region = connection.region or clients.region_of(connection.profile)
    if not region:
        raise Failure("invalid_request", NO_REGION)
    try:
        clients.partition(region)
    except UnknownRegionError:
        raise Failure(
            "invalid_request",
            f"The value of region is not valid: {region!r} is not the name of an AWS Region, such as eu-central-1",
        ) from None
    return region
