# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_byol_images`` does: that of ``workspaces_custom_image_import`` for several images, in parallel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._aws.errors import Failure
from .._aws.workspaces import ImageIndex
from .._byol.image_options import IMAGES_OPTIONS, ImageSpec, read_images
from .._byol.plan import DryRunExecutor, Executor, Json
from .._byol.preflight.verdicts import to_warn_of, warnings_of
from .._byol.wait_options import WaitSpec, read_wait
from .._wait.images import ImagesPoller, ImageWaiter
from .._wait.poller import wait_for
from .image import ImageTask
from .images_result import refuse_failed, result_of
from .preflight import check_sources, images_in
from .task import Context, Definition


@dataclass(frozen=True)
class ImagesSpec:
    """The desired states of several images. wait: of the task."""

    images: tuple[ImageSpec, ...]
    wait: WaitSpec


class ImagesTask:
    """Brings each image to its desired state; one that fails does not stop the others."""

    def __init__(self, spec: ImagesSpec, context: Context):
        self._context = context
        self._index = ImageIndex(context.workspaces)
        self._tasks = [ImageTask(image, _own(context), self._index) for image in spec.images]
        self._failures: dict[str, Failure] = {}

    def run(self) -> None:
        """Start all images, then wait for all. Raises ``Failure``."""
        self.start()
        waiters = self.waiters
        if waiters:
            context = self._context
            wait_for(ImagesPoller(context.workspaces, waiters, context.clock, context.observer), context.clock)
        self.finish()

    def start(self) -> None:
        """Do all that needs no waiting."""
        present = [task for task in self._tasks if task.spec.state == "present"]
        for task in present:
            self._settle(task, task.prepare)
        planned = [task for task in present if task.spec.name not in self._failures]
        check_sources(planned, self._context, images_in(self._index))
        for task in present:
            self._settle(task, task.carry_out)
        # Deleting may take a while to check, and an import takes longer.
        for task in self._tasks:
            if task.spec.state == "absent":
                self._settle(task, task.start)

    @property
    def waiters(self) -> list[ImageWaiter]:
        """What there is to wait for."""
        return [task.waiter for task in self._tasks if task.waiter]

    def finish(self) -> None:
        """Do what is to be done after the wait. Raises ``Failure`` if any image failed."""
        for task in self._tasks:
            self._settle(task, task.finish)
        refuse_failed(self.result()["images"])

    def result(self) -> Json:
        """Return what is known."""
        return result_of([self._result(task) for task in self._tasks])

    @property
    def diff(self) -> list[Json]:
        """What has changed, one diff for each image that has."""
        return [
            {"before_header": task.spec.name, "after_header": task.spec.name, **task.diff}
            for task in self._tasks
            if task.result()["changed"]
        ]

    @property
    def warnings(self) -> list[str]:
        """The warnings of all images, one for each check and subject of preflight."""
        planned = (warning for task in self._tasks for warning in task.warnings_of_plans)
        checks = [check for task in self._tasks for check in to_warn_of(task.checks or [], task.spec.preflight)]
        return [*dict.fromkeys(planned), *warnings_of(checks)]

    def _result(self, task: ImageTask) -> Json:
        failure = self._failures.get(task.spec.name)
        return {"name": task.spec.name, "failed": False, **task.result(), **(failure.result() if failure else {})}

    def _settle(self, task: ImageTask, do: Callable[[], None]) -> None:
        if task.spec.name in self._failures:
            return
        try:
            do()
        except Failure as failure:
            self._failures[task.spec.name] = failure


def _own(context: Context) -> Context:
    """Return a context whose executor belongs to one image."""
    executor = DryRunExecutor if context.executor.dry_run else Executor
    return replace(context, executor=executor(context.workspaces.client))


def _read(params: Mapping[str, Any], service_model: Any) -> ImagesSpec:
    return ImagesSpec(read_images(params, service_model), read_wait(params))


IMAGES = Definition("workspaces_byol_images", IMAGES_OPTIONS, _read, ImagesTask)
