# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired state of images, from the options of ``workspaces_custom_image_import`` and ``workspaces_byol_images``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._aws.errors import Failure
from .._aws.sdk import refuse_old_sdk
from .._aws.validation import read_tags, refuse, refuse_bad_value
from .arguments import validate
from .preflight.catalog import refuse_unknown_checks
from .wait_options import WAIT_OPTIONS, WaitSpec, read_wait

SOURCES = {
    "ec2_import_task_id": "Ec2ImportTaskId",
    "image_build_version_arn": "ImageBuildVersionArn",
    "ec2_image_id": "Ec2ImageId",
}
"""Options, and the members of the union ImageSource that they become."""

IMAGE_OPTIONS: dict[str, dict[str, Any]] = {
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
    "tag_properties": {"type": "bool", "default": False},
    "preflight": {"choices": ["block", "warn", "off"], "default": "block"},
    "preflight_skip": {"type": "list", "elements": "str", "default": []},
    "log_excerpt": {"type": "bool", "default": False},
}
"""As in an ``argument_spec``."""

REQUIRED_IF = [("state", "present", ("description", "image_source", "infrastructure_configuration_arn", "os_version"))]
"""As ``required_if`` of ``AnsibleModule``."""

OWN_WAIT = {option: {"type": "int"} for option in ("wait_timeout", "wait_delay")}
"""What an image of several can set for itself; by default as for all."""

IMAGES_OPTIONS: dict[str, dict[str, Any]] = {
    "images": {"type": "list", "elements": "dict", "required": True},
    **WAIT_OPTIONS,
}
"""As in an ``argument_spec``. Suboptions are validated by ``read_images()``, which names the image."""

VALIDATION_MODE_BOTOCORE = "1.43.115"
"""The first botocore that knows ImageValidationMode."""

MEMBERS = {
    "name": "ImageName",
    "description": "ImageDescription",
    "infrastructure_configuration_arn": "InfrastructureConfigurationArn",
}
"""Options that are free text, and the members of ImportCustomWorkspaceImage that they become."""

PROPERTIES = ("os_version", "compute_type", "protocol")
"""What AWS never returns of an image; kept as tags with ``tag_properties``."""

TAG_PREFIX = "euc.workspaces/"
"""Tag keys that belong to this collection; they are never purged."""


@dataclass(frozen=True)
class ImageSpec:
    """The desired state of one image.

    source: the kind, a key of ``SOURCES``, and the value. tags: ``None`` leaves them unchanged. Everything but name and
    state is ``None`` or a default where the image is to be absent.
    """

    name: str
    state: str = "present"
    description: str | None = None
    source: tuple[str, str] | None = None
    infrastructure_configuration_arn: str | None = None
    os_version: str | None = None
    compute_type: str = "BASE"
    protocol: str = "DCV"
    platform: str = "WINDOWS"
    image_validation_mode: str | None = None
    tags: dict[str, str] | None = None
    purge_tags: bool = True
    replace_failed: bool = False
    tag_properties: bool = False
    preflight: str = "block"
    preflight_skip: tuple[str, ...] = ()
    log_excerpt: bool = False
    wait: WaitSpec = field(default_factory=WaitSpec)

    @property
    def image_source(self) -> dict[str, str]:
        """The source as the option has it."""
        return dict([self.source]) if self.source else {}

    @property
    def property_tags(self) -> dict[str, str]:
        """The tags that keep what AWS never returns; empty without ``tag_properties``."""
        if not self.tag_properties:
            return {}
        return {TAG_PREFIX + name: getattr(self, name) for name in PROPERTIES}

    @property
    def all_tags(self) -> dict[str, str]:
        """The tags of a new image."""
        return {**(self.tags or {}), **self.property_tags}


def read_image(params: Mapping[str, Any], service_model: Any) -> ImageSpec:
    """Return the desired state of an image.

    params: validated options, with those of a wait. service_model: of the installed SDK. Raises ``Failure``:
    invalid_request, sdk_too_old.
    """
    members = service_model.operation_model("ImportCustomWorkspaceImage").input_shape.members
    if params["name"] is None:
        refuse("name", None, "it must not be empty")
    for option, member in MEMBERS.items():
        refuse_bad_value(option, params[option], members[member])
    tags = read_tags(params["tags"], members["Tags"].member)
    spec = ImageSpec(
        source=_read_source(params, members["ImageSource"]),
        tags=tags,
        preflight_skip=tuple(params["preflight_skip"]),
        wait=read_wait(params),
        **{
            option: params[option]
            for option in IMAGE_OPTIONS
            if option not in ("image_source", "tags", "preflight_skip")
        },
    )
    _refuse_own_tags(tags)
    refuse_unknown_checks("preflight_skip", spec.preflight_skip)
    if len(spec.all_tags) > 50:
        refuse("tags", f"{len(spec.all_tags)} tags", "the maximum is 50 tags, with those of tag_properties")
    if spec.state == "present":
        _refuse_impossible(spec, members)
    return spec


