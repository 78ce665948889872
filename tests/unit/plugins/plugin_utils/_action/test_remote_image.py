# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``workspaces_custom_image_import`` with ``wait`` on another machine: the result is that of the module."""

from __future__ import annotations

from itertools import pairwise

import pytest
from ansible_collections.amazon.aws.plugins.module_utils.botocore import botocore_at_least

from ansible_collections.euc.workspaces.plugins.plugin_utils._action.progress_lines import RESUMABLE
from ansible_collections.euc.workspaces.plugins.plugin_utils._action.remote_images import wait_for_image

from ...support.place import IMAGE, KEY, NAME
from ...support.running import failure_of, succeeded
from ...support.watching import UNREACHABLE, Watched

MODULE = "workspaces_custom_image_import"
LENGTH = 1200


@pytest.fixture
def watch(connection):
    """Prepares a run with wait=true."""

    def prepare(private=False, **options):
        return Watched(wait_for_image, MODULE, {**connection, **IMAGE, "wait": True, **options}, private)

    return prepare


def test_the_result_is_that_of_the_module(aws, image, watch):
    aws.settings(import_seconds=LENGTH)
    watched = succeeded(watch(tags={"team": "euc"}).result())
    alone = succeeded(image(name="another", wait=True, tags={"team": "euc"}, diff=True))
    assert watched.keys() == alone.keys()
    assert watched["changed"] is True
    assert watched["image"]["state"] == "AVAILABLE"
    assert watched["image"]["tags"] == {"team": "euc"}
    assert watched["image_import"]["state"] == "COMPLETED"
    assert watched["image_id"] == watched["image"]["image_id"]


def test_it_starts_without_waiting_and_polls_with_the_connection_only(aws, connection, watch):
    aws.settings(import_seconds=LENGTH)
    run = watch(tags={"team": "euc"})
    result = succeeded(run.result())
    (first, started), *polls = run.runs
    assert (first, started["wait"]) == (MODULE, False)
    assert {name for name, _args in polls} == {"workspaces_byol_info"}
    for _name, args in polls:
        assert args.keys() == connection.keys() | {"gather", "image_ids"}
        assert args["image_ids"] == [result["image_id"]]
    assert len(polls) <= LENGTH / 60 + 2


def test_the_lines(aws, watch):
    aws.settings(import_seconds=LENGTH)
    run = watch()
    result = succeeded(run.result())
    waiting, *lines = run.lines
    assert waiting == f"[prod-eu] {RESUMABLE}"
    assert all(line.startswith(f"[prod-eu] {NAME}  ") for line in lines)
    assert "PENDING" in lines[0]
    assert "import started" in lines[0]
    assert "COMPLETED" in lines[-1]
    for line in (lines[0], lines[-1]):
        assert result["image_id"] in line
    if botocore_at_least("1.42.24"):
        assert "[####################] 100%" in lines[-1]
        assert any("INSTALLING_COMPONENTS" in line for line in lines)
    assert len(run.lines) == len(set(run.lines))
    assert "\x1b" not in "".join(run.lines)


def test_a_sign_of_life_at_least_every_five_minutes(aws, watch, clock):
    aws.settings(imports={"*": {"seconds": 2 * LENGTH, "curve": [[0, "VALIDATING", 80, "Busy"], [1, "COMPLETED"]]}})
    run = watch()
    printed = []
    run.on_line = lambda _line: printed.append(clock.passed)
    succeeded(run.result())
    pauses = [later - earlier for earlier, later in pairwise(printed)]
    assert max(pauses) <= 301
    assert len(printed) >= 2 * LENGTH / 301


def test_nothing_to_wait_for_is_one_run_of_the_module(aws, watch):
    aws.image()
    run = watch()
    assert succeeded(run.result())["changed"] is False
    assert [name for name, _args in run.runs] == [MODULE]
    assert len(run.lines) == 1
    assert "wsi-" in run.lines[0]


def test_a_failed_start_is_the_result(aws, watch):
    run = watch(name="white space")
    assert failure_of(run.result())["reason"] == "invalid_request"
    assert len(run.runs) == 1
    assert aws.calls() == []


