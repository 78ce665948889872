# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``workspaces_byol_account`` with ``wait`` on another machine: the result is that of the module, with progress lines."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import RESUMABLE
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_account import wait_for_account

from ...support.running import failure_of, succeeded
from ...support.watching import UNREACHABLE, Watched

MODULE = "workspaces_byol_account"
RANGE = "10.32.0.0/16"
LENGTH = 1200


@pytest.fixture(autouse=True)
def _bare(aws):
    aws.account(support="DISABLED")
    aws.settings(account_seconds=LENGTH)


@pytest.fixture
def watch(connection):
    """Prepares a run with wait=true."""
    return lambda **options: Watched(wait_for_account, MODULE, {**connection, "wait": True, **options})


def test_the_result_is_that_of_the_module(aws, watch):
    run = watch(management_cidr_range=RANGE)
    result = succeeded(run.result())
    assert result["changed"] is True
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert result["modification"]["modification_state"] == "COMPLETED"
    assert len(aws.requests("ModifyAccount")) == 1
    assert run.runs[0][1]["wait"] is False
    assert {name for name, _args in run.runs[1:]} == {"workspaces_byol_info"}


def test_the_lines(watch):
    run = watch(management_cidr_range=RANGE)
    succeeded(run.result())
    waiting, *lines = run.lines
    assert waiting == f"[prod-eu] {RESUMABLE}"
    assert "PENDING" in lines[0]
    assert RANGE in lines[0]
    assert "COMPLETED" in lines[-1]
    assert all(line.startswith("[prod-eu] BYOL account  ") for line in lines)


def test_nothing_to_do_is_one_run_of_the_module(aws, watch):
    aws.account(support="ENABLED")
    run = watch()
    assert succeeded(run.result())["changed"] is False
    assert len(run.runs) == 1
    assert run.lines == []


def test_a_search_takes_two_modifications(aws, watch):
    result = succeeded(watch(management_cidr_range_search="10.32.0.0/11").result())
    assert result["changed"] is True
    assert result["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert len(aws.requests("ModifyAccount")) == 2
    assert result["diff"]["before"]["dedicated_tenancy_support"] == "DISABLED"
    assert result["diff"]["after"]["dedicated_tenancy_management_cidr_range"] == RANGE


def test_it_ends_failed(aws, watch):
    aws.account(next_outcome={"seconds": LENGTH, "error_code": "X", "error_message": "It broke."})
    result = watch().result()
    assert failure_of(result)["reason"] == "modification_failed"
    assert result["modification"]["modification_state"] == "FAILED"
    assert result["changed"] is True


def test_the_deadline(watch, clock):
    result = watch(wait_timeout=900).result()
    assert failure_of(result)["reason"] == "timeout"
    assert 900 <= clock.passed <= 905


def test_a_lag(aws, watch):
    aws.settings(account_lag_seconds=LENGTH)
    assert succeeded(watch().result())["account"]["dedicated_tenancy_support"] == "ENABLED"


def test_a_status_check_that_could_not_be_run(watch):
    run = watch()
    run.failures[2:5] = [UNREACHABLE] * 3
    assert succeeded(run.result())["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert sum("no route" in line for line in run.lines) == 1
