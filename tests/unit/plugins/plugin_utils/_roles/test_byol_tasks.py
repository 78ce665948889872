# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role byol makes of the results of its tasks on a host."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._roles.byol_tasks import (
    byol_result,
    image_ids,
    is_reported,
    is_unfinished,
    outcome,
)

Json = dict[str, Any]
HOST = "prod-eu"
ENABLED = {"dedicated_tenancy_support": "ENABLED"}
DISABLED = {"dedicated_tenancy_support": "DISABLED"}
SKIPPED = {"changed": False, "skipped": True}


def image(
    name: str = "win11", changed: bool = False, failed: bool = False, state: str = "AVAILABLE", **more: Any
) -> Json:
    """Return the result of an image."""
    there = {"name": name, "changed": changed, "failed": failed, "image_id": "wsi-1", "image": {"state": state}}
    return {**there, **more}


def variables(**registered: Any) -> Json:
    """Return the variables of a host on which nothing has changed and no image is requested, but for what is given."""
    account = {"failed": False, "changed": False, "account": ENABLED}
    tasks = {
        "valid": {"failed": False, "images": []},
        "account_start": account,
        "images_start": SKIPPED,
        "end": SKIPPED,
    }
    return {"inventory_hostname": HOST, **{f"byol__{name}": value for name, value in {**tasks, **registered}.items()}}


def waited(**results: Any) -> Json:
    """Return the result of the task that has waited for all hosts."""
    return {"hosts": {HOST: {f"byol__{name}": value for name, value in results.items()}, "other": {}}}


def test_an_account_without_images() -> None:
    assert byol_result(variables(), wait=True) == {
        "account": ENABLED,
        "account_changed": False,
        "account_diff": {},
        "images": {},
        "images_diff": [],
    }


def test_the_account_is_the_one_after_the_wait() -> None:
    start = {"failed": False, "changed": True, "account": DISABLED, "diff": {"before": 1}}
    end = {"failed": False, "changed": False, "account": ENABLED, "diff": {"before": 2}}
    result = byol_result(variables(account_start=start, waited=waited(account_start=end)), wait=True)
    assert (result["account"], result["account_changed"], result["account_diff"]) == (ENABLED, True, {"before": 2})


@pytest.mark.parametrize(
    "registered",
    [
        {"valid": {"failed": True}},
        {"valid": {}},
        {"account_start": {"failed": True, "images": []}},
        {"account_start": {}},
        {"waited": waited(account_start={"failed": True, "account": DISABLED})},
        {"account_start": {"failed": False, "changed": False}, "waited": waited(account_start={"failed": True})},
    ],
    ids=[
        *("bad variables", "not validated", "account failed", "account not reached"),
        *("account failed in the wait", "account could not be read in the wait"),
    ],
)
def test_where_there_is_no_account_the_result_is_empty(registered: Json) -> None:
    assert byol_result(variables(**registered), wait=True) == {}


def test_where_no_image_can_be_imported_the_account_is_reported() -> None:
    refused = {"failed": False, "changed": False, "account": DISABLED, "images": [{"name": "win11"}]}
    images = {"changed": False, "images": [image(failed=True, image_id=None, image=None)]}
    result = byol_result(variables(account_start=refused, images_start=images), wait=True)
    assert result["account"] == DISABLED
    assert result["images"]["win11"]["failed"]


def test_an_image_is_changed_and_checked_by_its_start_whatever_the_wait_has_found() -> None:
    start = {"changed": True, "images": [image(changed=True, state="PENDING", preflight={"verdict": "passed"})]}
    end = {"changed": False, "images": [image(changed=False, preflight=None)]}
    result = byol_result(variables(images_start=start, end=end), wait=True)
    assert result["images"] == {
        "win11": {
            "changed": True,
            "failed": False,
            "image_id": "wsi-1",
            "image": {"state": "AVAILABLE"},
            "preflight": {"verdict": "passed"},
        }
    }


def test_images_that_the_wait_has_started_are_reported_as_they_ended() -> None:
    end = {"changed": True, "images": [image(changed=True)], "diff": [{"after": 2}]}
    result = byol_result(variables(images_start={"changed": False, "diff": [{"after": 1}]}, end=end), wait=True)
    assert result["images"]["win11"]["changed"]
    assert result["images_diff"] == [{"after": 1}, {"after": 2}]


