# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to check, from the options of ``workspaces_byol_preflight``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..._aws.validation import refuse, refuse_bad_value
from ..image_options import IMAGE_OPTIONS, MEMBERS, SOURCES
from .catalog import refuse_unknown_checks
from .observations import ImageRequest

SHARED_OPTIONS = ("image_source", "infrastructure_configuration_arn", "os_version", "compute_type", "protocol")
PREFLIGHT_OPTIONS: dict[str, dict[str, Any]] = {
    "name": {"aliases": ["image_name"]},
    **{option: IMAGE_OPTIONS[option] for option in SHARED_OPTIONS},
    "skip": {"aliases": ["preflight_skip"], "type": "list", "elements": "str", "default": []},
}
for required in ("image_source", "infrastructure_configuration_arn", "os_version"):
    PREFLIGHT_OPTIONS[required] = {**PREFLIGHT_OPTIONS[required], "required": True}


def read_preflight(params: Mapping[str, Any], service_model: Any) -> ImageRequest:
    """Return the image to check.

    params: validated options. service_model: of the installed SDK. Raises ``Failure`` (invalid_request).
    """
    members = service_model.operation_model("ImportCustomWorkspaceImage").input_shape.members
    for option in ("name", "infrastructure_configuration_arn"):
        refuse_bad_value(option, params[option], members[MEMBERS[option]])
    given = {kind: value for kind, value in params["image_source"].items() if value is not None}
    for kind, value in given.items():
        refuse_bad_value(f"image_source.{kind}", value, members["ImageSource"].members[SOURCES[kind]])
    if not given:
        # Ansible's own required_one_of accepts a suboption that is null.
        refuse("image_source", given, f"one of {', '.join(SOURCES)} is required")
    if params["os_version"] == "Windows_11" and params["protocol"] == "PCOIP":
        refuse("protocol", params["protocol"], "Windows 11 cannot be used with PCOIP; use DCV or BYOP")
    refuse_unknown_checks("skip", params["skip"])
    ((kind, value),) = given.items()
    return ImageRequest(
        name=params["name"] or "",
        source_kind=kind,
        source_id=value,
        infrastructure_arn=params["infrastructure_configuration_arn"],
        os_version=params["os_version"],
        compute_type=params["compute_type"],
        protocol=params["protocol"],
        skip=frozenset(params["skip"]),
    )
