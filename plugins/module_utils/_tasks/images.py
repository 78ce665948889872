# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""One task of M(euc.workspaces.workspaces_byol_images): all images are begun before any is waited for."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from .._aws.errors import Failure
from .image import ImageTask
from .._wait.images import ImagesWait
from .._byol.images_result import refuse_failed, result_of
from .._aws.workspaces import Listing


class Plans(NamedTuple):
    """The plans of several images, as one. named: plans by the name of the image."""

    named: dict[str, Any]

    @property
    def warnings(self):
        """Sentences for the user."""
        return [warning for plan in self.named.values() for warning in plan.warnings]

    @property
    def diff(self):
        """As Ansible prints it, one for each image that changes."""
        headers = ((name, {"before_header": name, "after_header": name}) for name in self.named)
        return [{**header, **self.named[name].diff} for name, header in headers if self.named[name].changed]


class ImagesTask:
    """Arguments as C(run_task()) gives them, but for the options of an image, which each has been given its defaults."""

    def __init__(self, workspaces, params, clock, deadline):
        self.workspaces = workspaces
        self.clock = clock
        listing = Listing(workspaces)
        self.tasks = {
            image["name"]: ImageTask(workspaces, image, clock, self._deadline(image, deadline), listing)
            for image in params["images"]
        }
        self._failures = {}

    def run(self, check_mode):
        """Bring each image to the asked state; one that fails does not stop the others. Raises C(Failure)."""
        # What is to be deleted may take long to check, and an import takes longer.
        for name in sorted(self.tasks, key=lambda name: self.tasks[name].params["state"] == "absent"):
            self._settle(name, partial(ImageTask.begin, check_mode=check_mode))
        followed = [(name, image) for name, task in self.tasks.items() for image in task.followed]
        ImagesWait(self.workspaces, [image for _name, image in followed], self.clock).run()
        for name, image in followed:
            self._settle(name, partial(ImageTask.end, image=image))
        refuse_failed(self.result()["images"])

    @property
    def plan(self):
        """What is to be done with all images."""
        return Plans({name: task.plan for name, task in self.tasks.items()})

    def result(self):
        """The module's result, as far as it is known."""
        return result_of([self._result(name, task) for name, task in self.tasks.items()])

    def _result(self, name, task):
        failure = self._failures.get(name)
        return {"name": name, "failed": failure is not None, **task.result(), **(failure.result() if failure else {})}

    def _settle(self, name, do):
        try:
            do(self.tasks[name])
        except Failure as failure:
            self._failures[name] = failure

    def _deadline(self, image, deadline):
        return None if deadline is None else self.clock.now() + image["wait_timeout"]