def test_without_a_wait_nothing_of_an_earlier_run_is_reported() -> None:
    start = {"changed": True, "images": [image(changed=True, state="PENDING")], "diff": [{"after": 1}]}
    end = {"changed": True, "images": [image("other")], "diff": [{"after": 2}]}
    earlier = waited(account_start={"failed": True, "account": DISABLED})
    result = byol_result(variables(images_start=start, end=end, waited=earlier), wait=False)
    assert list(result["images"]) == ["win11"]
    assert (result["account"], result["images_diff"]) == (ENABLED, [{"after": 1}])


def test_the_outcome_of_a_host_is_that_of_its_images() -> None:
    account, images = {"changed": False, "account": ENABLED}, {"changed": False, "images": [image()]}
    assert outcome(variables(waited=waited(account_start=account, images_start=images))) == images
    assert outcome(variables(waited=waited(account_start=account))) == account
    assert outcome(variables(waited={"hosts": {"other": {"byol__account_start": account}}})) == {}
    assert outcome(variables()) == {}


def test_the_outcome_has_what_no_task_has_reported_before() -> None:
    account = {"changed": True, "diff": {"after": 1}, "warnings": ["of the account"]}
    images = {"changed": False, "images": [image()], "diff": [{"after": 2}], "warnings": ["of the images"]}
    both = outcome(variables(waited=waited(account_start=account, images_start=images)))
    assert (both["changed"], both["diff"]) == (True, [{"after": 1}, {"after": 2}])
    assert both["warnings"] == ["of the account", "of the images"]
    started = {"failed": False, "changed": True, "account": DISABLED}
    rest = outcome(variables(account_start=started, waited=waited(account_start=account, images_start=images)))
    assert (rest["changed"], rest["diff"]) == (False, [{"after": 2}])


@pytest.mark.parametrize(
    ("images", "unfinished"),
    [
        ([image()], False),
        ([image(image_id=None, image=None)], False),
        ([image(state="PENDING")], True),
        ([image(failed=True)], True),
        ([], True),
    ],
)
def test_a_host_is_unfinished_while_an_image_is_pending_or_has_failed(images: list[Json], unfinished: bool) -> None:
    valid = {"failed": False, "images": [{"name": "win11"}]}
    assert is_unfinished(variables(valid=valid, images_start={"images": images})) is unfinished


def test_a_host_without_requested_images_is_finished() -> None:
    assert not is_unfinished(variables())


@pytest.mark.parametrize(
    ("account_changed", "images_start", "reported"),
    [
        (True, SKIPPED, True),
        (False, SKIPPED, False),
        (True, {"changed": False, "images": []}, False),
        (False, {"changed": True, "images": []}, True),
        (True, {}, True),
    ],
)
def test_a_change_is_reported_once(account_changed: bool, images_start: Json, reported: bool) -> None:
    account = {"failed": False, "changed": account_changed, "account": ENABLED}
    assert is_reported(variables(account_start=account, images_start=images_start)) is reported


def test_the_diff_of_the_images_has_none_of_the_account() -> None:
    account = {"changed": True, "account": ENABLED, "diff": {"after": 1}}
    images = {"changed": True, "images": [image(changed=True)], "diff": [{"after": 2}]}
    ended = variables(
        account_start={"failed": False, "changed": False},
        images_start={"changed": False, "diff": []},
        waited=waited(account_start=account, images_start=images),
        end={"changed": True, "images": [image(changed=True)], "diff": [{"after": 1}, {"after": 2}]},
    )
    result = byol_result(ended, wait=True)
    assert (result["account_changed"], result["account_diff"], result["images_diff"]) == (
        True,
        {"after": 1},
        [{"after": 2}],
    )


def test_the_next_node_of_a_workflow_gets_the_ids() -> None:
    result = {"account": ENABLED, "images": {"win11": {"image_id": "wsi-1"}, "win10": {"image_id": None}}}
    assert image_ids(result) == {"account": ENABLED, "image_ids": {"win11": "wsi-1", "win10": None}}
