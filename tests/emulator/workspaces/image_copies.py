# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of images between accounts and Regions. A copy is called in the destination, and runs there as a job.

Source: Amazon WorkSpaces administration guide, "Copy a custom WorkSpaces image": BYOL images can be copied when all
accounts and Regions involved are enabled for BYOL; GovCloud and Regions that an account has to opt in to need AWS
Support; an image of another account has to be shared first; a copy counts against the quota of the destination.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

from ..copy_script import CopyJob, plan_copy
from . import tags as tag_rules
from .service_error import invalid_values, not_supported, unavailable

if TYPE_CHECKING:
    from .models import EmulatedWorkSpacesBackend

OPT_IN_NOT_REQUIRED = "opt-in-not-required"
GOV_CLOUD = "us-gov-"


class Copies:
    """The copies that have one account in one Region as their destination."""

    def __init__(self, destination: EmulatedWorkSpacesBackend) -> None:
        self._here = destination
        self._jobs: dict[str, CopyJob] = {}

    def start(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """CopyWorkspaceImage."""
        here, region, settings = self._here, request["SourceRegion"], self._here.world.settings
        check_regions(region, here.region_name)
        source = here.beside(here.account_id, region).image_to_copy(request["SourceImageId"])
        _require_enabled(here)
        _require_enabled(here.beside(source.owner_account, region))
        if source.state != "AVAILABLE":
            raise unavailable(f"The image {source.image_id} is not available.")
        tags = tag_rules.merge([], request.get("Tags", []))
        here.check_name_and_quota(request["Name"])
        if settings.copy_takes_tags:
            tags = tag_rules.merge(source.tags or [], tags)
        image = here.add_image(request["Name"], request.get("Description", ""), tags)
        image.os_version, image.root_gb = source.os_version, source.root_gb
        script = settings.copies.get(image.name, settings.copies.get("*", {}))
        self._jobs[image.image_id] = plan_copy(script, here.now, settings.copy_seconds)
        return {"ImageId": image.image_id}

    def settle(self) -> None:
        """Bring the images in line with the time that their copies have had."""
        for image_id, job in self._jobs.items():
            image = self._here.workspace_images[image_id]
            image.state = job.state_at(self._here.now)
            if image.state == "ERROR" and job.failure:
                image.error_code, image.error_message = job.failure.code, job.failure.message

    def forget(self, image_id: str) -> None:
        """Drop the job of an image that was deleted."""
        self._jobs.pop(image_id, None)


def check_regions(source: str, destination: str) -> None:
    """Refuse Regions that do not exist or that images cannot be copied between without AWS Support."""
    opt_in = {region.name: region.opt_in_status for region in RegionsAndZonesBackend.regions}
    for name in (source, destination):
        if name not in opt_in:
            raise invalid_values(f"The Region {name} does not exist.")
        closed = opt_in[name] != OPT_IN_NOT_REQUIRED or name.startswith(GOV_CLOUD)
        if closed and source != destination:
            raise not_supported(f"Images cannot be copied to or from the Region {name}.")


def _require_enabled(place: EmulatedWorkSpacesBackend) -> None:
    if not place.is_enabled():
        where = f"{place.account_id} is not enabled for Bring Your Own License (BYOL) in {place.region_name}"
        raise not_supported(f"The account {where}.")
