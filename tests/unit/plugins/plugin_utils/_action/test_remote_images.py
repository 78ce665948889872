# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``workspaces_byol_images`` with ``wait`` on another machine: one start, one wait and lines for all images."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_images import wait_for_images

from ...support.place import IMAGE
from ...support.running import failure_of, succeeded
from ...support.watching import Watched

MODULE = "workspaces_byol_images"
LENGTH = 1200


@pytest.fixture
def watch(connection):
    """Prepares a run with wait=true. wanted: options of each image by its name."""

    def prepare(wanted, **options):
        images = [{**IMAGE, "name": name, **own} for name, own in wanted.items()]
        return Watched(wait_for_images, MODULE, {**connection, "images": images, "wait": True, **options})

    return prepare


def test_the_result_is_that_of_the_module(aws, images, watch):
    aws.settings(import_seconds=LENGTH)
    watched = succeeded(watch({"a": {"tags": {"team": "euc"}}, "b": {}}).result())
    alone = succeeded(images({"c": {"tags": {"team": "euc"}}, "d": {}}, wait=True, diff=True))
    assert watched.keys() == alone.keys()
    for one, other in zip(watched["images"], alone["images"], strict=True):
        assert one.keys() == other.keys()
        assert one["changed"] is True
        assert one["image"]["state"] == "AVAILABLE"
        assert one["image_import"]["state"] == "COMPLETED"
        assert one["image"].keys() == other["image"].keys()
        assert one["image"]["tags"] == other["image"]["tags"]
    assert [diff["after_header"] for diff in watched["diff"]] == ["a", "b"]


def test_a_poll_serves_all_images(aws, watch):
    aws.settings(import_seconds=LENGTH)
    run = watch({"a": {}, "b": {}, "c": {}})
    result = succeeded(run.result())
    ids = {image["image_id"] for image in result["images"]}
    (first, started), *polls = run.runs
    assert (first, started["wait"]) == (MODULE, False)
    assert len(polls) <= LENGTH / 60 + 2
    assert {name for name, _args in polls} == {"workspaces_byol_info"}
    assert all(set(args["image_ids"]) == ids for _name, args in polls)
    assert [args["gather"] for _name, args in polls].count(["images"]) == 1


def test_the_lines_report_all(aws, watch):
    aws.settings(imports={"a": {"seconds": LENGTH}, "b": {"seconds": 2 * LENGTH}})
    run = watch({"a": {}, "b": {}})
    succeeded(run.result())
    for name in "ab":
        mine = [line for line in run.lines if line.startswith(f"[prod-eu] {name}  ")]
        assert "PENDING" in mine[0]
        assert "COMPLETED" in mine[-1]
    of_a = [number for number, line in enumerate(run.lines) if line.startswith("[prod-eu] a  ")]
    of_b = [number for number, line in enumerate(run.lines) if line.startswith("[prod-eu] b  ")]
    assert min(of_b) < max(of_a) < max(of_b)


def test_one_that_fails_and_one_that_is_stuck(aws, watch, clock):
    error = {"at": 0.5, "code": "DomainJoined", "message": "joined"}
    stuck = {"curve": [[0, "VALIDATING", 80, None]]}
    aws.settings(import_seconds=LENGTH, imports={"broken": {"seconds": LENGTH, "error": error}, "stuck": stuck})
    result = watch({"good": {}, "broken": {}, "stuck": {"wait_timeout": "600"}}).result()
    assert failure_of(result)["message"].startswith("2 of 3 images failed.")
    reasons = [image.get("failure", {}).get("reason") for image in result["images"]]
    assert reasons == [None, "import_failed", "timeout"]
    assert clock.passed < LENGTH + 120


def test_deleting_what_is_pending(aws, watch):
    aws.image("old", state="PENDING", **{"import": {"script": {"seconds": LENGTH}}})
    aws.settings(import_seconds=LENGTH)
    run = watch({"new": {}, "old": {"state": "absent"}})
    result = succeeded(run.result())
    assert [image["changed"] for image in result["images"]] == [True, True]
    assert result["images"][1]["image"] is None
    assert [diff["after_header"] for diff in result["diff"]] == ["new", "old"]
    assert len(aws.requests("DeleteWorkspaceImage")) == 1
    assert aws.imports_done() == 1
    last, args = run.runs[-1]
    assert (last, [image["name"] for image in args["images"]]) == (MODULE, ["old"])


def test_only_what_was_throttled_is_started_again(aws, watch, clock):
    refused = {"error": "ThrottlingException"}
    rule = {"operation": "ImportCustomWorkspaceImage", "after": 1, "times": None, "for_seconds": 600}
    aws.faults([{**rule, "do": refused}])
    run = watch({"a": {}, "b": {}})
    result = succeeded(run.result())
    assert [image["changed"] for image in result["images"]] == [True, True]
    assert clock.passed >= 600
    assert aws.imports_done() == 2
    again = [args for name, args in run.runs if name == MODULE][1:]
    assert again
    assert all([image["name"] for image in args["images"]] == ["b"] for args in again)


@pytest.mark.parametrize("images", ["nonsense", None])
def test_options_that_are_refused_run_no_module(aws, connection, images):
    run = Watched(wait_for_images, MODULE, {**connection, "images": images, "wait": True})
    assert failure_of(run.result())["reason"] == "invalid_request"
    assert run.runs == []
    assert aws.calls() == []


def test_a_bad_image_is_the_result(aws, watch):
    run = watch({"good": {}, "bad": {"os_version": "Windows_7"}})
    result = run.result()
    assert failure_of(result)["reason"] == "invalid_request"
    assert "images" not in result
    assert len(run.runs) == 1
    assert aws.calls() == []
