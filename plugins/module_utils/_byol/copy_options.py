# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired copy of an image, from the options of ``workspaces_image_copy``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._aws.validation import read_tags, refuse, refuse_bad_value
from .image_options import TAG_PREFIX
from .required import refuse_null
from .wait_options import WAIT_OPTIONS, WaitSpec, read_wait

COPY_OPTIONS: dict[str, dict[str, Any]] = {
    "name": {"required": True, "aliases": ["image_name"]},
    "description": {"aliases": ["image_description"]},
    "source_image_id": {"required": True},
    "source_region": {"required": True},
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": True},
    **WAIT_OPTIONS,
}
"""As in an ``argument_spec``."""

MEMBERS = {
    "name": "Name",
    "description": "Description",
    "source_image_id": "SourceImageId",
    "source_region": "SourceRegion",
}
"""Options, and the members of CopyWorkspaceImage that they become."""

MOST_TAGS = 49
"""Tags of a copy, beside the one with its source."""


@dataclass(frozen=True)
class CopySpec:
    """The desired copy; its name is its identity. tags: ``None`` leaves them unchanged."""

    name: str
    source_image_id: str
    source_region: str
    description: str | None = None
    tags: Mapping[str, str] | None = None
    purge_tags: bool = True
    wait: WaitSpec = field(default_factory=WaitSpec)

    @property
    def origin(self) -> str:
        """The source as the tag has it."""
        return f"{self.source_region}/{self.source_image_id}"


def read_copy(params: Mapping[str, Any], service_model: Any) -> CopySpec:
    """Return the desired copy. Raises ``Failure`` (invalid_request). service_model: of the installed SDK."""
    refuse_null(params, "name", "source_image_id", "source_region")
    members = service_model.operation_model("CopyWorkspaceImage").input_shape.members
    for option, member in MEMBERS.items():
        refuse_bad_value(option, params[option], members[member])
    tags = read_tags(params["tags"], members["Tags"].member)
    for key in tags or {}:
        if key.startswith(TAG_PREFIX):
            refuse("tags", key, f"keys that start with {TAG_PREFIX} are reserved for this collection")
    if len(tags or {}) > MOST_TAGS:
        refuse("tags", f"{len(tags or {})} tags", f"the maximum is {MOST_TAGS} tags, beside the one with the source")
    others = {option: params[option] for option in (*MEMBERS, "purge_tags")}
    return CopySpec(tags=tags, wait=read_wait(params), **others)
