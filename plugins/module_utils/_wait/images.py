# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Waiting for the end of imports: one state machine, for the modules and for the action plugins that look through them."""

from __future__ import annotations

from .._aws.errors import Failure
from .schedule import SHORTEST_GAP, Forecast
from .._byol.image_plan import named
from .._byol.progress import GONE, UNDER_WAY, needs_image, progress_of
from .poll import wait_until

EACH_AT_LEAST_EVERY = 300
"""Seconds. Images that are waited for together are looked at less often, so that all cost no more calls than one, but
not less often than this."""

SHOWS_WITHIN = 120
"""Seconds in which AWS may not show yet what it has just begun or made; what is not there after that is gone."""


class FollowedImage:
    """One image that is waited for.

    observed: an C(Observed) with an image. listed: whether AWS has listed the image before; what has just begun may not
    show yet. deadline: by C(clock). longest_gap: seconds between two looks at most.

    C(progress) is where the image stood at the last look, C(failure) what ended the wait before the import.
    """

    def __init__(self, observed, listed, clock, deadline, longest_gap):
        self.observed = observed
        self.progress = progress_of(observed.image, observed.image_import)
        self.forecast = Forecast(clock, longest_gap)
        self.deadline = deadline
        self.failure = None
        self._listed = listed
        self._hidden_since = None
        self._clock = clock
        self._started = clock.now()
        self._early = min(SHORTEST_GAP, longest_gap / 2)
        self._due = self._started

    @property
    def name(self):
        """The name of the image."""
        return self.observed.image["name"]

    @property
    def image_id(self):
        """The id of the image."""
        return self.observed.image["image_id"]

    @property
    def pending(self):
        """Whether there is still something to wait for."""
        return self.failure is None and self.progress.phase == UNDER_WAY

    @property
    def import_known(self):
        """The record of the import where it will not change any more, else C(None)."""
        record = self.observed.image_import or {}
        return record if record.get("state") == "COMPLETED" and self._hidden_since is None else None

    def plan_look(self, together):
        """Choose when to look next. together: how many images are waited for."""
        gap = self.forecast.gap(self.progress)
        gap = min(gap * together, max(gap, EACH_AT_LEAST_EVERY))
        self._due = min(self._clock.now() + gap, self.deadline)

    def is_due(self):
        """Whether to look now: somewhat early where another image is due, which saves a look of its own."""
        left = self.seconds_left()
        return left <= 0 or (left <= self._early and self.forecast.allowed_in() <= 0)

    def seconds_left(self):
        """Seconds until the next look."""
        return max(self._due - self._clock.now(), 0)

    def note(self, image, image_import):
        """Take in what a look has shown; C(None) is what AWS does not have."""
        now = self._clock.now()
        progress = progress_of(image, image_import)
        if progress.phase == GONE and not self._listed and now < self._started + SHOWS_WITHIN:
            progress = self.progress
        elif progress.phase != GONE:
            self._listed = True
            if image is not None:
                self._hidden_since = None
            elif self._hidden_since is None:
                self._hidden_since = now
            elif now >= self._hidden_since + SHOWS_WITHIN:
                # The record of an import can outlive its image.
                progress = progress._replace(phase=GONE)
            image, image_import = image or self.observed.image, image_import or self.observed.image_import
            self.observed = self.observed._replace(image=image, image_import=image_import)
        self.progress = progress
        self.forecast.note(progress)

    def time_out(self):
        """End the wait with the C(Failure) timeout."""
        waited = round(self._clock.now() - self._started)
        which = named(self.observed.image)
        self.failure = Failure(
            "timeout", f"The image {which} had reached {self.progress} after a wait of {waited} seconds"
        )


class ImagesWait:
    """Follows several images at once, so that it takes as long as the longest import.

    reads: has C(images_by_id(image_ids)) and C(image_imports(image_ids)). followed: C(FollowedImage) objects, which hold
    the outcome. tell: called with each image after a look at it.
    """

    def __init__(self, reads, followed, clock, tell=lambda _image: None):
        self._reads = reads
        self._followed = followed
        self._clock = clock
        self._tell = tell

    def run(self):
        """Look until each import has ended, its deadline has passed, or AWS cannot be asked any more."""
        if not self._pending():
            return
        self._plan_looks(self._pending())
        try:
            wait_until(
                finished=lambda pending: not pending,
                status=self._pending(),
                poll=self._poll,
                clock=self._clock,
                deadline=max(image.deadline for image in self._followed),
                gap=lambda pending: min(image.seconds_left() for image in pending),
            )
        except Failure as failure:
            for image in self._pending():
                image.failure = failure
        for image in self._pending():
            image.time_out()

    def _pending(self):
        return [image for image in self._followed if image.pending]

    def _poll(self):
        due = [image for image in self._pending() if image.is_due()]
        try:
            self._look(due)
        finally:
            for image in due:
                if image.pending and self._clock.now() >= image.deadline:
                    image.time_out()
            self._plan_looks(due)
        return self._pending()

    def _plan_looks(self, images):
        together = len(self._pending())
        for image in images:
            image.plan_look(together)

    def _look(self, due):
        """Look with one call for each import under way, and one for all images that may be ready."""
        records = {image.image_id: image.import_known for image in due}
        unknown = [image_id for image_id, record in records.items() if record is None]
        if unknown:
            found = self._reads.image_imports(unknown)
            records.update((image_id, found.get(image_id)) for image_id in unknown)
        unclear = [image_id for image_id, record in records.items() if needs_image(record)]
        shown = {image["image_id"]: image for image in self._reads.images_by_id(unclear)} if unclear else {}
        for image in due:
            record = records[image.image_id]
            image.note(shown.get(image.image_id) if needs_image(record) else image.observed.image, record)
            self._tell(image)
