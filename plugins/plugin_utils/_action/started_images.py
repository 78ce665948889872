# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images that a module has started without waiting, followed by somebody else until they have ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import (
    Observed,
    refuse_bad_end,
)
from ansible_collections.euc.workspaces.plugins.module_utils._byol.wait_options import WaitSpec
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images_result import refuse_failed, result_of
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock
from ansible_collections.euc.workspaces.plugins.module_utils._wait.images import ImageReads, ImagesPoller, ImageWaiter
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import Observer

from .remote import Result, both, failed, reason_of


class StartedImages:
    """The results of images as they were started, and what to wait for.

    results: of single images. waits: how to wait for each.
    """

    def __init__(self, results: Sequence[Result], waits: Sequence[WaitSpec], clock: Clock):
        self.results = list(results)
        self._waiters = {
            number: _waiter(result, wait, clock)
            for number, (result, wait) in enumerate(zip(self.results, waits, strict=True))
            if result.get("image") and (not failed(result) or _waits_for_deletion(result))
        }

    @property
    def refused(self) -> list[tuple[str, str]]:
        """The images that have failed already, with their messages."""
        return [
            (result["name"], result["failure"]["message"])
            for number, result in enumerate(self.results)
            if failed(result) and number not in self._waiters
        ]

    def poller(self, reads: ImageReads, clock: Clock, observer: Observer) -> ImagesPoller:
        """Return what polls them."""
        return ImagesPoller(reads, self._waiters.values(), clock, observer)

    def finish(self, run: Callable[[list[int]], list[Result]]) -> list[Result]:
        """Return the final results. run: runs the module again, without waiting, for images by their numbers."""
        deletable = []
        for number, waiter in self._waiters.items():
            if _waits_for_deletion(self.results[number]) and not waiter.failure:
                deletable.append(number)
            else:
                self.results[number] = _ended(self.results[number], waiter)
        if deletable:
            for number, result in zip(deletable, run(deletable), strict=True):
                self.results[number] = both(self.results[number], result)
        return self.results


def result_of_images(runs: Sequence[Result], images: Sequence[Result]) -> Result:
    """Return the result of ``workspaces_byol_images``. runs: of the module. images: the final results of the images."""
    first = runs[0]
    result = {key: value for key, value in first.items() if key not in ("failed", "failure", "msg")}
    result.update(result_of(images))
    if "diff" in first:
        result["diff"] = [diff for each in runs for diff in each.get("diff", [])]
    try:
        refuse_failed(images)
    except Failure as failure:
        result.update(failure.result())
    return result


def _waits_for_deletion(result: Mapping[str, object]) -> bool:
    return reason_of(result) == "image_pending"


def _waiter(result: Result, wait: WaitSpec, clock: Clock) -> ImageWaiter:
    image = {key: value for key, value in result["image"].items() if key != "tags"}
    observed = Observed(image, result["image_import"], result["image"].get("tags"))
    # What was started, and not read yet, has no time of creation.
    return ImageWaiter(observed, "created" in image, clock, clock.now() + wait.timeout, wait.delay)


def _ended(result: Result, waiter: ImageWaiter) -> Result:
    """Return the result of the start, with the state of the image since then."""
    result = {
        **result,
        "image": {**waiter.image, "tags": waiter.observed.tags},
        "image_import": waiter.observed.image_import,
    }
    try:
        if waiter.failure:
            raise waiter.failure
        refuse_bad_end(waiter.progress, waiter.observed)
    except Failure as failure:
        result.update(failure.result())
    return result
