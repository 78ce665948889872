# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one wait for all hosts: what a host has started comes in turn, and hosts do not disturb each other."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimits
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer
from ansible_collections.euc.workspaces.plugins.plugin_utils._action import fleet
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.fleet import Started, wait_for_hosts
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.handover import Handed

from ...support.scripted_clock import ScriptedClock

REFUSED = Failure("not_authorized", "Refused")


@pytest.fixture
def begun(monkeypatch):
    """The names of stages in the order in which they begin; a stage that is named by an error raises it."""
    names = []

    class Stage:
        poller = None

        def __init__(self, handed, started, _sdk, _observer):
            names.append(handed.params["name"])
            if error := handed.params.get("raises"):
                raise error
            self._result = {**started, **handed.params.get("ends", {})}

        def finish(self):
            pass

        def result(self):
            return self._result

    monkeypatch.setattr(fleet, "STAGES", {"module": Stage})
    return names


def started(variable, *, postponed=False, **params):
    """What a task has started."""
    return Started(variable, Handed("module", {"name": variable, **params}, postponed), {"changed": False})


def wait(**hosts):
    """Wait for hosts and return their results."""
    return wait_for_hosts(hosts, ScriptedClock(), lambda _host: Observer(), RateLimits())


def test_what_a_host_has_started_comes_in_turn(begun):
    results = wait(eu=[started("account", ends={"changed": True}), started("images", postponed=True)])
    assert begun == ["account", "images"]
    assert results == {"eu": {"account": {"changed": True}, "images": {"changed": False}}}


def test_what_was_postponed_is_not_started_after_a_failure(begun):
    results = wait(eu=[started("account", ends=REFUSED.result()), started("images", postponed=True)])
    assert begun == ["account"]
    assert results["eu"]["images"] == {"changed": False, **REFUSED.result()}


def test_images_report_themselves_why_none_of_them_can_be_imported(begun):
    refused = {"images": [], **REFUSED.result()}
    results = wait(eu=[started("account", ends=refused), started("images", postponed=True, ends={"changed": False})])
    assert begun == ["account", "images"]
    assert results["eu"]["images"] == {"changed": False}


def test_what_has_been_started_is_waited_for_after_a_failure(begun):
    results = wait(eu=[started("account", ends=REFUSED.result()), started("images")])
    assert begun == ["account", "images"]
    assert results["eu"]["images"] == {"changed": False}


@pytest.mark.parametrize(("error", "reason"), [(REFUSED, "not_authorized"), (KeyError("unexpected"), "internal_error")])
def test_an_error_is_that_of_its_host(begun, error, reason):
    results = wait(eu=[started("images", raises=error)], us=[started("images", ends={"changed": True})])
    assert sorted(begun) == ["images", "images"]
    assert results["eu"]["images"]["failure"]["reason"] == reason
    assert results["us"] == {"images": {"changed": True}}


def test_images_that_are_not_started_yet_are_counted():
    assert [started("account").waits, started("images", postponed=True, images=[{}, {}]).waits] == [1, 2]


def test_without_hosts_nothing_is_waited_for():
    assert wait() == {}
