# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_image_copy`` does: observe, plan, execute, wait."""

from __future__ import annotations

from dataclasses import replace

from .._byol.copy_options import COPY_OPTIONS, CopySpec, read_copy
from .._byol.copy_plan import COPY as COPY_IMAGE
from .._byol.copy_plan import ObservedCopy, plan_copy, refuse_failed_copy, started_copy
from .._byol.image_plan import named
from .._byol.plan import Json, Step
from .._byol.tag_plan import tags_after
from .._wait.poller import wait_for
from .._wait.resource import ResourcePoller, ResourceWaiter
from .task import Context, Definition
from .writes import create


class CopyTask:
    """Copies an image into this account and Region, and sets the tags of the copy."""

    def __init__(self, spec: CopySpec, context: Context):
        self.spec = spec
        self._context = context
        self._workspaces = context.workspaces
        self._executor = context.executor
        self.observed = ObservedCopy()

    def run(self) -> None:
        """Bring the copy to the desired state. Raises ``Failure``."""
        self._bring(self._workspaces.image_named(self.spec.name))
        if self.spec.wait.wait and not self._executor.dry_run:
            self._wait()

    def result(self) -> Json:
        """Return what is known."""
        image = self.observed.image
        return {
            "changed": self._executor.changed,
            "image_id": image and image["image_id"],
            "image": image and {**image, "tags": dict(self.observed.tags)},
            "drift": self._executor.drift,
        }

    @property
    def diff(self) -> Json:
        """What has changed."""
        return self._executor.diff

    @property
    def warnings(self) -> list[str]:
        """The warnings of the plans."""
        return self._executor.warnings

    def _bring(self, image: Json | None) -> None:
        tags = (self._workspaces.image_tags(image["image_id"]) or {}) if image else {}
        self.observed = ObservedCopy(image, tags)
        for step in self._executor.adopt(plan_copy(self.spec, self.observed)).steps:
            if step.operation == COPY_IMAGE:
                self._start(step)
            else:
                self._executor.execute(step)
                self.observed = replace(self.observed, tags=tags_after(step, self.observed.tags))

    def _start(self, step: Step) -> None:
        reply, found = create(
            self._executor,
            self._context.clock,
            step,
            lambda: self._workspaces.image_named(self.spec.name),
            lambda refusal: refusal,
        )
        if reply is not None:
            self.observed = started_copy(self.spec, reply["ImageId"])
        else:
            # It exists because of a lost reply, or another client was faster: then it may be of another source.
            self._bring(found)

    def _wait(self) -> None:
        clock, wait, image = self._context.clock, self.spec.wait, self.observed.image
        if image is None:
            raise AssertionError
        image_id, deadline = image["image_id"], clock.now() + wait.timeout
        what = f"the copy {named(image)}"
        waiter = ResourceWaiter(what, image, lambda: self._workspaces.image(image_id), clock, deadline, wait.delay)
        wait_for(ResourcePoller(waiter, clock, self._context.observer), clock)
        self.observed = replace(self.observed, image=waiter.resource)
        waiter.refuse_bad_end(refuse_failed_copy, "copy_failed")


COPY = Definition("workspaces_image_copy", COPY_OPTIONS, read_copy, CopyTask)
