# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Running M(euc.workspaces.workspaces_custom_image_import) with C(wait) from the controller, with lines to watch."""

from __future__ import annotations

from ansible_collections.euc.workspaces.plugins.module_utils._failures import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._image_plan import Observed, refuse_bad_end
from ansible_collections.euc.workspaces.plugins.module_utils._image_progress import UNDER_WAY, progress_of
from ansible_collections.euc.workspaces.plugins.module_utils._image_wait import ImageWait

from ._looks import failed
from ._progress_lines import SIGN_OF_LIFE


def run_image_task(task):
    """Start without waiting, then follow the import. task: a C(WaitingTask). Returns the module's result."""
    result = task.start()
    reason = result.get("failure", {}).get("reason")
    deleting = reason == "image_pending"
    # While the role waited for another image, this one may have failed: that is its end, not what was found.
    ended = reason == "failed_image_exists" and result["image_id"] in task.others
    nothing_to_follow = failed(result) or result["image"] is None
    if nothing_to_follow and not (deleting or ended):
        return result
    image = {key: value for key, value in result["image"].items() if key != "tags"}
    observed = Observed(image, result["image_import"])
    # What was only asked for, and not read, has no time of creation yet.
    wait = WatchedWait(task, observed, listed="created" in image)
    try:
        progress = wait.run()
        if not deleting:
            refuse_bad_end(progress, wait.observed)
    except Failure as failure:
        return {**_with(result, wait.observed), **failure.result(), "failed": True}
    return task.start() if deleting else _with(result, wait.observed)


def _with(result, observed):
    image = {**observed.image, "tags": result["image"]["tags"]}
    return {**result, "image": image, "image_import": observed.image_import}


class WatchedWait(ImageWait):
    """Tells of each look, and now and then of the other images that the role waits for."""

    def __init__(self, task, observed, listed):
        super().__init__(task.looks, observed, listed, task.clock, task.deadline, task.longest_gap)
        self._lines = task.lines
        self._name = observed.image["name"]
        self._others = {
            image_id: name for image_id, name in task.others.items() if image_id != observed.image["image_id"]
        }
        # Less often than the one whose turn it is: each costs a call.
        self._others_gap = min(SIGN_OF_LIFE, 5 * task.longest_gap)
        self._look_at_others_from = self.clock.now()
        for name in (self._name, *self._others.values()):
            self._lines.begin(name, (observed.image_import or {}).get("created"))

    def run(self):
        """Tell of the beginning too, unless it is the end already."""
        if self.progress.phase == UNDER_WAY:
            self._lines.tell(self._name, self.progress)
        return super().run()

    def poll(self):
        """Look once. Raises C(Failure)."""
        progress = super().poll()
        self._lines.tell(self._name, progress, self.forecast.remaining())
        if self._others and self.clock.now() >= self._look_at_others_from:
            self._look_at_others_from = self.clock.now() + self._others_gap
            self._tell_of_others()
        return progress

    def _tell_of_others(self):
        for image_id, image_import in self.reads.image_imports(list(self._others)).items():
            if image_import:
                self._lines.tell(self._others[image_id], progress_of({}, image_import))
