# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read from Amazon WorkSpaces, one method for each operation.

Replies are in snake_case, times in ISO 8601 in UTC, tags as a dict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from ansible_collections.amazon.aws.plugins.module_utils.tagging import boto3_tag_list_to_ansible_dict
from ansible_collections.amazon.aws.plugins.module_utils.transformation import boto3_resource_to_ansible_dict

from .client import ApiClient
from .errors import Failure

IMAGES_PER_PAGE = 25
"""The most that DescribeWorkspaceImages returns in a page, and the most ImageIds that it takes."""

RANGES_PER_PAGE = 5
"""The most that ListAvailableManagementCidrRanges returns in a page."""

Json = dict[str, Any]


class WorkSpaces:
    """Reads. All methods raise ``Failure``."""

    def __init__(self, client: ApiClient):
        self.client = client

    def account(self) -> Json:
        """Return the account's BYOL configuration (DescribeAccount)."""
        return as_result(self.client.read("DescribeAccount", "describe the account"))

    def account_modifications(self) -> list[Json]:
        """Return all modifications of the account, oldest first (DescribeAccountModifications documents no order)."""
        pages = self.client.pages("DescribeAccountModifications", "describe the modifications of the account")
        found = [item for page in pages for item in page["AccountModifications"]]
        # One without a time has not started yet.
        found.sort(key=lambda item: item["StartTime"].timestamp() if item.get("StartTime") else float("inf"))
        return [as_result(item) for item in found]

    def available_ranges(self, constraint: str) -> Iterator[list[str]]:
        """Yield pages of the management ranges that AWS offers inside a CIDR (ListAvailableManagementCidrRanges)."""
        for page in self.client.pages(
            "ListAvailableManagementCidrRanges",
            f"list the management ranges available in {constraint}",
            ManagementCidrRangeConstraint=constraint,
            MaxResults=RANGES_PER_PAGE,
        ):
            yield page["ManagementCidrRanges"]

    def images(self, image_type: str) -> Iterator[list[Json]]:
        """Yield pages of the images of type ``OWNED`` or ``SHARED``, no image twice (DescribeWorkspaceImages)."""
        yield from self._image_pages(ImageType=image_type, MaxResults=IMAGES_PER_PAGE)

    def images_by_id(self, image_ids: Iterable[str], image_type: str = "OWNED") -> list[Json]:
        """Return those of the images that exist (DescribeWorkspaceImages)."""
        image_ids = list(image_ids)
        found: list[Json] = []
        for start in range(0, len(image_ids), IMAGES_PER_PAGE):
            for page in self._image_pages(ImageIds=image_ids[start : start + IMAGES_PER_PAGE], ImageType=image_type):
                found.extend(page)
        return found

    def image(self, image_id: str) -> Json | None:
        """Return an owned image, or ``None``."""
        return next(iter(self.images_by_id([image_id])), None)

    def image_named(self, name: str, besides: Collection[str | None] = ()) -> Json | None:
        """Return the owned image of that name, or ``None``. Reads no page after the one that has it.

        besides: IDs that do not count, as they have been deleted and AWS may list them a little longer. Raises
        ``Failure``: image_name_not_unique, when what was read has two of them.
        """
        return ImageIndex(self, besides).image_named(name)

    def image_import(self, image_id: str) -> Json | None:
        """Return the record of a custom import, or ``None`` where there is none (DescribeCustomWorkspaceImageImport)."""
        doing = f"describe the import of {image_id}"
        with _missing_is_none():
            # AWS does not document what it answers for an image that was made in another way: an empty record counts too.
            return as_result(self.client.read("DescribeCustomWorkspaceImageImport", doing, ImageId=image_id)) or None

    def image_imports(self, image_ids: Iterable[str]) -> dict[str, Json | None]:
        """Return the records of custom imports by image ID, ``None`` where there is none."""
        return {image_id: self.image_import(image_id) for image_id in image_ids}

    def image_tags(self, image_id: str) -> dict[str, str] | None:
        """Return the tags of an image, or ``None`` where there is no such image (DescribeTags)."""
        doing = f"describe the tags of {image_id}"
        with _missing_is_none():
            return boto3_tag_list_to_ansible_dict(
                self.client.read("DescribeTags", doing, ResourceId=image_id).get("TagList")
            )

    def shared_account_ids(self, image_id: str) -> list[str] | None:
        """Return the accounts an image is shared with, or ``None`` where there is no such image."""
        doing = f"describe the permissions of {image_id}"
        with _missing_is_none():
            pages = list(self.client.pages("DescribeWorkspaceImagePermissions", doing, ImageId=image_id))
            return [item["SharedAccountId"] for page in pages for item in page["ImagePermissions"]]

    def bundles_of(self, image_id: str) -> list[Json]:
        """Return the account's own bundles that are made from an image (DescribeWorkspaceBundles)."""
        pages = self.client.pages("DescribeWorkspaceBundles", "describe the bundles of the account")
        bundles = [bundle for page in pages for bundle in page["Bundles"]]
        return [as_result(bundle) for bundle in bundles if bundle.get("ImageId") == image_id]

    def _image_pages(self, **params: Any) -> Iterator[list[Json]]:
        seen: set[str] = set()
        for page in self.client.pages("DescribeWorkspaceImages", "describe the images", **params):
            # A list that changes between two pages can have an image on both.
            images = {image["ImageId"]: image for image in page["Images"] if image["ImageId"] not in seen}
            seen |= images.keys()
            yield [as_result(image) for image in images.values()]


class ImageIndex:
    """The owned images by name: each page is read once, and none after the one that has the last name requested.

    besides: as in ``WorkSpaces.image_named()``.
    """

    def __init__(self, workspaces: WorkSpaces, besides: Collection[str | None] = ()):
        self._workspaces = workspaces
        self._besides = besides
        self._reset()

    def image_named(self, name: str) -> Json | None:
        """Return the owned image of that name, or ``None``. Raises ``Failure``."""
        while name not in self._images:
            try:
                page = next(self._pages, None)
            except Failure:
                # A generator that raised has ended, which is not the end of the list.
                self._reset()
                raise
            if page is None:
                self.is_complete = True
                return None
            for image in page:
                if image["image_id"] not in self._besides:
                    self._images.setdefault(image.get("name"), []).append(image)
        return _only(name, self._images[name])

    @property
    def read_so_far(self) -> list[Json]:
        """The images on the pages that have been read."""
        return [image for images in self._images.values() for image in images]

    def _reset(self) -> None:
        self._images: dict[Any, list[Json]] = {}
        self.is_complete = False
        self._pages: Iterator[list[Json]] = self._workspaces.images("OWNED")


def _only(name: str, images: list[Json]) -> Json:
    if len(images) > 1:
        ids = " and ".join(image["image_id"] for image in images)
        raise Failure("image_name_not_unique", f"More than one image has the name {name}: {ids}")
    return images[0]


@contextmanager
def _missing_is_none():
    """Leave a method without a value, so with ``None``, where AWS knows no such resource."""
    try:
        yield
    except Failure as failure:
        if failure.code != "ResourceNotFoundException":
            raise


def as_result(reply: Mapping[str, Any]) -> Json:
    """Return a reply, or a part of one, as results have it."""
    members = {key: value for key, value in reply.items() if key not in ("ResponseMetadata", "NextToken")}
    return dict(boto3_resource_to_ansible_dict(_in_utc(members), force_tags=False) or {})


def _in_utc(value: Any) -> Any:
    """Return a reply with its times in UTC: botocore gives them in the time zone of the process."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc)
    if isinstance(value, dict):
        return {key: _in_utc(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_utc(item) for item in value]
    return value
