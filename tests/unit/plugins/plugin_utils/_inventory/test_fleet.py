# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a fleet through the real SDK, on the simulated AWS. tests/playbooks/inventory has what the plugin makes of it."""

from __future__ import annotations

import socket
from typing import Any, ClassVar

import pytest
from botocore.session import Session

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import read_connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import rate_key
from ansible_collections.euc.workspaces.plugins.module_utils._aws.run_rate_limits import RunRateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import new_client
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory import facts, sdk, unanswered
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.fleet import find_fleet, open_sdk
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.options import FleetOptions

from ...support.place import KEY, REGION, SECRET

HUB = "111111111111"
ONE, TWO = "222222222222", "333333333333"
ROLES = [f"arn:aws:iam::{account}:role/Audit" for account in (ONE, TWO)]
INFO = ["account", "images", "image_imports"]


@pytest.fixture(autouse=True)
def rate_limits(monkeypatch):
    """The rate limits of a run, which starts with each test; notes for which accounts and Regions they were used."""

    class Noted(RunRateLimits):
        keys: ClassVar[list[Any]] = []

        def limiter(self, clock, key):
            self.keys.append(key)
            return super().limiter(clock, key)

    limits = Noted()
    monkeypatch.setattr(facts, "RUN_RATE_LIMITS", limits)
    return limits


