# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to read, from the options of ``workspaces_byol_info``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._aws.errors import Failure
from .._aws.validation import refuse_bad_value
from .account_options import refuse_bad_search

PER_IMAGE = ("image_imports", "image_tags", "image_permissions")
"""The words of ``gather`` that cost a call for each image."""

INFO_OPTIONS: dict[str, dict[str, Any]] = {
    "gather": {
        "type": "list",
        "elements": "str",
        "choices": [
            *("account", "account_modifications", "images", *PER_IMAGE, "available_cidr_ranges"),
            *("bundles", "bundle_tags"),
        ],
        "default": ["account", "images", "image_imports"],
    },
    "image_ids": {"type": "list", "elements": "str", "aliases": ["image_id"]},
    "names": {"type": "list", "elements": "str", "aliases": ["name"]},
    "image_type": {"choices": ["OWNED", "SHARED", "ALL"], "default": "OWNED"},
    "management_cidr_range_search": {},
    "bundle_names": {"type": "list", "elements": "str"},
}
"""As in an ``argument_spec``."""


@dataclass(frozen=True)
class InfoSpec:
    """What to read.

    image_ids, names: only these images, all of them where both are empty. bundle_names: only these bundles, all of them
    where it is empty.
    """

    gather: frozenset[str]
    image_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    image_type: str = "OWNED"
    search: str | None = None
    bundle_names: tuple[str, ...] = ()


def read_info(params: Mapping[str, Any], service_model: Any) -> InfoSpec:
    """Return what to read. Raises ``Failure`` (invalid_request). service_model: of the installed SDK."""
    members = service_model.operation_model("DescribeWorkspaceImages").input_shape.members
    for image_id in params["image_ids"] or []:
        refuse_bad_value("image_ids", image_id, members["ImageIds"].member)
    search = params["management_cidr_range_search"]
    refuse_bad_search(search, service_model)
    if "available_cidr_ranges" in params["gather"] and not search:
        raise Failure(
            "invalid_request", "gather has available_cidr_ranges, so management_cidr_range_search is required"
        )
    return InfoSpec(
        frozenset(params["gather"]),
        tuple(dict.fromkeys(params["image_ids"] or ())),
        tuple(dict.fromkeys(params["names"] or ())),
        params["image_type"],
        search,
        tuple(dict.fromkeys(params["bundle_names"] or ())),
    )
