# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enabling an account: a DescribeAccount that lags, and faults on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from .conditions import until
from .place import ASYNC, REGION, WATCHED, Place
from .servers import embedded_aws
from .stories_of_the_service import MINUTE
from .story import Story
from .weather import MODIFICATIONS, MODIFY, THROTTLED, on, status

LAG = 8


@contextmanager
def lagging(place: Place) -> Iterator[None]:
    """Move to an AWS whose DescribeAccount lags behind what it has completed."""
    with embedded_aws(place.folder / "aws", "--account-seconds", "2") as aws:
        aws.settings(account_lag_seconds=LAG)
        place.move_to(aws)
        yield


def lag(place: Place, way: str) -> None:
    """The wait ends only when the account says so."""
    with lagging(place):
        report = place.play(place.enabling(way))
        result = report.good()
        assert result["changed"]
        assert result["account"]["dedicated_tenancy_support"] == "ENABLED"
        assert report.seconds > LAG
        assert len(place.calls(MODIFY)) == 1


def lag_and_second_run(place: Place) -> None:
    """A run in the time of the lag does not ask again."""
    with lagging(place):
        assert place.play(place.enabling()).good()["changed"]
        client = place.client()
        until(
            lambda: (
                client.describe_account_modifications()["AccountModifications"][0]["ModificationState"] == "COMPLETED"
            ),
            "the modification has completed",
        )
        second = place.play(place.enabling()).good()
        assert not second["changed"]
        assert second["account"]["dedicated_tenancy_support"] == "DISABLED"
        third = place.play(place.enabling(WATCHED)).good()
        assert not third["changed"]
        assert third["account"]["dedicated_tenancy_support"] == "ENABLED"
        assert len(place.calls(MODIFY)) == 1


def lag_twice(place: Place, way: str) -> None:
    """A search for a range on a bare account takes two modifications, each with its lag."""
    with lagging(place):
        result = place.play(place.enabling(way, management_cidr_range_search="10.0.0.0/8")).good()
        assert result["changed"]
        assert result["account"]["dedicated_tenancy_management_cidr_range"].startswith("10.")
        assert len(place.calls(MODIFY)) == 2


def storm(place: Place, way: str) -> None:
    """Before and on the modification, and while it is waited for: more often than one look tries."""
    place.spoil(on("DescribeAccount", status(500), 3), on(MODIFY, status(503)))
    job = place.start(place.enabling(way))
    until(lambda: place.calls(MODIFY, acted=True), "the modification has begun")
    place.spoil(on(MODIFICATIONS, status(502), 6))
    assert place.end(job).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    place.done_once(MODIFY)
    assert place.struck() == 10


def throttled(place: Place, way: str) -> None:
    """For a minute from the moment on that the modification has begun."""
    job = place.start(place.enabling(way))
    until(lambda: place.calls(MODIFY, acted=True), "the modification has begun")
    place.spoil({**THROTTLED, "ttl_s": MINUTE})
    assert place.end(job).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(place.calls(MODIFY)) == 1


def fails(place: Place, way: str) -> None:
    """AWS gives up on the modification: its own reason is told, and the next run tries anew."""
    outcome = {"seconds": 3, "error_code": "NotEligible", "error_message": "not eligible for BYOL"}
    place.aws.account(account=place.account, region=REGION, next_outcome=outcome)
    result = place.play(place.enabling(way)).bad("modification_failed")
    assert "not eligible for BYOL" in result["msg"]
    assert place.play(place.enabling(way)).good()["account"]["dedicated_tenancy_support"] == "ENABLED"
    assert len(place.calls(MODIFY)) == 2


STORIES = [
    *[
        Story(f"{title}, {way}", partial(tell, way=way))
        for way in (WATCHED, ASYNC)
        for title, tell in (
            (f"the account says DISABLED for {LAG} seconds after COMPLETED", lag),
            (f"two modifications, each {LAG} seconds late in the account", lag_twice),
            ("5xx before, on and after ModifyAccount", storm),
            ("ThrottlingException for a minute while the account is enabled", throttled),
            ("the modification fails", fails),
        )
    ],
    Story(f"run again while the account says DISABLED for {LAG} seconds after COMPLETED", lag_and_second_run),
]
