# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the worker process of a task needs besides the task: its time, its output, its environment, its texts."""

from __future__ import annotations

import os
from datetime import date, datetime
from unittest import mock

import pytest
from ansible.module_utils.common import json as ansible_json
from cryptography.fernet import Fernet

from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action import clock as worker_clock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action import handover, output
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.clock import WorkerClock
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.in_process import environment
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.serialization import (
    as_module_argument,
    as_module_result,
)

from ...support.scripted_clock import ScriptedClock


@pytest.fixture
def scripted(monkeypatch):
    """Time for worker clocks."""
    clock = ScriptedClock()
    monkeypatch.setattr(Clock, "now", lambda _self: clock.now())
    monkeypatch.setattr(Clock, "sleep", lambda _self, seconds: clock.sleep(seconds))
    return clock


def test_a_sleep_has_signs_of_life(scripted):
    clock, seen = WorkerClock(), []
    clock.sign_of_life = lambda: seen.append(scripted.passed)
    clock.sleep(2.5 * worker_clock.SLICE)
    assert seen == [worker_clock.SLICE, 2 * worker_clock.SLICE, 2.5 * worker_clock.SLICE]


def test_a_sleep_ends_with_the_process_that_waits(scripted, monkeypatch):
    clock = WorkerClock()
    # Of no process: these tests can themselves be run by one whose parent is gone.
    monkeypatch.setattr(os, "getppid", lambda: -1)
    with pytest.raises(SystemExit):
        clock.sleep(3600)
    assert scripted.passed == worker_clock.SLICE


def test_what_was_sealed_is_read_and_shows_nothing():
    sealed = handover.seal("module", {"secret_key": "SECRET", "number": 1, "none": None})
    assert "SECRET" not in sealed
    assert handover.unseal(sealed) == handover.Handed("module", {"secret_key": "SECRET", "number": 1, "none": None})


@pytest.mark.parametrize("text", ["", "nonsense", None, 7, Fernet(Fernet.generate_key()).encrypt(b"[]").decode()])
def test_what_was_not_sealed_in_this_run(text):
    assert handover.unseal(text) is None


def test_another_run_cannot_read_it(monkeypatch):
    sealed = handover.seal("module", {})
    monkeypatch.setattr(handover, "_FERNET", Fernet(Fernet.generate_key()))
    assert handover.unseal(sealed) is None


@pytest.mark.parametrize(
    ("callback", "stderr"),
    [
        *(("default", False), ("ansible.builtin.default", False), ("community.general.yaml", False), (None, False)),
        *(("json", True), ("ansible.posix.json", True), ("ansible.posix.jsonl", True), ("junit", True)),
    ],
)
def test_standard_output_of_programs_has_no_lines(monkeypatch, callback, stderr):
    display = mock.Mock()
    monkeypatch.setattr(output, "Display", lambda: display)
    monkeypatch.setattr(output.constants.config, "get_config_value", lambda _name: callback)
    output.show("line")
    display.display.assert_called_once_with("line", stderr=stderr)


def test_the_environment_of_a_task(monkeypatch):
    monkeypatch.setenv("EUC_BEFORE", "1")
    monkeypatch.delenv("EUC_NEW", raising=False)

    def fail():
        with environment({"EUC_BEFORE": 2, "EUC_NEW": True}):
            seen.append((os.environ["EUC_BEFORE"], os.environ["EUC_NEW"]))
            raise KeyError

    seen: list[tuple[str, str]] = []
    with pytest.raises(KeyError):
        fail()
    assert seen == [("2", "True")]
    assert os.environ["EUC_BEFORE"] == "1"
    assert "EUC_NEW" not in os.environ


def test_dates_are_texts_as_in_a_module():
    args = {"day": date(2026, 11, 24), "time": datetime(2026, 11, 24, 12)}
    assert as_module_argument(args) == {"day": "2026-11-24", "time": "2026-11-24T12:00:00"}


def test_results_are_plain():
    class Text(str):
        pass

    result = as_module_result({"text": Text("x"), "tuple": (1, None)})
    assert result == {"text": "x", "tuple": [1, None]}
    assert result["text"].__class__ is str


def test_marks_of_texts_are_lost():
    if hasattr(ansible_json, "get_module_encoder"):
        from ansible.template import trust_as_template as marked
    else:
        from ansible.utils.unsafe_proxy import wrap_var as marked
    given = marked("x")
    assert given.__class__ is not str
    args = as_module_argument({"a": given, "b": [given]})
    assert args == {"a": "x", "b": ["x"]}
    assert type(args["a"]) is type(args["b"][0]) is str
