# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS throttles, fails, or is out of reach for a while: a task that waits for an import continues, and a short task too."""

from __future__ import annotations

from functools import partial

from .account import ASYNC, INFO, STANDS_STILL, WATCHED, Account
from .controller import Json
from .fault_proxy import (
    IMPORT,
    LIST,
    POLL,
    REPLY_CUT,
    REPLY_LOST,
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
from .servers import free_port, proxy

READ_TIMEOUT = {"read_timeout": 30}
"""More than any answer takes on a busy machine: the third one that is late ends an import with an unknown outcome."""
MOST_CALLS_A_SECOND = 2.2
MANY_CALLS = 100
"""So many that those of the burst at the beginning do not matter."""
REGIONS = (
    *("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1"),
    *("eu-central-1", "eu-west-1", "eu-west-2", "sa-east-1", "us-east-1", "us-west-2"),
)
SEED = 20261124
THIRTY_PERCENT: list[Rule] = [
    {"probability": chance, **rule}
    for chance, rule in ((0.1, THROTTLED), (0.08, status(503)), (0.1, RESET), (0.07, REPLY_LOST))
]
"""Each rule sees the calls that the rules before it have left alone."""
MOST_CALLS_UNDER_FAULTS = 3
SILENT = 3600
"""Seconds, far more than the read timeout."""

EVERY_KIND: list[Rule] = [
    *[on(operation, THROTTLED, 3) for operation in (LIST, IMPORT, POLL)],
    on(LIST, status(500)),
    on(LIST, status(502)),
    on(POLL, status(504)),
    on(POLL, RESET),
    on(POLL, REPLY_CUT),
    on(POLL, REPLY_TORN),
    on(POLL, silent(SILENT)),
    on(IMPORT, slow(0.5, 1)),
]
UNKNOWN_OUTCOME = {WATCHED: status(503), ASYNC: RESET}
"""Of an import that AWS has not carried out: a task takes two minutes to find that out, whatever has hidden it."""


def every_kind(account: Account, way: str) -> None:
    """Each kind of fault once or more, before the import, on it, and while it is waited for.

    Of those on the import after which its outcome is not known, each way to wait has one.
    """
    account.enable()
    account.script(STANDS_STILL)
    # It comes before the slow call, which AWS carries out.
    rules = [on(IMPORT, UNKNOWN_OUTCOME[way]), *EVERY_KIND]
    account.spoil(*rules)
    job = account.start(account.image(way), aws_config=READ_TIMEOUT)
    account.until_struck(job, sum(rule["times"] for rule in rules))
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
    account.until_struck(job, 12)
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


def one_rate(account: Account) -> None:
    """Twenty hosts at twenty forks share an account and a Region: all their processes together keep to its rate.

    Each starts an import, reads it, waits for its own import, and reads it again.
    """
    account.move("--import-seconds", "20")
    account.enable()
    hosts = {f"team-{number}": {"image": f"{account.name}-{number}"} for number in range(20)}
    info = {INFO: {"names": ["{{ image }}"], "gather": ["account", "images"]}}
    image = {"name": "{{ image }}"}
    report = account.play(account.image(**image), info, account.image(WATCHED, **image), info, hosts=hosts)
    report.good()
    calls = sorted(account.aws.calls(account=account.id), key=lambda call: call["arrived"])
    assert len(account.calls(IMPORT, acted=True)) == len(hosts)
    assert len(calls) >= MANY_CALLS
    rate = len(calls) / (calls[-1]["arrived"] - calls[0]["arrived"])
    assert rate <= MOST_CALLS_A_SECOND, f"{len(calls)} calls, {rate:.2f} a second"
    account.seen = f"20 hosts at 20 forks: {len(calls)} calls, {rate:.2f} a second, after {report.seconds:.0f} s"


def thirty_percent(account: Account) -> None:
    """The same tasks without faults, and while 30 % of all calls go wrong."""
    account.move("--import-seconds", "0")
    for region in REGIONS:
        account.aws.account(account=account.id, region=region, support="ENABLED")
    hosts = {region: {"region": region} for region in REGIONS}
    tasks = [{**task, "ignore_errors": True} for task in _tasks_of_a_life(account)]
    how = {"hosts": hosts, "region": "{{ region }}"}
    account.play(*tasks, **how).good()
    without = len(account.aws.calls(account=account.id))
    with proxy(account.aws.url, account.folder / "microburst", seed=SEED) as faults:
        ids = faults.add(THIRTY_PERCENT)
        account.play(*tasks, **how, endpoint_url=faults.url)
        struck = [faults.struck().get(rule, 0) for rule in ids]
    # All but the last rule keep a call from AWS.
    attempts = len(account.aws.calls(account=account.id)) - without + sum(struck[:-1])
    assert 0.2 * attempts < sum(struck) < 0.45 * attempts
    assert attempts <= MOST_CALLS_UNDER_FAULTS * without, f"{attempts} calls instead of {without}"
    account.seen = f"{sum(struck)} of {attempts} calls went wrong; {without} calls without faults"


def _tasks_of_a_life(account: Account) -> list[Json]:
    """An image is imported, found again and tagged, read, and deleted."""
    return [
        account.image(),
        account.image(tags={"release": "2026-11"}),
        {INFO: {"names": [account.name], "gather": ["account", "images", "image_tags"]}},
        account.image(state="absent"),
    ]


SCENARIOS = [
    Scenario("30 percent of all calls go wrong", thirty_percent),
    Scenario("twenty hosts at twenty forks keep to one rate", one_rate),
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
