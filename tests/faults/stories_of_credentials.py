# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials that run out while an import is waited for."""

from __future__ import annotations

from functools import partial

from .conditions import until
from .place import ASYNC, WATCHED, Json, Place
from .story import Story
from .weather import IMPORT

SECONDS = 15


def renewed_profile(place: Place, way: str) -> None:
    """Someone renews the profile before its old keys expire: the wait goes on with the new ones."""
    place.enable()
    place.script({"seconds": SECONDS})
    keys = place.new_keys()
    _write_profile(place, keys)
    job = place.start(place.image(way), profile="byol")
    until(lambda: place.calls(IMPORT, acted=True), "the import has begun")
    _write_profile(place, place.new_keys())
    place.expire(keys["access_key"])
    place.has_one_image(place.end(job).good(), state="AVAILABLE")
    place.imported_once()


def expired_keys(place: Place, way: str) -> None:
    """Keys in the playbook cannot be renewed: the failure names the image, and a run with new ones picks it up."""
    place.enable()
    place.script({"seconds": SECONDS})
    keys = place.new_keys()
    job = place.start(place.image(way), **keys)
    until(lambda: place.calls(IMPORT, acted=True), "the import has begun")
    place.expire(keys["access_key"])
    report = place.end(job)
    result = report.bad("credentials_expired")
    assert result["changed"]
    assert keys["secret_key"] not in report.output
    place.has_one_image(result)
    again = place.play(place.image(way), **place.new_keys()).good()
    assert not again["changed"]
    place.has_one_image(again, state="AVAILABLE")
    place.imported_once()


def expired_before(place: Place) -> None:
    """Nothing is done."""
    place.enable()
    keys = place.new_keys()
    place.expire(keys["access_key"])
    place.play(place.image(WATCHED), **keys).bad("credentials_expired")
    assert place.images() == []


def _write_profile(place: Place, keys: Json) -> None:
    folder = place.folder / "one"
    folder.mkdir(exist_ok=True)
    fresh = folder / "fresh"
    lines = (
        "[byol]",
        f"aws_access_key_id = {keys['access_key']}",
        f"aws_secret_access_key = {keys['secret_key']}",
        f"aws_session_token = {keys['session_token']}",
    )
    fresh.write_text("\n".join(lines), encoding="utf-8")
    fresh.replace(folder / "credentials")


STORIES = [
    *[
        Story(f"{title}, {way}", partial(tell, way=way))
        for way in (WATCHED, ASYNC)
        for title, tell in (
            ("keys of a profile expire in the wait and were renewed", renewed_profile),
            ("static keys expire in the wait", expired_keys),
        )
    ],
    Story("static keys have expired before the start", expired_before),
]
