# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a checkout from being released by a tag."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.release import problems


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is ready to be released as 1.2.0."""
    (tmp_path / "galaxy.yml").write_text("name: workspaces\nversion: 1.2.0\n")
    (tmp_path / "changelogs" / "fragments").mkdir(parents=True)
    (tmp_path / "changelogs" / "fragments" / ".keep").touch()
    (tmp_path / "changelogs" / "changelog.yaml").write_text("releases:\n  1.2.0:\n    changes: {}\n")
    return tmp_path


def test_a_ready_checkout_has_no_problems(checkout: Path) -> None:
    assert problems("1.2.0", checkout) == []


@pytest.mark.parametrize("tag", ["1.2.1", "1.2", "v1.2.0", ""])
def test_the_tag_is_the_version_and_has_a_changelog(checkout: Path, tag: str) -> None:
    found = problems(tag, checkout)
    assert found[0] == "the version in galaxy.yml is 1.2.0"
    assert len(found) == 2


def test_no_fragment_is_left(checkout: Path) -> None:
    (checkout / "changelogs" / "fragments" / "fix.yml").touch()
    assert problems("1.2.0", checkout) == ["there are fragments that no changelog has: fix.yml"]
