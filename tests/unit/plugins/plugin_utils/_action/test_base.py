# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the action plugins run a task: in this process, as one run of its module, or as several where that is elsewhere."""

from __future__ import annotations

from unittest import mock

import pytest
from ansible.errors import AnsibleConnectionFailure

from ansible_collections.euc.workspaces.plugins.action import (
    workspaces_bundle,
    workspaces_byol_account,
    workspaces_byol_images,
    workspaces_byol_info,
    workspaces_custom_image_import,
    workspaces_image_copy,
    workspaces_image_retention,
    workspaces_image_sharing,
)
from ansible_collections.euc.workspaces.plugins.module_utils._aws.text import one_line
from ansible_collections.euc.workspaces.plugins.plugin_utils._action import base, handover, role_variables
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import failure_of

from ...support.place import IMAGE, KEY, NAME, REGION, SECRET

PLUGINS = {
    plugin.__name__.rpartition(".")[2]: plugin
    for plugin in (
        workspaces_bundle,
        workspaces_byol_account,
        workspaces_byol_images,
        workspaces_byol_info,
        workspaces_custom_image_import,
        workspaces_image_copy,
        workspaces_image_retention,
        workspaces_image_sharing,
    )
}
OPTIONS = {
    "workspaces_bundle": {
        "name": "pilot",
        "description": "Pilot",
        "image_id": "wsi-000000001",
        "compute_type": "STANDARD",
        "user_storage": 50,
    },
    "workspaces_byol_account": {},
    "workspaces_byol_images": {"images": [IMAGE]},
    "workspaces_byol_info": {},
    "workspaces_custom_image_import": IMAGE,
    "workspaces_image_copy": {"name": NAME, "source_image_id": "wsi-000000001", "source_region": "us-east-1"},
    "workspaces_image_retention": {"name_pattern": "win11-.*", "keep": 3},
    "workspaces_image_sharing": {"name": NAME, "account_ids": []},
}
WITHOUT_WAIT = ("workspaces_byol_info", "workspaces_image_retention", "workspaces_image_sharing")
WITH_WAIT = sorted(OPTIONS.keys() - set(WITHOUT_WAIT))


def made(name, args, transport="ssh", async_val=0, check_mode=False, no_log=False, diff=False):
    """An action for a task; what the module is given is noted."""
    task = mock.MagicMock(args=args, async_val=async_val, check_mode=check_mode, no_log=no_log, diff=diff)
    task.action = f"euc.workspaces.{name}"
    connection = mock.MagicMock(has_native_async=False, transport=transport, become=None)
    action = PLUGINS[name].ActionModule(task, connection, mock.Mock(), mock.Mock(), mock.Mock(), mock.Mock())
    action._templar.template = lambda value: value
    action._compute_environment_string = lambda variables: variables.clear()
    action._execute_module = mock.Mock(return_value={"from": "module"})
    return action


@pytest.mark.parametrize("name", WITH_WAIT)
@pytest.mark.parametrize("wait", [{}, {"wait": False}, {"wait": "no"}])
def test_without_wait_it_is_one_run_of_the_module(name, wait):
    action = made(name, {**OPTIONS[name], **wait})
    assert action.run(task_vars={"a": 1}) == {"from": "module"}
    action._execute_module.assert_called_once_with(module_args=action._task.args, task_vars={"a": 1}, wrap_async=0)


@pytest.mark.parametrize("name", WITHOUT_WAIT)
def test_a_module_without_wait_is_one_run_of_it(name):
    action = made(name, OPTIONS[name])
    assert action.run(task_vars={}) == {"from": "module"}


@pytest.mark.parametrize("name", WITH_WAIT)
def test_check_mode_is_one_run_of_the_module(name):
    action = made(name, {**OPTIONS[name], "wait": True}, check_mode=True)
    assert action.run(task_vars={}) == {"from": "module"}
    action._execute_module.assert_called_once_with(module_args=action._task.args, task_vars={}, wrap_async=0)


@pytest.mark.parametrize("name", WITH_WAIT)
def test_async_is_left_to_the_module(name):
    action = made(name, {**OPTIONS[name], "wait": True}, async_val=600)
    assert action.run(task_vars={}) == {"from": "module"}
    action._execute_module.assert_called_once_with(module_args=action._task.args, task_vars={}, wrap_async=True)


@pytest.mark.parametrize("name", sorted(OPTIONS))
def test_bad_options_run_nothing(name):
    action = made(name, {**OPTIONS[name], "wiat": True, "secret_key": "much too secret"})
    result = action.run(task_vars={})
    assert result["failure"]["reason"] == "invalid_request"
    assert "wiat" in result["msg"]
    assert "much too secret" not in str(result)
    action._execute_module.assert_not_called()


@pytest.mark.parametrize("name", WITH_WAIT)
@pytest.mark.parametrize("wait", [True, "yes", "true", 1])
def test_wait_is_several_runs_where_the_module_is_elsewhere(name, wait, monkeypatch):
    args = {**OPTIONS[name], "wait": wait, "wait_timeout": "60", "wait_delay": 5, "region": REGION}
    action = made(name, args)
    given = []
    monkeypatch.setattr(type(action), "wait_remotely", lambda _self, task: given.append(task) or {"from": "wait"})
    assert action.run(task_vars={"inventory_hostname": "prod-eu"}) == {"from": "wait"}
    (task,) = given
    assert (task.module, task.args, task.delay) == (name, args, 5)
    assert task.deadline == task.started + 60
    assert task.run() == {"from": "module"}
    action._execute_module.assert_called_once_with(
        module_name=f"euc.workspaces.{name}",
        module_args={**args, "wait": False},
        task_vars={"inventory_hostname": "prod-eu"},
    )


