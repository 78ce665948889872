# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS throttles, fails, or is out of reach for a while: an import that waits sits it out, and a short task too."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from .conditions import until
from .place import ASYNC, WATCHED, Place
from .servers import embedded_aws, free_port, relay
from .story import Story
from .weather import (
    IMPORT,
    LIST,
    LOOK,
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

PATIENT_WITH_SILENCE = {"read_timeout": 2, "connect_timeout": 2}
MINUTE = 60


def everywhere(rule: Rule, reads: int = 3, looks: int = 6) -> list[Rule]:
    """A fault before the import, on the import itself, and while it is waited for. A look tries five times."""
    return [on(LIST, rule, reads), on(IMPORT, rule), on(LOOK, rule, looks)]


def sits_out(place: Place, rules: list[Rule], way: str, least: int, **connection: Any) -> None:
    """An import that is waited for succeeds though calls go wrong. least: calls that must have gone wrong."""
    place.enable()
    place.spoil(*rules)
    result = place.play(place.image(way), **connection).good()
    assert result["changed"]
    place.has_one_image(result)
    place.imported_once()
    assert place.struck() >= least


def throttled_for_a_minute(place: Place, way: str | None) -> None:
    """From before the start on."""
    place.enable()
    place.spoil({**THROTTLED, "ttl_s": MINUTE})
    report = place.play(place.image(way))
    place.has_one_image(report.good(), state="AVAILABLE" if way else "")
    place.imported_once()
    assert report.seconds > MINUTE
    assert place.struck() >= 10


def throttled_for_a_minute_in_the_wait(place: Place, way: str) -> None:
    """From the moment on that the import has begun."""
    place.enable()
    job = place.start(place.image(way))
    until(lambda: place.calls(IMPORT, acted=True), "the import has begun")
    place.spoil({**THROTTLED, "ttl_s": MINUTE})
    report = place.end(job)
    place.has_one_image(report.good())
    place.imported_once()
    assert report.seconds > MINUTE
    assert place.struck() >= 10


def throttled_without_end(place: Place) -> None:
    """A task that does not wait gives up with the reason; the next run does the work."""
    place.enable()
    place.spoil(THROTTLED)
    result = place.play(place.image()).bad("throttled")
    assert result["failure"]["code"] == "ThrottlingException"
    assert place.images() == []
    place.clear_up()
    place.has_one_image(place.play(place.image()).good())


def down(place: Place) -> None:
    """Five failures in a row end a task that does not wait; the next run does the work."""
    place.enable()
    place.spoil(status(503))
    place.play(place.image()).bad("api_error")
    assert place.images() == []
    place.clear_up()
    place.has_one_image(place.play(place.image()).good())


def out_of_reach(place: Place) -> None:
    """Nothing listens where AWS should be."""
    place.enable()
    place.play(place.image(), endpoint_url=f"http://127.0.0.1:{free_port()}").bad("connection_failed")
    assert place.images() == []
    place.has_one_image(place.play(place.image()).good())


def out_of_reach_in_the_wait(place: Place, way: str) -> None:
    """The way to AWS is gone for 15 seconds, then back."""
    place.enable()
    place.script({"seconds": 15})
    log, port = place.folder / "relay", free_port()
    with relay(place.aws.url, log, port) as url:
        job = place.start(place.image(way), endpoint_url=url)
        until(lambda: place.calls(LOOK, acted=True), "the wait has seen the import")
    time.sleep(15)
    with relay(place.aws.url, log, port):
        result = place.end(job).good()
    place.has_one_image(result)
    place.imported_once()


def never_back(place: Place, way: str) -> None:
    """The way to AWS stays closed: a timeout that names the image, and the next run picks it up."""
    place.enable()
    job = place.start(place.image(way, wait_timeout=25))
    until(lambda: place.calls(IMPORT, acted=True), "the import has begun")
    place.spoil(RESET)
    result = place.end(job).bad("timeout")
    place.clear_up()
    place.has_one_image(result)
    again = place.play(place.image(way)).good()
    assert not again["changed"]
    place.has_one_image(again, state="AVAILABLE")
    place.imported_once()


def crowded(place: Place) -> None:
    """Ten hosts share an account and a Region, where AWS takes 2 calls a second and 5 at once."""
    with embedded_aws(place.folder / "aws", "--rate-limit", "--import-seconds", "20") as aws:
        place.move_to(aws)
        place.enable()
        hosts = {f"team-{number}": {"image": f"{place.name}-{number}"} for number in range(10)}
        task = place.image(WATCHED, name="{{ image }}", wait_delay=10)
        report = place.play(task, hosts=hosts)
        report.good()
        assert [image["State"] for image in place.images()] == ["AVAILABLE"] * len(hosts)
        assert len(place.calls(IMPORT, acted=True)) == len(hosts)
        refused = [call for call in aws.calls() if call["outcome"] == "ThrottlingException"]
        assert refused
        place.saw = f"10 hosts at the rate limit: {len(refused)} calls refused, 10 images after {report.seconds:.0f} s"


def _both(title: str, tell: Any) -> list[Story]:
    return [Story(f"{title}, {way}", partial(tell, way=way)) for way in (WATCHED, ASYNC)]


STORIES = [
    *_both("ThrottlingException for a minute from the start", throttled_for_a_minute),
    Story("ThrottlingException for a minute, no wait", partial(throttled_for_a_minute, way=None)),
    *_both("ThrottlingException for a minute in the wait", throttled_for_a_minute_in_the_wait),
    Story("ThrottlingException without end, no wait", throttled_without_end),
    Story("ten hosts at the rate limit of one account and Region, watched", crowded),
    *[
        story
        for code in (500, 502, 503, 504)
        for story in _both(
            f"status {code}, before, on and after the import",
            partial(sits_out, rules=everywhere(status(code)), least=10),
        )
    ],
    Story("status 503 without end, no wait", down),
    *_both("connection reset", partial(sits_out, rules=everywhere(RESET), least=10)),
    *_both(
        "silence longer than the read timeout",
        partial(
            sits_out,
            rules=everywhere(silent(4), reads=1, looks=2),
            least=4,
            aws_config=PATIENT_WITH_SILENCE,
        ),
    ),
    *_both("slow replies", partial(sits_out, rules=[slow(1, 3)], least=3)),
    *_both("bodies cut off, with a good length", partial(sits_out, rules=everywhere(REPLY_CUT, looks=4), least=8)),
    *_both("bodies cut off by a closed connection", partial(sits_out, rules=everywhere(REPLY_TORN, looks=4), least=8)),
    Story("connection refused", out_of_reach),
    *_both("connection refused for 15 seconds in the wait", out_of_reach_in_the_wait),
    *_both("connection reset without end in the wait", never_back),
]
