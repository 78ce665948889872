# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Few clients of the SDK for many accounts: a client is made once, and each call is signed as the identity it is for.

A separate client for each account and Region would cost time, memory and, on AWS, a new connection with its handshake.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from .assume_role import Role, role_credentials, session_as
from .errors import EXPIRED, Failure, aws_errors

try:
    from botocore.config import Config
    from botocore.credentials import Credentials, ReadOnlyCredentials
    from botocore.exceptions import ClientError, CredentialRetrievalError, NoCredentialsError
    from botocore.loaders import Loader
    from botocore.session import Session

    LOADER = Loader()
    """Reads the SDK's data, each file once in a process and those that are forked from it."""
except ImportError:
    Credentials, LOADER = object, None  # refuse_old_sdk() reports that the SDK is missing.

OF_IDENTITY = {
    *("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_account_id"),
    *("role_arn", "source_profile", "credential_source", "credential_process", "web_identity_token_file"),
    *("external_id", "mfa_serial", "role_session_name", "duration_seconds", "login_session"),
    *("region", "output"),
}
"""Settings of a profile that do not matter to a client, as do those that start with ``sso_`` or ``cli_``."""


class CredentialSource(NamedTuple):
    """Where credentials come from. Equal sources share an ``Identity``.

    Attributes:
        profile: A profile of the SDK's configuration, or ``None`` for the default of ``SharedClients``.
        access_key: An access key instead of a profile, or ``None``.
        secret_key: Its secret key.
        session_token: Its session token, or ``None``.
        role: A role to assume with these credentials, or ``None``.
        sts_region: Where AWS STS is called for the role, or ``None`` for the default of ``SharedClients``.
        verify: How the certificate of AWS STS is verified: a bool, the path of a bundle, or ``None`` for the default.
    """

    profile: str | None = None
    access_key: str | None = None
    secret_key: str | None = None
    session_token: str | None = None
    role: Role | None = None
    sts_region: str | None = None
    verify: bool | str | None = None

    def __repr__(self) -> str:
        """Return a text without anything secret."""
        return f"CredentialSource(profile={self.profile!r}, role={self.role!r})"


class Caller(NamedTuple):
    """What AWS STS reports about an identity (``GetCallerIdentity``)."""

    account_id: str
    arn: str


class Identity:
    """Credentials that are loaded when the first call needs them, and again once AWS reports that they have expired.

    Any number of threads can use one.
    """

    def __init__(self, load: Callable[[], Credentials | None]) -> None:
        """Create an identity; nothing is loaded or sent yet.

        Args:
            load: Returns credentials of botocore, or ``None`` where there are none. A second call must read them afresh.
        """
        self._load = load
        self._lock = threading.Lock()
        self._credentials: Credentials | None = None
        self._caller_lock = threading.Lock()
        self._caller: Caller | None = None

    def frozen(self) -> ReadOnlyCredentials:
        """Return the keys to sign with now.

        Raises:
            BotoCoreError, ClientError: The credentials cannot be had; ``NoCredentialsError`` if there are none.
        """
        with self._lock:
            if self._credentials is None:
                self._credentials = self._loaded()
            credentials = self._credentials
        return self._frozen(credentials)

    def reload(self, refused: str) -> bool:
        """Load the credentials again, unless another thread has done so since that access key was refused.

        Args:
            refused: The access key that AWS reported as expired.

        Returns:
            Whether there is another access key now, so that another attempt can succeed.

        Raises:
            BotoCoreError, ClientError: As ``frozen()``.
        """
        with self._lock:
            if self._credentials is None or self._frozen(self._credentials).access_key == refused:
                self._credentials = self._loaded()
        return self.frozen().access_key != refused

    def caller(self, new_sts: Callable[[Identity], Any]) -> Caller:
        """Return who AWS STS says this is; it is called once.

        Args:
            new_sts: Returns a client of AWS STS that signs as this identity.

        Raises:
            BotoCoreError, ClientError: AWS STS cannot be reached, or refuses.
        """
        with self._caller_lock:
            if self._caller is None:
                reply = new_sts(self).get_caller_identity()
                self._caller = Caller(reply["Account"], reply["Arn"])
            return self._caller

    def _loaded(self) -> Credentials:
        with _retrieval_errors("the SDK's configuration"):
            credentials = self._load()
        if credentials is None:
            raise NoCredentialsError
        return credentials

    @staticmethod
    def _frozen(credentials: Credentials) -> ReadOnlyCredentials:
        with _retrieval_errors(credentials.method):
            return credentials.get_frozen_credentials()


