# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tarball that ``make build`` and ``make demo`` make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools import build, layout, toolchain
from tests.tools.console import Log, PartError


@pytest.fixture
def galaxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], Path]:
    """Build into a path with spaces, with an ansible-galaxy that writes the tarball or does not."""

    folder = tmp_path / "a path with spaces"
    folder.mkdir()
    monkeypatch.setattr(layout, "DIST", folder)
    monkeypatch.setattr(layout, "environment", lambda *_: {})
    monkeypatch.setattr(toolchain, "tools", lambda: toolchain.Venv(tmp_path))

    def make(writes: bool) -> Path:
        def run(_log: Log, *command: str | Path, **_options: object) -> list[str]:
            built = Path(command[command.index("--output-path") + 1]) / f"euc-workspaces-{layout.version()}.tar.gz"
            if writes:
                built.write_bytes(b"")
            return [f"Created collection for euc.workspaces at {built}"]

        monkeypatch.setattr(Log, "run", run)
        return build.tarball(Log(tmp_path / "log"), tmp_path)

    return make


def test_a_path_may_have_spaces(galaxy: Callable[[bool], Path], tmp_path: Path) -> None:
    assert galaxy(True) == tmp_path / "a path with spaces" / f"euc-workspaces-{layout.version()}.tar.gz"


def test_a_tarball_of_another_name_is_an_error(galaxy: Callable[[bool], Path]) -> None:
    with pytest.raises(PartError, match="did not build"):
        galaxy(False)
