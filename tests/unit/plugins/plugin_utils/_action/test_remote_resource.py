# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``workspaces_bundle`` and ``workspaces_image_copy`` with ``wait`` on another machine: as the module, with progress lines."""

from __future__ import annotations

from functools import partial

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_resource import (
    BUNDLE,
    COPY,
    wait_for_resource,
)

from ...support.place import ACCOUNT
from ...support.running import failure_of, succeeded
from ...support.watching import UNREACHABLE, Watched

FAR = {"account": ACCOUNT, "region": "us-east-1"}
LENGTH = 500
NEW = {"description": "Windows 11", "compute_type": "STANDARD", "user_storage": 50}


@pytest.fixture
def copies(aws, connection):
    """A run that copies an image, and what ends it badly."""
    aws.control.account(**FAR, support="ENABLED")
    (source,) = aws.control.images("golden", **FAR)
    aws.settings(copy_seconds=LENGTH)
    options = {"name": "copied", "source_image_id": source, "source_region": "us-east-1", "wait_timeout": 900}
    watched = partial(Watched, partial(wait_for_resource, kind=COPY), "workspaces_image_copy")
    return lambda **given: watched({**connection, **options, "wait": True, "wait_delay": 60, **given})


@pytest.fixture
def bundles(aws, connection):
    """A run that makes a bundle."""
    aws.settings(bundle_seconds=LENGTH)
    options = {"name": "pilot", "image_id": aws.image(), "wait_timeout": 900, **NEW}
    watched = partial(Watched, partial(wait_for_resource, kind=BUNDLE), "workspaces_bundle")
    return lambda **given: watched({**connection, **options, "wait": True, "wait_delay": 60, **given})


@pytest.fixture(params=["bundle", "image"])
def kind(request):
    """The key of the result."""
    return request.param


@pytest.fixture
def watch(request, kind):
    """Prepare a run with wait=true."""
    return request.getfixturevalue("bundles" if kind == "bundle" else "copies")


def test_the_result_is_that_of_the_module(watch, kind):
    run = watch(tags={"a": "b"})
    result = succeeded(run.result())
    assert (result["changed"], result[kind]["state"], result[kind]["tags"]["a"]) == (True, "AVAILABLE", "b")
    assert run.runs[0][1]["wait"] is False
    assert {name for name, _args in run.runs[1:]} == {"workspaces_byol_info"}
    assert len(run.runs) <= 2 + LENGTH / 60 + 1
    again = watch(tags={"a": "b"})
    unchanged = succeeded(again.result())
    assert unchanged["changed"] is False
    assert unchanged[kind].keys() == result[kind].keys()
    assert len(again.runs) == 1


def test_the_lines(watch, kind):
    run = watch()
    succeeded(run.result())
    name = "pilot" if kind == "bundle" else "copied"
    assert run.lines
    assert all(line.startswith("[prod-eu] ") for line in run.lines)
    assert any(name in line and "PENDING" in line for line in run.lines)
    assert name in run.lines[-1]
    assert "AVAILABLE" in run.lines[-1]


def test_it_ends_failed(aws, watch, kind):
    aws.settings(
        failing_bundles=["pilot"], copies={"copied": {"seconds": 200, "error": {"code": "X", "message": "broke"}}}
    )
    result = watch().result()
    assert failure_of(result)["reason"] == ("bundle_failed" if kind == "bundle" else "copy_failed")
    assert (result["changed"], result[kind]["state"]) == (True, "ERROR")


def test_the_deadline(watch, clock):
    result = watch(wait_timeout=300).result()
    assert failure_of(result)["reason"] == "timeout"
    assert "PENDING" in result["msg"]
    assert 300 <= clock.passed <= 305


def test_it_is_deleted_during_the_wait(bundles, clock, elsewhere):
    def delete():
        (found,) = elsewhere.describe_workspace_bundles()["Bundles"]
        elsewhere.delete_workspace_bundle(BundleId=found["BundleId"])

    clock.at.append((LENGTH / 2, delete))
    result = bundles().result()
    assert failure_of(result)["reason"] == "bundle_failed"
    assert "deleted" in result["msg"]


def test_a_status_check_that_could_not_be_run(watch, kind):
    run = watch()
    run.failures[2:5] = [UNREACHABLE] * 3
    assert succeeded(run.result())[kind]["state"] == "AVAILABLE"
    assert sum("no route" in line for line in run.lines) == 1


def test_the_start_cannot_be_run(watch):
    run = watch()
    run.failures[1] = UNREACHABLE
    assert failure_of(run.result())["reason"] == "connection_failed"
    assert len(run.runs) == 1


def test_deleting_a_bundle_is_one_run(bundles):
    succeeded(bundles(wait=True).result())
    run = bundles(state="absent")
    assert (succeeded(run.result())["bundle"], len(run.runs)) == (None, 1)
