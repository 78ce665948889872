# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task that is made of several runs of a module looks like one: its arguments and its warnings."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote import RemoteTask, both

from ...support.scripted_clock import ScriptedClock

ARGS = {"name": "win11", "wait": True}


def test_the_arguments_come_back_as_they_were_given():
    """As -vvv shows them, although the module is run without waiting."""
    sent = []

    def run_module(_name, args):
        sent.append(args)
        return {"changed": False, "invocation": {"module_args": dict(args)}}

    task = RemoteTask("module", ARGS, {}, run_module, ScriptedClock(), None)
    assert task.run()["invocation"]["module_args"] == ARGS
    assert sent == [{**ARGS, "wait": False}]


def test_the_warnings_of_all_runs_are_kept_once():
    first = {"changed": True, "warnings": ["of the first", "of both"]}
    result = both(first, {"changed": False, "warnings": ["of both", "of the second"]})
    assert result == {"changed": True, "warnings": ["of the first", "of both", "of the second"]}
    assert both(first, {})["warnings"] == first["warnings"]
