# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_image_retention`` does: observe, decide, and delete one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from .._aws.bundles import Bundles
from .._aws.errors import Failure
from .._aws.rate_limit import BURST
from .._byol.plan import Json, Step
from .._byol.retention_options import RETENTION_OPTIONS, RetentionSpec, read_retention
from .._byol.retention_plan import Decision, ObservedUse, plan_retention, sort_out, use_of
from .task import Context, Definition
from .writes import settle


class RetentionTask:
    """Reports which images are no longer needed, and deletes them."""

    def __init__(self, spec: RetentionSpec, context: Context):
        self.spec = spec
        self._context = context
        self._workspaces = context.workspaces
        self._bundles = Bundles(context.workspaces.client)
        self._executor = context.executor
        self._decisions: list[Decision] = []
        self._warnings: list[str] = []

    def run(self) -> None:
        """Decide on all images, and delete those that are not needed. Raises ``Failure``."""
        images = [image for page in self._workspaces.images("OWNED") for image in page]
        decisions = sort_out(self.spec, images, self._context.clock.utc())
        use = self._read_use([decision.image_id for decision in decisions if decision.action == "delete"])
        plan, self._decisions = plan_retention(self.spec, decisions, use)
        for step in self._executor.adopt(plan).steps:
            self._delete(step)

    def result(self) -> Json:
        """Return what is known."""
        return {
            "changed": self._executor.changed,
            "images": [decision.result() for decision in self._decisions],
        }

    @property
    def diff(self) -> Json:
        """What has changed."""
        before = self._executor.diff["before"]
        deleted = {step.params["ImageId"] for step in self._executor.done}
        left = [image for image in before.get("images", []) if not any(f"({key})" in image for key in deleted)]
        return {"before": before, "after": {**before, "images": left} if before else {}}

    @property
    def warnings(self) -> list[str]:
        """Which images were kept after all."""
        return self._warnings

    def _read_use(self, image_ids: list[str]) -> ObservedUse:
        """Read what AWS reports for each image and each bundle, in parallel: the client keeps to the rate."""
        if not image_ids:
            return ObservedUse()
        bundles = self._bundles.all()
        workspaces, bundle_ids = self._workspaces, [bundle["bundle_id"] for bundle in bundles]
        with ThreadPoolExecutor(max_workers=BURST) as pool:
            tags = [pool.submit(workspaces.image_tags, each) for each in [*bundle_ids, *image_ids]]
            shares = [pool.submit(workspaces.shared_account_ids, each) for each in image_ids]
            try:
                tags_of = dict(zip([*bundle_ids, *image_ids], [read.result() or {} for read in tags], strict=True))
                shared = dict(zip(image_ids, [read.result() or [] for read in shares], strict=True))
            except Failure:
                # The task has failed, so the rest would be needless calls.
                pool.shutdown(cancel_futures=True)
                raise
        return ObservedUse([{**each, "tags": tags_of[each["bundle_id"]]} for each in bundles], tags_of, shared)

    def _delete(self, step: Step) -> None:
        image_id = step.params["ImageId"]
        reason: str | None = None

        def is_unused() -> bool:
            # Also before a call is sent again: the search for what the last one did takes up to two minutes.
            nonlocal reason
            reason = None if self._executor.dry_run else self._use_now(image_id)
            return reason is None

        try:
            settle(
                self._executor, self._context.clock, step, lambda: self._workspaces.image(image_id) is None, is_unused
            )
        except Failure as failure:
            if failure.code == "ResourceAssociatedException":
                reason = "in_use"
            elif failure.code not in ("ResourceNotFoundException", "InvalidResourceStateException"):
                raise
            elif self._workspaces.image(image_id) is not None:
                reason = "in_use"
        if reason:
            self._keep(image_id, reason)

    def _use_now(self, image_id: str) -> str | None:
        """Read the use of an image again, right before it is deleted, and return why it must stay."""
        return use_of(self.spec, image_id, self._read_use([image_id]))

    def _keep(self, image_id: str, reason: str) -> None:
        self._decisions = [
            decision.kept(reason) if decision.image_id == image_id else decision for decision in self._decisions
        ]
        self._warnings.append(f"The image {image_id} came into use after it was read, and was not deleted")


RETENTION = Definition("workspaces_image_retention", RETENTION_OPTIONS, read_retention, RetentionTask)
