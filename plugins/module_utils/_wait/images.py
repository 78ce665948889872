# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for imports of images."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

from .._aws.errors import Failure
from .._byol.image_plan import Observed, named
from .._byol.plan import Json
from .._byol.progress import GONE, IN_PROGRESS, needs_image, progress_of
from .clock import Clock
from .poller import Observer, Poller, Waiter
from .schedule import Estimate, interval
from .visibility import VISIBLE_WITHIN


class ImageReads(Protocol):
    """What a wait reads; ``WorkSpaces`` has it."""

    def images_by_id(self, image_ids: Iterable[str]) -> list[Json]:
        """Return those of the owned images that exist."""

    def image_imports(self, image_ids: Iterable[str]) -> dict[str, Json | None]:
        """Return the records of custom imports by image ID."""


class ImageWaiter:
    """One image that is waited for.

    observed: with an image. listed: whether AWS has listed the image before; a new one may not be visible yet. deadline:
    by ``clock``. delay: seconds between polls.

    ``progress`` is that of the last poll, ``failure`` what ended the wait before the import, ``joined`` whether the import
    was in progress before.
    """

    def __init__(self, observed: Observed, listed: bool, clock: Clock, deadline: float, delay: float):
        self.observed = observed
        self.progress = progress_of(observed.image, observed.image_import)
        self._estimate = Estimate(clock)
        self.deadline = deadline
        self.due = clock.now()
        self.failure: Failure | None = None
        self.joined = listed
        self._listed = listed
        self._hidden_since: float | None = None
        self._clock = clock
        self._delay = delay
        self._started = clock.now()

    @property
    def image(self) -> Json:
        """The image as last seen."""
        return cast(Json, self.observed.image)

    @property
    def name(self) -> str:
        """The name of the image."""
        return self.image["name"]

    @property
    def image_id(self) -> str:
        """The ID of the image."""
        return self.image["image_id"]

    @property
    def started(self) -> str | None:
        """When AWS started the import, in ISO 8601, or ``None`` where it is new."""
        return (self.observed.image_import or {}).get("created")

    @property
    def pending(self) -> bool:
        """Whether there is still something to wait for."""
        return self.failure is None and self.progress.phase == IN_PROGRESS

    @property
    def final_import(self) -> Json | None:
        """The record of the import once it no longer changes, else ``None``."""
        record = self.observed.image_import or {}
        return record if record.get("state") == "COMPLETED" and self._hidden_since is None else None

    def remaining(self) -> float | None:
        """Return the seconds that the import may still take, or ``None`` where that is not known."""
        return self._estimate.remaining()

    def schedule(self, together: int) -> None:
        """Choose when to poll next."""
        self.due = self._clock.now() + interval(self.progress, self._delay, together)

    def note(self, image: Json | None, image_import: Json | None) -> None:
        """Take what a poll has shown; ``None`` is what AWS does not have."""
        now = self._clock.now()
        progress = progress_of(image, image_import)
        if progress.phase == GONE and not self._listed and now < self._started + VISIBLE_WITHIN:
            progress = self.progress
        elif progress.phase != GONE:
            self._listed = True
            if image is not None:
                self._hidden_since = None
            elif self._hidden_since is None:
                self._hidden_since = now
            elif now >= self._hidden_since + VISIBLE_WITHIN:
                # The record of an import can outlive its image.
                progress = progress._replace(phase=GONE)
            image, image_import = image or self.observed.image, image_import or self.observed.image_import
            self.observed = self.observed._replace(image=image, image_import=image_import)
        self.progress = progress
        self._estimate.note(progress)

    def time_out(self) -> None:
        """End the wait with the ``Failure`` timeout."""
        waited = round(self._clock.now() - self._started)
        self.failure = Failure(
            "timeout", f"Timed out after {waited} s: the import of the image {named(self.image)} is {self.progress}"
        )


class ImagesPoller(Poller):
    """Polls the images of one account and Region, so that all of them take as long as the longest import."""

    def __init__(
        self, reads: ImageReads, waiters: Iterable[ImageWaiter], clock: Clock, observer: Observer | None = None
    ):
        super().__init__(list(waiters), clock, observer)
        self._reads = reads
        for waiter in self.waiters:
            self.observer.update(waiter)

    def poll(self, due: list[Waiter]) -> None:
        """Poll with one call for each import in progress, and one for all images that may be ready."""
        images = [cast(ImageWaiter, waiter) for waiter in due]
        records = {image.image_id: image.final_import for image in images}
        unknown = [image_id for image_id, record in records.items() if record is None]
        if unknown:
            found = self._reads.image_imports(unknown)
            records.update((image_id, found.get(image_id)) for image_id in unknown)
        unclear = [image_id for image_id, record in records.items() if needs_image(record)]
        shown = {image["image_id"]: image for image in self._reads.images_by_id(unclear)} if unclear else {}
        for image in images:
            record = records[image.image_id]
            image.note(shown.get(image.image_id) if needs_image(record) else image.observed.image, record)
            self.observer.update(image)
