# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a host, evaluated one by one, so that one that cannot be evaluated does not hide the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible.errors import AnsibleError
from jinja2.exceptions import TemplateError

from ansible_collections.euc.workspaces.plugins.module_utils._aws.text import one_line

from .broken import Broken
from .desired import IMAGES
from .plain import plain


def evaluate(templar: Any, variables: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the variables of these names that are set, ``Broken`` where they cannot be evaluated.

    Args:
        templar: With the variables of the host.
        variables: As they are set. In a list of images, each is evaluated by itself.
    """
    found: dict[str, Any] = {}
    for name in names:
        if name not in variables:
            continue
        raw = variables[name]
        if name == IMAGES and isinstance(raw, list):
            found[name] = [
                _evaluated(templar, image, f"{name}[{number}]", _name(image)) for number, image in enumerate(raw)
            ]
        else:
            found[name] = _evaluated(templar, raw, name)
    return found


def _evaluated(templar: Any, raw: Any, what: str, name: str = "") -> Any:
    try:
        return plain(templar.template(raw))
    except (AnsibleError, TemplateError) as error:
        return Broken(f"{what} cannot be evaluated: {one_line(str(error).splitlines()[0])}", name)


def _name(image: Any) -> str:
    name = image.get("name") if isinstance(image, Mapping) else None
    return plain(name) if isinstance(name, str) and "{" not in name else ""
