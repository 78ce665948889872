# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``workspaces_byol_info`` does: it reads, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from .._aws.bundles import Bundles
from .._aws.errors import Failure
from .._aws.rate_limit import BURST
from .._byol.info_options import INFO_OPTIONS, InfoSpec, read_info
from .._byol.plan import Json
from .task import Context, Definition


class PerImage(NamedTuple):
    """What costs a call for each image: the key in the result, and the method of ``WorkSpaces`` that reads it."""

    key: str
    read: str


PER_IMAGE = {
    "image_imports": PerImage("import", "image_import"),
    "image_tags": PerImage("tags", "image_tags"),
    "image_permissions": PerImage("shared_account_ids", "shared_account_ids"),
}
"""By the word of ``gather``."""


class InfoTask:
    """Reads what is requested, the same in check mode."""

    diff = None
    warnings = ()

    def __init__(self, spec: InfoSpec, context: Context):
        self._spec = spec
        self._workspaces = context.workspaces
        self._per_image = [PER_IMAGE[word] for word in PER_IMAGE if word in spec.gather]
        self.found: Json = {}

    def run(self) -> None:
        """Read. Raises ``Failure``."""
        gather, workspaces = self._spec.gather, self._workspaces
        if "account" in gather:
            self.found["account"] = workspaces.account()
        if "account_modifications" in gather:
            modifications = workspaces.account_modifications()
            self.found["account"] = {**self.found.get("account", {}), "modifications": modifications}
        if "images" in gather or self._per_image:
            self.found["images"] = self._images()
        if {"bundles", "bundle_tags"} & gather:
            self.found["bundles"] = self._bundles("bundle_tags" in gather)
        if "available_cidr_ranges" in gather and self._spec.search:
            pages = workspaces.available_ranges(self._spec.search)
            self.found["available_management_cidr_ranges"] = [cidr for page in pages for cidr in page]

    def result(self) -> Json:
        """Return what was read, and how many calls that took so far."""
        return {"changed": False, **self.found, "calls": len(self._workspaces.client.sent)}

    def _bundles(self, with_tags: bool) -> list[Json]:
        names = self._spec.bundle_names
        bundles = [
            bundle for bundle in Bundles(self._workspaces.client).all() if not names or bundle.get("name") in names
        ]
        if not with_tags:
            return bundles
        return [{**bundle, "tags": self._workspaces.image_tags(bundle["bundle_id"]) or {}} for bundle in bundles]

    def _images(self) -> list[Json]:
        spec = self._spec
        if spec.image_ids and not spec.names and "images" not in spec.gather and spec.image_type == "OWNED":
            return self._existing(self._with_reads([{"image_id": image_id} for image_id in spec.image_ids]))
        owned = self._with_reads([self._shown(image) for image in self._listed("OWNED")])
        # Only their owner can read the import, tags and permissions of images.
        unread = {per.key: None for per in self._per_image}
        ids = {image["image_id"] for image in owned}
        shared = [{**self._shown(image), **unread} for image in self._listed("SHARED") if image["image_id"] not in ids]
        return owned + shared

    def _listed(self, image_type: str) -> list[Json]:
        spec = self._spec
        if spec.image_type not in (image_type, "ALL"):
            return []
        if spec.image_ids and not spec.names:
            return self._workspaces.images_by_id(spec.image_ids, image_type)
        return list(self._matching(image_type, set(spec.image_ids), set(spec.names)))

    def _matching(self, image_type: str, ids: Set[str], names: Set[str]) -> Iterator[Json]:
        """Go through the list, no further than the page that has the last image requested."""
        for page in self._workspaces.images(image_type):
            for image in page:
                if image["image_id"] in ids or image.get("name") in names or not ids | names:
                    yield image
            if image_type == "OWNED" and ids | names:
                ids = ids - {image["image_id"] for image in page}
                names = names - {image.get("name") for image in page}
                if not ids | names:
                    return

    def _shown(self, image: Json) -> Json:
        """Return all of an image, or what identifies it where the images themselves are not gathered."""
        return image if "images" in self._spec.gather else {key: image.get(key) for key in ("image_id", "name")}

    def _with_reads(self, images: list[Json]) -> list[Json]:
        """Add what is read for each image, in parallel: the client keeps to the rate."""
        wanted = [(image, per) for image in images for per in self._per_image]
        with ThreadPoolExecutor(max_workers=BURST) as pool:
            reads = [pool.submit(getattr(self._workspaces, per.read), image["image_id"]) for image, per in wanted]
            try:
                for (image, per), read in zip(wanted, reads, strict=True):
                    image[per.key] = read.result()
            except Failure:
                # The task has failed, so the rest would be needless calls.
                pool.shutdown(cancel_futures=True)
                raise
        return images

    def _existing(self, images: list[Json]) -> list[Json]:
        """Omit the images that do not exist: AWS answers the same for those and for images without an import."""
        keys = [per.key for per in self._per_image]
        in_doubt = {image["image_id"] for image in images if not any(image[key] for key in keys)}
        if in_doubt:
            in_doubt -= {image["image_id"] for image in self._workspaces.images_by_id(in_doubt)}
        return [image for image in images if image["image_id"] not in in_doubt]


INFO = Definition("workspaces_byol_info", INFO_OPTIONS, read_info, InfoTask)