def read_images(params: Mapping[str, Any], service_model: Any, option: str = "images") -> tuple[ImageSpec, ...]:
    """Return the desired states of several images.

    params: validated options of ``workspaces_byol_images``. option: the one that has the images. Raises ``Failure`` (invalid_request, sdk_too_old), naming
    the image.
    """
    read_wait(params)
    specs: list[ImageSpec] = []
    for number, image in enumerate(params[option]):
        try:
            spec = _read_one_of(params, image, service_model)
            if any(spec.name == other.name for other in specs):
                raise Failure("invalid_request", "This name is used twice")
        except Failure as failure:
            raise Failure(
                failure.reason, f"{_which(option, number, image)}: {failure.message}", failure.remedy
            ) from failure
        specs.append(spec)
    return tuple(specs)


def _read_one_of(params: Mapping[str, Any], image: Any, service_model: Any) -> ImageSpec:
    if not isinstance(image, dict):
        raise Failure("invalid_request", f"An image must be a dictionary. Given: {image!r}")
    refuse_fractions(image)
    # What is null was not given: a dict has no omit.
    given = {option: value for option, value in image.items() if value is not None}
    read = validate(given, {**IMAGE_OPTIONS, **OWN_WAIT}, required_if=REQUIRED_IF).validated_parameters
    return read_image({**read, **_wait_of(params, read)}, service_model)


def read_own_wait(params: Mapping[str, Any], image: Mapping[str, Any]) -> WaitSpec:
    """Return how to wait for one of several images. Raises ``Failure`` (invalid_request).

    params: validated options of the task. image: the options of the image, as given.
    """
    given = {option: image.get(option) for option in OWN_WAIT if image.get(option) is not None}
    return read_wait(_wait_of(params, validate(given, OWN_WAIT).validated_parameters))


def _wait_of(params: Mapping[str, Any], image: Mapping[str, Any]) -> dict[str, Any]:
    own = {option: image[option] for option in OWN_WAIT if image.get(option) is not None}
    return {**{option: params[option] for option in WAIT_OPTIONS}, **own}


def refuse_fractions(args: Mapping[str, Any]) -> None:
    """Raise ``Failure`` (invalid_request) for a name that YAML has read as a number with a fraction.

    args: of a task, before Ansible's validator makes the text 1.1 of the number 1.10.
    """
    for option in ("name", "image_name", "description", "image_description"):
        if isinstance(args.get(option), float):
            refuse(option, args[option], "a number with a fraction must be quoted, as YAML drops trailing zeros")


def _which(option: str, number: int, image: Any) -> str:
    name = isinstance(image, dict) and (image.get("name") or image.get("image_name"))
    return f"{option}[{number}]" + (f" ({name})" if name else "")


def _read_source(params: Mapping[str, Any], shape: Any) -> tuple[str, str] | None:
    given = {kind: value for kind, value in (params["image_source"] or {}).items() if value is not None}
    for kind, value in given.items():
        refuse_bad_value(f"image_source.{kind}", value, shape.members[SOURCES[kind]])
    return next(iter(given.items()), None)


def _refuse_own_tags(tags: Mapping[str, str] | None) -> None:
    for key in tags or {}:
        if key.startswith(TAG_PREFIX):
            refuse("tags", key, f"keys that start with {TAG_PREFIX} are reserved for this collection")


def _refuse_impossible(spec: ImageSpec, members: Mapping[str, Any]) -> None:
    if not spec.source:
        # Ansible's own required_one_of accepts a suboption that is null.
        refuse("image_source", spec.image_source, f"one of {', '.join(SOURCES)} is required")
    if spec.image_validation_mode and "ImageValidationMode" not in members:
        refuse_old_sdk(VALIDATION_MODE_BOTOCORE, "the option image_validation_mode")
    if spec.os_version == "Windows_11" and spec.protocol == "PCOIP":
        refuse("protocol", spec.protocol, "with os_version Windows_11 it must be DCV or BYOP")