@pytest.fixture
def find(aws, monkeypatch):
    """Finds a fleet with these options; the current credentials are those of HUB."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)

    def run(**options):
        defaults = {"exclude_account_ids": [], "regions": [REGION], "gather": INFO, "threads": 10}
        keys = {"access_key": KEY, "secret_key": SECRET} if "profiles" not in options else {}
        wanted = FleetOptions(**{**dict.fromkeys(FleetOptions._fields), **defaults, **keys, **options})
        found = find_fleet(open_sdk(wanted), wanted)
        assert SECRET not in str(found)
        return found

    return run


@pytest.fixture
def config(monkeypatch, tmp_path):
    """Writes the configuration of the SDK."""

    def write(text):
        (tmp_path / "config").write_text(text)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    return write


def profile(name, account, more=""):
    return f"[profile {name}]\naws_access_key_id = EMULATED{account}\naws_secret_access_key = {SECRET}\n{more}\n"


def test_nothing_is_sent_where_nothing_is_gathered(aws, find):
    found = find(role_arns=ROLES, gather=[])
    assert [each["account"]["account_id"] for each in found] == [ONE, TWO]
    assert aws.control.calls() == []


def test_each_call_is_signed_as_its_account(aws, find):
    aws.settings(image_page_size=2)
    for account in (ONE, TWO):
        aws.control.images("win11", account=account, region=REGION, count=3, **{"import": {}})
    found = find(role_arns=ROLES)
    for each in found:
        assert {image["owner_account_id"] for image in each["facts"]["images"]} == {each["account_id"]}
        assert len(each["facts"]["images"]) == 3
    assert [each["account_id"] for each in found] == [ONE, TWO]


@pytest.mark.parametrize(
    ("options", "of_a_task"),
    [
        ({}, {"access_key": KEY, "secret_key": SECRET}),
        ({"role_arns": ROLES[:1]}, {"assume_role_arn": ROLES[0]}),
        ({"role_arns": ROLES[:1]}, {"assume_role_arn": ROLES[0].replace("Audit", "Import"), "profile": "a"}),
        ({"profiles": ["a"]}, {"profile": "a"}),
    ],
)
def test_tasks_have_the_same_rate(aws, find, config, rate_limits, options, of_a_task):
    config(profile("a", ONE))
    find(**options, gather=["account"])
    connection = read_connection({"region": REGION, "endpoint_url": aws.url, **of_a_task})
    assert rate_limits.keys == [rate_key(new_client(connection), connection.owner)]


def test_a_client_is_shared(find, monkeypatch):
    made = []
    create = Session.create_client

    def counted(self, service, **options):
        made.append(service)
        return create(self, service, **options)

    monkeypatch.setattr(Session, "create_client", counted)
    find(role_arns=ROLES, regions=["eu-west-1", "us-east-1"])
    assert sorted(made) == ["sts", "workspaces", "workspaces"]


def test_the_account_of_a_profile_is_requested_once(aws, find, config):
    config(profile("a", ONE) + profile("b", TWO))
    found = find(profiles=["a", "b"], regions=["eu-west-1", "us-east-1"], gather=["account"])
    assert [each["account_id"] for each in found] == [ONE, ONE, TWO, TWO]
    assert {call["operation"] for call in aws.control.calls(service="sts")} == {"GetCallerIdentity"}
    assert len(aws.control.calls(service="sts")) == 2


def test_an_account_that_cannot_be_read(find, config, monkeypatch):
    """It is read all the same."""
    config(profile("a", ONE))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    (found,) = find(profiles=["a"], gather=["account"])
    assert found["account_id"] is None
    assert found["facts"]["account"]["dedicated_tenancy_support"] == "DISABLED"


def test_profiles_with_settings_of_their_own_have_clients_of_their_own(aws, find, config, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    works = f"endpoint_url = {aws.url}"
    config(profile("a", ONE, works) + profile("b", TWO, "endpoint_url = http://127.0.0.1:9") + profile("c", HUB, works))
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("ansible_collections.euc.workspaces.plugins.module_utils._aws.client.READ_RETRIES", 0)
    a, b, c = find(profiles=["a", "b", "c"], gather=["account"])
    assert "facts" in a
    assert "facts" in c
    assert b["failure"]["reason"] == "connection_failed"


def test_a_role_that_refuses(aws, find):
    aws.settings(refused_roles=[ROLES[0]])
    refused, other = find(role_arns=ROLES)
    assert refused["failure"]["reason"] == "not_authorized"
    assert refused["failure"]["code"] == "AccessDenied"
    assert "facts" not in refused
    assert other["facts"]["images"] == []


def test_credentials_that_are_expired_when_they_come(aws, find):
    """As with a clock that is fast: the SDK raises a RuntimeError."""
    aws.settings(role_seconds=0.001)
    found, _other = find(role_arns=ROLES)
    assert found["failure"]["reason"] == "no_credentials"
    assert "still expired" in found["failure"]["message"]


def test_an_organization(aws, find):
    aws.control.organization(
        [{"id": ONE, "name": "one"}, {"id": TWO, "name": "two", "state": "SUSPENDED"}], account=HUB
    )
    found = find(organization_role_name="Audit", exclude_account_ids=[HUB])
    assert [(each["account"]["label"], each["account"]["role_arn"]) for each in found] == [("one", ROLES[0])]


def test_an_organization_that_may_not_be_listed(find):
    with pytest.raises(Failure, match="list the accounts") as caught:
        find(organization_role_name="Audit")
    assert caught.value.reason == "not_authorized"
    assert "organizations:ListAccounts" in caught.value.remedy


def test_the_regions_of_a_profile(find, config):
    """They are those of the partition of its own Region."""
    config(profile("gov", ONE, "region = us-gov-west-1"))
    assert {each["region"] for each in find(profiles=["gov"], regions=[], gather=[])} >= {"us-gov-west-1"}


def test_a_configuration_that_cannot_be_read(find, config):
    config("nonsense")
    with pytest.raises(Failure, match="set up the SDK"):
        find(profiles=["a"])


@pytest.mark.parametrize("options", [{"profiles": ["nobody"]}, {"profile": "nobody", "access_key": None}])
def test_a_profile_that_does_not_exist(find, options):
    with pytest.raises(Failure, match=r"profiles? is not valid.*'nobody'"):
        find(**options)


def test_what_the_module_would_refuse(aws, find):
    with pytest.raises(Failure, match="management_cidr_range_search"):
        find(role_arns=ROLES, gather=["available_cidr_ranges"])
    assert aws.control.calls() == []


def test_an_image_on_two_pages_is_there_once(aws, find, monkeypatch):
    """As where the list changes while it is read."""
    aws.control.images("win11", account=HUB, region=REGION, count=2)
    pages = facts.ApiClient.pages
    monkeypatch.setattr(
        facts.ApiClient, "pages", lambda *args, **params: [page for page in pages(*args, **params) for _time in "12"]
    )
    (found,) = find(gather=["images"])
    assert sorted(image["name"] for image in found["facts"]["images"]) == ["win11-0001", "win11-0002"]


def test_whatever_is_raised_for_one_account_does_not_stop_the_others(find, monkeypatch):
    run = facts.InfoTask.run

    def fail_for_one(self):
        if self._workspaces.client._client._client._identity.frozen().access_key.startswith(f"EMULATED{ONE}"):
            raise ValueError("Invalid endpoint: nonsense")
        return run(self)

    monkeypatch.setattr(facts.InfoTask, "run", fail_for_one)
    broken, other = find(role_arns=ROLES)
    assert broken["failure"]["reason"] == "internal_error"
    assert broken["failure"]["message"] == "ValueError: Invalid endpoint: nonsense"
    assert other["facts"]["images"] == []


def test_a_profile_with_an_endpoint_that_cannot_be_used(aws, find, config, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    config(profile("a", ONE, f"endpoint_url = {aws.url}") + profile("b", TWO, "endpoint_url = nonsense"))
    works, broken = find(profiles=["a", "b"], gather=["account"])
    assert "facts" in works
    assert broken["failure"]["reason"] == "invalid_request"
    assert "Invalid endpoint: nonsense" in broken["failure"]["message"]


def test_a_server_that_never_answers_is_called_no_more_once_it_has_cost_too_long(find, monkeypatch):
    """Once here, as nothing is too long; AWS STS at the same address is not called then."""
    monkeypatch.setattr(sdk, "TIME_LIMITS", {"connect_timeout": 1, "read_timeout": 0.1})
    monkeypatch.setattr(unanswered, "UNANSWERED_SECONDS", 0)
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        (found,) = find(gather=["account"])
        assert found["failure"]["reason"] == "connection_failed"
        assert found["account_id"] is None
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()


class Tokens:
    """AWS Organizations with these tokens, one after the other."""

    def __init__(self, tokens):
        self.tokens = iter(tokens)

    def list_accounts(self, **_params):
        return {"Accounts": [{"Id": ONE}], "NextToken": next(self.tokens)}


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (["a", "a"], "same page token twice"),
        ("abababab", "same page token twice"),
        (map(str, range(9999)), "more than"),
    ],
)
def test_a_list_of_accounts_without_an_end(tokens, message):
    with pytest.raises(Failure, match=message):
        sdk._all_pages(Tokens(tokens), "list")


@pytest.fixture
def digest(aws, monkeypatch):
    """The digest of these options."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)

    def run(**options):
        wanted = {"exclude_account_ids": [], "regions": [REGION], "gather": INFO, "threads": 10, **options}
        return sdk.FleetSdk(FleetOptions(**{**dict.fromkeys(FleetOptions._fields), **wanted})).cache_digest()

    return run


