# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether an account is worth enabling: not if none of the images that it is enabled for could be imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .._aws.errors import Failure
from .._byol.image_options import ImageSpec
from .._byol.image_plan import IMPORT
from .._byol.preflight.observations import NOT_LISTED
from .._byol.preflight.verdicts import Check, result_of, to_warn_of, warnings_of
from .images_result import refuse_failed
from .preflight import check_sources, refusal_of
from .task import Context


@dataclass
class FutureImage:
    """An image that is to be imported once the account is enabled. checks: of its source."""

    spec: ImageSpec
    checks: list[Check] | None = None
    planned: tuple[str, ...] = (IMPORT,)


def future_images(specs: Sequence[ImageSpec]) -> list[FutureImage]:
    """Return images that preflight can check.

    Their quota is left to the import, as the images of an account that is not enabled are not listed.
    """
    return [FutureImage(replace(spec, preflight_skip=(*spec.preflight_skip, "image_quota"))) for spec in specs]


def refuse_to_enable_in_vain(images: Sequence[FutureImage], context: Context) -> None:
    """Check the sources of the images.

    Raises ``Failure`` (source_not_importable) if preflight blocks every image, with the key ``images`` for the result.
    """
    check_sources(images, context, NOT_LISTED)
    refusals = [refusal_of(image) for image in images]
    blocked = [_blocked(image, refusal) for image, refusal in zip(images, refusals, strict=True) if refusal]
    if not blocked or len(blocked) < len(images):
        return
    try:
        refuse_failed(blocked)
    except Failure as failure:
        failure.facts["images"] = blocked
        raise


def warnings_about(images: Sequence[FutureImage]) -> list[str]:
    """Return one warning for each check and subject that warns or is unknown."""
    return warnings_of(check for image in images for check in to_warn_of(image.checks or [], image.spec.preflight))


def _blocked(image: FutureImage, refusal: Failure) -> dict[str, object]:
    found = result_of(image.checks or [])
    return {"name": image.spec.name, "changed": False, "preflight": found, **refusal.result()}
