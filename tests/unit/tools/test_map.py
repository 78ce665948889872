# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The map of the code in docs/development.md has every file."""

from __future__ import annotations

import re

from tests.tools import layout, tree


def test_every_file_is_on_the_map() -> None:
    text = (layout.ROOT / "docs" / "development.md").read_text(encoding="utf-8")
    section = text.partition("## Where everything is")[2].partition("\n## ")[0]
    firsts = [row.split("|")[1] for row in section.splitlines() if row.startswith("|")]
    named = {name for first in firsts for name in re.findall(r"`([^`]+)`", first)}
    assert named
    files = [file.as_posix() for file in tree.files() if file.name != "__init__.py"]
    # Where there is no git that ignores them, tools leave hidden files behind.
    visible = [file for file in files if not file.startswith(".")]
    assert "README.md" in files
    missing = [file for file in visible if not any(file == name or file.startswith(f"{name}/") for name in named)]
    assert not missing
    assert not [name for name in named if not any(file == name or file.startswith(f"{name}/") for file in files)]
