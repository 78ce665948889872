# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tasks the action plugins watch, and which they leave to the module."""

from __future__ import annotations

from unittest import mock

import pytest

from ansible_collections.euc.workspaces.plugins.action import (
    workspaces_byol_account,
    workspaces_byol_images,
    workspaces_custom_image_import,
)
from ansible_collections.euc.workspaces.plugins.plugin_utils._action import account, images

WATCHED = {
    "workspaces_byol_account": (workspaces_byol_account, account, "run_account_task"),
    "workspaces_byol_images": (workspaces_byol_images, images, "run_images_task"),
    "workspaces_custom_image_import": (workspaces_custom_image_import, images, "run_image_task"),
}


@pytest.fixture(params=sorted(WATCHED))
def name(request):
    """The short name of a module with an action plugin."""
    return request.param


@pytest.fixture
def action(name):
    """Makes an action for a task; what the module and the watch are given is noted."""

    def make(args, async_val=0, check_mode=False, no_log=False):
        task = mock.MagicMock(args=args, async_val=async_val, check_mode=check_mode, no_log=no_log)
        task.action = f"euc.workspaces.{name}"
        connection = mock.MagicMock(has_native_async=False)
        made = WATCHED[name][0].ActionModule(task, connection, mock.Mock(), mock.Mock(), mock.Mock(), mock.Mock())
        made._templar.template = lambda value: value
        made._execute_module = mock.Mock(return_value={"from": "module"})
        return made

    return make


@pytest.mark.parametrize("wait", [{}, {"wait": False}, {"wait": "no"}, {"wait": "perhaps"}])
def test_without_wait_it_is_one_run_of_the_module(action, wait):
    made = action({"name": "win11", **wait})
    assert made.run(task_vars={"a": 1}) == {"from": "module"}
    made._execute_module.assert_called_once_with(task_vars={"a": 1}, wrap_async=0)


def test_check_mode_is_one_run_of_the_module(action):
    made = action({"wait": True}, check_mode=True)
    assert made.run(task_vars={}) == {"from": "module"}
    made._execute_module.assert_called_once_with(task_vars={}, wrap_async=0)


def test_async_is_handed_over_to_the_module(action):
    made = action({"wait": True}, async_val=600)
    assert made.run(task_vars={}) == {"from": "module"}
    made._execute_module.assert_called_once_with(task_vars={}, wrap_async=True)


@pytest.mark.parametrize("wait", [True, "yes", "true", 1])
@pytest.mark.parametrize("private", [True, False])
def test_wait_is_watched(action, name, wait, private):
    _plugin, watch, function = WATCHED[name]
    args = {"wait": wait, "wait_timeout": "60", "wait_delay": 5, "region": "eu-west-1", "state": "present"}
    made = action(args, no_log=private)
    variables = {"inventory_hostname": "prod-eu"}
    with mock.patch.object(watch, function, return_value={"from": "watch"}) as watched:
        assert made.run(task_vars=variables) == {"from": "watch"}
    ((task,), _options) = watched.call_args
    assert task.args == args
    assert task.longest_gap() == 5
    assert 0 < task.deadline() - task.clock.now() <= 60
    assert task.start() == {"from": "module"}
    made._execute_module.assert_called_once_with(
        module_name=f"euc.workspaces.{name}", module_args={**args, "wait": False}, task_vars=variables
    )


def test_defaults_of_the_wait(action, name):
    _plugin, watch, function = WATCHED[name]
    made = action({"wait": True})
    with mock.patch.object(watch, function, return_value={}) as watched:
        made.run(task_vars=None)
    ((task,), _options) = watched.call_args
    assert task.longest_gap() == 60
    assert 14000 < task.deadline() - task.clock.now() <= 14400