def test_an_import_that_fails(aws, watch):
    error = {"at": 0.5, "code": "DomainJoined", "message": "joined"}
    aws.settings(imports={"*": {"seconds": LENGTH, "error": error}})
    result = watch().result()
    failure = failure_of(result)
    assert failure["reason"] == "import_failed"
    assert "DomainJoined: joined" in failure["message"]
    assert result["image"]["state"] == "ERROR"
    assert result["changed"] is True


def test_the_deadline(aws, watch, clock):
    aws.settings(imports={"*": {"curve": [[0, "VALIDATING", 80, None]]}})
    result = watch(wait_timeout=1000).result()
    assert failure_of(result)["reason"] == "timeout"
    assert result["image_id"].startswith("wsi-")
    assert 1000 <= clock.passed <= 1010


def test_a_transient_fault_is_reported_once_and_outlasted(aws, watch):
    aws.settings(import_seconds=LENGTH)
    rule = {"operation": "DescribeCustomWorkspaceImageImport", "after": 3, "times": None, "for_seconds": 240}
    aws.faults([{**rule, "do": {"status": 503}}])
    run = watch()
    assert succeeded(run.result())["image"]["state"] == "AVAILABLE"
    assert sum("will be retried" in line for line in run.lines) == 1


def test_a_status_check_that_could_not_be_run(aws, watch):
    aws.settings(import_seconds=LENGTH)
    run = watch()
    run.failures[2:5] = [UNREACHABLE] * 3
    assert succeeded(run.result())["image"]["state"] == "AVAILABLE"
    assert sum("no route" in line for line in run.lines) == 1


def test_a_start_that_could_not_be_run_is_the_result(aws, watch):
    run = watch()
    run.failures[1:2] = [UNREACHABLE]
    assert run.result()["failure"]["reason"] == "connection_failed"
    assert len(run.runs) == 1
    assert aws.calls() == []


def test_credentials_that_expire(aws, watch, clock):
    aws.settings(import_seconds=LENGTH)
    clock.at.append((600, lambda: aws.settings(expired_keys=[KEY])))
    result = watch().result()
    assert failure_of(result)["reason"] == "credentials_expired"
    assert result["image_id"].startswith("wsi-")


def test_a_start_that_is_throttled_is_repeated_with_signs_of_life(aws, watch, clock):
    refused = {"error": "ThrottlingException"}
    aws.faults([{"operation": "*", "times": None, "for_seconds": 1200, "do": refused}])
    run = watch()
    printed = [0]
    run.on_line = lambda _line: printed.append(clock.passed)
    assert succeeded(run.result())["image"]["state"] == "AVAILABLE"
    assert aws.imports_done() == 1
    assert clock.passed >= 1200
    # One run of the module may itself retry for more than a minute.
    assert max(later - earlier for earlier, later in pairwise(printed)) <= 300 + 120


def test_deleting_what_is_pending(aws, watch):
    aws.image(state="PENDING", **{"import": {"script": {"seconds": LENGTH}}})
    run = watch(state="absent")
    result = succeeded(run.result())
    assert result["changed"] is True
    assert result["image"] is None
    assert len(aws.requests("DeleteWorkspaceImage")) == 1


def test_deleting_what_is_not_there(watch):
    assert succeeded(watch(state="absent").result())["changed"] is False


def test_private_lines_have_no_names_and_no_messages(aws, watch):
    aws.settings(import_seconds=LENGTH)
    aws.faults([{"operation": "DescribeCustomWorkspaceImageImport", "times": 6, "do": {"status": 503}}])
    run = watch(private=True)
    succeeded(run.result())
    text = "\n".join(run.lines)
    assert run.lines
    assert "COMPLETED" in text
    for secret in (NAME, "503", "Publishing", "wsi-"):
        assert secret not in text


def test_deleted_by_someone_during_the_wait(aws, watch, clock, elsewhere):
    aws.settings(import_seconds=LENGTH)

    def delete():
        aws.advance(LENGTH)
        (found,) = elsewhere.describe_workspace_images()["Images"]
        elsewhere.delete_workspace_image(ImageId=found["ImageId"])

    clock.at.append((900, delete))
    result = watch().result()
    assert failure_of(result)["reason"] == "import_failed"
    assert "deleted" in result["msg"]