@contextmanager
def _retrieval_errors(provider: str) -> Iterator[None]:
    """Turn into ``CredentialRetrievalError`` whatever botocore raises that is no error of its own.

    This is RuntimeError for credentials that are expired when they arrive, OSError for a program that does not exist,
    ValueError for output that is not JSON or for a bad endpoint of AWS STS, and so on.
    """
    try:
        yield
    except (Failure, *aws_errors()):
        raise
    except Exception as error:
        raise CredentialRetrievalError(provider=provider, error_msg=str(error)) from error


class _Signer:
    """The identity of one call, and the access key that it was signed with."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.access_key = ""


_signer: ContextVar[_Signer] = ContextVar("signer")


class SignedAs:
    """A client as one identity uses it: it has the client's methods, and their calls are signed as that identity.

    A call that AWS refuses because the credentials have expired is sent once more if newer ones can be loaded. AWS has
    not carried it out, so that is safe for calls that change something, too.
    """

    def __init__(self, client: Any, identity: Identity) -> None:
        """Wrap a client.

        Args:
            client: A client that ``SharedClients`` has made.
            identity: Who its calls are signed as.
        """
        self._client = client
        self._identity = identity
        self.meta = client.meta

    def __getattr__(self, name: str) -> Any:
        """Return what the client has by that name; methods sign as the identity."""
        method = getattr(self._client, name)
        if not callable(method):
            return method

        def signed(*args: Any, **kwargs: Any) -> Any:
            signer = _Signer(self._identity)
            before = _signer.set(signer)
            try:
                return method(*args, **kwargs)
            except ClientError as error:
                if error.response["Error"].get("Code") in EXPIRED and self._identity.reload(signer.access_key):
                    return method(*args, **kwargs)
                raise
            finally:
                _signer.reset(before)

        return signed


class SharedClients:
    """Clients of the SDK, shared by all identities and threads that do not differ in the client's settings.

    What it gives out can be used by any number of threads. It is not for use across a fork.
    """

    def __init__(
        self,
        profile: str | None = None,
        sts_region: str | None = None,
        fallback_region: str = "us-east-1",
        sts_settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Read the SDK's configuration; no client is made and nothing is sent yet.

        Args:
            profile: The default profile, or ``None`` for that of the environment.
            sts_region: Where AWS STS is called by default, or ``None`` for the Region of the environment or the profile.
            fallback_region: Where it is called if these name no Region, either.
            sts_settings: Options of ``botocore.config.Config`` for clients of AWS STS, such as time limits.

        Raises:
            BotoCoreError: The configuration cannot be read.
        """
        self._profile = profile
        self._lock = threading.Lock()
        self._clients: dict[str, Any] = {}
        self._identities: dict[CredentialSource, Identity] = {}
        self._sessions: dict[str | None, Session] = {}
        self._base = self.session(profile)
        self._sts_region = sts_region or self._base.get_config_variable("region") or fallback_region
        self._sts_settings = dict(sts_settings or {})

    def session(self, profile: str | None) -> Session:
        """Return the session that makes clients with the settings of a profile; ``None`` for the default one.

        It is not one to load credentials with: its clients sign as the identity that the call is for. Made once, as that
        costs about as much as a call.
        """
        name = profile or self._profile
        with self._lock:
            if name not in self._sessions:
                session = session_as(_Current(), name)
                session.register_component("data_loader", LOADER)
                self._sessions[name] = session
            return self._sessions[name]

    @property
    def profiles(self) -> dict[str, dict[str, Any]]:
        """The settings of the SDK's profiles, by name."""
        return self._base.full_config["profiles"]

    @property
    def sts_region(self) -> str:
        """Where AWS STS is called by default."""
        return self._sts_region

    def service_model(self, service: str) -> Any:
        """Return botocore's model of a service, as installed."""
        return self._base.get_service_model(service)

    def region_of(self, profile: str | None) -> str | None:
        """Return the Region that the environment or a profile names, or ``None``."""
        return self.session(profile).get_config_variable("region")

    def regions(self, service: str, partition: str) -> list[str]:
        """Return the Regions of a partition that the installed SDK knows to have a service, sorted."""
        return sorted(self._base.get_available_regions(service, partition_name=partition))

    def partition(self, region: str) -> str:
        """Return the partition of a Region.

        Raises:
            BotoCoreError: The SDK does not know it.
        """
        return self._base.get_partition_for_region(region)

    def identity(self, source: CredentialSource) -> Identity:
        """Return the identity of a source, the same for equal ones. Nothing is loaded or sent yet."""
        with self._lock:
            if source not in self._identities:
                self._identities[source] = Identity(lambda: self._load(source))
            return self._identities[source]

    def client(
        self,
        service: str,
        region: str,
        identity: Identity,
        *,
        profile: str | None = None,
        endpoint_url: str | None = None,
        verify: bool | str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> SignedAs:
        """Return a client that signs as an identity.

        Args:
            service: The service, as botocore names it.
            region: The Region.
            identity: Who its calls are signed as.
            profile: The profile that the client takes its settings from, or ``None`` for the default one.
            endpoint_url: The endpoint, or ``None`` for what the SDK's configuration says.
            verify: How certificates are verified: a bool, the path of a bundle, or ``None`` for the default.
            settings: Options of ``botocore.config.Config``.

        Raises:
            BotoCoreError: The SDK refuses the Region or the configuration.
            Failure: ``invalid_request``, if the SDK refuses a setting in another way.
        """
        options = {"endpoint_url": endpoint_url, "verify": verify}
        session = self.session(profile)
        with self._lock:
            of_profile = sorted(self._settings(profile).items(), key=repr)
            key = repr((service, region, of_profile, options, sorted((settings or {}).items())))
            if key not in self._clients:
                try:
                    self._clients[key] = session.create_client(
                        service, region_name=region, config=Config(**(settings or {})), **options
                    )
                except (AttributeError, TypeError, ValueError) as error:
                    if isinstance(error, aws_errors()):
                        raise
                    raise Failure("invalid_request", f"Failed to create a client of {service}: {error}") from error
            return SignedAs(self._clients[key], identity)

    def sts(self, identity: Identity, *, region: str | None = None, verify: bool | str | None = None) -> SignedAs:
        """Return a client of AWS STS that signs as an identity. Arguments and errors are those of ``client()``."""
        return self.client("sts", region or self._sts_region, identity, verify=verify, settings=self._sts_settings)

    def _load(self, source: CredentialSource) -> Credentials | None:
        if source.role:
            identity = self.identity(source._replace(role=None, sts_region=None, verify=None))
            return role_credentials(self.sts(identity, region=source.sts_region, verify=source.verify), source.role)
        if source.access_key:
            return Credentials(source.access_key, source.secret_key, source.session_token)
        # A session keeps the credentials that it has loaded, so a new one.
        session = _session(source.profile or self._profile)
        if not session.get_config_variable("region"):
            # For a profile with a role: the SDK calls AWS STS in the session's own Region.
            session.set_config_variable("region", self._sts_region)
        return session.get_credentials()

    def _settings(self, profile: str | None) -> dict[str, Any]:
        """Return what a client takes from a profile besides the identity."""
        name = profile or self._profile or self._base.profile or "default"
        return {
            key: value
            for key, value in self.profiles.get(name, {}).items()
            if key not in OF_IDENTITY and not key.startswith(("sso_", "cli_"))
        }


def _session(profile: str | None) -> Session:
    session = Session(profile=profile)
    session.register_component("data_loader", LOADER)
    return session


class _Current(Credentials):
    """Credentials of a client that are those of the identity that the call is for.

    Outside of ``SignedAs`` nothing is signed or sent.
    """

    def __init__(self) -> None:
        super().__init__("unused", "unused", method="euc.workspaces")

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Return what botocore signs with."""
        signer = _signer.get()
        frozen = signer.identity.frozen()
        signer.access_key = frozen.access_key
        return frozen
