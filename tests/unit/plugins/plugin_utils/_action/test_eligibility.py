# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tasks run in Ansible's own process."""

from __future__ import annotations

import sys
import venv
from pathlib import Path
from unittest import mock

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.eligibility import (
    IN_PROCESS,
    is_this_python,
    runs_in_process,
)


def test_the_python_of_this_process_by_any_name_in_its_folder():
    assert is_this_python(sys.executable)


@pytest.mark.parametrize("interpreter", [None, "", "python3", "auto", "auto_silent", "./python3", "/nowhere/python3"])
def test_names_that_say_nothing_of_this_python(interpreter):
    assert not is_this_python(interpreter)


def test_another_virtual_environment_of_the_same_python(tmp_path):
    """Its interpreter is a link to the same file, but it has other libraries."""
    venv.create(tmp_path / "other", with_pip=False, symlinks=True)
    assert not is_this_python(str(tmp_path / "other" / "bin" / "python"))


def test_a_virtual_environment_by_a_link_to_its_folder(tmp_path):
    (tmp_path / "link").symlink_to(Path(sys.executable).parent)
    assert is_this_python(str(tmp_path / "link" / Path(sys.executable).name))


def test_another_file_in_the_same_folder(tmp_path, monkeypatch):
    for name in ("python3", "python3.99"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    assert is_this_python(str(tmp_path / "python3"))
    assert not is_this_python(str(tmp_path / "python3.99"))


@pytest.fixture
def action():
    """An action whose task is eligible."""
    task = mock.MagicMock(async_val=0, delegate_to=None)
    made = mock.MagicMock(_task=task, _connection=mock.MagicMock(transport="local", become=None))
    made._templar.template = lambda value: value
    made._templar.copy_with_new_env.return_value = made._templar
    return made


HERE = {"ansible_python_interpreter": sys.executable}


def test_eligible(action):
    assert runs_in_process(action, HERE)


@pytest.mark.parametrize(
    "variables",
    [{}, {**HERE, IN_PROCESS: False}, {**HERE, IN_PROCESS: "no"}, {"ansible_python_interpreter": "/usr/bin/python9"}],
)
def test_variables_that_keep_it_out(action, variables):
    assert not runs_in_process(action, variables)


def test_async_become_and_other_connections(action):
    action._task.async_val = 60
    assert not runs_in_process(action, HERE)
    action._task.async_val = 0
    action._connection.become = mock.MagicMock()
    assert not runs_in_process(action, HERE)
    action._connection.become = None
    action._connection.transport = "ssh"
    assert not runs_in_process(action, HERE)


def test_the_interpreter_is_that_of_the_host_delegated_to(action):
    action._task.delegate_to = "other"
    assert not runs_in_process(action, {**HERE, "ansible_delegated_vars": {"other": {}}})
    assert runs_in_process(action, {"ansible_delegated_vars": {"other": HERE}})
