# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rings of a release, as the variables of the role byol_release have them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._roles.argument_specs import options_of
from .broken import Broken
from .problem import FIX_TEMPLATE, VARIABLES, Problem

IMAGE_NAME, RINGS = "release_image_name", "release_rings"
RELEASE_VARIABLES = (IMAGE_NAME, RINGS)


@dataclass(frozen=True)
class Release:
    """A release.

    Attributes:
        image_name: Of the released image, empty where none is.
        rings: The names of the rings by the name of their bundle.
        problems: Whatever a run of the role byol_release would refuse.
    """

    image_name: str = ""
    rings: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_release(variables: Mapping[str, Any]) -> Release:
    """Return the release of a host, an empty one where there is none.

    Args:
        variables: Evaluated, ``Broken`` where that was not possible.
    """
    given = {name: variables[name] for name in RELEASE_VARIABLES if variables.get(name) not in (None, "")}
    broken = [Problem(VARIABLES, value.message, FIX_TEMPLATE) for value in given.values() if isinstance(value, Broken)]
    if broken:
        return Release(problems=broken)
    specs = {name: {**options_of("byol_release")[name], "required": False} for name in RELEASE_VARIABLES}
    checked = ArgumentSpecValidator(specs).validate(given)
    if checked.error_messages:
        return Release(problems=[Problem(VARIABLES, f"release: {error}") for error in checked.error_messages])
    options = checked.validated_parameters
    rings: dict[str, list[str]] = {}
    for ring in options[RINGS] or []:
        rings.setdefault(ring["bundle"], []).append(ring["name"])
    return Release(options[IMAGE_NAME] or "", rings)
