# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say how to reach AWS, as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .assume_role import Role, read_role
from .errors import Failure

with suppress(ImportError):  # Reported by refuse_old_sdk().
    from botocore.config import Config

ROLE_OPTIONS: dict[str, dict[str, Any]] = {
    "assume_role_arn": {"type": "str"},
    "assume_role_external_id": {"type": "str", "no_log": True},
    "assume_role_session_name": {"type": "str"},
    "assume_role_duration": {"type": "int"},
}
"""What the fragment ``euc.workspaces._assume_role`` documents, as an argument spec."""

CONNECTION_OPTIONS = {
    "access_key": ("aws_access_key_id", "aws_access_key", "ec2_access_key"),
    "secret_key": ("aws_secret_access_key", "aws_secret_key", "ec2_secret_key"),
    "session_token": ("aws_session_token", "security_token", "access_token", "aws_security_token"),
    "profile": ("aws_profile",),
    "endpoint_url": ("aws_endpoint_url", "ec2_url", "s3_url"),
    "validate_certs": (),
    "aws_ca_bundle": (),
    "aws_config": (),
    "debug_botocore_endpoint_logs": (),
    "region": ("aws_region", "ec2_region"),
    **dict.fromkeys(ROLE_OPTIONS, ()),
}
"""Options and aliases, as in ``aws_argument_spec()`` of any supported amazon.aws, and our own."""

KEYS = ("access_key", "secret_key", "session_token")


@dataclass(frozen=True)
class Connection:
    """How to reach AWS, as the options of amazon.aws mean it; an empty string counts as not given.

    verify: whether to verify TLS certificates, or the path of a CA bundle. sdk_config: arguments of botocore's ``Config``.
    """

    region: str | None = None
    profile: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    endpoint_url: str | None = None
    verify: bool | str = True
    sdk_config: Mapping[str, Any] = field(default_factory=dict)
    role: Role | None = None

    @property
    def owner(self) -> str | None:
        """The account that is reached where that is known without a call, or else whose credentials are used."""
        return self.role.account_id if self.role else self.access_key or self.profile


def connection_of(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the arguments of a task that say how to reach AWS."""
    names = {name for option, aliases in CONNECTION_OPTIONS.items() for name in (option, *aliases)}
    return {name: value for name, value in args.items() if name in names}


def read_connection(params: Mapping[str, Any]) -> Connection:
    """Return the connection that the options of a task describe.

    params: validated options. Raises ``Failure`` (invalid_request), and never repeats a secret.
    """
    given = {name: params.get(name) or None for name in CONNECTION_OPTIONS}
    if given["profile"] and any(given[key] for key in KEYS):
        raise Failure("invalid_request", "The options profile and access_key cannot be used together")
    for key in KEYS:
        value = given[key] or ""
        if not (value.isascii() and value.isprintable()):
            # The SDK cannot sign or send others, and does not name them. The value may be a secret.
            raise Failure(
                "invalid_request", f"The value of {key} is not valid: it must have printable characters of ASCII only"
            )
    _refuse_bad_url(given["endpoint_url"])
    config = dict(given["aws_config"] or {})
    _refuse_bad_config(config)
    config.pop("retries", None)  # The SDK's own retries would send an import twice.
    return Connection(
        **{name: given[name] for name in ("region", "profile", *KEYS, "endpoint_url")},
        verify=given["aws_ca_bundle"] or True if params.get("validate_certs", True) else False,
        sdk_config=config,
        role=read_role(given),
    )


def _refuse_bad_url(url: str | None) -> None:
    if url is None:
        return
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        given = "a value with @, which may hold a password" if "@" in url else repr(url)
        raise Failure(
            "invalid_request",
            f"The value of endpoint_url is not valid: it must be a URL such as https://host:8443. Given: {given}",
        )
    if parts.username is not None or parts.password is not None:
        raise Failure(
            "invalid_request", "The value of endpoint_url is not valid: it must not contain a user or password"
        )


def _refuse_bad_config(config: Mapping[str, Any]) -> None:
    try:
        Config(**config)
    except Exception as error:  # botocore raises whatever its checks run into.
        raise Failure("invalid_request", f"The value of aws_config is not valid: {error}") from error
    for name in ("user_agent", "user_agent_extra"):
        if not isinstance(config.get(name, ""), str):
            raise Failure("invalid_request", f"The value of aws_config.{name} is not valid: it must be a string")
