# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say how to reach AWS, checked against those of amazon.aws, and as typed values."""

from __future__ import annotations

import pytest
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import (
    CONNECTION_OPTIONS,
    ROLE_OPTIONS,
    Connection,
    connection_of,
    read_connection,
)
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import new_client


def test_they_are_those_of_amazon_aws():
    theirs = {name: set(spec.get("aliases", ())) for name, spec in aws_argument_spec().items()}
    ours = {name: set(aliases) for name, aliases in CONNECTION_OPTIONS.items() if name not in ROLE_OPTIONS}
    assert ours.keys() == theirs.keys()
    for name, aliases in theirs.items():
        assert aliases <= ours[name], name


def test_all_others_stay_behind():
    args = {"region": "eu-west-1", "aws_access_key_id": "x", "name": "win11", "wait": True, "tags": {}}
    assert connection_of(args) == {"region": "eu-west-1", "aws_access_key_id": "x"}


def test_our_own_are_handed_on_too():
    assert connection_of({**dict.fromkeys(ROLE_OPTIONS, "x"), "name": "win11"}) == dict.fromkeys(ROLE_OPTIONS, "x")


def refused(**params):
    """The message for options that are refused."""
    with pytest.raises(Failure) as caught:
        read_connection(params)
    assert caught.value.reason == "invalid_request"
    return caught.value.message


def test_what_is_empty_is_not_given():
    empty = dict.fromkeys(CONNECTION_OPTIONS.keys() - {"validate_certs"}, "")
    assert read_connection({}) == read_connection(empty) == Connection()


@pytest.mark.parametrize(
    "url",
    [
        *("nonsense", "127.0.0.1:8080", "ftp://host", "http://", "http://:80", "http://127.0.0.1:99999"),
        *("http://host:0", "http://host:x", "http://[::1", "https:///path"),
    ],
)
def test_bad_urls(url):
    assert "endpoint_url" in refused(endpoint_url=url)


@pytest.mark.parametrize("url", ["http://host", "https://host:8443/path", "http://[::1]:8080"])
def test_good_urls(url):
    assert read_connection({"endpoint_url": url}).endpoint_url == url


@pytest.mark.parametrize(
    "url",
    ["http://user:PASSWORD@host", "http://PASSWORD@host", "http://user:PASSWORD@host:99999", "user:PASSWORD@host"],
)
def test_a_password_in_a_url_is_refused_and_not_repeated(url):
    assert "PASSWORD" not in refused(endpoint_url=url)


@pytest.mark.parametrize(
    "config",
    [
        *({"retries": {"foo": 1}}, {"retries": "x"}, {"s3": "x"}, {"user_agent_extra": 5}, {"user_agent": 5}),
        *({"nonsense": 1}, {7: 1}, {"read_timeout": "x"}, {"connect_timeout": -1}),
    ],
)
def test_bad_configurations_of_the_sdk(config):
    """Some are refused when the options are read, others by the SDK when it makes the client."""
    with pytest.raises(Failure) as caught:
        new_client(read_connection({"region": "eu-west-1", "aws_config": config}))
    assert caught.value.reason == "invalid_request"


def test_retries_of_the_sdk_are_left_out():
    config = {"retries": {"max_attempts": 10}, "connect_timeout": 5}
    assert read_connection({"aws_config": config}).sdk_config == {"connect_timeout": 5}


@pytest.mark.parametrize("key", ["access_key", "secret_key", "session_token"])
def test_a_profile_and_keys(key):
    assert "SECRET" not in refused(profile="one", **{key: "SECRET"})


@pytest.mark.parametrize("key", ["access_key", "secret_key", "session_token"])
@pytest.mark.parametrize("value", ["SECRET\ud800", "SECRET\n", "SECRÉT"])
def test_keys_that_cannot_be_sent_are_refused_and_not_repeated(key, value):
    with pytest.raises(Failure, match=f"The value of {key} is not valid") as caught:
        read_connection({key: value})
    assert caught.value.reason == "invalid_request"
    assert "SEC" not in caught.value.message


def test_no_secret_is_in_the_text_of_a_connection():
    assert "SECRET" not in repr(Connection(access_key="SECRET", secret_key="SECRET", session_token="SECRET"))


@pytest.mark.parametrize(
    ("params", "verify"),
    [
        ({}, True),
        ({"validate_certs": True}, True),
        ({"validate_certs": False}, False),
        ({"aws_ca_bundle": "/bundle"}, "/bundle"),
        ({"aws_ca_bundle": "/bundle", "validate_certs": False}, False),
    ],
)
def test_certificates(params, verify):
    assert read_connection(params).verify == verify


def test_a_role():
    arn = "arn:aws:iam::111111111111:role/Audit"
    role = read_connection({"assume_role_arn": arn, "assume_role_external_id": "ext", "assume_role_duration": 900}).role
    assert (role.arn, role.external_id, role.duration) == (arn, "ext", 900)


@pytest.mark.parametrize(
    "params", [{"assume_role_arn": "x"}, {"assume_role_external_id": "SECRET"}, {"assume_role_duration": 900}]
)
def test_bad_roles(params):
    assert "SECRET" not in refused(**params)


@pytest.mark.parametrize(
    ("options", "owner"),
    [
        ({}, None),
        ({"profile": "production"}, "production"),
        ({"access_key": "key", "secret_key": "secret"}, "key"),
        ({"profile": "production", "assume_role_arn": "arn:aws:iam::111122223333:role/Images"}, "111122223333"),
        ({"access_key": "key", "assume_role_arn": "arn:aws:iam::111122223333:role/Images"}, "111122223333"),
    ],
)
def test_the_owner_of_the_rate_is_the_account_or_else_the_credentials(options, owner):
    assert read_connection(options).owner == owner
