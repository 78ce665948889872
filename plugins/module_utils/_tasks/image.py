# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_custom_image_import`` does: observe, plan, execute, wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from .._aws.errors import Failure, LostReply
from .._aws.workspaces import ImageIndex
from .._byol.image_options import IMAGE_OPTIONS, REQUIRED_IF, ImageSpec, read_image
from .._byol.image_plan import (
    DELETE,
    IMPORT,
    Observed,
    Users,
    image_in_use,
    image_pending,
    is_in_progress,
    needs_tags,
    plan_absent,
    plan_present,
    preview,
    refuse_bad_end,
    started_image,
)
from .._byol.plan import Json, Plan, Step
from .._byol.preflight.verdicts import Check, in_words, result_of, to_warn_of, warnings_of
from .._byol.progress import GONE, progress_of
from .._byol.tag_plan import tags_after
from .._byol.wait_options import WAIT_OPTIONS
from .._wait.images import ImagesPoller, ImageWaiter
from .._wait.poller import wait_for
from .._wait.visibility import ATTEMPTS, retry_until_visible
from .log_excerpt import FAILED_IMPORTS, read_log_excerpt
from .preflight import check_sources, images_in, refusal_of
from .sources.clients import SourceClients
from .task import Context, Definition


class ImageTask:
    """Imports an image, sets its tags, or deletes it.

    index: of the account's images, where several tasks share it. ``waiter`` is what to wait for between ``start()`` and
    ``finish()``, or ``None``. ``checks`` are those of preflight, or ``None`` where it did not run.
    """

    def __init__(self, spec: ImageSpec, context: Context, index: ImageIndex | None = None):
        self.spec = spec
        self._context = context
        self._workspaces = context.workspaces
        self._executor = context.executor
        self._index = index or ImageIndex(context.workspaces)
        self.observed = Observed(None)
        self.waiter: ImageWaiter | None = None
        self._deleted_id: str | None = None
        self._listed = False
        self._prepared = Plan()
        self.checks: list[Check] | None = None

    def run(self) -> None:
        """Bring the image to the desired state. Raises ``Failure``."""
        self.start()
        if self.waiter:
            wait_for(
                ImagesPoller(self._workspaces, [self.waiter], self._context.clock, self._context.observer),
                self._context.clock,
            )
            self.finish()

    def start(self) -> None:
        """Do all that needs no waiting; set ``waiter`` if the rest does. Raises ``Failure``."""
        self.prepare()
        check_sources([self], self._context, images_in(self._index))
        self.carry_out()

    def prepare(self) -> None:
        """Observe and plan. Raises ``Failure``."""
        self.observed = self._observe()
        with self._log_of_failure():
            self._prepared = self._executor.adopt(self._plan(self.observed))

    @property
    def planned(self) -> tuple[str, ...]:
        """The operations that ``carry_out()`` is going to send."""
        return tuple(step.operation for step in self._prepared.steps)

    def carry_out(self) -> None:
        """Execute what was planned; set ``waiter`` if the rest needs waiting. Raises ``Failure``."""
        refusal = refusal_of(self)
        if refusal:
            raise refusal
        plan = self._prepared
        # An image in progress is deleted when its import has ended.
        if self._executor.dry_run or self.spec.state == "present" or not is_in_progress(self.observed):
            self._execute(plan)
        if self._executor.dry_run:
            preflight = "off" if self.checks is None else in_words(self.checks)
            self._context.observer.preview(preview(self.spec, self._executor.done, preflight))
        elif self.spec.wait.wait and self.observed.image:
            self.waiter = self.new_waiter()

    def new_waiter(self) -> ImageWaiter:
        """Return what there is to wait for; there must be an image."""
        clock, wait = self._context.clock, self.spec.wait
        return ImageWaiter(self.observed, self._listed, clock, clock.now() + wait.timeout, wait.delay)

    def finish(self) -> None:
        """Do what is to be done after the wait. Raises ``Failure``."""
        waiter = self.waiter
        if waiter is None:
            return
        self.observed = waiter.observed
        if waiter.failure:
            raise waiter.failure
        if self.spec.state == "present":
            with self._log_of_failure():
                refuse_bad_end(waiter.progress, self.observed)
            return
        if waiter.progress.phase == GONE:
            self.observed = Observed(None)
        else:
            self.observed = self.observed._replace(users=self._users(waiter.image))
        self._execute(self._executor.adopt(self._plan(self.observed)))

    def result(self) -> Json:
        """Return what is known."""
        image = self.observed.image
        return {
            "changed": self._executor.changed,
            "image_id": image["image_id"] if image else self._deleted_id,
            "image": image and {**image, "tags": self.observed.tags},
            "image_import": self.observed.image_import,
            "drift": self._executor.drift,
            **({} if self.checks is None else {"preflight": result_of(self.checks)}),
        }

    @property
    def diff(self) -> Json:
        """What has changed."""
        return self._executor.diff

    @property
    def warnings(self) -> list[str]:
        """The warnings of the plans and of preflight."""
        return self.warnings_of_plans + warnings_of(to_warn_of(self.checks or [], self.spec.preflight))

    @property
    def warnings_of_plans(self) -> list[str]:
        """The warnings without those of preflight."""
        return self._executor.warnings

    @contextmanager
    def _log_of_failure(self) -> Iterator[None]:
        """Add the last lines of the log to the failure of an import, where that is requested."""
        try:
            yield
        except Failure as failure:
            if self.spec.log_excerpt and failure.reason in FAILED_IMPORTS:
                context, record = self._context, self.observed.image_import
                clients = SourceClients(context.connection, context.clients)
                failure.facts["log_excerpt"] = read_log_excerpt(clients, context.clock, self.spec.name, record)
            raise

    # Observe

    def _observe(self) -> Observed:
        image = self._index.image_named(self.spec.name)
        if image is None:
            return Observed(None)
        self._listed = True
        if self.spec.state == "absent":
            return Observed(image, users=self._users(image))
        return Observed(image, self._workspaces.image_import(image["image_id"]), self._tags(image))

    def _tags(self, image: Json) -> dict[str, str] | None:
        return self._workspaces.image_tags(image["image_id"]) if needs_tags(self.spec) else None

    def _users(self, image: Json) -> Users | None:
        """Only an image that is ready can have users."""
        if image.get("state") != "AVAILABLE":
            return None
        image_id = image["image_id"]
        return Users(self._workspaces.bundles_of(image_id), self._workspaces.shared_account_ids(image_id) or [])

    def _plan(self, observed: Observed) -> Plan:
        if self.spec.state == "present":
            return plan_present(self.spec, observed)
        return plan_absent(observed, self.spec.wait.wait)

    # Execute

    def _execute(self, plan: Plan) -> None:
        do = {IMPORT: self._import, DELETE: self._delete}
        for step in plan.steps:
            do.get(step.operation, self._set_tags)(step)

    def _set_tags(self, step: Step) -> None:
        self._executor.execute(step)
        self.observed = self.observed._replace(tags=tags_after(step, self.observed.tags))

    def _import(self, step: Step) -> None:
        """Start the import, and never a second one: search for the name before sending it again."""
        lost = False
        for attempt in range(1, ATTEMPTS + 1):
            failure: Failure
            try:
                reply = self._executor.execute(step)
                self._listed = False
                self.observed = started_image(self.spec, reply["ImageId"], reply.get("State") or "PENDING")
                return
            except LostReply as error:
                lost, failure = True, error
            except Failure as error:
                if error.code != "ResourceAlreadyExistsException":
                    raise
                failure = error
            image = retry_until_visible(self._context.clock, self._image_of_that_name)
            if image:
                self._adopt(image, step if lost else None)
                return
            if attempt == ATTEMPTS:
                raise failure

    def _image_of_that_name(self) -> Json | None:
        return self._workspaces.image_named(self.spec.name, besides=(self._deleted_id,))

    def _adopt(self, image: Json, ours: Step | None) -> None:
        """Continue with an image that has appeared under the name in the meantime.

        ours: the step that made it, if the reply to that was lost; otherwise another client was faster.
        """
        self._listed = True
        self.observed = Observed(image)
        if ours:
            self._executor.record(ours)
        image_import = retry_until_visible(
            self._context.clock, lambda: self._workspaces.image_import(image["image_id"])
        )
        self.observed = Observed(image, image_import, self._tags(image))
        if ours:
            refuse_bad_end(progress_of(image, image_import), self.observed)
        plan = plan_present(replace(self.spec, replace_failed=False), self.observed)
        self._execute(self._executor.adopt(plan))

    def _delete(self, step: Step) -> None:
        image = self.observed.image or {}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._executor.execute(step)
                break
            except LostReply:
                if retry_until_visible(self._context.clock, lambda: self._is_gone(image)):
                    self._executor.record(step)
                    break
                if attempt == ATTEMPTS:
                    raise
            except Failure as error:
                if error.code == "ResourceAssociatedException":
                    raise image_in_use(image, self._users(image) or Users([], [])) from error
                if error.code == "ResourceNotFoundException":
                    break
                if error.code != "InvalidResourceStateException":
                    raise
                # AWS declares no error for an image that is gone, as when another client has just deleted it.
                if not self._is_gone(image):
                    raise image_pending(image) from error
                break
        self._deleted_id = image["image_id"]
        self.observed = Observed(None)

    def _is_gone(self, image: Json) -> bool:
        return self._workspaces.image(image["image_id"]) is None


IMAGE = Definition(
    "workspaces_custom_image_import",
    {**IMAGE_OPTIONS, **WAIT_OPTIONS},
    read_image,
    ImageTask,
    {"required_if": REQUIRED_IF},
)
