# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to an image itself while it is waited for."""

from __future__ import annotations

from functools import partial

from .conditions import until
from .controller import Job, Json
from .place import ASYNC, WATCHED, Place
from .story import Story
from .weather import IMPORT, LOOK, RESET, on

UNKNOWN_STATES = [
    [0, "PENDING", 0],
    [0.2, "WARMING_UP", 20],
    [0.5, "POLISHING", None],
    [0.8, "DRYING", 80],
    [1, "COMPLETED", 100],
]
ERROR_AT_THE_END = [[0, "PENDING", 0], [0.3, "PUBLISHING", 100], [1, "ERROR", 100]]


def deleted(place: Place, way: str) -> None:
    """Someone deletes the image before the wait has seen it ready: said so, and the next run makes a new one."""
    place.enable()
    job = place.start(place.image(way))
    until(lambda: place.calls(LOOK, acted=True), "the wait has seen the import")
    place.spoil(on(LOOK, RESET, times=None))
    image = _delete_when_ready(place)
    place.clear_up()
    _ends_with_deleted(place, job, image, way)


def deleted_before_the_first_look(place: Place, way: str) -> None:
    """The same, of an image that the wait has never seen."""
    place.enable()
    place.script({"seconds": 2})
    job = place.start(place.image(way, wait_delay=15))
    until(lambda: place.calls(IMPORT, acted=True), "the import has begun")
    _ends_with_deleted(place, job, _delete_when_ready(place), way)


def _delete_when_ready(place: Place) -> Json:
    (image,) = until(lambda: [image for image in place.images() if image["State"] == "AVAILABLE"], "it is ready")
    place.client().delete_workspace_image(ImageId=image["ImageId"])
    return image


def _ends_with_deleted(place: Place, job: Job, image: Json, way: str) -> None:
    result = place.end(job).bad("import_failed")
    assert result["image_id"] == image["ImageId"]
    assert "deleted" in result["msg"]
    place.has_one_image(place.play(place.image(way)).good(), state="AVAILABLE")


def error_after_the_last_percent(place: Place, way: str) -> None:
    """100 % is not the end: the failure is told, again by the next run, and replace_failed mends it."""
    place.enable()
    place.script({"seconds": 5, "curve": ERROR_AT_THE_END})
    result = place.play(place.image(way)).bad("import_failed")
    place.has_one_image(result, state="ERROR")
    again = place.play(place.image(way)).bad("failed_image_exists")
    assert again["image_id"] == result["image_id"]
    place.script({"seconds": 3})
    mended = place.play(place.image(way, replace_failed=True)).good()
    assert mended["image_id"] != result["image_id"]
    place.has_one_image(mended, state="AVAILABLE")


def unknown_states(place: Place, way: str) -> None:
    """States that no SDK knows are states of an import under way."""
    place.enable()
    place.script({"seconds": 6, "curve": UNKNOWN_STATES})
    place.has_one_image(place.play(place.image(way)).good(), state="AVAILABLE")
    place.imported_once()


def image_lags(place: Place, way: str) -> None:
    """An import that is COMPLETED is not the end as long as its image is not AVAILABLE."""
    place.enable()
    place.script({"seconds": 3, "image_lag_seconds": 5})
    result = place.play(place.image(way)).good()
    assert result["image"]["state"] == "AVAILABLE"
    place.has_one_image(result)


def shows_late(place: Place, way: str) -> None:
    """The new image is in no list for some seconds."""
    place.enable()
    place.has_one_image(place.play(place.image(way)).good(), state="AVAILABLE")
    place.imported_once()


def run_again_before_it_shows(place: Place) -> None:
    """A second run does not see the name, asks for the import, is told that it exists, and takes it."""
    place.enable()
    first = place.play(place.image()).good()
    second = place.play(place.image()).good()
    # Asked for again each time that the patience with the list is used up.
    assert len(place.calls(IMPORT)) >= 2
    assert not second["changed"]
    assert second["image_id"] == first["image_id"]
    place.has_one_image(second)
    place.imported_once()


def _hidden(seconds: float) -> tuple[dict[str, object], ...]:
    return ({"operation": IMPORT, "do": {"hide_image": seconds}},)


STORIES = [
    *[
        Story(f"{title}, {way}", partial(tell, way=way), scripted)
        for way in (WATCHED, ASYNC)
        for title, tell, scripted in (
            ("the image is deleted in the wait", deleted, ()),
            ("the image is deleted before the first look", deleted_before_the_first_look, ()),
            ("ERROR after 100 %", error_after_the_last_percent, ()),
            ("states that no SDK knows", unknown_states, ()),
            ("COMPLETED, and the image AVAILABLE only 5 seconds later", image_lags, ()),
            ("the new image is listed only 8 seconds after its import began", shows_late, _hidden(8)),
        )
    ],
    Story("run again before the new image is listed", run_again_before_it_shows, _hidden(25)),
]
