# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients shared by many identities, through the real SDK on the simulated AWS."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, CredentialRetrievalError, NoCredentialsError

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import Role
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.shared_clients import (
    CredentialSource,
    Identity,
    SharedClients,
)

from ...support.place import KEY, REGION, SECRET

HUB = "111111111111"
ONE, TWO = "222222222222", "333333333333"
KEYS = CredentialSource(access_key=KEY, secret_key=SECRET)


def source(account: str, **more: str) -> CredentialSource:
    """Keys of an account, or a role of it."""
    return KEYS._replace(role=Role(f"arn:aws:iam::{account}:role/Audit", **more))


@pytest.fixture
def clients(aws, monkeypatch) -> SharedClients:
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    return SharedClients()


@pytest.fixture
def config(monkeypatch, tmp_path):
    """Write the configuration of the SDK."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    def write(text: str) -> Path:
        (tmp_path / "config").write_text(text)
        return tmp_path / "config"

    return write


def keys_file(path: Path, key: str) -> str:
    """The settings of a profile whose keys are in a file, read by a program."""
    path.write_text(json.dumps({"Version": 1, "AccessKeyId": key, "SecretAccessKey": SECRET}))
    return f"[profile program]\ncredential_process = cat {path}\n"


def test_threads_share_a_client_and_sign_as_themselves(aws, clients):
    def caller(account: str) -> str:
        client = clients.client("workspaces", REGION, clients.identity(source(account)))
        client.describe_account()
        return client._client

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(caller, [ONE, TWO] * 20))
    assert len(set(map(id, made))) == 1
    calls = aws.control.calls(service="workspaces")
    assert sorted(call["account"] for call in calls) == [ONE] * 20 + [TWO] * 20


def test_equal_sources_share_an_identity(aws, clients):
    first, second = (clients.identity(source(ONE)) for _number in range(2))
    other = clients.identity(source(ONE, external_id="another"))
    assert first is second
    assert other is not first
    for identity in (first, second):
        clients.client("workspaces", REGION, identity).describe_account()
    assert [call["operation"] for call in aws.control.calls(service="sts")] == ["AssumeRole"]


@pytest.mark.parametrize(
    "difference",
    [
        {"settings": {"read_timeout": 7}},
        {"endpoint_url": "http://127.0.0.1:9"},
        {"verify": False},
        {"profile": "other"},
    ],
)
def test_clients_with_other_settings_are_not_shared(config, aws, monkeypatch, difference):
    config("[profile other]\nretry_mode = adaptive\n")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    clients = SharedClients()
    identity = clients.identity(KEYS)
    plain = clients.client("workspaces", REGION, identity)
    assert clients.client("workspaces", REGION, identity)._client is plain._client
    assert clients.client("workspaces", REGION, identity, **difference)._client is not plain._client


def test_a_role_is_assumed_as_its_options_say(clients):
    sent = []
    sts = clients.sts(clients.identity(KEYS))
    sts.meta.events.register("before-parameter-build.sts.AssumeRole", lambda params, **_: sent.append(dict(params)))
    for each in (source(ONE), source(ONE, external_id="from-us", session_name="audit", duration=900)):
        clients.client("workspaces", REGION, clients.identity(each)).describe_account()
    role = {"RoleArn": f"arn:aws:iam::{ONE}:role/Audit", "RoleSessionName": "euc.workspaces"}
    assert sent == [role, {**role, "RoleSessionName": "audit", "ExternalId": "from-us", "DurationSeconds": 900}]


def test_nothing_secret_is_in_the_text_of_a_source():
    text = repr(CredentialSource("p", "key", SECRET, "token", Role("arn", external_id="external")))
    assert not [secret for secret in ("key", SECRET, "token", "external") if f"'{secret}'" in text]


def test_a_client_outside_of_an_identity_sends_nothing(aws, clients):
    client = clients.client("sts", REGION, clients.identity(KEYS))._client
    with pytest.raises(LookupError):
        client.get_caller_identity()
    assert aws.control.calls() == []


def test_the_caller_is_requested_once(aws, clients):
    identity = clients.identity(source(ONE))
    with ThreadPoolExecutor(8) as pool:
        callers = set(pool.map(lambda _: identity.caller(clients.sts), range(20)))
    assert {caller.account_id for caller in callers} == {ONE}
    operations = [call["operation"] for call in aws.control.calls(service="sts")]
    assert sorted(operations) == ["AssumeRole", "GetCallerIdentity"]


class Rotated:
    """Loads another key each time, and counts."""

    def __init__(self) -> None:
        self.loads = 0

    def __call__(self) -> Credentials:
        self.loads += 1
        return Credentials(f"KEY{self.loads}", SECRET)


def test_many_threads_with_one_refused_key_load_once():
    load = Rotated()
    identity = Identity(load)
    refused = identity.frozen().access_key
    barrier = threading.Barrier(8)

    def reload(_number: int) -> bool:
        barrier.wait(timeout=30)
        return identity.reload(refused)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(reload, range(8))) == [True] * 8
    assert load.loads == 2
    assert identity.frozen().access_key == "KEY2"


def test_a_reload_that_gives_the_same_key():
    identity = Identity(lambda: Credentials("KEY", SECRET))
    assert not identity.reload("KEY")


def test_expired_keys_are_read_again_and_the_call_is_repeated(aws, config, monkeypatch, tmp_path):
    """A program has newer ones by now; calls that change something are repeated, too."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    config(keys_file(tmp_path / "keys", f"EMULATED{ONE}SA"))
    clients = SharedClients()
    identity = clients.identity(CredentialSource(profile="program"))
    client = clients.client("workspaces", REGION, identity)
    client.describe_account()
    keys_file(tmp_path / "keys", f"EMULATED{ONE}SB")
    aws.settings(expired_keys=[f"EMULATED{ONE}SA"])
    client.create_tags(ResourceId=aws.image(account=ONE), Tags=[{"Key": "a", "Value": "b"}])
    calls = aws.control.calls(service="workspaces", operation="CreateTags")
    assert [call["outcome"] for call in calls] == ["ExpiredTokenException", "ok"]


