# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SDK for the accounts of a fleet: whose credentials are used for which account, and within which time limits."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.answers import refuse_non_answers
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure, aws_errors, failure_from
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import BURST
from ansible_collections.euc.workspaces.plugins.module_utils._aws.shared_clients import (
    CredentialSource,
    Identity,
    SharedClients,
    SignedAs,
)

from .accounts import Account
from .options import FleetOptions

try:
    from botocore.session import Session
except ImportError:
    Session = None  # refuse_old_sdk() reports that the SDK is missing.

FORMAT = 2
"""Of the content of a cache: to be raised when ``find_fleet()`` returns something else."""

LEAST_CONNECTIONS = 10
"""How many connections a client keeps open at least. All clients together keep about as many as there are threads."""

TIME_LIMITS = {"connect_timeout": 10, "read_timeout": 10}
"""Seconds after which a call has failed: one account of many must not hold up the others for minutes."""

TWO_ATTEMPTS = {**TIME_LIMITS, "retries": {"total_max_attempts": 2}}

MAX_PAGES = 5000
"""Of accounts of an organization; AWS returns 20 on a page."""

CANNOT_LIST_ACCOUNTS = (
    "Use credentials of the organization's management account, or of a delegated administrator, that allow"
    " organizations:ListAccounts."
)


def known_profiles() -> set[str]:
    """Return the names of the SDK's profiles."""
    return set(Session().full_config["profiles"])


class FleetSdk:
    """What the accounts of a fleet share. Any number of threads can use it."""

    def __init__(self, options: FleetOptions) -> None:
        """Read the SDK's configuration; nothing is sent yet.

        Raises:
            BotoCoreError: The configuration cannot be read.
        """
        self._options = options
        self._clients = SharedClients(
            options.profile or None,
            options.region or None,
            next(iter(options.regions), "us-east-1"),
            TWO_ATTEMPTS,
        )
        self._present = CredentialSource(
            access_key=options.access_key or None,
            secret_key=options.secret_key or None,
            session_token=options.session_token or None,
        )

    @property
    def profiles(self) -> dict[str, dict[str, Any]]:
        """The settings of the SDK's profiles, by name."""
        return self._clients.profiles

    @property
    def service_model(self) -> Any:
        """botocore's model of Amazon WorkSpaces, as installed."""
        return self._clients.service_model("workspaces")

    def regions(self, account: Account) -> list[str]:
        """Return the Regions of an account's partition that the SDK knows to have Amazon WorkSpaces."""
        region = self.profiles.get(account.profile or "", {}).get("region") or self._clients.sts_region
        return self._clients.regions("workspaces", account.partition or self._clients.partition(region))

    def organization_accounts(self) -> list[dict[str, Any]]:
        """Return the accounts as ``ListAccounts`` does.

        Raises:
            Failure: They cannot be listed.
        """
        doing = "list the accounts of the organization"
        source = self._present
        if self._options.assume_role_arn:
            source = source._replace(role=self._options.role._replace(arn=self._options.assume_role_arn))
        try:
            client = self._clients.client(
                "organizations", self._clients.sts_region, self._clients.identity(source), settings=TWO_ATTEMPTS
            )
            return _all_pages(client, doing)
        except aws_errors() as error:
            failure = failure_from(error, doing)
            if failure.code == "AccessDeniedException":
                failure.remedy = CANNOT_LIST_ACCOUNTS
            raise failure from error

    def identity(self, account: Account) -> Identity:
        """Return the identity that the calls for an account are signed as. Nothing is loaded or sent yet."""
        # The profile of an account with a role is the default profile.
        source = CredentialSource(profile=account.profile) if self._options.profiles else self._present
        if account.role_arn:
            source = source._replace(role=self._options.role._replace(arn=account.role_arn))
        return self._clients.identity(source)

    def owner(self, account: Account) -> str | None:
        """Return the account where it is known from a role, or else whose credentials are used, as tasks do."""
        if account.role_arn:
            return account.account_id
        return account.profile if self._options.profiles else self._present.access_key or account.profile

    def workspaces(self, account: Account, region: str, identity: Identity) -> SignedAs:
        """Return a client of Amazon WorkSpaces for one account and Region that sends each call once.

        Raises:
            BotoCoreError, Failure: The SDK refuses a setting, such as those of a profile.
        """
        connections = BURST * self._options.threads // (len(self._options.regions) or 10)
        client = self._clients.client(
            "workspaces",
            region,
            identity,
            profile=None if account.role_arn else account.profile,
            endpoint_url=self._options.endpoint_url or None,
            settings={
                **TIME_LIMITS,
                "retries": {"total_max_attempts": 1},
                "max_pool_connections": max(LEAST_CONNECTIONS, connections),
            },
        )
        refuse_non_answers(client)
        return client

    def account_id(self, account: Account, identity: Identity) -> str | None:
        """Return the id of an account, or ``None`` where neither the configuration nor AWS STS reports it."""
        if account.account_id:
            return account.account_id
        try:
            return identity.caller(self._clients.sts).account_id
        except (Failure, *aws_errors()):
            # The cause is reported where WorkSpaces is read.
            return None

    def cache_digest(self) -> str:
        """Return a digest of all that decides what is found: the options, and whose credentials are used.

        What a cache holds must not be given to others. Nothing about the options can be read from the digest.
        """
        profiles = self._options.profiles or []
        sources = [CredentialSource(profile=profile) for profile in profiles] or [self._present]
        callers: list[str] = []
        if self._options.gather or self._options.organization_role_name:
            with ThreadPoolExecutor(max_workers=min(self._options.threads, len(sources))) as pool:
                callers = list(pool.map(self._caller, map(self._clients.identity, sources)))
        content = json.dumps([FORMAT, self._options.decisive, callers], sort_keys=True)
        # Slow, as an external ID may be short.
        return hashlib.pbkdf2_hmac("sha256", content.encode(), b"euc.workspaces.byol", 100_000).hex()

    def _caller(self, identity: Identity) -> str:
        """Return a text that is the same for the same caller only, also when temporary credentials have been renewed."""
        try:
            keys = identity.frozen()
        except (Failure, *aws_errors()):
            return ""
        if not keys.token:
            return keys.access_key
        try:
            arn = identity.caller(self._clients.sts).arn
        except (Failure, *aws_errors()):
            return keys.access_key
        # The name of the session may be another one each time.
        return arn.rpartition("/")[0] if ":assumed-role/" in arn else arn


def _all_pages(client: Any, doing: str) -> list[dict[str, Any]]:
    """Not botocore's paginator: it would call the client itself, not as this identity."""
    accounts: list[dict[str, Any]] = []
    tokens: set[str] = set()
    more: dict[str, str] = {}
    while len(tokens) < MAX_PAGES:
        page = client.list_accounts(**more)
        accounts += page["Accounts"]
        token = page.get("NextToken")
        if not token:
            return accounts
        if token in tokens:
            raise Failure("api_error", f"Failed to {doing}: AWS returned the same page token twice")
        tokens.add(token)
        more = {"NextToken": token}
    raise Failure("api_error", f"Failed to {doing}: there are more than {MAX_PAGES} pages")
