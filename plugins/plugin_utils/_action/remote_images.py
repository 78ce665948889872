# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for images whose module runs elsewhere.

Each image is started without waiting, by the module; all are followed together; then the module deletes what could not be
deleted before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import read_own_wait
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import wait_for

from .remote import RemoteTask, Result
from .started_images import StartedImages, result_of_images


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
    return result_of_images(runs, images) if "images" in runs[0] else runs[0]


def _bring(task: RemoteTask, images: list[Any], run: Callable[[list[Any]], list[Result]]) -> list[Result]:
    """Return the module's result for each image. images: their options. run: runs the module for some of them."""
    results = task.start_each(images, run)
    waits = [read_own_wait(task.params, image) for image in images]
    started = StartedImages(results, waits, task.clock)
    wait_for(started.poller(task.reads, task.clock, task.lines), task.clock)
    return started.finish(lambda numbers: task.start_each([images[number] for number in numbers], run))
