# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for images whose module runs elsewhere.

Each image is started without waiting, by the module; all are followed together; then the module deletes what could not be
deleted before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import read_own_wait
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import (
    Observed,
    is_in_progress,
    refuse_bad_end,
)
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.images_result import refuse_failed, result_of
from ansible_collections.euc.workspaces.plugins.module_utils._wait.images import ImagesPoller, ImageWaiter
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import wait_for

from .remote import RemoteTask, Result, both, failed, reason_of


def wait_for_image(task: RemoteTask) -> Result:
    """Run ``workspaces_custom_image_import``; return the module's result."""
    return _bring(task, [{}], lambda _images: [task.run()])[0]


def wait_for_images(task: RemoteTask) -> Result:
    """Run ``workspaces_byol_images``; return the module's result."""
    runs: list[Result] = []

    def run(images: list[Any]) -> list[Result]:
        runs.append(task.run(images=images))
        # What could not be run at all has failed for each image.
        return runs[-1].get("images", [runs[-1]] * len(images))

    images = _bring(task, list(task.args["images"]), run)
    first = runs[0]
    if "images" not in first:
        return first
    result = {key: value for key, value in first.items() if key not in ("failed", "failure", "msg")}
    result.update(result_of(images))
    if "diff" in first:
        result["diff"] = [diff for each in runs for diff in each.get("diff", [])]
    try:
        refuse_failed(images)
    except Failure as failure:
        result.update(failure.result())
    return result


def _bring(task: RemoteTask, images: list[Any], run: Any) -> list[Result]:
    """Return the module's result for each image. images: their options. run: runs the module for some of them."""
    results = task.start_each(images, run)
    waiters = {
        number: _waiter(task, options, result)
        for number, (options, result) in enumerate(zip(images, results, strict=True))
        if _in_progress(result)
    }
    wait_for(ImagesPoller(task.reads, waiters.values(), task.clock, task.lines), task.clock)
    deletable = []
    for number, waiter in waiters.items():
        if reason_of(results[number]) == "image_pending" and not waiter.failure:
            deletable.append(number)
        else:
            results[number] = _ended(results[number], waiter)
    if deletable:
        again = task.start_each([images[number] for number in deletable], run)
        for number, result in zip(deletable, again, strict=True):
            results[number] = both(results[number], result)
    return results


def _in_progress(result: Mapping[str, Any]) -> bool:
    if failed(result):
        return reason_of(result) == "image_pending"
    return result["image"] is not None and is_in_progress(_observed(result))


def _observed(result: Mapping[str, Any]) -> Observed:
    image = {key: value for key, value in result["image"].items() if key != "tags"}
    return Observed(image, result["image_import"], result["image"].get("tags"))


def _waiter(task: RemoteTask, options: Mapping[str, Any], result: Mapping[str, Any]) -> ImageWaiter:
    observed = _observed(result)
    # What was started, and not read yet, has no time of creation.
    listed = "created" in (observed.image or {})
    wait = read_own_wait(task.params, options)
    return ImageWaiter(observed, listed, task.clock, task.started + wait.timeout, wait.delay)


def _ended(result: Result, waiter: ImageWaiter) -> Result:
    """Return the result of the start, with what became of the image since."""
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
