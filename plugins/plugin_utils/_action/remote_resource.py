# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a bundle or a copy of an image whose module runs elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._byol import bundle_plan, copy_plan, image_plan
from ansible_collections.euc.workspaces.plugins.module_utils._wait.poller import wait_for
from ansible_collections.euc.workspaces.plugins.module_utils._wait.resource import ResourcePoller, ResourceWaiter

from .remote import ModuleReads, RemoteTask, Result, failed


@dataclass(frozen=True)
class Kind:
    """What is waited for.

    key: of the module's result. named: the resource in messages. read: returns it as it is now, ``None`` where AWS does not
    show it. refuse_failed: raises the ``Failure`` of one in ERROR. deleted: the reason of failure for one that was deleted.
    """

    key: str
    named: Callable[[Result], str]
    read: Callable[[ModuleReads, Result], Result | None]
    refuse_failed: Callable[[Result], None]
    deleted: str


BUNDLE = Kind(
    "bundle",
    lambda bundle: f"the bundle {bundle_plan.named(bundle)}",
    lambda reads, bundle: reads.bundle_named(bundle["name"]),
    bundle_plan.refuse_failed,
    "bundle_failed",
)
COPY = Kind(
    "image",
    lambda image: f"the copy {image_plan.named(image)}",
    lambda reads, image: next(iter(reads.images_by_id([image["image_id"]])), None),
    copy_plan.refuse_failed_copy,
    "copy_failed",
)


def wait_for_resource(task: RemoteTask, kind: Kind) -> Result:
    """Run the module without waiting, then follow what it has started; return the module's result."""
    result = task.start()
    started = result.get(kind.key)
    if failed(result) or not started:
        return result
    waiter = ResourceWaiter(
        kind.named(started), started, lambda: kind.read(task.reads, started), task.clock, task.deadline, task.delay
    )
    wait_for(ResourcePoller(waiter, task.clock, task.lines), task.clock)
    result = {**result, kind.key: waiter.resource}
    try:
        waiter.refuse_bad_end(kind.refuse_failed, kind.deleted)
    except Failure as failure:
        result.update(failure.result())
    return result
