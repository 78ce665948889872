# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""One task of M(euc.workspaces.workspaces_byol_info): only what is asked for is read, side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from .._byol.account_options import refuse_bad_search
from .._aws.errors import Failure
from .._aws.rate_limit import BURST
from .._aws.validation import refuse_bad_value


class PerImage(NamedTuple):
    """What costs a call for each image: the key in the result, and the method of C(WorkSpaces) that reads it."""

    key: str
    read: str


PER_IMAGE = {
    "image_imports": PerImage("import", "image_import"),
    "image_tags": PerImage("tags", "image_tags"),
    "image_permissions": PerImage("shared_account_ids", "shared_account_ids"),
}
"""By the word of C(gather)."""


def refuse_bad_options(params, service_model):
    """Raise C(Failure) (invalid_request)."""
    members = service_model.operation_model("DescribeWorkspaceImages").input_shape.members
    for image_id in params["image_ids"] or []:
        refuse_bad_value("image_ids", image_id, members["ImageIds"].member)
    refuse_bad_search(params["management_cidr_range_search"], service_model)
    if "available_cidr_ranges" in params["gather"] and not params["management_cidr_range_search"]:
        raise Failure(
            "invalid_request", "gather has available_cidr_ranges, so management_cidr_range_search is required"
        )


class InfoTask:
    """Arguments as C(run_task()) gives them."""

    plan = None

    def __init__(self, workspaces, params, _clock, _deadline):
        self.workspaces = workspaces
        self.params = params
        self.gather = set(params["gather"])
        self.per_image = [word for word in PER_IMAGE if word in self.gather]
        self.found = {}

    def run(self, _check_mode):
        """Read what is asked for, the same in check mode. Raises C(Failure)."""
        if "account" in self.gather:
            self.found["account"] = self.workspaces.account()
        if "account_modifications" in self.gather:
            modifications = self.workspaces.account_modifications()
            self.found["account"] = {**self.found.get("account", {}), "modifications": modifications}
        if "images" in self.gather or self.per_image:
            self.found["images"] = self._images()
        if "available_cidr_ranges" in self.gather:
            pages = self.workspaces.available_ranges(self.params["management_cidr_range_search"])
            self.found["available_management_cidr_ranges"] = [cidr for page in pages for cidr in page]

    def result(self):
        """The module's result, as far as it is known."""
        return {"changed": False, **self.found}

    def _images(self):
        ids, names = list(dict.fromkeys(self.params["image_ids"] or [])), self.params["names"] or []
        if ids and not names and "images" not in self.gather:
            return self._existing(self._with_reads([{"image_id": image_id} for image_id in ids]))
        return self._with_reads(self._owned_images(ids, names)) + self._shared_images(ids, names)

    def _owned_images(self, ids, names):
        if self.params["image_type"] == "SHARED":
            return []
        return [self._shown(image) for image in self._listed("OWNED", ids, names)]

    def _shared_images(self, ids, names):
        """Only their owner can read the import, tags and permissions of images."""
        if self.params["image_type"] == "OWNED":
            return []
        unread = {PER_IMAGE[word].key: None for word in self.per_image}
        return [{**self._shown(image), **unread} for image in self._listed("SHARED", ids, names)]

    def _listed(self, image_type, ids, names):
        if ids and not names:
            return self.workspaces.images_by_id(ids, image_type)
        return list(self._matching(image_type, set(ids), set(names)))

    def _matching(self, image_type, ids, names):
        """Go through the list, no further than the page that has the last image asked for."""
        for page in self.workspaces.images(image_type):
            for image in page:
                if image["image_id"] in ids or image.get("name") in names or not ids | names:
                    yield image
            if image_type == "OWNED" and ids | names:
                ids = ids - {image["image_id"] for image in page}
                names = names - {image.get("name") for image in page}
                if not ids | names:
                    return

    def _shown(self, image):
        """All of an image, or what tells it from others where the images themselves are not gathered."""
        return image if "images" in self.gather else {key: image.get(key) for key in ("image_id", "name")}

    def _with_reads(self, images):
        """Add what is read image by image, side by side: C(Calls) keeps to the rate."""
        wanted = [(image, PER_IMAGE[word]) for image in images for word in self.per_image]
        with ThreadPoolExecutor(max_workers=BURST) as pool:
            reads = [pool.submit(getattr(self.workspaces, per.read), image["image_id"]) for image, per in wanted]
            try:
                for (image, per), read in zip(wanted, reads, strict=True):
                    image[per.key] = read.result()
            except Failure:
                # The task has failed, so the rest would be needless calls.
                pool.shutdown(cancel_futures=True)
                raise
        return images

    def _existing(self, images):
        """Without the images that do not exist: AWS answers the same for those and for images without an import."""
        keys = [PER_IMAGE[word].key for word in self.per_image]
        in_doubt = {image["image_id"] for image in images if not any(image[key] for key in keys)}
        if in_doubt:
            in_doubt -= {image["image_id"] for image in self.workspaces.images_by_id(in_doubt, "OWNED")}
        return [image for image in images if image["image_id"] not in in_doubt]
