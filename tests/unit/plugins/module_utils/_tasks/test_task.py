# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task ends in a report whatever happens; one plan, and two executors that agree."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import LostReply
from ansible_collections.euc.workspaces.plugins.module_utils._aws.workspaces import WorkSpaces
from ansible_collections.euc.workspaces.plugins.module_utils._byol.plan import DryRunExecutor, Executor, Plan, Step
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.arguments import read_arguments
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.task import Surroundings, perform

from ...support.place import IMAGE
from ...support.running import DEFINITIONS

IMPORT = DEFINITIONS["workspaces_custom_image_import"]


def test_a_defect_in_the_wait_keeps_the_image_id(aws, connection, monkeypatch):
    def broken(_self: Any, _ids: Any) -> Any:
        raise ZeroDivisionError("defect")

    monkeypatch.setattr(WorkSpaces, "image_imports", broken)
    params = read_arguments(IMPORT, {**connection, **IMAGE, "wait": True}).validated_parameters
    report = perform(IMPORT, params, Surroundings())
    assert report.failed
    assert report.result["failure"]["reason"] == "internal_error"
    assert "ZeroDivisionError: defect" in report.result["msg"]
    assert report.result["image_id"].startswith("wsi-")
    assert report.result["changed"] is True
    assert aws.imports_done() == 1


STEPS = tuple(Step(name, "do", {"x": name}, {"after": name}, {"reply": name}) for name in ("One", "Two"))
PLAN = Plan(STEPS, {"before": 1}, ("careful",), ({"option": "x"},))


class Client:
    """Takes note of what is sent."""

    def __init__(self):
        self.sent: list[str] = []

    def write(self, operation: str, doing: str, **params: Any) -> dict[str, Any]:
        self.sent.append(operation)
        if doing == "lose":
            raise LostReply("connection_failed", "lost")
        return {"reply": params["x"]}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_executors_agree(number):
    seen = []
    for kind in (Executor, DryRunExecutor):
        client = Client()
        executor = kind(client)
        executor.adopt(PLAN)
        replies = [executor.execute(step) for step in STEPS[:number]]
        assert client.sent == ([] if executor.dry_run else ["One", "Two"][:number])
        seen.append((replies, executor.changed, executor.diff, executor.warnings, executor.drift))
    assert seen[0] == seen[1]
    assert seen[0][1] is bool(number)
    assert seen[0][2] == {
        "before": {"before": 1},
        "after": {"after": ["", "One", "Two"][number]} if number else {"before": 1},
    }


def test_what_was_not_done_is_neither_changed_nor_in_the_diff():
    executor = Executor(Client())
    executor.adopt(PLAN)
    lost = Step("Three", "lose", {"x": 1}, {"after": 3})
    with pytest.raises(LostReply):
        executor.execute(lost)
    assert not executor.changed
    assert executor.diff["before"] == executor.diff["after"]
    executor.record(lost)
    assert executor.changed
    assert executor.diff["after"] == {"after": 3}
