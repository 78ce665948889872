# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole role, from an account that is not enabled to two images, while every fifth call goes wrong."""

from __future__ import annotations

import signal
from typing import Any

from .conditions import until
from .controller import Job
from .place import REGION, WAIT, Place
from .story import Story
from .weather import IMPORT, MODIFY, REPLY_LOST, RESET, THROTTLED, Rule, status

STORM: list[Rule] = [{"probability": 0.05, **rule} for rule in (THROTTLED, status(500), status(503), RESET, REPLY_LOST)]


def storm(place: Place) -> None:
    """The role sits it out."""
    place.spoil(*STORM)
    place.end(_start(place)).good()
    _is_complete(place)
    assert place.struck()


def killed(place: Place) -> None:
    """The job is killed when the first import has begun; the next run does the rest."""
    place.spoil(*STORM)
    job = _start(place)
    until(lambda: place.calls(IMPORT, acted=True), "an import has begun")
    job.kill_group(signal.SIGKILL)
    place.end(_start(place)).good()
    _is_complete(place)
    job.kill_all()


def _start(place: Place) -> Job:
    options: dict[str, Any] = {
        "byol_region": REGION,
        "byol_image_defaults": {
            "description": "faults",
            "infrastructure_configuration_arn": place.arn,
            "os_version": "Windows_11",
        },
        "byol_images": [
            {
                "name": f"{place.name}-{source}",
                "image_source": {"ec2_import_task_id": f"import-ami-0123456789abcde0{source}"},
            }
            for source in "ab"
        ],
        **{f"byol_{option}": value for option, value in WAIT.items()},
    }
    return place.start({"ansible.builtin.include_role": {"name": "euc.workspaces.byol"}, "vars": options})


def _is_complete(place: Place) -> None:
    images = sorted((image["Name"], image["State"]) for image in place.images())
    assert images == [(f"{place.name}-a", "AVAILABLE"), (f"{place.name}-b", "AVAILABLE")]
    assert len(place.calls(IMPORT, acted=True)) == 2
    place.done_once(MODIFY)


STORIES = [
    Story("the role while every fifth call goes wrong", storm),
    Story("the role killed while every fifth call goes wrong", killed),
]
