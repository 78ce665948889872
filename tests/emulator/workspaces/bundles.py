# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom bundles of one account in one Region: CreateWorkspaceBundle and the other three operations.

Sources: Amazon WorkSpaces API reference and the administration guide, "Update a custom bundle" and "Delete a custom
bundle or image": only the image of a bundle can change, WorkSpaces that exist are not touched, a bundle that WorkSpaces
are based on cannot be deleted, and the name of a deleted bundle cannot be used again for two hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moto.moto_api._internal import mock_random

from . import bundle_rules
from . import tags as tag_rules
from .service_error import (
    ServiceError,
    access_denied,
    already_exists,
    associated,
    invalid_values,
    limit_exceeded,
    not_found,
    unavailable,
)

if TYPE_CHECKING:
    from .models import EmulatedWorkSpacesBackend

AVAILABLE = "AVAILABLE"
PENDING = "PENDING"
ERROR = "ERROR"


@dataclass
class Bundle:
    """A custom bundle. It is PENDING until ``ready``, and then in its ``final_state``."""

    bundle_id: str
    name: str
    owner: str
    image_id: str
    created: float
    ready: float
    updated: float
    description: str = "A custom bundle"
    compute_type: str = "STANDARD"
    volumes: bundle_rules.Volumes = field(default_factory=lambda: bundle_rules.Volumes(80, 50))
    final_state: str = AVAILABLE
    tags: tag_rules.Tags = field(default_factory=list)

    def state_at(self, now: float) -> str:
        """PENDING, AVAILABLE or ERROR."""
        return PENDING if now < self.ready else self.final_state

    def describe(self, now: float) -> dict[str, Any]:
        """An entry of DescribeWorkspaceBundles."""
        return {
            "BundleId": self.bundle_id,
            "Name": self.name,
            "Owner": self.owner,
            "Description": self.description,
            "ImageId": self.image_id,
            "RootStorage": {"Capacity": str(self.volumes.root)},
            "UserStorage": {"Capacity": str(self.volumes.user)},
            "ComputeType": {"Name": self.compute_type},
            "LastUpdatedTime": self.updated,
            "CreationTime": self.created,
            "State": self.state_at(now),
            "BundleType": "REGULAR",
        }


class Bundles:
    """All custom bundles of one account in one Region, and the names that deleted ones still hold."""

    def __init__(self, backend: EmulatedWorkSpacesBackend) -> None:
        self._backend = backend
        self._bundles: dict[str, Bundle] = {}
        self._deleted: dict[str, float] = {}

    def find(self, bundle_id: str) -> Bundle | None:
        """The bundle, unless it does not exist."""
        return self._bundles.get(bundle_id)

    def of_image(self, image_id: str) -> list[str]:
        """The ids of the bundles that have the image."""
        return [bundle.bundle_id for bundle in self._bundles.values() if bundle.image_id == image_id]

    def create(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """CreateWorkspaceBundle."""
        compute_type = request["ComputeType"].get("Name", "STANDARD")
        root = request.get("RootStorage", {}).get("Capacity")
        volumes = bundle_rules.volumes_of(compute_type, root, request["UserStorage"]["Capacity"])
        self._check_image(request["ImageId"], compute_type, volumes)
        bundle = self.add(
            request["BundleName"],
            request["ImageId"],
            description=request["BundleDescription"],
            compute_type=compute_type,
            volumes=volumes,
            tags=tag_rules.merge([], request.get("Tags", [])),
        )
        settings = self._backend.world.settings
        bundle.ready = self._backend.now + settings.bundle_seconds
        bundle.final_state = ERROR if bundle.name in settings.failing_bundles else AVAILABLE
        return {"WorkspaceBundle": bundle.describe(self._backend.now)}

    def add(self, name: str, image_id: str, **properties: Any) -> Bundle:
        """A new bundle, AVAILABLE immediately."""
        self._check_name_and_quota(name)
        bundle_id, now = f"wsb-{mock_random.get_random_hex(9)}", self._backend.now
        owner = self._backend.account_id
        bundle = Bundle(bundle_id, name, owner, image_id, created=now, ready=now, updated=now, **properties)
        self._bundles[bundle_id] = bundle
        return bundle

    def update(self, bundle_id: str | None, image_id: str | None) -> None:
        """UpdateWorkspaceBundle: the image of a bundle is all that can change."""
        if bundle_id is None or image_id is None:
            raise invalid_values("BundleId and ImageId are required.")
        now = self._backend.now
        bundle = self._existing(bundle_id)
        if bundle.state_at(now) != AVAILABLE:
            raise unavailable(f"The bundle {bundle_id} is {bundle.state_at(now)}.")
        self._check_image(image_id, bundle.compute_type, bundle.volumes)
        bundle.image_id = image_id
        bundle.updated = now
        bundle.ready = now + self._backend.world.settings.bundle_update_seconds

    def delete(self, bundle_id: str | None) -> None:
        """DeleteWorkspaceBundle."""
        if bundle_id is None:
            raise invalid_values("BundleId is required.")
        bundle = self._existing(bundle_id)
        desktops = [desktop for desktop in self._backend.workspaces.values() if desktop.bundle_id == bundle_id]
        if desktops:
            raise associated(f"The bundle {bundle_id} is used by {len(desktops)} WorkSpaces.")
        self._deleted[bundle.name] = self._backend.now
        del self._bundles[bundle_id]

    def describe(self, bundle_ids: list[str] | None, owner: str | None) -> list[dict[str, Any]]:
        """DescribeWorkspaceBundles, unpaged: those of this account. The bundles of AMAZON are not emulated."""
        if bundle_ids and owner:
            raise invalid_values("BundleIds and Owner cannot be given together.")
        if owner not in (None, self._backend.account_id):
            return []
        world, now = self._backend.world, self._backend.now
        return [
            bundle.describe(now)
            for bundle in self._bundles.values()
            if (not bundle_ids or bundle.bundle_id in bundle_ids) and not world.is_hidden(bundle.bundle_id)
        ]

    def _existing(self, bundle_id: str) -> Bundle:
        bundle = self._bundles.get(bundle_id)
        if bundle is None:
            raise not_found(f"The bundle {bundle_id} was not found.")
        return bundle

    def _check_image(self, image_id: str, compute_type: str, volumes: bundle_rules.Volumes) -> None:
        image = self._backend.image_for_bundle(image_id)
        if image.state != AVAILABLE:
            raise unavailable(f"The image {image_id} is not available.")
        bundle_rules.check_image(compute_type, image.os_version)
        bundle_rules.check_volumes(compute_type, volumes, image.root_gb)

    def _check_name_and_quota(self, name: str) -> None:
        settings, now = self._backend.world.settings, self._backend.now
        if name in {bundle.name for bundle in self._bundles.values()}:
            raise already_exists(f"A bundle with the name {name} exists already.")
        if now < self._deleted.get(name, float("-inf")) + settings.bundle_name_hold_seconds:
            raise ServiceError(settings.bundle_name_held_code, f"The bundle name {name} is not available yet.")
        if len(self._bundles) >= settings.bundle_quota:
            raise limit_exceeded("The maximum number of bundles in this Region has been reached.")


def image_of_another_account(image_id: str) -> ServiceError:
    """The refusal of an image that is only shared with the account: it has to be copied first."""
    return access_denied(f"The image {image_id} is owned by another account and has to be copied first.")
