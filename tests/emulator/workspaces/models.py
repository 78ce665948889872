# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of Amazon WorkSpaces in one account and Region, and its operations on BYOL accounts, images and bundles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random
from moto.workspaces.models import WorkspaceImage, WorkSpacesBackend, workspaces_backends

from ..import_curve import plan_import
from ..service_model import error_detail_codes
from ..sources.ec2.models import EmulatedEC2Backend
from ..sources.rules import script_of
from ..world import World
from . import tags as tag_rules
from .account import ByolAccount, Modification, Outcome, ranges_within
from .bundles import Bundle, Bundles, image_of_another_account
from .image_copies import Copies
from .image_imports import ImportRecord
from .image_sharing import check_share
from .images import ByolImage
from .service_error import (
    ServiceError,
    access_denied,
    already_exists,
    associated,
    invalid_state,
    invalid_values,
    limit_exceeded,
    not_found,
    not_supported,
    unavailable,
)

PCOIP_NEEDS_WINDOWS_10 = "Windows 11 images are not supported with the PCOIP protocol."


class EmulatedWorkSpacesBackend(WorkSpacesBackend):
    """moto's backend, with accounts, imports, bundles, tags of images, and rules on deleting and sharing."""

    world: ClassVar[World]

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.account = ByolAccount()
        self.imports: dict[str, ImportRecord] = {}
        self.copies = Copies(self)
        self.bundles = Bundles(self)

    @property
    def now(self) -> float:
        """World time."""
        return self.world.clock.now()

    # Account

    def describe_account(self) -> dict[str, Any]:
        """DescribeAccount."""
        return self.account.describe(self.now)

    def modify_account(self, support: str | None, cidr: str | None) -> dict[str, Any]:
        """ModifyAccount."""
        settings = self.world.settings
        outcome = Outcome(settings.account_seconds, lag=settings.account_lag_seconds)
        wanted = Modification(self.now, outcome, support, cidr, settings.pending_account_shows == "after")
        self.account.modify(wanted, settings.offered_cidr_ranges)
        return {"Message": "The account modification has started."}

    def describe_account_modifications(self) -> list[dict[str, Any]]:
        """DescribeAccountModifications."""
        return self.account.describe_modifications(self.now)

    def list_available_management_cidr_ranges(self, constraint: str) -> list[str]:
        """ListAvailableManagementCidrRanges: only for an account that is enabled for BYOL."""
        self.account.require_consent()
        if self.world.settings.cidr_list_requires == "enabled" and not self.is_enabled():
            raise access_denied("The account is not enabled for Bring Your Own License (BYOL).")
        return ranges_within(constraint, self.world.settings.offered_cidr_ranges)

    # Import

    def import_custom_workspace_image(self, request: dict[str, Any]) -> dict[str, Any]:
        """ImportCustomWorkspaceImage."""
        settings = self.world.settings
        name = request["ImageName"]
        if settings.import_requires_account and not self.account.is_or_becomes_enabled(self.now):
            raise access_denied("The account is not enabled for Bring Your Own License (BYOL).")
        if request["OsVersion"] == "Windows_11" and request["Protocol"] == "PCOIP":
            raise not_supported(PCOIP_NEEDS_WINDOWS_10)
        self._check_source(request["ImageSource"], request["InfrastructureConfigurationArn"])
        tags = tag_rules.merge([], request.get("Tags", []))
        self.check_name_and_quota(name)
        image = self.add_image(name, request["ImageDescription"], tags)
        image.os_version = request["OsVersion"]
        script = settings.imports.get(name, settings.imports.get("*", self._script_of(request)))
        self.add_import(
            ImportRecord(
                image_id=image.image_id,
                source=request["ImageSource"],
                infrastructure_configuration_arn=request["InfrastructureConfigurationArn"],
                builder_instance_id=f"i-{mock_random.get_random_hex(17)}",
                created=self.now,
                plan=plan_import(script, settings.import_seconds, settings.image_lag_seconds),
            )
        )
        if settings.image_hidden_seconds:
            self.world.hide(image.image_id, settings.image_hidden_seconds)
        return {"ImageId": image.image_id, "State": self.imports[image.image_id].describe(self.now)["State"]}

    def replan_import(self, image_id: str, script: dict[str, Any]) -> None:
        """Let an import go on by another script, from now on."""
        settings = self.world.settings
        plan = plan_import(script, settings.import_seconds, settings.image_lag_seconds)
        record = self.imports[image_id]
        self.imports[image_id] = replace(record, plan=plan.delayed(self.now - record.created))

    def describe_custom_workspace_image_import(self, image_id: str) -> dict[str, Any]:
        """DescribeCustomWorkspaceImageImport. An image that was made in another way has no record."""
        record = self.imports.get(image_id)
        if record is None or self.world.is_hidden(image_id):
            raise not_found(f"No import of the image {image_id} was found.")
        return record.describe(self.now)

    def add_image(self, name: str, description: str, tags: tag_rules.Tags) -> ByolImage:
        """A new BYOL image, AVAILABLE unless a record of an import or copy says otherwise."""
        image = ByolImage(name, description, tags, self.account_id)
        image.created = self.now
        self.workspace_images[image.image_id] = image
        return image

    def add_import(self, record: ImportRecord) -> None:
        """The record that goes with an image."""
        self.imports[record.image_id] = record

    def _check_source(self, source: dict[str, str], infrastructure_configuration_arn: str) -> None:
        ((kind, identifier),) = source.items()
        for named in (identifier, infrastructure_configuration_arn):
            if named in self.world.settings.missing_sources:
                raise not_found(f"The resource {named} was not found.")
        if kind == "Ec2ImageId":
            ami = ec2_backends[self.account_id][self.region_name].amis.get(identifier)
            if ami is None:
                raise not_found(f"The EC2 image {identifier} was not found.")
            if ami.owner_id != self.account_id:
                raise invalid_values(f"The EC2 image {identifier} is not owned by this account.")
            if ami.ebs_snapshot.encrypted:
                raise invalid_values(f"The EC2 image {identifier} is encrypted.")

    def _script_of(self, request: dict[str, Any]) -> dict[str, Any]:
        """The script of an import that the rules on sources write."""
        ec2 = ec2_backends[self.account_id][self.region_name]
        assert isinstance(ec2, EmulatedEC2Backend)
        return script_of(ec2, request)

    def check_name_and_quota(self, name: str) -> None:
        """Refuse a new image whose name is taken, or that is one too many."""
        taken = {image.name for image in self.workspace_images.values()}
        if name in taken and self.world.settings.image_names_unique:
            raise already_exists(f"An image with the name {name} exists already.")
        if len(self.workspace_images) >= self.world.settings.image_quota:
            raise limit_exceeded("The maximum number of images in this Region has been reached.")

    # Images

    def describe_workspace_images(self, image_ids: list[str] | None, image_type: str | None) -> list[dict[str, Any]]:
        """DescribeWorkspaceImages, unpaged. Without a type it lists owned and shared images, as moto does."""
        self._settle()
        images = super().describe_workspace_images(image_ids, image_type)
        if image_type != "OWNED":
            images += [image for image in self._shared_images() if not image_ids or image["ImageId"] in image_ids]
        return [_without_empty(image) for image in images if not self.world.is_hidden(image["ImageId"])]

    def delete_workspace_image(self, image_id: str) -> None:
        """DeleteWorkspaceImage. It declares no error for an image that does not exist: this one is a choice."""
        self._settle()
        image = self.workspace_images.get(image_id)
        if image is None:
            if image_id in {shared["ImageId"] for shared in self._shared_images()}:
                raise access_denied(f"The image {image_id} is owned by another account.")
            raise self._missing("DeleteWorkspaceImage", invalid_state(f"The image {image_id} does not exist."))
        if image.state == "PENDING":
            raise invalid_state(f"The image {image_id} is in the state PENDING and cannot be deleted.")
        users = self.bundles.of_image(image_id)
        accounts = [permission["SharedAccountId"] for permission in image.image_permissions]
        if users or accounts:
            raise associated(f"The image {image_id} is used by {', '.join(users + accounts)}.")
        del self.workspace_images[image_id]
        self.imports.pop(image_id, None)
        self.copies.forget(image_id)

    def update_workspace_image_permission(self, image_id: str, allow_copy_image: bool, shared_account_id: str) -> None:
        """UpdateWorkspaceImagePermission."""
        self._settle()
        image = self._owned_image(image_id)
        if image.state != "AVAILABLE":
            raise unavailable(f"The image {image_id} is not available.")
        if shared_account_id == self.account_id:
            raise invalid_values("An image cannot be shared with the account that owns it.")
        if allow_copy_image:
            enabled = self.beside(shared_account_id, self.region_name).is_enabled()
            check_share(self.account_id, shared_account_id, enabled, self.world.settings.share_requires_organization)
        elif {"SharedAccountId": shared_account_id} not in image.image_permissions:
            raise invalid_values(f"The image {image_id} is not shared with {shared_account_id}.")
        self.share(image_id, shared_account_id, allow_copy_image)

    def share(self, image_id: str, account: str, allowed: bool = True) -> None:
        """Share an image, or end that, whatever the rules are."""
        super().update_workspace_image_permission(image_id, allowed, account)

    def describe_workspace_image_permissions(self, image_id: str) -> tuple[str, list[dict[str, str]]]:
        """DescribeWorkspaceImagePermissions, unpaged."""
        self._owned_image(image_id)
        return super().describe_workspace_image_permissions(image_id)

    def _missing(self, operation: str, refusal: ServiceError) -> ServiceError:
        """The error of an operation on what does not exist, or the undeclared one that a setting has in its place."""
        code = self.world.settings.undeclared_errors.get(operation)
        return ServiceError(code, refusal.message) if code else refusal

    def _owned_image(self, image_id: str) -> WorkspaceImage:
        image = self.workspace_images.get(image_id)
        if image is None:
            raise not_found(f"The image {image_id} was not found.")
        return image

    def _settle(self) -> None:
        """Bring the images in line with the time that their imports and copies have had."""
        for image_id, record in self.imports.items():
            record.mark(self.workspace_images[image_id], self.now, error_detail_codes())
        self.copies.settle()

    def _shared_images(self) -> Iterator[dict[str, Any]]:
        for other in self._others():
            yield from other.images_shared_with(self.account_id)

    def images_shared_with(self, account: str) -> Iterator[dict[str, Any]]:
        """Own images that the account may copy."""
        self._settle()
        for image in self.workspace_images.values():
            if {"SharedAccountId": account} in image.image_permissions:
                yield image.to_desc_dict()

    # Other accounts and Regions

    def beside(self, account: str, region: str) -> EmulatedWorkSpacesBackend:
        """The backend of an account in a Region."""
        backend = workspaces_backends[account][region]
        assert isinstance(backend, EmulatedWorkSpacesBackend)
        return backend

    def is_enabled(self) -> bool:
        """Whether the account is enabled for BYOL in this Region."""
        return self.account.support_at(self.now) == "ENABLED"

    def image_to_copy(self, image_id: str) -> ByolImage:
        """The image in this Region that this account may copy: its own, or one that is shared with it."""
        permission = {"SharedAccountId": self.account_id}
        for owner in (self, *self._others()):
            owner._settle()
            image = owner.workspace_images.get(image_id)
            if isinstance(image, ByolImage) and (owner is self or permission in image.image_permissions):
                return image
        raise not_found(f"The image {image_id} was not found in {self.region_name}.")

    def _others(self) -> Iterator[EmulatedWorkSpacesBackend]:
        """The backends of all other accounts in this Region."""
        for account in list(workspaces_backends.values()):
            other = account.get(self.region_name)
            if isinstance(other, EmulatedWorkSpacesBackend) and other is not self:
                yield other

    # Tags

    def create_tags(self, resource_id: str, tags: tag_rules.Tags) -> None:
        """CreateTags; directories and WorkSpaces are moto's."""
        if resource_id.startswith(("wsi-", "wsb-")):
            resource = self._tagged(resource_id)
            resource.tags = tag_rules.merge(resource.tags or [], tags)
        else:
            super().create_tags(resource_id, tags)

    def delete_tags(self, resource_id: str, keys: list[str]) -> None:
        """DeleteTags, for images and bundles."""
        resource = self._tagged(resource_id)
        resource.tags = tag_rules.remove(resource.tags or [], keys)

    def describe_tags(self, resource_id: str) -> tag_rules.Tags:
        """DescribeTags; directories and WorkSpaces are moto's."""
        if resource_id.startswith(("wsi-", "wsb-")):
            return self._tagged(resource_id).tags or []
        return super().describe_tags(resource_id)

    def _tagged(self, resource_id: str) -> WorkspaceImage | Bundle:
        resource = self.workspace_images.get(resource_id) or self.bundles.find(resource_id)
        if resource is None or self.world.is_hidden(resource_id):
            raise not_found(f"The resource {resource_id} was not found.")
        return resource

    # Bundles

    def image_for_bundle(self, image_id: str) -> ByolImage:
        """The owned image that a bundle is made from."""
        self._settle()
        if image_id in {shared["ImageId"] for shared in self._shared_images()}:
            raise image_of_another_account(image_id)
        image = self._owned_image(image_id)
        assert isinstance(image, ByolImage)
        return image


def _without_empty(image: dict[str, Any]) -> dict[str, Any]:
    """AWS leaves out what moto gives as an empty string or list."""
    return {key: value for key, value in image.items() if value not in ("", [])}
