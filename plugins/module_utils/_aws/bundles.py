# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read of the account's own bundles."""

from __future__ import annotations

from .client import ApiClient
from .workspaces import Json, as_result

BUNDLES_PER_CALL = 25
"""The most BundleIds that DescribeWorkspaceBundles takes."""

DESKTOPS_PER_PAGE = 25


class Bundles:
    """Reads. All methods raise ``Failure``."""

    def __init__(self, client: ApiClient):
        self._client = client

    def all(self) -> list[Json]:
        """Return all bundles that the account owns, no bundle twice (DescribeWorkspaceBundles)."""
        pages = self._client.pages("DescribeWorkspaceBundles", "describe the bundles of the account")
        found = {bundle["BundleId"]: bundle for page in pages for bundle in page["Bundles"]}
        return [as_result(bundle) for bundle in found.values()]

    def named(self, name: str) -> Json | None:
        """Return the bundle of that name, or ``None``. Reads no page after the one that has it."""
        for page in self._client.pages("DescribeWorkspaceBundles", "describe the bundles of the account"):
            for bundle in page["Bundles"]:
                if bundle.get("Name") == name:
                    return as_result(bundle)
        return None

    def by_id(self, bundle_id: str) -> Json | None:
        """Return a bundle, or ``None`` where it does not exist."""
        doing = f"describe the bundle {bundle_id}"
        reply = self._client.read("DescribeWorkspaceBundles", doing, BundleIds=[bundle_id])
        return next((as_result(bundle) for bundle in reply["Bundles"]), None)

    def desktops_of(self, bundle_id: str) -> list[str]:
        """Return the IDs of the first WorkSpaces that are based on a bundle (DescribeWorkspaces)."""
        doing = f"describe the WorkSpaces of the bundle {bundle_id}"
        reply = self._client.read("DescribeWorkspaces", doing, BundleId=bundle_id, Limit=DESKTOPS_PER_PAGE)
        return [desktop["WorkspaceId"] for desktop in reply["Workspaces"]]
