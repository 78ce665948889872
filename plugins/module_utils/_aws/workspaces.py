# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The operations of WorkSpaces that this collection reads with, one method each, with replies as results have them.

Replies are in snake_case, times in ISO 8601, tags as a dict.
"""

from __future__ import annotations

from contextlib import contextmanager

from ansible_collections.amazon.aws.plugins.module_utils.tagging import boto3_tag_list_to_ansible_dict
from ansible_collections.amazon.aws.plugins.module_utils.transformation import boto3_resource_to_ansible_dict

from .errors import Failure

IMAGES_A_PAGE = 25
"""The most that DescribeWorkspaceImages gives at once, and the most ImageIds that it takes."""

RANGES_A_PAGE = 5
"""The most that ListAvailableManagementCidrRanges gives at once."""


class WorkSpaces:
    """Reads. Everything raises C(Failure). calls: a C(Calls)."""

    def __init__(self, calls):
        self.calls = calls

    def account(self):
        """The account's BYOL configuration (DescribeAccount)."""
        return _result(self.calls.read("DescribeAccount", "describe the account"))

    def account_modifications(self):
        """All modifications of the account, oldest first (DescribeAccountModifications; AWS documents no order)."""
        pages = self._pages("DescribeAccountModifications", "describe the modifications of the account")
        found = [item for page in pages for item in page.get("AccountModifications", [])]
        # One without a time has not started yet.
        found.sort(key=lambda item: item["StartTime"].timestamp() if "StartTime" in item else float("inf"))
        return [_result(item) for item in found]

    def available_ranges(self, constraint):
        """Management ranges that AWS offers inside a CIDR, a page at a time (ListAvailableManagementCidrRanges)."""
        for page in self._pages(
            "ListAvailableManagementCidrRanges",
            f"list the management ranges available in {constraint}",
            ManagementCidrRangeConstraint=constraint,
            MaxResults=RANGES_A_PAGE,
        ):
            yield page.get("ManagementCidrRanges", [])

    def images(self, image_type):
        """Images of C(OWNED) or C(SHARED), a page at a time (DescribeWorkspaceImages)."""
        yield from self._image_pages(ImageType=image_type, MaxResults=IMAGES_A_PAGE)

    def images_by_id(self, image_ids, image_type="OWNED"):
        """Those of the images that exist (DescribeWorkspaceImages)."""
        image_ids = list(image_ids)
        found = []
        for start in range(0, len(image_ids), IMAGES_A_PAGE):
            for page in self._image_pages(ImageIds=image_ids[start : start + IMAGES_A_PAGE], ImageType=image_type):
                found.extend(page)
        return found

    def image(self, image_id):
        """An owned image, or C(None)."""
        return next(iter(self.images_by_id([image_id])), None)

    def image_named(self, name, besides=()):
        """The owned image of that name, or C(None); reads no page after the one that has it.

        besides: ids that do not count, as they have been deleted and AWS may list them a little longer.
        """
        for page in self.images("OWNED"):
            for image in page:
                if image.get("name") == name and image["image_id"] not in besides:
                    return image
        return None

    def image_import(self, image_id):
        """The record of a custom import, or C(None) where there is none (DescribeCustomWorkspaceImageImport)."""
        doing = f"describe the import of {image_id}"
        with _missing_is_none():
            # What AWS answers for an image that was made in another way is not documented; it may be an empty record.
            return _result(self.calls.read("DescribeCustomWorkspaceImageImport", doing, ImageId=image_id)) or None

    def image_imports(self, image_ids):
        """The records of custom imports by image id, C(None) where there is none."""
        return {image_id: self.image_import(image_id) for image_id in image_ids}

    def image_tags(self, image_id):
        """The tags of an image as a dict, or C(None) where there is no such image (DescribeTags)."""
        doing = f"describe the tags of {image_id}"
        with _missing_is_none():
            return boto3_tag_list_to_ansible_dict(
                self.calls.read("DescribeTags", doing, ResourceId=image_id).get("TagList")
            )

    def shared_account_ids(self, image_id):
        """The accounts an image is shared with, or C(None) where there is no such image."""
        doing = f"describe the permissions of {image_id}"
        with _missing_is_none():
            pages = list(self._pages("DescribeWorkspaceImagePermissions", doing, ImageId=image_id))
            return [item["SharedAccountId"] for page in pages for item in page.get("ImagePermissions", [])]

    def bundles_of(self, image_id):
        """The account's own bundles that are made from an image (DescribeWorkspaceBundles)."""
        pages = self._pages("DescribeWorkspaceBundles", "describe the bundles of the account")
        bundles = [bundle for page in pages for bundle in page.get("Bundles", [])]
        return [_result(bundle) for bundle in bundles if bundle.get("ImageId") == image_id]

    def _image_pages(self, **params):
        for page in self._pages("DescribeWorkspaceImages", "describe the images", **params):
            yield [_result(image) for image in page.get("Images", [])]

    def _pages(self, operation, doing, **params):
        """All pages of an operation; not botocore's paginators, which cannot go on after a page that failed."""
        while True:
            page = self.calls.read(operation, doing, **params)
            yield page
            token = page.get("NextToken")
            if not token:
                return
            if token == params.get("NextToken"):
                raise Failure("api_error", f"Failed to {doing}: AWS gave the same page token twice")
            params["NextToken"] = token


class Listing:
    """The owned images, for several names: each page is read once, and none after the one that has the last name.

    workspaces: a C(WorkSpaces).
    """

    def __init__(self, workspaces):
        self._workspaces = workspaces
        self._begin()

    def image_named(self, name):
        """The owned image of that name, or C(None). Raises C(Failure)."""
        while name not in self._images:
            try:
                page = next(self._pages, None)
            except Failure:
                # A generator that raised is at its end, which is not that of the list.
                self._begin()
                raise
            if page is None:
                return None
            for image in page:
                self._images.setdefault(image.get("name"), image)
        return self._images[name]

    def _begin(self):
        self._images = {}
        self._pages = self._workspaces.images("OWNED")


@contextmanager
def _missing_is_none():
    """Leaves a method without a value, so with C(None), where AWS knows no such resource."""
    try:
        yield
    except Failure as failure:
        if failure.code != "ResourceNotFoundException":
            raise


def _result(reply):
    reply = {key: value for key, value in reply.items() if key not in ("ResponseMetadata", "NextToken")}
    return boto3_resource_to_ansible_dict(reply, force_tags=False)