def test_expired_keys_that_nothing_renews(aws, clients):
    aws.settings(expired_keys=[KEY])
    with pytest.raises(ClientError, match="ExpiredToken"):
        clients.client("workspaces", REGION, clients.identity(KEYS)).describe_account()
    assert len(aws.control.calls(service="workspaces")) == 1


def test_an_ended_session_is_assumed_again(aws, clients):
    identity = clients.identity(source(ONE))
    client = clients.client("workspaces", REGION, identity)
    aws.settings(expired_keys=[identity.frozen().access_key])
    client.describe_account()
    assert [call["outcome"] for call in aws.control.calls(service="workspaces")] == ["ExpiredTokenException", "ok"]
    assert [call["operation"] for call in aws.control.calls(service="sts")] == ["AssumeRole"] * 2


def test_credentials_that_are_expired_when_they_arrive(aws, clients):
    """botocore raises a RuntimeError."""
    aws.settings(role_seconds=0.001)
    with pytest.raises(CredentialRetrievalError, match="still expired"):
        clients.identity(source(ONE)).frozen()


@pytest.mark.parametrize(
    "settings",
    [
        "credential_process = /does/not/exist",
        "credential_process = echo nonsense",
        "credential_process = echo '{}'",
        "credential_process = 'unbalanced",
        "role_arn = arn:aws:iam::111111111111:role/x\nsource_profile = keys\nendpoint_url = nonsense",
    ],
)
def test_profiles_that_give_no_credentials(config, settings):
    """Whatever the SDK raises, such as OSError and ValueError, becomes one of its own errors."""
    config(f"[profile program]\n{settings}\n[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n")
    with pytest.raises(CredentialRetrievalError):
        SharedClients().identity(CredentialSource(profile="program")).frozen()


def test_a_program_whose_answer_is_expired(config, tmp_path):
    answer = {"Version": 1, "AccessKeyId": KEY, "SecretAccessKey": SECRET, "SessionToken": "t"}
    (tmp_path / "keys").write_text(json.dumps({**answer, "Expiration": "2020-01-01T00:00:00Z"}))
    config(f"[profile program]\ncredential_process = cat {tmp_path / 'keys'}\n")
    with pytest.raises(CredentialRetrievalError, match="expired"):
        SharedClients().identity(CredentialSource(profile="program")).frozen()


def test_no_credentials(config):
    config("[profile empty]\noutput = json\n")
    with pytest.raises(NoCredentialsError):
        SharedClients().identity(CredentialSource(profile="empty")).frozen()


@pytest.mark.parametrize("wrong", [{"endpoint_url": "nonsense"}, {"settings": {"nonsense": 1}}])
def test_settings_that_the_sdk_refuses(clients, wrong):
    with pytest.raises(Failure, match="create a client of workspaces") as caught:
        clients.client("workspaces", REGION, clients.identity(KEYS), **wrong)
    assert caught.value.reason == "invalid_request"


def test_regions(clients):
    assert REGION in clients.regions("workspaces", "aws")
    assert clients.partition("us-gov-west-1") == "aws-us-gov"
    assert clients.sts_region == "us-east-1"
    assert SharedClients(sts_region=REGION).sts_region == REGION
