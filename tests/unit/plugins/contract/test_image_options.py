# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of an image are the same in two modules, the role ``byol``, and the code that validates them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import (
    IMAGE_OPTIONS,
    OWN_WAIT,
    SOURCES,
)

from ..support.collection import ROOT, documentation

Options = Mapping[str, Any]

ONE = documentation("workspaces_custom_image_import")["options"]
SEVERAL = documentation("workspaces_byol_images")["options"]["images"]["suboptions"]
ROLE = yaml.safe_load((ROOT / "roles" / "byol" / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
IN_ROLE = ROLE["argument_specs"]["main"]["options"]["byol_images"]["options"]
DEFAULTS_IN_ROLE = ROLE["argument_specs"]["main"]["options"]["byol_image_defaults"]["options"]
DEFAULTS_OF_ROLE = {"preflight": "The default is O(byol_preflight)."}
FROM_OTHER_FRAGMENTS = {"tags", "purge_tags", *OWN_WAIT}


def lines(described: Options) -> list[str]:
    """Return the lines of a description, with references to options as if they were at the top level."""
    text = described["description"]
    return [re.sub(r"O\((?:byol_)?images\[\]\.", "O(", line) for line in ([text] if isinstance(text, str) else text)]


def code(described: Options) -> dict[str, Any]:
    """Return what the validator knows of an option."""
    return {key: described[key] for key in ("choices", "elements") if key in described} | {
        "type": described.get("type", "str")
    }


def test_the_documentation_has_the_options_that_are_validated() -> None:
    assert SEVERAL.keys() == {*IMAGE_OPTIONS, *OWN_WAIT}
    assert ONE.keys() >= IMAGE_OPTIONS.keys() - FROM_OTHER_FRAGMENTS
    assert ONE["image_source"]["suboptions"].keys() == SOURCES.keys()
    for name, spec in {**IMAGE_OPTIONS, **OWN_WAIT}.items():
        assert code(SEVERAL[name]) == code(spec), name
        for key in ("default", "required", "aliases"):
            assert SEVERAL[name].get(key) == spec.get(key), (name, key)


def test_one_image_and_several_have_the_same_text() -> None:
    for name in IMAGE_OPTIONS.keys() - FROM_OTHER_FRAGMENTS:
        assert lines(SEVERAL[name]) == lines(ONE[name]), name


def test_the_role_has_the_same_options() -> None:
    assert IN_ROLE.keys() == SEVERAL.keys()
    assert DEFAULTS_IN_ROLE.keys() == SEVERAL.keys() - {"name"}
    # A default in the role would beat what byol_image_defaults has.
    assert not [name for name, option in IN_ROLE.items() if "default" in option]


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_the_role_has_the_text_of_the_module(name: str) -> None:
    module, role = SEVERAL[name], IN_ROLE[name]
    default = module.get("default")
    shown = {True: "true", False: "false"}.get(default, default) if isinstance(default, bool) else default
    ends = [DEFAULTS_OF_ROLE.get(name, f"The default is V({shown}).")] if default not in (None, []) else []
    assert lines(role) == lines(module) + ends
    assert code(role) == code(module)
    for source, option in module.get("suboptions", {}).items():
        assert lines(role["options"][source]) == lines(option)
