# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The SDK for hundreds of accounts: what is expensive is made once, and each call is signed as the account it is for.

A client of its own for each account and Region would cost time, memory and, on AWS, a new connection with its handshake.
"""

from __future__ import annotations

import threading
from contextvars import ContextVar

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import role_credentials, session_as
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import aws_errors, failure_from
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import BURST

try:
    from botocore.config import Config
    from botocore.credentials import Credentials
    from botocore.exceptions import CredentialRetrievalError, NoCredentialsError
    from botocore.session import Session
except ImportError:
    Credentials = object  # That the SDK is missing is said by the plugin.

FALLBACK_REGION = "us-east-1"
"""Where AWS STS and Organizations are asked if nothing names a Region."""

LEAST_CONNECTIONS = 10
"""That a client keeps open. All clients together keep about as many as their threads use."""

CONNECT_SECONDS = 10
"""After which a Region counts as not reachable: one of many must not hold up the rest for minutes."""

OF_IDENTITY = {
    *("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_account_id"),
    *("role_arn", "source_profile", "credential_source", "credential_process", "web_identity_token_file"),
    *("external_id", "mfa_serial", "role_session_name", "duration_seconds", "login_session"),
    *("region", "output"),
}
"""Settings of a profile that do not matter to a client. Those that begin with sso_ or cli_ do not, either."""

CANNOT_LIST_ACCOUNTS = (
    "Use credentials of the organization's management account, or of a delegated administrator, that are allowed"
    " organizations:ListAccounts."
)

_signer: ContextVar[Identity] = ContextVar("signer")


def known_profiles():
    """The names of the SDK's profiles."""
    return set(Session().full_config["profiles"])


class FleetAws:
    """What is shared. options: C(FleetOptions)."""

    def __init__(self, options):
        self._options = options
        self._lock = threading.Lock()
        self._clients = {}
        self._base = Session(profile=options.profile or None)
        self._loader = self._base.get_component("data_loader")
        self._present = Identity(self._present_credentials)

    @property
    def profiles(self):
        """The settings of the SDK's profiles, by name."""
        return self._base.full_config["profiles"]

    @property
    def service_model(self):
        """botocore's model of WorkSpaces, as installed."""
        return self._base.get_service_model("workspaces")

    @property
    def _region(self):
        """Where AWS STS and Organizations are asked."""
        given = self._options.region or self._base.get_config_variable("region")
        return given or next(iter(self._options.regions), FALLBACK_REGION)

    def regions(self, account):
        """The Regions of an account's partition that the SDK knows to have WorkSpaces."""
        region = self.profiles.get(account.profile, {}).get("region") or self._region
        partition = account.partition or self._base.get_partition_for_region(region)
        return sorted(self._base.get_available_regions("workspaces", partition_name=partition))

    def organization_accounts(self):
        """The accounts as ListAccounts gives them. Raises C(Failure)."""
        role = self._options.assume_role_arn
        identity = self._assumed(role) if role else self._present
        client = SignedAs(self._client("organizations", self._region, None), identity)
        accounts: list[dict] = []
        more: dict[str, str] = {}
        try:
            # Not botocore's paginator: it would call the client itself, not as this identity.
            while True:
                page = client.list_accounts(**more)
                accounts += page["Accounts"]
                if not page.get("NextToken"):
                    return accounts
                more = {"NextToken": page["NextToken"]}
        except aws_errors() as error:
            failure = failure_from(error, "list the accounts of the organization")
            if failure.code == "AccessDeniedException":
                failure.remedy = CANNOT_LIST_ACCOUNTS
            raise failure from error

    def identity(self, account):
        """Who the calls for an C(Account) are signed as. Nothing is read or sent yet."""
        if account.role_arn:
            return self._assumed(account.role_arn)
        if account.profile:
            return Identity(lambda: self._credentials_of(Session(profile=account.profile)))
        return self._present

    def workspaces(self, account, region, identity):
        """A client of WorkSpaces for one account and Region that sends each call once."""
        profile = None if account.role_arn else account.profile
        config = Config(
            retries={"total_max_attempts": 1},
            connect_timeout=CONNECT_SECONDS,
            max_pool_connections=max(
                LEAST_CONNECTIONS, BURST * self._options.threads // (len(self._options.regions) or 10)
            ),
        )
        endpoint = self._options.endpoint_url or None
        return SignedAs(self._client("workspaces", region, profile, endpoint_url=endpoint, config=config), identity)

    def account_id(self, account, identity):
        """The id of an account, or C(None) where AWS does not tell."""
        return account.account_id or identity.account_id(self._sts)

    def _present_credentials(self):
        options = self._options
        if options.access_key:
            return Credentials(options.access_key, options.secret_key, options.session_token or None)
        return self._credentials_of(self._base)

    def _assumed(self, role_arn):
        return Identity(lambda: role_credentials(SignedAs(self._sts(), self._present), role_arn))

    def _sts(self):
        return self._client("sts", self._region, None, config=Config(connect_timeout=CONNECT_SECONDS))

    def _client(self, service, region, profile, **options):
        """A client that signs as whoever the call is for, shared by all profiles that do not differ in its settings."""
        with self._lock:
            settings = repr(sorted(self._settings(profile).items(), key=repr))
            if (service, region, settings) not in self._clients:
                session = session_as(_Current(), profile or self._options.profile or None)
                session.register_component("data_loader", self._loader)
                self._clients[service, region, settings] = session.create_client(service, region_name=region, **options)
            return self._clients[service, region, settings]

    def _settings(self, profile):
        """What a client takes from a profile besides the identity."""
        own = self.profiles.get(profile or self._options.profile or self._base.profile or "default", {})
        return {
            name: value
            for name, value in own.items()
            if name not in OF_IDENTITY and not name.startswith(("sso_", "cli_"))
        }

    def _credentials_of(self, session):
        session.register_component("data_loader", self._loader)
        if not session.get_config_variable("region"):
            # For a profile with a role: the SDK asks STS in the session's own Region.
            session.set_config_variable("region", self._region)
        return session.get_credentials()


