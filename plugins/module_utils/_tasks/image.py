# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""One task of M(euc.workspaces.workspaces_custom_image_import): observe, plan, apply, wait."""

from __future__ import annotations

from .._aws.errors import Failure, LostReply
from .._byol.image_plan import (
    Observed,
    Users,
    image_in_use,
    image_pending,
    is_under_way,
    plan_absent,
    plan_present,
    refuse_bad_end,
    started_image,
)
from .._byol.progress import GONE, progress_of
from .._wait.visibility import SENDS, patiently
from .._byol.plan import Plan


class ImageTask:
    """Holds what is known, so that a failure can tell it too.

    workspaces: a C(WorkSpaces). params: the options of the module. deadline: by C(clock), used with C(wait) only.
    listing: has C(image_named(name)), where several tasks share what was listed.

    C(followed) has the C(FollowedImage) to wait for between C(begin()) and C(end()), or nothing.
    """

    def __init__(self, workspaces, params, clock, deadline, listing=None):
        self.workspaces = workspaces
        self.listing = listing or workspaces
        self.params = params
        self.clock = clock
        self.deadline = deadline
        self.observed = Observed(None)
        self.plan = Plan()
        self.changed = False
        self.followed = []
        self._deleted_id = None
        self._listed = False

    def run(self, check_mode):
        """Bring the image to the asked state. Raises C(Failure)."""
        self.begin(check_mode)
        if self.followed:
            from .._wait.images import ImagesWait  # Here: most tasks have nothing to wait for, and start sooner without.

            ImagesWait(self.workspaces, self.followed, self.clock).run()
            for image in self.followed:
                self.end(image)

    def begin(self, check_mode):
        """All that needs no waiting; fills C(followed) if the rest does. Raises C(Failure)."""
        present = self.params["state"] == "present"
        self.observed = self._observe()
        self.plan = (plan_present if present else plan_absent)(self.params, self.observed)
        if check_mode:
            self._foretell()
            return
        # An image under way is deleted when its import has ended.
        if present or not is_under_way(self.observed):
            self._apply()
        if self.params["wait"] and self.observed.image:
            from .._wait.images import FollowedImage

            delay = self.params["wait_delay"]
            self.followed = [FollowedImage(self.observed, self._listed, self.clock, self.deadline, delay)]

    def end(self, image):
        """What is to be done after the wait. image: that of C(followed). Raises C(Failure)."""
        self.observed = image.observed
        if image.failure:
            raise image.failure
        if self.params["state"] == "present":
            refuse_bad_end(image.progress, self.observed)
            return
        gone = image.progress.phase == GONE
        self.observed = Observed(None) if gone else self.observed._replace(users=self._users(self.observed.image))
        self.plan = plan_absent(self.params, self.observed)
        self._apply()

    def result(self):
        """The module's result, as far as it is known."""
        image = self.observed.image
        return {
            "changed": self.changed,
            "image_id": image["image_id"] if image else self._deleted_id,
            "image": image and {**image, "tags": self.observed.tags},
            "image_import": self.observed.image_import,
            "drift": list(self.plan.drift),
        }

    # Observe

    def _observe(self):
        image = self.listing.image_named(self.params["name"])
        if image is None:
            return Observed(None)
        self._listed = True
        if self.params["state"] == "absent":
            return Observed(image, users=self._users(image))
        return Observed(image, self.workspaces.image_import(image["image_id"]), self._tags(image))

    def _tags(self, image):
        return None if self.params["tags"] is None else self.workspaces.image_tags(image["image_id"])

    def _users(self, image):
        """Only an image that is ready can have users."""
        if image["state"] != "AVAILABLE":
            return None
        image_id = image["image_id"]
        return Users(self.workspaces.bundles_of(image_id), self.workspaces.shared_account_ids(image_id) or [])

    # Apply

    def _foretell(self):
        """The state that the plan would reach, for check mode."""
        self.changed = self.plan.changed
        for step in self.plan.steps:
            if step.operation == "ImportCustomWorkspaceImage":
                self.observed = started_image(self.params, None, "PENDING")
            elif step.operation == "DeleteWorkspaceImage":
                self._forget()
            else:
                self.observed = self.observed._replace(tags=self.plan.after["tags"])

    def _apply(self):
        send = {"ImportCustomWorkspaceImage": self._import, "DeleteWorkspaceImage": self._delete}
        for step in self.plan.steps:
            send.get(step.operation, self._set_tags)(step)

    def _send(self, step):
        reply = self.workspaces.calls.write(step.operation, step.doing, **step.params)
        self.changed = True
        return reply

    def _forget(self):
        self._deleted_id = self.observed.image["image_id"]
        self.observed = Observed(None)

    def _set_tags(self, step):
        self._send(step)
        self.observed = self.observed._replace(tags=self.plan.after["tags"])

    def _import(self, step):
        """Start the import, and never a second one: look for the name before sending again."""
        failure: Failure
        lost = False
        for attempt in range(1, SENDS + 1):
            try:
                self._started(self._send(step))
                return
            except LostReply as error:
                lost, failure = True, error
            except Failure as error:
                if error.code != "ResourceAlreadyExistsException":
                    raise
                failure = error
            image = patiently(self.clock, self._image_of_that_name)
            if image:
                self._adopt(image, ours=lost)
                return
            if attempt == SENDS:
                raise failure

    def _started(self, reply):
        if "ImageId" not in reply:
            raise LostReply(
                "api_error", f"AWS started the import of {self.params['name']} without telling the image id"
            )
        self.observed = started_image(self.params, reply["ImageId"], reply.get("State", "PENDING"))

    def _image_of_that_name(self):
        return self.workspaces.image_named(self.params["name"], besides=(self._deleted_id,))

    def _adopt(self, image, ours):
        """Go on with an image that appeared under the name meanwhile.

        ours: whether this task made it, its reply being lost. Otherwise another client was faster.
        """
        self.changed = self.changed or ours
        self._listed = True
        self.observed = Observed(image)
        image_import = patiently(self.clock, lambda: self.workspaces.image_import(image["image_id"]))
        self.observed = Observed(image, image_import, self._tags(image))
        if ours:
            refuse_bad_end(progress_of(image, image_import), self.observed)
        plan = plan_present({**self.params, "replace_failed": False}, self.observed)
        self.plan = plan._replace(before=self.plan.before, after=self.plan.after) if ours else plan
        self._apply()

    def _delete(self, step):
        image = self.observed.image
        for attempt in range(1, SENDS + 1):
            try:
                self._send(step)
                break
            except LostReply:
                if patiently(self.clock, lambda: self.workspaces.image(image["image_id"]) is None):
                    self.changed = True
                    break
                if attempt == SENDS:
                    raise
            except Failure as error:
                if error.code == "ResourceAssociatedException":
                    raise image_in_use(image, self._users(image)) from error
                if error.code != "InvalidResourceStateException":
                    raise
                # AWS declares no error for an image that is gone, as when another client has just deleted it.
                if self.workspaces.image(image["image_id"]):
                    raise image_pending(image) from error
                break
        self._forget()
