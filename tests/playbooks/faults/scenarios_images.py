# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to an image itself while it is waited for."""

from __future__ import annotations

from functools import partial

from .account import ASYNC, ENDS, STANDS_STILL, WATCHED, Account
from .fault_proxy import IMPORT, LIST, POLL
from .scenario import Scenario

UNKNOWN_STATES = [
    [0, "PENDING", 0],
    [0.2, "WARMING_UP", 20],
    [0.5, "POLISHING", None],
    [0.8, "DRYING", 80],
    [1, "COMPLETED", 100],
]
ERROR_AT_THE_END = [[0, "PENDING", 0], [0.3, "PUBLISHING", 100], [1, "ERROR", 100]]


def deleted(account: Account, way: str) -> None:
    """Someone deletes the image before the wait has seen it ready: that is reported, and the next run makes a new one."""
    account.enable()
    account.script(STANDS_STILL)
    job = account.start(account.image(way))
    account.until_called(POLL)
    account.hold(POLL)
    account.until_held(POLL)
    image_id = _delete(account)
    account.release()
    result = account.end(job).bad("import_failed")
    assert result["image_id"] == image_id
    assert "deleted" in result["msg"]
    account.script({})
    account.has_one_image(account.play(account.image(way)).good(), state="AVAILABLE")


def deleted_before_the_first_poll(account: Account) -> None:
    """The same, of an image that the wait has never seen: for some time AWS may just not list it yet."""
    account.enable()
    account.hold(IMPORT, "after")
    job = account.start(account.image(WATCHED))
    account.until_held(IMPORT)
    image_id = _delete(account)
    account.release()
    result = account.end(job).bad("import_failed")
    assert result["image_id"] == image_id
    assert "deleted" in result["msg"]


def _delete(account: Account) -> str:
    (image,) = account.images()
    account.aws.replan_import(account.name, ENDS, **account.where)
    account.client().delete_workspace_image(ImageId=image["ImageId"])
    return str(image["ImageId"])


def error_after_the_last_percent(account: Account) -> None:
    """100 % is not the end: the failure is reported, again by the next run, and replace_failed imports a new image."""
    account.enable()
    account.script({"seconds": 3, "curve": ERROR_AT_THE_END})
    result = account.play(account.image(WATCHED)).bad("import_failed")
    account.has_one_image(result, state="ERROR")
    again = account.play(account.image(WATCHED)).bad("failed_image_exists")
    assert again["image_id"] == result["image_id"]
    account.script({"seconds": 2})
    replaced = account.play(account.image(WATCHED, replace_failed=True)).good()
    assert replaced["image_id"] != result["image_id"]
    account.has_one_image(replaced, state="AVAILABLE")


def unknown_states(account: Account) -> None:
    """States that no SDK knows are states of an import in progress."""
    account.enable()
    account.script({"seconds": 6, "curve": UNKNOWN_STATES})
    account.has_one_image(account.play(account.image(WATCHED)).good(), state="AVAILABLE")
    account.imported_once()


def image_lags(account: Account) -> None:
    """An import that is COMPLETED is not the end as long as its image is not AVAILABLE."""
    account.enable()
    account.script({**ENDS, "image_lag_seconds": 1_000_000})
    job = account.start(account.image(WATCHED))
    # The first was before the import.
    account.until_called(LIST, more_than=2)
    assert job.running
    account.go_on(ENDS)
    result = account.end(job).good()
    assert result["image"]["state"] == "AVAILABLE"
    account.has_one_image(result)


def shows_late(account: Account) -> None:
    """The new image is in no list until the wait has polled for it."""
    account.enable()
    account.fault(IMPORT, hide_image=1_000_000)
    job = account.start(account.image(WATCHED))
    account.until_called(POLL, more_than=1, acted=False)
    account.aws.show_images(**account.where)
    account.has_one_image(account.end(job).good(), state="AVAILABLE")
    account.imported_once()


def again_before_it_shows(account: Account) -> None:
    """A second run does not see the name and imports, AWS answers that it exists, and the run takes it when it shows."""
    account.enable()
    account.fault(IMPORT, hide_image=1_000_000)
    first = account.play(account.image()).good()
    job = account.start(account.image())
    account.until_called(IMPORT, acted=False)
    lists = len(account.calls(LIST))
    account.until_called(LIST, more_than=lists)
    account.aws.show_images(**account.where)
    second = account.end(job).good()
    assert not second["changed"]
    assert second["image_id"] == first["image_id"]
    account.has_one_image(second)
    account.imported_once()


def shows_late_and_the_reply_is_lost(account: Account, names_unique: bool) -> None:
    """The reply is lost, and the new name shows only after AWS has listed the images a few times: still one image."""
    account.move(image_names_unique=names_unique, image_hidden_seconds=1_000_000)
    account.enable()
    account.fault(IMPORT, drop="after")
    job = account.start(account.image())
    account.until_called(IMPORT)
    lists = len(account.calls(LIST))
    # Beyond this the collection takes it that AWS has not acted.
    account.until_called(LIST, more_than=lists + 2)
    account.aws.show_images(**account.where)
    result = account.end(job).good()
    assert result["changed"]
    account.has_one_image(result)
    account.imported_once()


SCENARIOS = [
    Scenario("the image is deleted before the first poll", deleted_before_the_first_poll),
    *[Scenario(f"the image is deleted in the wait, {way}", partial(deleted, way=way)) for way in (WATCHED, ASYNC)],
    Scenario("ERROR after 100 %", error_after_the_last_percent),
    Scenario("states that no SDK knows", unknown_states),
    Scenario("COMPLETED, and the image AVAILABLE later", image_lags),
    Scenario("the new image is listed some polls later", shows_late),
    Scenario("run again before the new image is listed", again_before_it_shows),
    *[
        Scenario(
            f"the reply to the import is lost, and the name shows late{suffix}",
            partial(shows_late_and_the_reply_is_lost, names_unique=unique),
        )
        for unique, suffix in ((True, ""), (False, ", where names are not unique"))
    ],
]
