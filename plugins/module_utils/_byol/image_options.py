# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""The options that describe one image, and finding what AWS would refuse in them before a call is made."""

from __future__ import annotations

from .._aws.errors import Failure
from .._aws.sdk import refuse_old_sdk
from .._aws.validation import refuse_bad_tags, refuse_bad_value
from .image_plan import SOURCES, asked_source

IMAGE_OPTIONS = {
    "state": {"choices": ["present", "absent"], "default": "present"},
    "name": {"required": True, "aliases": ["image_name"]},
    "description": {"aliases": ["image_description"]},
    "image_source": {
        "type": "dict",
        "options": {source: {} for source in SOURCES},
        "mutually_exclusive": [tuple(SOURCES)],
        "required_one_of": [tuple(SOURCES)],
    },
    "infrastructure_configuration_arn": {},
    "os_version": {"choices": ["Windows_10", "Windows_11"]},
    "compute_type": {"choices": ["BASE", "GRAPHICS_G4DN", "GRAPHICS_G6", "GRAPHICS_G7"], "default": "BASE"},
    "protocol": {"choices": ["DCV", "PCOIP", "BYOP"], "default": "DCV"},
    "platform": {"choices": ["WINDOWS"], "default": "WINDOWS"},
    "image_validation_mode": {"choices": ["CUSTOMER_MANAGED", "SERVICE_MANAGED"]},
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": True},
    "replace_failed": {"type": "bool", "default": False},
}
"""As in an C(argument_spec)."""

REQUIRED_IF = [("state", "present", ("description", "image_source", "infrastructure_configuration_arn", "os_version"))]
"""As C(required_if) of C(AnsibleModule)."""

VALIDATION_MODE_BOTOCORE = "1.43.115"
"""The first botocore that knows ImageValidationMode."""

MEMBERS = {
    "name": "ImageName",
    "description": "ImageDescription",
    "infrastructure_configuration_arn": "InfrastructureConfigurationArn",
}
"""Options that are free text, and the members of ImportCustomWorkspaceImage that they become."""


def refuse_bad_image(params, service_model):
    """Raise C(Failure): invalid_request, sdk_too_old."""
    members = service_model.operation_model("ImportCustomWorkspaceImage").input_shape.members
    for option, member in MEMBERS.items():
        refuse_bad_value(option, params[option], members[member])
    for kind, value in (params["image_source"] or {}).items():
        refuse_bad_value(f"image_source.{kind}", value, members["ImageSource"].members[SOURCES[kind]])
    if params["state"] == "present" and not asked_source(params):
        # Ansible's own required_one_of is content with a suboption that is null.
        raise Failure(
            "invalid_request", f"The value of image_source is not valid: one of {', '.join(SOURCES)} must be given"
        )
    refuse_bad_tags(params["tags"], members["Tags"].member)
    if params["image_validation_mode"] and "ImageValidationMode" not in members:
        refuse_old_sdk(VALIDATION_MODE_BOTOCORE, "the option image_validation_mode")
    if params["state"] == "present" and params["os_version"] == "Windows_11" and params["protocol"] == "PCOIP":
        raise Failure(
            "invalid_request",
            "The value of protocol is not valid: Windows 11 cannot be used with PCOIP. Given: PCOIP, with os_version"
            " Windows_11; DCV and BYOP are allowed",
        )
