# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is public, and so promised in docs/promises.md: a name is added here on purpose, and removed in a major release only."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..support.collection import ROOT

PUBLIC = {
    "modules": {
        *("workspaces_bundle", "workspaces_byol_account", "workspaces_byol_images", "workspaces_byol_info"),
        *("workspaces_byol_preflight", "workspaces_custom_image_import", "workspaces_image_copy"),
        *("workspaces_image_retention", "workspaces_image_sharing"),
    },
    "inventory": {"byol"},
    "filter": set(),
    "lookup": set(),
    "doc_fragments": set(),
}
ROLES = {"audit", "awx", "byol", "byol_copy", "byol_release"}
PLAYBOOKS = {
    *("audit", "awx_audit", "awx_enable", "awx_import", "awx_release", "awx_setup"),
    *("byol", "byol_copy", "byol_lifecycle", "byol_release"),
}
README = (ROOT / "README.md").read_text(encoding="utf-8")
PRIVATE = sorted(ROOT.glob("plugins/*/_*.py"))


def names(files: list[Path]) -> set[str]:
    """Return the public names of plugins in files."""
    return {file.stem for file in files if not file.name.startswith("_")}


@pytest.mark.parametrize("kind", PUBLIC)
def test_these_plugins_are_public(kind: str) -> None:
    assert names(sorted((ROOT / "plugins" / kind).glob("*.py"))) == PUBLIC[kind]


def test_there_are_no_other_kinds_of_plugins() -> None:
    kinds = {folder.name for folder in (ROOT / "plugins").iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert kinds == {*PUBLIC, "action", "module_utils", "plugin_utils"}


def test_these_roles_and_playbooks_are_public() -> None:
    assert {role.name for role in (ROOT / "roles").iterdir() if role.is_dir()} == ROLES
    assert names(sorted((ROOT / "playbooks").glob("*.yml"))) == PLAYBOOKS


@pytest.mark.parametrize("name", sorted({*PUBLIC["modules"], *ROLES, *PLAYBOOKS}))
def test_the_readme_names_it(name: str) -> None:
    assert f"`{name}`" in README or f"`euc.workspaces.{name}`" in README


@pytest.mark.parametrize("file", PRIVATE, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_is_private_says_so(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if file.parent.name == "action":
        assert (ROOT / "plugins" / "modules" / file.name).is_file()
    elif file.parent.name == "doc_fragments":
        assert "This fragment is private" in text
    else:
        assert "is private to the roles and playbooks of this collection" in text
        # Without it the changelog does not announce a new plugin.
        assert "\nversion_added:" not in text
