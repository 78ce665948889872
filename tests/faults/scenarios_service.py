# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS throttles, fails, or is out of reach for a while: an import that waits sits it out, and a short task too."""

from __future__ import annotations

from functools import partial

from .account import ASYNC, STANDS_STILL, WATCHED, Account
from .conditions import until
from .fault_proxy import (
    IMPORT,
    LIST,
    POLL,
    REPLY_CUT,
    REPLY_TORN,
    RESET,
    THROTTLED,
    Rule,
    on,
    silent,
    slow,
    status,
)
from .scenario import Scenario
from .servers import free_port

READ_TIMEOUT = {"read_timeout": 5}
SILENT = 3600
"""Seconds, far more than the read timeout."""

EVERY_KIND: list[Rule] = [
    *[on(operation, THROTTLED, 3) for operation in (LIST, IMPORT, POLL)],
    on(LIST, status(500)),
    on(IMPORT, status(503)),
    on(LIST, status(502)),
    on(POLL, status(504)),
    on(POLL, RESET),
    on(IMPORT, RESET),
    on(POLL, REPLY_CUT),
    on(POLL, REPLY_TORN),
    on(POLL, silent(SILENT)),
    on(IMPORT, slow(0.5, 1)),
]


def every_kind(account: Account, way: str) -> None:
    """Each kind of fault once or more, before the import, on it, and while it is waited for."""
    account.enable()
    account.script(STANDS_STILL)
    account.spoil(*EVERY_KIND)
    job = account.start(account.image(way), aws_config=READ_TIMEOUT)
    least = sum(rule["times"] for rule in EVERY_KIND)
    until(lambda: account.struck() >= least, "every fault has struck")
    account.go_on({"curve": [[0, "COMPLETED", 100]]})
    result = account.end(job).good()
    assert result["changed"]
    account.has_one_image(result, state="AVAILABLE")
    account.imported_once()


def throttled_ten_times(account: Account) -> None:
    """Ten refusals in a row of one call, and the task, which does not wait, succeeds."""
    account.enable()
    account.spoil(on(LIST, THROTTLED, 10))
    account.has_one_image(account.play(account.image()).good())
    account.imported_once()
    assert account.struck() == 10


def throttled_without_end(account: Account) -> None:
    """A task that does not wait gives up with the reason; the next run does the work."""
    account.enable()
    account.spoil(THROTTLED)
    result = account.play(account.image()).bad("throttled")
    assert result["failure"]["code"] == "ThrottlingException"
    assert account.images() == []
    account.clear_up()
    account.has_one_image(account.play(account.image()).good())


def down(account: Account) -> None:
    """Some failures in a row end a task that does not wait; the next run does the work."""
    account.enable()
    account.spoil(status(503))
    account.play(account.image()).bad("api_error")
    assert account.images() == []
    account.clear_up()
    account.has_one_image(account.play(account.image()).good())


def out_of_reach(account: Account) -> None:
    """Nothing listens where AWS should be."""
    account.enable()
    account.play(account.image(), endpoint_url=f"http://127.0.0.1:{free_port()}").bad("connection_failed")
    assert account.images() == []
    account.has_one_image(account.play(account.image()).good())


def out_of_reach_in_the_wait(account: Account) -> None:
    """The way to AWS is gone for more calls than one poll makes, then back."""
    account.enable()
    account.script(STANDS_STILL)
    job = account.start(account.image(WATCHED))
    account.until_called(POLL)
    account.spoil(RESET)
    until(lambda: account.struck() >= 12, "AWS was out of reach for some polls")
    account.go_on({"curve": [[0, "COMPLETED", 100]]})
    account.clear_up()
    account.has_one_image(account.end(job).good())
    account.imported_once()


def never_back(account: Account) -> None:
    """The way to AWS stays closed: a timeout that names the image, and the next run resumes the wait."""
    account.enable()
    account.script(STANDS_STILL)
    account.spoil(on(POLL, RESET, times=None))
    result = account.play(account.image(WATCHED, wait_timeout=45)).bad("timeout")
    account.clear_up()
    account.has_one_image(result)
    account.go_on({"curve": [[0, "COMPLETED", 100]]})
    again = account.play(account.image(WATCHED)).good()
    assert not again["changed"]
    account.has_one_image(again, state="AVAILABLE")
    account.imported_once()


def crowded(account: Account) -> None:
    """Six hosts share an account and a Region, which takes few calls."""
    account.move(rate_limit=True, rate_per_second=1, rate_burst=2)
    account.enable()
    hosts = {f"team-{number}": {"image": f"{account.name}-{number}"} for number in range(6)}
    report = account.play(account.image(WATCHED, name="{{ image }}", wait_delay=10), hosts=hosts)
    report.good()
    refused = [call for call in account.aws.calls() if call["outcome"] == "ThrottlingException"]
    account.aws.settings(rate_limit=False)
    assert [image["State"] for image in account.images()] == ["AVAILABLE"] * len(hosts)
    assert len(account.calls(IMPORT, acted=True)) == len(hosts)
    account.seen = f"6 hosts at the rate limit: {len(refused)} calls refused, 6 images after {report.seconds:.0f} s"


SCENARIOS = [
    Scenario("six hosts at the rate limit of one account and Region", crowded),
    *[
        Scenario(f"every kind of fault, before, on and after the import, {way}", partial(every_kind, way=way))
        for way in (WATCHED, ASYNC)
    ],
    Scenario("ThrottlingException ten times, no wait", throttled_ten_times),
    Scenario("ThrottlingException without end, no wait", throttled_without_end),
    Scenario("status 503 without end, no wait", down),
    Scenario("connection refused", out_of_reach),
    Scenario("connection reset for some polls", out_of_reach_in_the_wait),
    Scenario("connection reset without end in the wait", never_back),
]
