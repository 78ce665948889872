# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Running the modules that import images with C(wait) from the controller, with lines to watch.

Each image is started without waiting, by the module; all are followed together; then the module deletes what could not
be deleted before.
"""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_plan import (
    Observed,
    is_under_way,
    refuse_bad_end,
)
from ansible_collections.euc.workspaces.plugins.module_utils._wait.images import FollowedImage, ImagesWait
from ansible_collections.euc.workspaces.plugins.module_utils._byol.images_result import refuse_failed, result_of

from .reader import failed, reason_of


def run_image_task(task):
    """Run M(euc.workspaces.workspaces_custom_image_import). task: a C(WaitingTask). Returns the module's result."""
    return _bring(task, [task.args], lambda images: [task.run(args) for args in images])[0]


def run_images_task(task):
    """Run M(euc.workspaces.workspaces_byol_images). task: a C(WaitingTask). Returns the module's result."""
    runs = []

    def run(images):
        runs.append(task.run({**task.args, "images": images}))
        # What could not be run at all has failed for each image.
        return runs[-1].get("images", [runs[-1]] * len(images))

    asked = task.args.get("images")
    if not isinstance(asked, list):
        return task.start()
    images = _bring(task, asked, run)
    first = runs[0]
    if "images" not in first:
        return first
    result = {key: value for key, value in first.items() if key not in ("failed", "failure", "msg")}
    result.update(result_of(images))
    if "diff" in first:
        result["diff"] = [diff for run in runs for diff in run.get("diff", [])]
    try:
        refuse_failed(images)
    except Failure as failure:
        result.update(failure.result(), failed=True)
    return result


def _bring(task, asked, run):
    """Bring images to the asked state. asked: their options. run: runs the module for some of them, without waiting.

    Returns the results of the module for each of them, in the same order.
    """
    results = task.start_each(asked, run)
    followed = {
        number: _followed(task, options, result)
        for number, (options, result) in enumerate(zip(asked, results, strict=True))
        if _is_under_way(result)
    }
    for image in followed.values():
        _begin_to_tell(task.lines, image)
    ImagesWait(task.looks, list(followed.values()), task.clock, tell=lambda image: _tell(task.lines, image)).run()
    deletable = []
    for number, image in followed.items():
        if reason_of(results[number]) == "image_pending" and not image.failure:
            deletable.append(number)
        else:
            results[number] = _ended(results[number], image)
    if deletable:
        for number, result in zip(
            deletable, task.start_each([asked[number] for number in deletable], run), strict=True
        ):
            results[number] = result
    return results


def _is_under_way(result):
    if failed(result):
        return reason_of(result) == "image_pending"
    return result["image"] is not None and is_under_way(_observed(result))


def _observed(result):
    image = {key: value for key, value in result["image"].items() if key != "tags"}
    return Observed(image, result["image_import"])


def _followed(task, options, result):
    observed = _observed(result)
    # What was only asked for, and not read, has no time of creation yet.
    listed = "created" in observed.image
    return FollowedImage(observed, listed, task.clock, task.deadline(options), task.longest_gap(options))


def _ended(result, image):
    """The result of the start, and what became of the image since."""
    observed = image.observed
    result = {
        **result,
        "image": {**observed.image, "tags": result["image"]["tags"]},
        "image_import": observed.image_import,
    }
    try:
        if image.failure:
            raise image.failure
        refuse_bad_end(image.progress, observed)
    except Failure as failure:
        result.update(failure.result(), failed=True)
    return result


def _begin_to_tell(lines, image):
    lines.begin(image.name, (image.observed.image_import or {}).get("created"))
    _tell(lines, image)


def _tell(lines, image):
    lines.tell(image.name, image.progress, image.forecast.remaining())