def keys(account, token=None):
    return {"access_key": f"EMULATED{account}", "secret_key": SECRET, "session_token": token}


def test_what_is_cached_is_for_the_same_options_and_caller(aws, digest):
    first = digest(**keys(ONE))
    assert first == digest(**keys(ONE), threads=3)
    others = [
        digest(**keys(TWO)),
        digest(**keys(ONE), role_arns=ROLES),
        digest(**keys(ONE), role_arns=ROLES, assume_role_external_id="x1"),
        digest(**keys(ONE), role_arns=ROLES, assume_role_external_id="x2"),
        digest(**keys(ONE, token="t")),
    ]
    assert len({first, *others}) == 6
    assert [call["operation"] for call in aws.control.calls()] == ["GetCallerIdentity"]


def test_renewed_credentials_are_of_the_same_caller(aws, digest, config):
    """Each session of the role of a profile has keys of its own."""
    config(profile("hub", HUB) + f"[profile spoke]\nrole_arn = {ROLES[0]}\nsource_profile = hub\n")
    assert digest(profiles=["spoke"]) == digest(profiles=["spoke"])
    operations = [call["operation"] for call in aws.control.calls()]
    assert operations == ["AssumeRole", "GetCallerIdentity"] * 2


def test_the_caller_does_not_matter_where_nothing_is_read(aws, digest):
    assert digest(**keys(ONE), role_arns=ROLES, gather=[]) == digest(**keys(TWO), role_arns=ROLES, gather=[])
    assert aws.control.calls() == []
