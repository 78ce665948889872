# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS has acted and its answer is lost: each call that changes something is done once and seen to be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from .conditions import until
from .place import WATCHED, Place
from .story import Story
from .weather import DELETE, IMPORT, LIST, LOOK, MODIFY, REPLY_CUT, REPLY_LOST, REPLY_TORN, RESET, Rule, on, slow

IMPATIENT = {"read_timeout": 2}
ASKED = {"release": "2026-11"}


def importing(place: Place, **how: Any) -> None:
    """ImportCustomWorkspaceImage."""
    place.enable()
    result = place.play(place.image(), **how).good()
    assert result["changed"]
    place.has_one_image(result)
    place.imported_once()


def modifying(place: Place, **how: Any) -> None:
    """ModifyAccount."""
    result = place.play(place.enabling(), **how).good()
    assert result["changed"]
    assert result["modification"]["modification_state"] == "PENDING"
    place.done_once(MODIFY)


def setting_tags(place: Place, **how: Any) -> None:
    """CreateTags."""
    image_id = place.seed()
    assert place.play(place.image(tags=ASKED), **how).good()["image"]["tags"] == ASKED
    assert _tags(place, image_id) == ASKED


def removing_tags(place: Place, **how: Any) -> None:
    """DeleteTags."""
    image_id = place.seed(tags=ASKED)
    assert place.play(place.image(tags={}), **how).good()["image"]["tags"] == {}
    assert _tags(place, image_id) == {}


def deleting(place: Place, **how: Any) -> None:
    """DeleteWorkspaceImage."""
    image_id = place.seed()
    result = place.play(place.image(state="absent"), **how).good()
    assert result["changed"]
    assert result["image_id"] == image_id
    assert place.images() == []


WRITES: dict[str, Callable[..., None]] = {
    IMPORT: importing,
    MODIFY: modifying,
    "CreateTags": setting_tags,
    "DeleteTags": removing_tags,
    DELETE: deleting,
}


def spoilt(place: Place, operation: str, rule: Rule) -> None:
    """The fault strikes once, on the way back."""
    place.spoil(on(operation, rule))
    WRITES[operation](place)
    assert place.struck() == 1


def scripted(place: Place, operation: str, **how: Any) -> None:
    """The fault is made by AWS itself."""
    WRITES[operation](place, **how)
    until(lambda: place.calls(operation), f"{operation} is noted")
    assert place.calls(operation)[0]["acted"]


def acts_late(place: Place, seconds: float) -> None:
    """The client gives up, and only then the import reaches AWS."""
    place.enable()
    place.spoil(on(IMPORT, slow(seconds, seconds)))
    result = place.play(place.image(), aws_config=IMPATIENT).good()
    assert result["changed"]
    place.has_one_image(result)
    place.imported_once()


def unreadable(place: Place) -> None:
    """The image is found by its name, and then nothing is told of it: the failure names it, and the next run takes it."""
    place.enable()
    place.spoil(on(IMPORT, REPLY_LOST), on(LOOK, RESET, times=None))
    result = place.play(place.image(WATCHED)).bad("connection_failed")
    place.clear_up()
    assert result["changed"]
    place.has_one_image(result)
    place.has_one_image(place.play(place.image(WATCHED)).good(), state="AVAILABLE")
    place.imported_once()


def cut_off_for_a_moment(place: Place) -> None:
    """The reply is lost and then AWS is out of reach for a while: the image is found after that."""
    place.enable()
    result = place.play(place.image(WATCHED), endpoint_url=place.aws.url).good()
    assert result["changed"]
    place.has_one_image(result, state="AVAILABLE")
    place.imported_once()


def cut_off(place: Place) -> None:
    """The reply is lost and AWS stays out of reach: nobody can tell the image, and the next run takes it."""
    place.enable()
    result = place.play(place.image(WATCHED), endpoint_url=place.aws.url).bad("connection_failed")
    assert result["image_id"] is None
    again = place.play(place.image(WATCHED)).good()
    assert not again["changed"]
    place.has_one_image(again, state="AVAILABLE")
    place.imported_once()


def _lost_and_out_of_reach(calls: int) -> tuple[Rule, ...]:
    """The import's reply is lost, and so many calls after it are dropped; one call comes before it."""
    gone = {"operation": LIST, "after": 1, "times": calls, "do": {"drop": "before"}}
    return ({"operation": IMPORT, "do": {"drop": "after"}}, gone)


def hidden(place: Place, way: str | None) -> None:
    """The reply is lost, and the new name shows in no list for a while."""
    place.enable()
    place.spoil(on(IMPORT, REPLY_LOST))
    result = place.play(place.image(way)).good()
    assert result["changed"]
    place.has_one_image(result, state="AVAILABLE" if way else "")
    place.imported_once()


STORIES = [
    *[
        Story(f"{operation}: {what}", partial(spoilt, operation=operation, rule=rule))
        for operation in WRITES
        for what, rule in (
            ("connection closed instead of the reply", REPLY_LOST),
            ("reply cut off, with a good length", REPLY_CUT),
            ("reply cut off by a closed connection", REPLY_TORN),
        )
    ],
    *[
        Story(
            f"{operation}: status 500 after acting",
            partial(scripted, operation=operation),
            ({"operation": operation, "do": {"status_after": 500}},),
        )
        for operation in WRITES
    ],
    *[
        Story(
            f"{operation}: acts, and is silent longer than the read timeout",
            partial(scripted, operation=operation, aws_config=IMPATIENT),
            ({"operation": operation, "do": {"delay": 4}},),
        )
        for operation in WRITES
    ],
    Story("import reply lost, and its record cannot be read", unreadable),
    Story("import reply lost, and AWS out of reach for 8 calls", cut_off_for_a_moment, _lost_and_out_of_reach(8)),
    # Each of five looks for the name tries five times.
    Story("import reply lost, and AWS out of reach as long as it is looked for", cut_off, _lost_and_out_of_reach(25)),
    Story("the import reaches AWS 5 seconds after the client gave up", partial(acts_late, seconds=7)),
    Story("the import reaches AWS after the client has asked again", partial(acts_late, seconds=35)),
    *[
        Story(
            f"import reply lost and the name hidden for {seconds} seconds, {way or 'no wait'}",
            partial(hidden, way=way),
            ({"operation": IMPORT, "do": {"hide_image": seconds}},),
        )
        for seconds, way in ((8, None), (8, WATCHED), (30, None))
    ],
]


def _tags(place: Place, image_id: str) -> dict[str, str]:
    found = place.client().describe_tags(ResourceId=image_id)["TagList"]
    return {tag["Key"]: tag["Value"] for tag in found}
