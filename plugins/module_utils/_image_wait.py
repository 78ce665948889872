# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Waiting for the end of an import: one state machine, for the module and for the action plugin that polls with it."""

from __future__ import annotations

from ._failures import Failure
from ._forecast import Forecast
from ._image_plan import named
from ._image_progress import GONE, UNDER_WAY, needs_image, progress_of
from ._wait import wait_until

SHOWS_WITHIN = 120
"""Seconds in which AWS may not show yet what it has just begun; what is not there after that is gone."""


class ImageWait:
    """Follows one image.

    reads: has C(image(image_id)) and C(image_import(image_id)). observed: an C(Observed) with an image.
    listed: whether AWS has listed the image before; what has just begun may not show yet.
    deadline: by C(clock). longest_gap: seconds between two looks at most.
    """

    def __init__(self, reads, observed, listed, clock, deadline, longest_gap):
        self.reads = reads
        self.observed = observed
        self.clock = clock
        self.deadline = deadline
        self.forecast = Forecast(clock, longest_gap)
        self._listed = listed
        self._shows_by = clock.now() + SHOWS_WITHIN

    @property
    def progress(self):
        """Where the image stood at the last look that showed it."""
        return progress_of(self.observed.image, self.observed.image_import)

    def run(self):
        """Look until the import has ended and return where the image stands: ready, failed or gone.

        Raises C(Failure): timeout, and what ends the wait before the import.
        """
        started = self.clock.now()
        progress = wait_until(
            finished=lambda progress: progress.phase != UNDER_WAY,
            status=self.progress,
            poll=self.poll,
            clock=self.clock,
            deadline=self.deadline,
            gap=self.forecast.gap,
        )
        if progress is None:
            waited = round(self.clock.now() - started)
            message = (
                f"The image {named(self.observed.image)} had reached {self.progress} after a wait of {waited} seconds"
            )
            raise Failure("timeout", message)
        return progress

    def poll(self):
        """Look once, with one call while the import is under way. Raises C(Failure)."""
        image, image_import = self.observed.image, self.observed.image_import
        image_id = image["image_id"]
        if (image_import or {}).get("state") != "COMPLETED":
            image_import = self.reads.image_import(image_id)
        if needs_image(image_import):
            image = self.reads.image(image_id)
        progress = progress_of(image, image_import)
        if progress.phase == GONE and not self._listed and self.clock.now() < self._shows_by:
            progress = self.progress
        elif progress.phase != GONE:
            self._listed = True
            self.observed = self.observed._replace(image=image, image_import=image_import or self.observed.image_import)
        self.forecast.note(progress)
        return progress
