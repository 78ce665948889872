# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired state of a host, read from its variables, with what is wrong in them. Pure.

Whatever a run of the role byol would refuse is a problem here: each is reported by itself, and one does not hide another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.euc.workspaces.plugins.module_utils._byol.account_options import AccountSpec
from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import ImageSpec

from .._roles.argument_specs import options_of
from . import specs as specs_of
from .broken import Broken
from .problem import FIX_TEMPLATE, VARIABLES, Problem
from .variables import HOST_VARIABLES, unknown_variables

Json = dict[str, Any]

DESIRES = ("byol_account_enabled", "byol_images", "byol_management_cidr_range", "byol_management_cidr_range_search")
"""Variables that make a host one with a desired state. Where none of them is set, it is only observed."""

IMAGES, IMAGE_DEFAULTS = "byol_images", "byol_image_defaults"


@dataclass(frozen=True)
class Desired:
    """The desired state of one host.

    Attributes:
        compares: Whether there is one at all.
        options: Of the role byol besides the images, with its defaults.
        account: As the plan takes it, ``None`` where that is not valid.
        images: Merged with their defaults, as they were given; ``None`` where images are not managed.
        specs: Those of the images that are valid, as the plans take them.
        problems: Whatever a run would refuse.
    """

    compares: bool
    options: Json
    account: AccountSpec | None = None
    images: list[Json] | None = None
    specs: list[ImageSpec] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def requests(self) -> list[Json]:
        """The images as the role passes them to ``workspaces_byol_images``."""
        return [specs_of.as_requested(image, self.options) for image in self.images or []]

    def requests_of(self, names: Collection[str]) -> list[Json]:
        """Return those of the requests that are for images of these names."""
        return [image for image in self.requests if (image.get("name") or image.get("image_name")) in names]

    @property
    def states(self) -> Json | None:
        """Return the desired state of each image by name, or ``None`` where images are not managed."""
        if self.images is None:
            return None
        return {str(image.get("name")): image.get("state") or "present" for image in self.images}

    @property
    def baseline(self) -> Json | None:
        """Return what is desired, for the report; ``None`` where the host is only observed."""
        if not self.compares:
            return None
        ranges = {key: self.options.get(f"byol_{key}") or None for key in specs_of.RANGES}
        account = {"enabled_by_this_role": self.options.get("byol_account_enabled"), **ranges}
        return {"account": account, "images": self.images}


def variables_read() -> tuple[str, ...]:
    """Return the names of the variables of a host that an audit reads."""
    return (*options_of("byol"), *HOST_VARIABLES)


def read_desired(variables: Mapping[str, Any], names: Mapping[str, Any] | tuple[str, ...] = ()) -> Desired:
    """Return the desired state of a host.

    Args:
        variables: Those of ``variables_read()`` that are set, evaluated; ``Broken`` where that was not possible.
        names: All variables of the host, to find those that nothing reads.
    """
    compares = any(not _is_empty(variables[name]) for name in DESIRES if name in variables)
    problems = [Problem(VARIABLES, message) for message in unknown_variables(names, "byol_")]
    options, more = _read_options(variables)
    problems += more
    account, images = None, None
    specs: list[ImageSpec] = []
    if IMAGES in variables:
        images, specs, more = _read_images(variables, options)
        problems += more
    if compares:
        account, more = specs_of.account_spec(options)
        problems += more
    return Desired(compares, options, account, images, specs, problems)


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _broken(subject: str, broken: Broken) -> Problem:
    return Problem(subject, broken.message, FIX_TEMPLATE)


def _read_options(variables: Mapping[str, Any]) -> tuple[Json, list[Problem]]:
    """Return the options of the role besides the images, and what is wrong with them. Wrong ones have their default."""
    options: Json = {}
    problems = []
    for name, spec in options_of("byol").items():
        if name in (IMAGES, IMAGE_DEFAULTS):
            continue
        options[name] = spec.get("default")
        value = variables.get(name)
        if isinstance(value, Broken):
            problems.append(_broken(VARIABLES, value))
        elif name in variables and not (_is_empty(value) and spec.get("type", "str") == "str"):
            read, errors = _validated(name, value)
            options[name] = options[name] if errors else read
            problems += [Problem(VARIABLES, f"{name}: {error}") for error in errors]
    return options, problems


def _validated(name: str, value: Any) -> tuple[Any, list[str]]:
    """Return a variable as the role's argument specs convert it, and what they refuse."""
    checked = ArgumentSpecValidator({name: options_of("byol")[name]}).validate({name: value})
    return checked.validated_parameters.get(name), [str(error) for error in checked.error_messages]


def _read_images(variables: Mapping[str, Any], options: Json) -> tuple[list[Json], list[ImageSpec], list[Problem]]:
    """Return the images as they were given, those that are valid as the plans take them, and what is wrong with others."""
    defaults, problems = _read_defaults(variables.get(IMAGE_DEFAULTS))
    given = variables[IMAGES]
    if isinstance(given, Broken):
        return [], [], [*problems, _broken(VARIABLES, given)]
    if not isinstance(given, list):
        message = f"{IMAGES} must be a list of images, not {given!r}"
        return [], [], [*problems, Problem(VARIABLES, message)]
    images: list[Json] = []
    specs: list[ImageSpec] = []
    for number, image in enumerate(given):
        name, errors = _named(image, number), []
        if isinstance(image, Broken):
            errors = [_broken(name, image)]
        elif not isinstance(image, dict):
            errors = [Problem(name, f"{IMAGES}[{number}] must be a dict of options, not {image!r}")]
        else:
            merged = {**defaults, **image}
            errors = _errors_of(number, name, image, merged, images)
            images.append(merged)
            if not errors:
                spec, errors = specs_of.image_spec(name, merged, options)
                specs += [spec] if spec else []
        problems += errors
    return images, specs, problems


def _read_defaults(given: Any) -> tuple[Json, list[Problem]]:
    if given is None:
        return {}, []
    if isinstance(given, Broken):
        return {}, [_broken(VARIABLES, given)]
    _read, errors = _validated(IMAGE_DEFAULTS, given)
    if errors:
        return {}, [Problem(VARIABLES, f"{IMAGE_DEFAULTS}: {error}") for error in errors]
    return dict(given), []


def _named(image: Any, number: int) -> str:
    name = image.name if isinstance(image, Broken) else image.get("name") if isinstance(image, dict) else ""
    return f"image {name or f'{IMAGES}[{number}]'}"


def _errors_of(number: int, subject: str, image: Json, merged: Json, before: list[Json]) -> list[Problem]:
    """Return what the role's argument specs refuse in an image, and whether its name was there before."""
    _read, errors = _validated(IMAGES, [image])
    found = [Problem(subject, f"{IMAGES}[{number}]: {error}") for error in errors]
    if any(other.get("name") == merged.get("name") for other in before if merged.get("name")):
        found.append(Problem(subject, f"{IMAGES}[{number}]: the name {merged['name']} is used twice"))
    return found
