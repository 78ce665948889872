# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preflight of a task, and what ``workspaces_byol_preflight`` does: it reads, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from .._aws.errors import Failure
from .._aws.workspaces import ImageIndex
from .._byol.image_options import ImageSpec
from .._byol.image_plan import DELETE, IMPORT
from .._byol.plan import Json
from .._byol.preflight.judge import judge, source_not_importable
from .._byol.preflight.observations import NOT_LISTED, ExistingImage, ImageRequest, NotSeen, Read, Target
from .._byol.preflight.options import PREFLIGHT_OPTIONS, read_preflight
from .._byol.preflight.survey import Survey
from .._byol.preflight.verdicts import BLOCK, Check, overall, result_of, to_warn_of, warnings_of
from .sources.clients import SourceClients
from .sources.reader import SourceReader
from .task import Context, Definition


def run_preflight(images: Iterable[ImageRequest], target: Target, reader: SourceReader) -> dict[str, list[Check]]:
    """Return the checks of each image by its name. Only reads are sent, and nothing is raised.

    Args:
        images: All images that the task would import, in their order.
    """
    listed = list(images)
    answers = reader.read(lambda so_far: Survey(listed, target, so_far).calls())
    return judge(listed, target, answers)


class Importer(Protocol):
    """A task that may import an image. checks: those of its source, ``None`` where it was not checked."""

    spec: ImageSpec
    checks: list[Check] | None

    @property
    def planned(self) -> tuple[str, ...]:
        """The operations that it is going to send."""


def check_sources(tasks: Sequence[Importer], context: Context, owned_images: Read[int]) -> None:
    """Check the sources of all images that would be imported, once for all of them, and set the ``checks`` of each.

    Args:
        tasks: What was planned, in the order in which it is carried out.
        owned_images: How many images the account has.
    """
    importing = [task for task in tasks if IMPORT in task.planned]
    if all(task.spec.preflight == "off" for task in importing):
        return
    clients = SourceClients(context.connection, context.clients)
    target = Target(region=clients.region, account_id=clients.account_id, owned_images=owned_images)
    reader = SourceReader(clients.client, context.clock)
    found = run_preflight([_request_of(task) for task in importing], target, reader)
    for task in importing:
        task.checks = found.get(task.spec.name)


def images_in(index: ImageIndex) -> Read[int]:
    """Return how many images the account has, if the plans have read the whole list."""
    return len(index.read_so_far) if index.is_complete else NOT_LISTED


def refusal_of(task: Importer) -> Failure | None:
    """Return why an image is not imported, or ``None`` where preflight lets it be."""
    if task.checks is None or task.spec.preflight != "block" or overall(task.checks) != BLOCK:
        return None
    return source_not_importable(task.spec.name, task.checks)


def _request_of(task: Importer) -> ImageRequest:
    spec = task.spec
    kind, value = spec.source or ("", "")
    return ImageRequest(
        name=spec.name,
        source_kind=kind,
        source_id=value,
        infrastructure_arn=spec.infrastructure_configuration_arn or "",
        os_version=spec.os_version or "",
        compute_type=spec.compute_type,
        protocol=spec.protocol,
        skip=frozenset(spec.preflight_skip),
        enforced=spec.preflight == "block",
        judged=spec.preflight != "off",
        replaces=DELETE in task.planned,
    )


class PreflightTask:
    """Checks one image, the same in check mode."""

    diff = None

    def __init__(self, image: ImageRequest, context: Context) -> None:
        self._image = image
        self._context = context
        self._clients = SourceClients(context.connection, context.clients)
        self._checks: list[Check] = []
        self._judged = False

    def run(self) -> None:
        """Read and judge. Raises ``Failure`` only where there are no credentials."""
        self._clients.refuse_no_credentials()
        images = self._owned_images()
        target = Target(
            region=self._clients.region,
            account_id=self._clients.account_id,
            owned_images=images if isinstance(images, NotSeen) else len(images),
            byol_support=None if "account" in self._image.skip else self._byol_support(),
            existing=self._existing(images),
        )
        reader = SourceReader(self._clients.client, self._context.clock)
        self._checks = run_preflight([self._image], target, reader)[self._image.name]
        self._judged = True

    def result(self) -> Json:
        """Return what was found."""
        return {"changed": False, **(result_of(self._checks) if self._judged else {})}

    @property
    def warnings(self) -> list[str]:
        """One for each check that warns or is unknown."""
        return warnings_of(to_warn_of(self._checks))

    def _byol_support(self) -> Read[str]:
        try:
            return str(self._context.workspaces.account().get("dedicated_tenancy_support"))
        except Failure as failure:
            return _not_seen(failure)

    def _owned_images(self) -> Read[list[Json]]:
        """Return the images of the account, read only for those who need them."""
        skip = self._image.skip
        if "image_quota" in skip and ("image_name" in skip or not self._image.name):
            return NotSeen("nothing needs them")
        try:
            return [image for page in self._context.workspaces.images("OWNED") for image in page]
        except Failure as failure:
            return _not_seen(failure)

    def _existing(self, images: Read[list[Json]]) -> dict[str, ExistingImage] | NotSeen | None:
        name = self._image.name
        if "image_name" in self._image.skip or not name:
            return None
        if isinstance(images, NotSeen):
            return images
        found = next((image for image in images if image.get("name") == name), None)
        if found is None:
            return {}
        try:
            record = self._context.workspaces.image_import(found["image_id"]) or {}
        except Failure as failure:
            return _not_seen(failure)
        source = next(((kind, value) for kind, value in (record.get("image_source") or {}).items() if value), None)
        return {name: ExistingImage(found["image_id"], str(found.get("state")), source)}


def _not_seen(failure: Failure) -> NotSeen:
    if failure.reason == "no_credentials":
        raise failure
    return NotSeen(failure.message.rstrip("."), failure.remedy)


PREFLIGHT = Definition("workspaces_byol_preflight", PREFLIGHT_OPTIONS, read_preflight, PreflightTask)
