# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The WorkSpaces operations as HTTP: reads the request, calls the backend, cuts lists into pages, writes the reply."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from moto.workspaces.responses import WorkSpacesResponse

from .models import EmulatedWorkSpacesBackend
from .paging import InvalidTokenError, Paging, take_page
from .service_error import ServiceError, validation

MOST_CIDR_RANGES = 5
MOST_WORKSPACES = 25


class EmulatedWorkSpacesResponse(WorkSpacesResponse):
    """moto's responses, with the operations that moto lacks."""

    @property
    def backend(self) -> EmulatedWorkSpacesBackend:
        """The extended backend behind the request."""
        backend = self.workspaces_backend
        assert isinstance(backend, EmulatedWorkSpacesBackend)
        return backend

    def call_action(self) -> Any:
        """Answer the operation, or the error it raised."""
        try:
            return super().call_action()
        except ServiceError as refusal:
            body = json.dumps({"__type": refusal.code, "message": refusal.message})
            return 400, {**self.response_headers, "x-amzn-errortype": refusal.code}, body

    # Account

    def describe_account(self) -> str:
        """DescribeAccount."""
        return json.dumps(self.backend.describe_account())

    def modify_account(self) -> str:
        """ModifyAccount."""
        request = self._request()
        support = request.get("DedicatedTenancySupport")
        return json.dumps(self.backend.modify_account(support, request.get("DedicatedTenancyManagementCidrRange")))

    def describe_account_modifications(self) -> str:
        """DescribeAccountModifications."""
        modifications = self.backend.describe_account_modifications()
        size = self.backend.world.settings.modification_page_size
        return self._page("AccountModifications", modifications, size)

    def list_available_management_cidr_ranges(self) -> str:
        """ListAvailableManagementCidrRanges."""
        request = self._request()
        ranges = self.backend.list_available_management_cidr_ranges(request["ManagementCidrRangeConstraint"])
        return self._page("ManagementCidrRanges", ranges, request.get("MaxResults", MOST_CIDR_RANGES))

    # Import

    def import_custom_workspace_image(self) -> str:
        """ImportCustomWorkspaceImage."""
        return json.dumps(self.backend.import_custom_workspace_image(self._request()))

    def describe_custom_workspace_image_import(self) -> str:
        """DescribeCustomWorkspaceImageImport."""
        return json.dumps(self.backend.describe_custom_workspace_image_import(self._request()["ImageId"]))

    # Images

    def describe_workspace_images(self) -> str:
        """DescribeWorkspaceImages."""
        request = self._request()
        images = self.backend.describe_workspace_images(request.get("ImageIds"), request.get("ImageType"))
        size = request.get("MaxResults", self.backend.world.settings.image_page_size)
        return self._page("Images", images, size)

    def delete_workspace_image(self) -> str:
        """DeleteWorkspaceImage."""
        self.backend.delete_workspace_image(self._request()["ImageId"])
        return "{}"

    def copy_workspace_image(self) -> str:
        """CopyWorkspaceImage."""
        return json.dumps(self.backend.copies.start(self._request()))

    def describe_workspace_image_permissions(self) -> str:
        """DescribeWorkspaceImagePermissions."""
        request = self._request()
        image_id, permissions = self.backend.describe_workspace_image_permissions(request["ImageId"])
        size = request.get("MaxResults", self.backend.world.settings.permission_page_size)
        return self._page("ImagePermissions", permissions, size, ImageId=image_id)

    # Tags

    def delete_tags(self) -> str:
        """DeleteTags."""
        request = self._request()
        self.backend.delete_tags(request["ResourceId"], request["TagKeys"])
        return "{}"

    # Bundles

    def create_workspace_bundle(self) -> str:
        """CreateWorkspaceBundle."""
        return json.dumps(self.backend.bundles.create(self._request()))

    def update_workspace_bundle(self) -> str:
        """UpdateWorkspaceBundle."""
        request = self._request()
        self.backend.bundles.update(request.get("BundleId"), request.get("ImageId"))
        return "{}"

    def delete_workspace_bundle(self) -> str:
        """DeleteWorkspaceBundle."""
        self.backend.bundles.delete(self._request().get("BundleId"))
        return "{}"

    def describe_workspace_bundles(self) -> str:
        """DescribeWorkspaceBundles."""
        request = self._request()
        bundles = self.backend.bundles.describe(request.get("BundleIds"), request.get("Owner"))
        return self._page("Bundles", bundles, self.backend.world.settings.bundle_page_size)

    def describe_workspaces(self) -> str:
        """DescribeWorkspaces: moto's, in pages."""
        request = self._request()
        size = request.get("Limit", MOST_WORKSPACES)
        found = json.loads(super().describe_workspaces())["Workspaces"]
        return self._page("Workspaces", [_without_empty(desktop) for desktop in found], size)

    def _request(self) -> dict[str, Any]:
        """The members of the request; null means that a member is not given."""
        request: dict[str, Any] = json.loads(self.body, object_hook=_without_null)
        return request

    def _page(self, member: str, items: Sequence[Any], size: int, **others: Any) -> str:
        """A reply with one page of the items. A token is good for the same request in the same account and Region."""
        request = self._request()
        token = request.pop("NextToken", None)
        for limit in ("MaxResults", "Limit"):
            request.pop(limit, None)
        operation = self._get_action()
        scope = json.dumps([operation, self.current_account, self.region, request], sort_keys=True)
        paging = Paging(self.backend.world.settings.paging.get(operation, Paging.COMPLETE))
        try:
            page, following = take_page(items, size, token, scope, paging)
        except InvalidTokenError as error:
            raise validation("The NextToken is not valid.") from error
        return json.dumps({member: page, **others, **({"NextToken": following} if following else {})})


def _without_null(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _without_empty(members: dict[str, Any]) -> dict[str, Any]:
    """AWS leaves out what moto gives as an empty string, list or object."""
    return {name: value for name, value in members.items() if value not in ("", [], {})}
