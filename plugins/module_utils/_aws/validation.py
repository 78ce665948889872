# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that the service would refuse, by the rules of the service model of the installed SDK.

The SDK itself checks types, required members and minimum lengths, but neither patterns nor maximum lengths.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .errors import Failure

MAX_TAGS = 50
"""Tags that a resource can have, and that a call takes (API reference, CreateTags)."""

MEANINGS = {
    "DedicatedTenancyManagementCidrRange": "a /16 such as 10.20.0.0/16",
    "Ec2ImageId": "the ID of an AMI such as ami-0123456789abcdef0",
    "Ec2ImportTaskId": "the ID of an import task such as import-ami-0123456789abcdef0",
    "ImageBuildVersionArn": (
        "the ARN of an EC2 Image Builder image such as"
        " arn:aws:imagebuilder:eu-central-1:123456789012:image/windows-11/1.0.0/1"
    ),
    "InfrastructureConfigurationArn": (
        "the ARN of an EC2 Image Builder infrastructure configuration such as"
        " arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/byol"
    ),
    "ManagementCidrRangeConstraint": "a CIDR block such as 10.0.0.0/8",
    "Region": "the name of an AWS Region such as eu-central-1",
    "WorkspaceBundleDescription": "letters, digits, spaces and _./()-",
    "WorkspaceBundleName": "letters, digits and _./()\\-, without spaces",
    "WorkspaceImageDescription": "letters, digits, spaces and _./()-",
    "WorkspaceImageId": "the ID of an image such as wsi-0a1b2c3d4",
    "WorkspaceImageName": "letters, digits and _./()\\-, without spaces",
}
"""What the patterns of the service model mean, by the names of their shapes."""


def refuse_bad_value(option: str, value: str | None, shape: Any) -> None:
    """Raise ``Failure`` (invalid_request) if a string breaks the pattern or length of a shape of the service model.

    option: as the user knows it, for the message. value: ``None`` for not given.
    """
    if value is None:
        return
    limits = shape.metadata
    if len(value) < limits.get("min", 0):
        refuse(option, value, f"it must have at least {limits['min']} characters")
    if len(value) > limits.get("max", len(value)):
        refuse(option, value, f"it has {len(value)} characters, the maximum is {limits['max']}")
    pattern = limits.get("pattern")
    if pattern and not _matches(pattern, value):
        refuse(option, value, f"it must be {MEANINGS.get(shape.name, f'text that matches {pattern}')}")


def read_tags(tags: Mapping[Any, Any] | None, shape: Any, option: str = "tags") -> dict[str, str] | None:
    """Return tags as strings, ``None`` for not given.

    shape: of one tag, in the service model. Raises ``Failure`` (invalid_request). Keys that start with ``aws:`` are
    AWS's own. Numbers become text, but for those with a fraction: YAML reads 2026.10 as 2026.1.
    """
    if tags is None:
        return None
    if len(tags) > MAX_TAGS:
        refuse(option, f"{len(tags)} tags", f"the maximum is {MAX_TAGS} tags")
    read: dict[str, str] = {}
    for key, value in tags.items():
        if isinstance(key, float) or isinstance(value, float):
            refuse(option, {key: value}, "a number with a fraction must be quoted, as YAML drops trailing zeros")
        if value is None or isinstance(value, (dict, list)):
            refuse(option, {key: value}, "the value of a tag must be a string")
        if str(key).lower().startswith("aws:"):
            refuse(option, key, "keys that start with aws: are reserved for AWS")
        read[str(key)] = str(value)
        refuse_bad_value(f"{option} (key)", str(key), shape.members["Key"])
        refuse_bad_value(f"{option} (value of {key})", str(value), shape.members["Value"])
    return read


def refuse(option: str, value: Any, rule: str) -> None:
    """Raise ``Failure`` (invalid_request) for the value of an option."""
    raise Failure("invalid_request", f"The value of {option} is not valid: {rule}. Given: {value!r}")


def _matches(pattern: str, value: str) -> bool:
    """Whether the whole value matches; Python's ``$`` would allow a newline at the end.

    A pattern that Python cannot compile is left to the service.
    """
    try:
        return re.fullmatch(pattern, value, re.ASCII) is not None
    except re.error:
        return True