@pytest.mark.parametrize("name", WITH_WAIT)
def test_defaults_of_the_wait(name, monkeypatch):
    action = made(name, {**OPTIONS[name], "wait": True})
    given = []
    monkeypatch.setattr(type(action), "wait_remotely", lambda _self, task: given.append(task) or {})
    action.run(task_vars=None)
    delay, timeout = (5, 600) if name == "workspaces_bundle" else (60, 14400)
    assert given[0].delay == delay
    assert given[0].deadline == given[0].started + timeout


def test_a_lost_connection_is_transient():
    action = made("workspaces_byol_account", {})
    action._execute_module.side_effect = AnsibleConnectionFailure("no route")
    result = action._runner({})("workspaces_byol_info", {})
    failure = failure_of(result)
    assert (failure.reason, failure.transient) == ("connection_failed", True)
    assert "no route" in failure.message


@pytest.fixture
def here(monkeypatch):
    """Everything is eligible for this process."""
    monkeypatch.setattr(base, "runs_in_process", lambda _action, _variables: True)


HOSTS = {"inventory_hostname": "prod-eu\x1b[31m", "ansible_play_hosts_all": ["prod-eu\x1b[31m", "prod-us"]}
CORE = mock.Mock(event=mock.Mock(msg="as of ansible-core 2.19"))


@pytest.mark.parametrize("warning", ["as before", CORE])
def test_warnings_of_a_module_name_the_host_where_there_are_several(warning):
    action = made("workspaces_byol_info", {})
    action._execute_module.return_value = {"warnings": [warning]}
    text = warning if isinstance(warning, str) else warning.event.msg
    assert action.run(task_vars=HOSTS) == {"warnings": [f"[{one_line(HOSTS['inventory_hostname'])}] {text}"]}
    assert action.run(task_vars={**HOSTS, "ansible_play_hosts_all": ["prod-eu"]}) == {"warnings": [warning]}


@pytest.mark.usefixtures("here")
def test_warnings_of_a_task_in_this_process_name_the_host_and_the_image(connection):
    made("workspaces_custom_image_import", {**connection, **IMAGE}).run(task_vars={})
    again = made("workspaces_custom_image_import", {**connection, **IMAGE, "description": "other"})
    (warning,) = again.run(task_vars={**HOSTS, "inventory_hostname": "prod-eu"})["warnings"]
    assert warning.startswith("[prod-eu] The image ")
    assert NAME in warning


@pytest.mark.usefixtures("here")
def test_in_this_process_no_module_is_run(aws, connection):
    action = made("workspaces_custom_image_import", {**connection, **IMAGE}, diff=True)
    result = action.run(task_vars={})
    assert result["changed"] is True
    assert result["image"]["name"] == NAME
    assert result["diff"]["after"]["name"] == NAME
    assert aws.imports_done() == 1
    action._execute_module.assert_not_called()


@pytest.mark.usefixtures("here")
def test_in_this_process_check_mode_sends_nothing(aws, connection):
    action = made("workspaces_custom_image_import", {**connection, **IMAGE}, check_mode=True)
    assert action.run(task_vars={})["changed"] is True
    assert aws.writes() == []


def of_the_role(**variables):
    """The variables of a host in a task of the role byol that starts something."""
    waits = {"byol_wait": True, "byol_wait_timeout": 60, "byol_wait_delay": 5, "byol_account_enabled": True}
    return {role_variables.STEP: role_variables.START, **waits, "byol__valid": {"images": [IMAGE]}, **variables}


@pytest.mark.usefixtures("here")
def test_a_handover_has_the_options_but_shows_no_secret(connection):
    action = made("workspaces_byol_account", connection)
    result = action.run(task_vars=of_the_role(byol_management_cidr_range="10.0.0.0/16"))
    assert SECRET not in str(result)
    assert KEY not in result["handover"]
    handed = handover.unseal(result["handover"])
    assert handed.module == "workspaces_byol_account"
    assert handed.params["secret_key"] == SECRET
    assert (handed.params["management_cidr_range"], handed.params["wait_timeout"]) == ("10.0.0.0/16", 60)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("keywords", [{}, {"any_errors_fatal": True}, {"check_mode": True}], ids=str)
def test_a_task_is_postponed_unless_a_failure_stops_all_hosts_or_in_check_mode(aws, connection, keywords):
    aws.image()
    aws.control.clear_calls()
    action = made("workspaces_byol_images", {**connection, "images": [IMAGE]}, diff=True)
    action._task.configure_mock(**{"any_errors_fatal": False, **keywords})
    result = action.run(task_vars=of_the_role(byol__account_start={"handover": "sealed"}))
    assert handover.unseal(result["handover"]).postponed is not bool(keywords)
    assert ("images" in result) is bool(keywords)
    assert bool(aws.operations()) is bool(keywords)


@pytest.mark.usefixtures("here")
def test_images_are_started_by_their_own_task_where_the_account_is_not_handed_over(aws, connection):
    action = made("workspaces_byol_images", {**connection, "images": [IMAGE]})
    action._task.configure_mock(any_errors_fatal=False)
    assert action.run(task_vars=of_the_role(byol__account_start={"changed": False}))["images"][0]["changed"]
    assert len(aws.writes()) == 1


@pytest.mark.usefixtures("here")
def test_without_a_request_nothing_is_handed_over(connection):
    action = made("workspaces_custom_image_import", {**connection, **IMAGE})
    assert "handover" not in action.run(task_vars={})