class Identity:
    """Credentials that are loaded when the first call needs them, once. load: returns those of botocore, or C(None)."""

    def __init__(self, load):
        self._load = load
        self._lock = threading.Lock()
        self._credentials = None
        self._account_lock = threading.Lock()
        self._account_id = None
        self._account_asked = False

    def frozen(self):
        """The keys to sign with now. Raises errors of botocore."""
        with self._lock:
            if self._credentials is None:
                self._credentials = self._load()
        if self._credentials is None:
            raise NoCredentialsError
        try:
            return self._credentials.get_frozen_credentials()
        except RuntimeError as error:
            # What botocore raises for credentials that are expired when they come.
            raise CredentialRetrievalError(provider=self._credentials.method, error_msg=str(error)) from error

    def account_id(self, new_sts):
        """The account that the credentials belong to, or C(None) where AWS does not tell. new_sts: gives a client."""
        with self._account_lock:
            if not self._account_asked:
                self._account_asked = True
                try:
                    known = getattr(self.frozen(), "account_id", None)
                    self._account_id = known or SignedAs(new_sts(), self).get_caller_identity()["Account"]
                except aws_errors():
                    pass  # The same trouble keeps WorkSpaces from being read, and is told of there.
            return self._account_id


class SignedAs:
    """A client as one identity uses it: what it has, with calls signed so."""

    def __init__(self, client, identity):
        self._client = client
        self._identity = identity
        self.meta = client.meta

    def __getattr__(self, name):
        method = getattr(self._client, name)

        def signed(*args, **kwargs):
            before = _signer.set(self._identity)
            try:
                return method(*args, **kwargs)
            finally:
                _signer.reset(before)

        return signed


class _Current(Credentials):
    """Credentials of a client that are those of whoever the call is for. Without one nothing is signed, nor sent."""

    def __init__(self):
        super().__init__("unused", "unused", method="euc.workspaces")

    def get_frozen_credentials(self):
        """What botocore signs with."""
        return _signer.get().frozen()
