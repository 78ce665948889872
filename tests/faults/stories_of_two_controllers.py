# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two controllers do the same at the same moment: each sees what the other did, and AWS has it once."""

from __future__ import annotations

from functools import partial

from .place import Place
from .story import Story
from .weather import DELETE, IMPORT, MODIFY, Rule, on, slow

MEETING: Rule = slow(3, 3)
"""Holds a call until the other controller has looked too and found nothing."""


def same_image(place: Place, way: str | None) -> None:
    """Both succeed with the same image, and one of them made it."""
    place.enable()
    place.spoil(on(IMPORT, MEETING, times=2))
    jobs = [place.start(place.image(way), controller=name) for name in ("one", "other")]
    results = [place.end(job).good() for job in jobs]
    assert len(place.calls(IMPORT)) == 2
    assert sorted(result["changed"] for result in results) == [False, True]
    for result in results:
        place.has_one_image(result, state="AVAILABLE" if way else "")
    place.imported_once()


def same_name_other_source(place: Place) -> None:
    """One succeeds; the other is told that the name is taken by an image from another source."""
    place.enable()
    place.spoil(on(IMPORT, MEETING, times=2))
    other = {"ec2_import_task_id": "import-ami-0fedcba9876543210"}
    tasks = {"one": place.image(), "other": place.image(image_source=other)}
    reports = [place.end(place_job) for place_job in [place.start(task, controller=c) for c, task in tasks.items()]]
    failed = [report for report in reports if report.code]
    assert len(failed) == 1
    place.has_one_image(failed[0].bad("image_source_differs"))
    place.imported_once()


def same_account(place: Place) -> None:
    """Both follow the one modification."""
    place.spoil(on(MODIFY, MEETING, times=2))
    jobs = [place.start(place.enabling("watched"), controller=name) for name in ("one", "other")]
    for job in jobs:
        assert place.end(job).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(place.calls(MODIFY)) == 2
    assert len(place.calls(MODIFY, acted=True)) == 1


def both_replace(place: Place) -> None:
    """Both find an image in ERROR and replace it: the new image of one is never deleted by the other."""
    place.enable()
    broken = place.seed(state="ERROR", error={"code": "DiskFreeSpace", "message": "not enough"})
    place.spoil(on(DELETE, MEETING, times=2))
    task = place.image(replace_failed=True)
    jobs = [place.start(task, controller=name) for name in ("one", "other")]
    for job in jobs:
        result = place.end(job).good()
        assert result["image_id"] != broken
        place.has_one_image(result)
    place.imported_once()


STORIES = [
    Story("the same image on two controllers, no wait", partial(same_image, way=None)),
    Story("the same image on two controllers, watched", partial(same_image, way="watched")),
    Story("the same image on two controllers, async", partial(same_image, way="async")),
    Story("the same name with another source on two controllers", same_name_other_source),
    Story("the same account on two controllers", same_account),
    Story("the same failed image replaced on two controllers", both_replace),
]
