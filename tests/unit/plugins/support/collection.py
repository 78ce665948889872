# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the collection, for tests that hold one against another."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

from ansible_collections.euc.workspaces.plugins.doc_fragments import _assume_role, _attributes, _image, _wait
from ansible_collections.euc.workspaces.plugins.modules import (
    workspaces_bundle,
    workspaces_byol_account,
    workspaces_byol_images,
    workspaces_byol_info,
    workspaces_byol_preflight,
    workspaces_custom_image_import,
    workspaces_image_copy,
    workspaces_image_retention,
    workspaces_image_sharing,
)

ROOT = Path(__file__).resolve().parents[4]
MODULES = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        workspaces_bundle,
        workspaces_byol_account,
        workspaces_byol_images,
        workspaces_byol_info,
        workspaces_byol_preflight,
        workspaces_custom_image_import,
        workspaces_image_copy,
        workspaces_image_retention,
        workspaces_image_sharing,
    )
}
FRAGMENTS = {
    "euc.workspaces._assume_role": _assume_role.ModuleDocFragment.DOCUMENTATION,
    "euc.workspaces._attributes": _attributes.ModuleDocFragment.DOCUMENTATION,
    "euc.workspaces._attributes.changes": _attributes.ModuleDocFragment.CHANGES,
    "euc.workspaces._attributes.reads": _attributes.ModuleDocFragment.READS,
    "euc.workspaces._image": _image.ModuleDocFragment.DOCUMENTATION,
    "euc.workspaces._image.hardware": _image.ModuleDocFragment.HARDWARE,
    "euc.workspaces._image.images": _image.ModuleDocFragment.IMAGES,
    "euc.workspaces._wait": _wait.ModuleDocFragment.DOCUMENTATION,
}


def documentation(name):
    """The documentation of a module, with what the fragments of this collection add to it."""
    described = yaml.safe_load(MODULES[name].DOCUMENTATION)
    options, attributes = dict(described.get("options", {})), dict(described.get("attributes", {}))
    for fragment in described["extends_documentation_fragment"]:
        if fragment.startswith("euc."):
            added = yaml.safe_load(FRAGMENTS[fragment])
            options = {**added.get("options", {}), **options}
            for attribute, details in added.get("attributes", {}).items():
                attributes[attribute] = {**attributes.get(attribute, {}), **details}
    return {**described, "options": options, "attributes": attributes}


def returned(name):
    """The documentation of what a module returns."""
    return yaml.safe_load(MODULES[name].RETURN)


def sources():
    """The parsed Python files below plugins/."""
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def strings():
    """All literal strings of the code below plugins/."""
    for _path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
