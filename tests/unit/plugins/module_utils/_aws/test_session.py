# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SDK as tasks use it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
import yaml

from ansible_collections.euc.workspaces.plugins.module_utils._aws import answers, assume_role
from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import Role
from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import Connection
from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.session import (
    USER_AGENT,
    VERSION,
    new_client,
    new_clients,
    preload,
)

from ...support.collection import ROOT
from ...support.place import REGION


def test_the_version_is_that_of_the_collection():
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert galaxy["version"] == VERSION


@pytest.mark.parametrize("role", [None, Role("arn:aws:iam::111111111111:role/Audit")])
def test_the_user_agent_names_the_collection(role):
    client = new_client(Connection(REGION, access_key="x", secret_key="y", role=role))
    assert USER_AGENT in client.meta.config.user_agent
    assert f"euc.workspaces/{VERSION}" in USER_AGENT


def test_what_is_prepared_before_the_fork_reads_the_configuration_of_the_task(monkeypatch, tmp_path):
    monkeypatch.setattr(assume_role, "_PREPARED", [])
    preload()
    preload()
    assert len(assume_role._PREPARED) == 1
    config = tmp_path / "config"
    config.write_text("[default]\nregion = us-west-2\n[profile images]\nregion = eu-west-1\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    assert new_client(Connection(profile="images")).meta.region_name == "eu-west-1"
    assert not assume_role._PREPARED
    # The second one is made when it is needed.
    assert new_client(Connection()).meta.region_name == "us-west-2"


def test_no_region():
    with pytest.raises(Failure, match="AWS_REGION") as caught:
        new_client(Connection())
    assert caught.value.reason == "invalid_request"


def test_the_region_of_the_environment(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    assert new_client(Connection()).meta.region_name == REGION


@pytest.mark.parametrize("region", ["nowhere", "eu_west_1", "eu-west-1 ", "http://x"])
def test_what_is_not_a_region(region):
    with pytest.raises(Failure, match="not the name of an AWS Region") as caught:
        new_client(Connection(region))
    assert caught.value.reason == "invalid_request"


def test_an_answer_is_checked_once_by_a_client_that_threads_share(aws, connection):
    options = Connection(**connection)
    clients = new_clients(options)
    with mock.patch.object(answers, "_check", mock.Mock(return_value=None)) as check:
        with ThreadPoolExecutor(8) as pool:
            shared = list(pool.map(lambda _number: new_client(options, clients), range(40)))
        for client in shared[:3]:
            client.describe_account()
    assert check.call_count == len(aws.calls()) == 3
