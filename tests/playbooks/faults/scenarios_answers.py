# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP 200, or a redirect, that is no answer of the service, and lists that cannot be: nothing is concluded from them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ...emulator.non_answers import KINDS
from .account import INFO, WATCHED, Account
from .conditions import until
from .fault_proxy import IMPORT, LIST, MODIFY, NO_BODY, OTHER_CONTENT_TYPE, POLL, REPLY_CUT, on
from .scenario import Scenario

OPERATIONS = ("DescribeAccount", LIST, IMPORT, POLL)

BY_PROXY = {"content_type": OTHER_CONTENT_TYPE, "empty": NO_BODY, "torn": REPLY_CUT}
"""What the proxy can do. The others are made by the simulated AWS."""


def once(account: Account, kinds: Sequence[str]) -> None:
    """Each read and the import are answered so once: nothing is sent for what is there, and one image is made."""
    account.enable()
    for operation, kind in zip(OPERATIONS, kinds, strict=True):
        _answer(account, kind, operation)
    present = account.seed()
    made = f"{account.name}-new"
    report = account.play(account.enabling(), account.image(), account.image(WATCHED, name=made))
    report.good()
    enabled, unchanged, imported = [line["result"] for line in report.results]
    assert not enabled["changed"]
    assert (unchanged["changed"], unchanged["image_id"]) == (False, present)
    assert imported["changed"]
    assert {image["Name"]: image["ImageId"] for image in account.images()} == {
        account.name: present,
        made: imported["image_id"],
    }
    assert account.calls(MODIFY) == []
    account.imported_once()


def _answer(account: Account, kind: str, operation: str) -> None:
    if kind in BY_PROXY:
        account.spoil(on(operation, BY_PROXY[kind]))
    else:
        account.fault(operation, answer=kind)


def _rounds() -> list[tuple[str, ...]]:
    """Every kind in one round at least, each time on another operation."""
    size = len(OPERATIONS)
    endless = [*KINDS, *KINDS[: -len(KINDS) % size]]
    return [tuple(endless[start : start + size]) for start in range(0, len(endless), size)]


def sign_in_page(account: Account) -> None:
    """Everything is answered by a sign-in page: every task fails, and nothing is enabled, imported or called gone."""
    account.fault("*", times=None, answer="html", acted=False)
    tasks = [account.enabling(), account.image(), account.image(state="absent"), {INFO: {}}]
    report = account.play(*[{**task, "ignore_errors": True} for task in tasks])
    assert [line["result"]["failure"]["reason"] for line in report.results] == ["connection_failed"] * len(tasks)
    assert not [line for line in report.results if line["result"].get("changed")]
    account.fault_free()
    assert not [call for call in account.aws.calls(account=account.id) if call["write"] and call["acted"]]


def list_without_end(account: Account) -> None:
    """Two page tokens in turn: a failure after few pages instead of calls without end."""
    account.move(paging={LIST: "endless"}, rate_limit=True)
    account.enable()
    job = account.start({INFO: {}})
    until(lambda: not job.running or len(account.calls(LIST)) > MOST_PAGES, "it has ended, or read many pages")
    assert len(account.calls(LIST)) <= MOST_PAGES
    report = account.end(job)
    assert report.code == 2
    assert report.last["failure"]["reason"] == "api_error"


MOST_PAGES = 50
"""Far more than the pages of as many images as an account can have."""


def image_on_two_pages(account: Account) -> None:
    """A list that changes between its pages has an image twice: it is reported once."""
    account.move(paging={LIST: "overlapping"}, image_page_size=2)
    account.enable()
    for number in range(5):
        account.aws.images(f"{account.name}-{number}", **account.where)
    images = account.play({INFO: {"gather": ["images"]}}).good()["images"]
    assert sorted(image["name"] for image in images) == [f"{account.name}-{number}" for number in range(5)]


def gone_already(account: Account) -> None:
    """AWS answers an error that it does not declare to the second of two deletes: the image is gone all the same."""
    account.move(undeclared_errors={"DeleteWorkspaceImage": "ResourceNotFoundException"})
    image_id = account.seed()
    account.hold("DeleteWorkspaceImage")
    job = account.start(account.image(state="absent"))
    account.until_held("DeleteWorkspaceImage")
    account.client().delete_workspace_image(ImageId=image_id)
    account.release()
    account.end(job).good()
    assert account.images() == []


SCENARIOS = [
    *[Scenario(f"no answer of AWS, once: {', '.join(kinds)}", partial(once, kinds=kinds)) for kinds in _rounds()],
    Scenario("a sign-in page instead of AWS", sign_in_page),
    Scenario("a list of images without end", list_without_end),
    Scenario("an image on two pages", image_on_two_pages),
    Scenario("an image that someone else has deleted at that moment", gone_already),
]
