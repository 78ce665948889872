# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of the role byol that starts and waits for what the tasks of a host have postponed, and what the role makes of it."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.account import ACCOUNT
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images import IMAGES
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.fleet import Started, wait_for_hosts
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.handover import Handed
from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import byol_result, outcome

from ..support.place import IMAGE, NAME

STARTED = {"failed": False, "changed": False, "diff": []}
LEGACY = {"boot_mode": "legacy-bios"}


class Refusals(Observer):
    """Keeps what was not started."""

    def __init__(self):
        self.names = []

    def refused(self, name, message):
        """Keep the name."""
        assert message
        self.names.append(name)


@pytest.fixture
def role(connection):
    """Run what follows the tasks of a host that have postponed an account and these images; return its variables."""

    def run(*images, observer=None):
        tasks = {"byol__account_start": (ACCOUNT, {"for_images": list(images)})}
        if images:
            tasks["byol__images_start"] = (IMAGES, {"images": list(images)})
        started = []
        for variable, (definition, options) in tasks.items():
            params = read_arguments(definition, {**connection, "wait_delay": 10, **options}).validated_parameters
            started.append(Started(variable, Handed(definition.name, params, True), STARTED))
        ended = wait_for_hosts({"eu": started}, Clock(), lambda _host: observer or Observer(), RateLimits())
        registered = dict.fromkeys(tasks, STARTED)
        valid = {"byol__valid": {"failed": False, "images": list(images)}}
        return {"inventory_hostname": "eu", **valid, **registered, "byol__waited": {"hosts": ended}}

    return run


def test_an_account_is_enabled_before_its_image_is_imported(aws, role):
    aws.account(support="DISABLED")
    aws.settings(account_seconds=30, import_seconds=30)
    variables = role(IMAGE)
    assert [call["operation"] for call in aws.writes()] == ["ModifyAccount", "ImportCustomWorkspaceImage"]
    ended, result = outcome(variables), byol_result(variables, wait=True)
    assert (ended["changed"], "failure" in ended) == (True, False)
    assert [each["after"].get("dedicated_tenancy_support") for each in ended["diff"]] == ["ENABLED", None]
    assert (result["account_changed"], result["images"][NAME]["changed"]) == (True, True)
    assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(result["images_diff"]) == 1


def test_what_matches_is_not_changed(aws, role):
    aws.image()
    ended = outcome(role(IMAGE))
    assert aws.writes() == []
    assert (ended["changed"], "failure" in ended) == (False, False)


def test_an_account_alone(aws, role):
    aws.account(support="DISABLED")
    variables = role()
    assert [call["operation"] for call in aws.writes()] == ["ModifyAccount"]
    assert outcome(variables)["changed"]
    assert byol_result(variables, wait=True)["images"] == {}


def test_an_account_that_cannot_be_enabled_fails_its_images(aws, role):
    aws.account(support="DISABLED", consent=False)
    refusals = Refusals()
    variables = role(IMAGE, observer=refusals)
    ended = outcome(variables)
    assert (ended["failed"], ended["failure"]["reason"]) == (True, "not_authorized")
    assert "ImportCustomWorkspaceImage" not in aws.operations()
    assert refusals.names == ["BYOL account"]
    assert byol_result(variables, wait=True) == {}


def test_where_no_image_can_be_imported_the_account_stays_and_the_image_fails(aws, role, source):
    aws.account(support="DISABLED")
    refusals = Refusals()
    variables = role({**IMAGE, "image_source": source(**LEGACY), "preflight": "block"}, observer=refusals)
    assert aws.writes() == []
    assert refusals.names == [NAME]
    assert outcome(variables)["images"][0]["failure"]["reason"] == "source_not_importable"
    result = byol_result(variables, wait=True)
    assert result["account"]["dedicated_tenancy_support"] == "DISABLED"
    assert result["images"][NAME]["failed"]
