# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_bundle`` does: observe, plan, execute, wait."""

from __future__ import annotations

from dataclasses import replace

from .._aws.bundles import Bundles
from .._aws.errors import Failure, LostReply
from .._aws.workspaces import as_result
from .._byol.bundle_options import BUNDLE_OPTIONS, CONSTRAINTS, BundleSpec, read_bundle
from .._byol.bundle_plan import (
    CREATE,
    DELETE,
    NAME_HELD,
    PREVIOUS_IMAGE,
    UPDATE,
    ObservedBundle,
    bundle_in_use,
    bundle_name_held,
    named,
    plan_bundle,
    refuse_failed,
    restore_steps,
)
from .._byol.plan import Json, Plan, Step
from .._byol.tag_plan import tags_after
from .._wait.poller import wait_for
from .._wait.resource import ResourcePoller, ResourceWaiter
from .task import Context, Definition
from .writes import create, settle

GONE = ("InvalidParameterValuesException", "ResourceNotFoundException")
"""What AWS may answer to a read of a bundle that was deleted."""


class BundleTask:
    """Creates a bundle, updates its image and tags, or deletes it."""

    def __init__(self, spec: BundleSpec, context: Context):
        self.spec = spec
        self._context = context
        self._workspaces = context.workspaces
        self._bundles = Bundles(context.workspaces.client)
        self._executor = context.executor
        self.observed = ObservedBundle()
        self._tags_read = self.observed.tags
        self._warnings: list[str] = []

    def run(self) -> None:
        """Bring the bundle to the desired state. Raises ``Failure``."""
        self._bring(self._bundles.named(self.spec.name))
        if self.spec.state == "present" and self.spec.wait.wait and not self._executor.dry_run:
            self._wait()

    def result(self) -> Json:
        """Return what is known."""
        bundle, tags = self.observed.bundle, self.observed.tags
        return {
            "changed": self._executor.changed,
            "bundle": bundle and {**bundle, "tags": dict(tags)},
            "previous_image_id": tags.get(PREVIOUS_IMAGE) if bundle else None,
            "drift": self._executor.drift,
        }

    @property
    def diff(self) -> Json:
        """What has changed."""
        return self._executor.diff

    @property
    def warnings(self) -> list[str]:
        """The warnings of the plans, and tags that could not be restored."""
        return [*self._executor.warnings, *self._warnings]

    # Observe

    def _bring(self, bundle: Json | None) -> None:
        self.observed = self._observe(bundle)
        self._tags_read = self.observed.tags
        plan = self._executor.adopt(plan_bundle(self.spec, self.observed, self._context.clock.utc()))
        self._execute(plan)

    def _observe(self, bundle: Json | None) -> ObservedBundle:
        if self.spec.state == "absent":
            return ObservedBundle(bundle, desktops=self._desktops(bundle) if bundle else ())
        tags = (self._workspaces.image_tags(bundle["bundle_id"]) or {}) if bundle else {}
        if self.spec.image_name:
            return ObservedBundle(bundle, tags, self._workspaces.image_named(self.spec.image_name))
        image_id = str(self.spec.image_id)
        if bundle and bundle.get("image_id") == image_id:
            return ObservedBundle(bundle, tags, image_read=False)
        return ObservedBundle(bundle, tags, self._workspaces.image(image_id))

    def _desktops(self, bundle: Json) -> tuple[str, ...]:
        return tuple(self._bundles.desktops_of(bundle["bundle_id"]))

    def _bundle(self) -> Json:
        """Return the bundle that there must be."""
        if self.observed.bundle is None:
            raise AssertionError
        return self.observed.bundle

    # Execute

    def _execute(self, plan: Plan) -> None:
        for step in plan.steps:
            if step.operation == CREATE:
                self._create(step)
            elif step.operation == UPDATE:
                self._update(step, plan)
            elif step.operation == DELETE:
                self._delete(step)
            else:
                self._executor.execute(step)
                self.observed = replace(self.observed, tags=tags_after(step, self.observed.tags))

    def _create(self, step: Step) -> None:
        reply, found = create(
            self._executor,
            self._context.clock,
            step,
            lambda: self._bundles.named(self.spec.name),
            lambda refusal: bundle_name_held(self.spec.name, refusal),
            NAME_HELD,
        )
        if reply is not None:
            tags = {tag["Key"]: tag["Value"] for tag in step.params["Tags"]}
            self.observed = replace(self.observed, bundle=as_result(reply["WorkspaceBundle"]), tags=tags)
        else:
            # It exists because of a lost reply, or another client was faster: then it may differ.
            self._bring(found)

    def _update(self, step: Step, plan: Plan) -> None:
        bundle, image_id = self._bundle(), step.params["ImageId"]
        before = replace(self.observed, tags=self._tags_read)
        try:
            settle(self._executor, self._context.clock, step, lambda: self._has(image_id))
        except LostReply:
            # The bundle may have the image, and then the tags are right.
            raise
        except Failure:
            self._restore(before, plan)
            raise
        self.observed = replace(self.observed, bundle={**bundle, "image_id": image_id})

    def _has(self, image_id: str) -> bool:
        found = self._bundles.by_id(self._bundle()["bundle_id"])
        return found is not None and found.get("image_id") == image_id

    def _restore(self, before: ObservedBundle, plan: Plan) -> None:
        """Restore the tags that were written before the image. The failure to report is that of the image."""
        try:
            for step in restore_steps(before, plan):
                self._workspaces.client.write(step.operation, step.doing, **step.params)
        except Failure as failure:
            which = named(self._bundle())
            self._warnings.append(f"The tags of the bundle {which} could not be restored: {failure.message}")
            return
        self._executor.done.clear()
        self.observed = before

    def _delete(self, step: Step) -> None:
        bundle = self._bundle()
        try:
            settle(self._executor, self._context.clock, step, lambda: self._is_gone(bundle["bundle_id"]))
        except Failure as failure:
            if failure.code == "ResourceAssociatedException":
                raise bundle_in_use(bundle, self._desktops(bundle), failure.code) from failure
            if failure.code != "ResourceNotFoundException":
                raise
        self.observed = ObservedBundle()

    def _is_gone(self, bundle_id: str) -> bool:
        try:
            return self._bundles.by_id(bundle_id) is None
        except Failure as failure:
            # AWS does not document whether a bundle that is gone is an error or missing from the list.
            if failure.code not in GONE:
                raise
            return True

    def _wait(self) -> None:
        bundle, clock, wait = self._bundle(), self._context.clock, self.spec.wait
        what, bundle_id = f"the bundle {named(bundle)}", bundle["bundle_id"]
        deadline = clock.now() + wait.timeout
        waiter = ResourceWaiter(what, bundle, lambda: self._bundles.by_id(bundle_id), clock, deadline, wait.delay)
        wait_for(ResourcePoller(waiter, clock, self._context.observer), clock)
        self.observed = replace(self.observed, bundle=waiter.resource)
        waiter.refuse_bad_end(refuse_failed, "bundle_failed")


BUNDLE = Definition("workspaces_bundle", BUNDLE_OPTIONS, read_bundle, BundleTask, CONSTRAINTS)
