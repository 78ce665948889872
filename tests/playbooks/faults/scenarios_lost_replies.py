# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS has acted and its answer is lost: each call that changes something is done once and reported as done."""

from __future__ import annotations

from .account import WATCHED, Account
from .fault_proxy import DELETE, IMPORT, LIST, MODIFY, POLL, REPLY_CUT, REPLY_LOST, REPLY_TORN, RESET, on
from .scenario import Scenario

TAGS = {"release": "2026-11"}
IMPATIENT = {"read_timeout": 2}


def every_write(account: Account) -> None:
    """ModifyAccount, ImportCustomWorkspaceImage, CreateTags, DeleteTags and DeleteWorkspaceImage, in one playbook."""
    kinds = {
        MODIFY: REPLY_LOST,
        IMPORT: REPLY_TORN,
        "CreateTags": REPLY_CUT,
        "DeleteTags": REPLY_LOST,
        DELETE: REPLY_LOST,
    }
    account.spoil(*[on(operation, rule) for operation, rule in kinds.items()])
    tasks = [
        account.enabling(),
        account.image(WATCHED),
        account.image(tags=TAGS),
        account.image(tags={}),
        account.image(state="absent"),
    ]
    report = account.play(*tasks)
    report.good()
    assert [line["result"]["changed"] for line in report.results] == [True] * len(tasks)
    assert [line["result"]["image"]["tags"] for line in report.results[2:4]] == [TAGS, {}]
    assert account.struck() == len(kinds)
    assert account.images() == []
    for operation in (MODIFY, IMPORT, DELETE):
        account.done_once(operation)


def status_after_acting(account: Account) -> None:
    """AWS itself answers 500 to what it has done."""
    for operation in (MODIFY, IMPORT):
        account.fault(operation, status_after=500)
    report = account.play(account.enabling(WATCHED), account.image())
    account.has_one_image(report.good())
    assert [line["result"]["changed"] for line in report.results] == [True, True]
    account.imported_once()
    account.done_once(MODIFY)


def acts_late(account: Account) -> None:
    """The client gives up, and only then AWS acts."""
    account.enable()
    account.hold(IMPORT)
    job = account.start(account.image(), aws_config=IMPATIENT)
    account.until_held(IMPORT)
    lists = len(account.calls(LIST))
    account.until_called(LIST, more_than=lists)
    account.release()
    result = account.end(job).good()
    assert result["changed"]
    account.has_one_image(result)
    account.imported_once()


def acts_after_the_next(account: Account) -> None:
    """The client gives up, searches for the image, imports again, and then AWS carries out the first call too."""
    account.enable()
    account.hold(IMPORT)
    job = account.start(account.image(), aws_config=IMPATIENT)
    account.until_held(IMPORT)
    account.until_called(IMPORT)
    account.release()
    result = account.end(job).good()
    account.has_one_image(result)
    account.imported_once()


def record_unreadable(account: Account) -> None:
    """The image is found by its name, and its record cannot be read: the failure names it, and the next run takes it."""
    account.enable()
    account.spoil(on(IMPORT, REPLY_LOST), on(POLL, RESET, times=None))
    result = account.play(account.image()).bad("connection_failed")
    account.clear_up()
    assert result["changed"]
    account.has_one_image(result)
    account.has_one_image(account.play(account.image(WATCHED)).good(), state="AVAILABLE")
    account.imported_once()


def out_of_reach_for_a_while(account: Account) -> None:
    """The reply is lost and then AWS is out of reach for some calls: the image is found after that."""
    account.enable()
    account.fault(IMPORT, drop="after")
    job = account.start(account.image(WATCHED))
    account.until_called(IMPORT)
    account.spoil(on(LIST, RESET, times=3))
    result = account.end(job).good()
    assert result["changed"]
    account.has_one_image(result, state="AVAILABLE")
    account.imported_once()


def out_of_reach(account: Account) -> None:
    """The reply is lost and AWS stays out of reach: nobody can know the image, and the next run takes it."""
    account.enable()
    account.aws.add_faults(
        [
            {"operation": IMPORT, "account": account.id, "do": {"drop": "after"}},
            # The first is made before the import.
            {"operation": LIST, "account": account.id, "after": 1, "times": None, "do": {"drop": "before"}},
        ]
    )
    result = account.play(account.image(), endpoint_url=account.aws.url).bad("connection_failed")
    assert result["image_id"] is None
    account.fault_free()
    again = account.play(account.image(WATCHED)).good()
    assert not again["changed"]
    account.has_one_image(again, state="AVAILABLE")
    account.imported_once()


SCENARIOS = [
    Scenario("the reply to every call that changes something is lost", every_write),
    Scenario("status 500 after acting", status_after_acting),
    Scenario("the import is carried out after the client gave up", acts_late),
    Scenario("the import is carried out after the client has sent it again", acts_after_the_next),
    Scenario("import reply lost, and its record cannot be read", record_unreadable),
    Scenario("import reply lost, and AWS out of reach for a while", out_of_reach_for_a_while),
    Scenario("import reply lost, and AWS out of reach", out_of_reach),
]
