# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several controllers do the same at the same moment: each sees what the others did, and AWS has it once."""

from __future__ import annotations

from functools import partial

from .account import ASYNC, PATIENT, WATCHED, Account
from .controller import Json, Report
from .fault_proxy import DELETE, IMPORT, MODIFY
from .scenario import Scenario

CONTROLLERS = ("one", "two", "three", "four")


def meet(account: Account, operation: str, tasks: list[Json], in_process: bool = True) -> list[Report]:
    """Run each task on a controller; AWS holds the operation until all of them have come as far."""
    account.fault(operation, times=len(tasks), meet=len(tasks))
    how = {"variables": {"euc_workspaces_in_process": in_process}, "aws_config": PATIENT}
    # The SDK waits for the service for so long: a proxy in between might not.
    jobs = [
        account.start(task, controller=name, endpoint_url=account.aws.url, **how)
        for name, task in zip(CONTROLLERS, tasks, strict=False)
    ]
    return [account.end(job) for job in jobs]


def same_image(account: Account, way: str | None, controllers: int, in_process: bool = True) -> None:
    """All succeed with the same image, and one of them made it."""
    account.enable()
    results = [report.good() for report in meet(account, IMPORT, [account.image(way)] * controllers, in_process)]
    assert len(account.calls(IMPORT)) >= controllers
    assert sorted(result["changed"] for result in results) == [False] * (controllers - 1) + [True]
    for result in results:
        account.has_one_image(result, state="AVAILABLE" if way else "")
    account.imported_once()


def same_name_other_source(account: Account) -> None:
    """One succeeds; the other fails, as the image of that name is from another source."""
    account.enable()
    other = {"ec2_import_task_id": "import-ami-0fedcba9876543210"}
    reports = meet(account, IMPORT, [account.image(), account.image(image_source=other)])
    (failed,) = [report for report in reports if report.code]
    account.has_one_image(failed.bad("image_source_differs"))
    account.imported_once()


def same_account(account: Account, controllers: int) -> None:
    """All follow the one modification."""
    for report in meet(account, MODIFY, [account.enabling(WATCHED)] * controllers):
        assert report.good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(account.calls(MODIFY, acted=True)) == 1


def all_replace(account: Account, controllers: int) -> None:
    """All find an image in ERROR and replace it: the new image of one is never deleted by another."""
    account.enable()
    broken = account.seed(state="ERROR", error={"code": "DiskFreeSpace", "message": "not enough"})
    for report in meet(account, DELETE, [account.image(replace_failed=True)] * controllers):
        result = report.good()
        assert result["image_id"] != broken
        account.has_one_image(result)
    account.imported_once()


def two_of_one_name(account: Account) -> None:
    """AWS takes both imports: that is noticed, with both ids, by whoever reads next."""
    account.move(image_names_unique=False)
    account.enable()
    meet(account, IMPORT, [account.image()] * 2)
    ids = [image["ImageId"] for image in account.images()]
    assert len(ids) == 2
    result = account.play(account.image()).bad("image_name_not_unique")
    assert all(image_id in result["msg"] for image_id in ids)


SCENARIOS = [
    Scenario("the same image on four controllers, no wait", partial(same_image, way=None, controllers=4)),
    Scenario(
        "the same image on two controllers, by modules",
        partial(same_image, way=WATCHED, controllers=2, in_process=False),
    ),
    Scenario("the same image on three controllers, watched", partial(same_image, way=WATCHED, controllers=3)),
    Scenario("the same image on two controllers, async", partial(same_image, way=ASYNC, controllers=2)),
    Scenario("the same name with another source on two controllers", same_name_other_source),
    Scenario("the same account on three controllers", partial(same_account, controllers=3)),
    Scenario("the same failed image replaced on two controllers", partial(all_replace, controllers=2)),
    Scenario("two images of one name", two_of_one_name),
]
