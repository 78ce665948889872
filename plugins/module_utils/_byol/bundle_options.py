# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired state of a bundle, from the options of ``workspaces_bundle``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._aws.validation import read_tags, refuse, refuse_bad_value
from .image_options import TAG_PREFIX
from .required import refuse_none_of, refuse_null
from .wait_options import WaitSpec, read_wait

KEPT_TAGS = ("euc.workspaces/previous_image", "euc.workspaces/image_since")
"""Tags that the module itself sets on each change of the image."""

MOST_TAGS = 47
"""Tags of a bundle, beside those of the collection: the image before, since when, and the one that was rolled back."""

LARGEST_GB = 2000
COMPUTE_TYPE_SHAPE = "Compute"

BUNDLE_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"choices": ["present", "absent"], "default": "present"},
    "name": {"required": True, "aliases": ["bundle_name"]},
    "description": {},
    "image_id": {},
    "image_name": {},
    "compute_type": {},
    "user_storage": {"type": "int"},
    "root_storage": {"type": "int"},
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": True},
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": 600},
    "wait_delay": {"type": "int", "default": 5},
}
"""As in an ``argument_spec``."""

CONSTRAINTS: dict[str, Any] = {
    "mutually_exclusive": [("image_id", "image_name")],
    "required_if": [
        ("state", "present", ("description", "compute_type", "user_storage")),
        ("state", "present", ("image_id", "image_name"), True),
    ],
}
"""As of ``AnsibleModule``."""


@dataclass(frozen=True)
class BundleSpec:
    """The desired bundle. Exactly one of ``image_id`` and ``image_name`` is given for ``present``.

    user_storage, root_storage: GB. tags: ``None`` leaves them unchanged.
    """

    name: str
    state: str = "present"
    description: str | None = None
    image_id: str | None = None
    image_name: str | None = None
    compute_type: str | None = None
    user_storage: int | None = None
    root_storage: int | None = None
    tags: Mapping[str, str] | None = None
    purge_tags: bool = True
    wait: WaitSpec = field(default_factory=WaitSpec)

    @property
    def image(self) -> str:
        """The requested image in a message."""
        return self.image_id or str(self.image_name)


def read_bundle(params: Mapping[str, Any], service_model: Any) -> BundleSpec:
    """Return the desired state of a bundle. Raises ``Failure`` (invalid_request). service_model: of the installed SDK."""
    refuse_null(params, "name")
    if params["state"] == "present":
        refuse_null(params, "description", "compute_type", "user_storage")
        refuse_none_of(params, "image_id", "image_name")
    members = service_model.operation_model("CreateWorkspaceBundle").input_shape.members
    images = service_model.operation_model("CopyWorkspaceImage").input_shape.members
    shapes = {
        "name": members["BundleName"],
        "description": members["BundleDescription"],
        "image_id": members["ImageId"],
        "image_name": images["Name"],
    }
    for option, shape in shapes.items():
        refuse_bad_value(option, params[option], shape)
    compute_types = service_model.shape_for(COMPUTE_TYPE_SHAPE).enum
    if params["compute_type"] is not None and params["compute_type"] not in compute_types:
        refuse("compute_type", params["compute_type"], f"it must be one of {', '.join(compute_types)}")
    for option in ("user_storage", "root_storage"):
        if params[option] is not None and not 1 <= params[option] <= LARGEST_GB:
            refuse(option, params[option], f"it must be 1 to {LARGEST_GB} GB")
    tags = read_tags(params["tags"], members["Tags"].member)
    own_tags = [key for key in tags or {} if not key.startswith(TAG_PREFIX)]
    if len(own_tags) > MOST_TAGS:
        refuse("tags", f"{len(own_tags)} tags", f"the maximum is {MOST_TAGS} tags, beside those of this collection")
    for key in KEPT_TAGS:
        if key in (tags or {}):
            refuse("tags", key, "this tag is set by the module itself")
    others = {name: params[name] for name in BUNDLE_OPTIONS if name != "tags" and not name.startswith("wait")}
    return BundleSpec(tags=tags, wait=read_wait(params), **others)
