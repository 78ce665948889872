# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a report, written as one unit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.files import (
    make_folder,
    mode_problem,
    name_problem,
    write_together,
)


@pytest.fixture
def umask():
    """An umask of 027 for a while."""
    before = os.umask(0o027)
    yield
    os.umask(before)


def modes(folder):
    """The modes of the files."""
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


@pytest.mark.usefixtures("umask")
def test_files_have_their_mode_whatever_the_umask(tmp_path):
    write_together({tmp_path / "a.html": "a", tmp_path / "a.json": "b"}, "0644")
    assert modes(tmp_path) == {0o644}


@pytest.mark.usefixtures("umask")
def test_without_a_mode_the_umask_decides(tmp_path):
    write_together({tmp_path / "a.json": "b"}, "")
    make_folder(tmp_path / "made", "")
    assert modes(tmp_path) == {0o640, 0o750}


def test_folders_that_are_made_have_their_mode_and_others_keep_theirs(tmp_path):
    tmp_path.chmod(0o700)
    make_folder(tmp_path / "a" / "b", "0750")
    make_folder(tmp_path, "0755")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    make_folder(tmp_path / "link", "0755")
    assert [path.stat().st_mode & 0o777 for path in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [
        0o700,
        0o750,
        0o750,
    ]


def test_the_json_file_appears_last(tmp_path, monkeypatch):
    appeared = []
    replace = Path.replace

    def noted(self, target):
        appeared.append(Path(target).name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    write_together({tmp_path / f"a{suffix}": "" for suffix in (".json", ".xml", ".html")}, "0640")
    assert appeared == ["a.xml", "a.html", "a.json"]


def test_where_one_cannot_be_written_none_appears(tmp_path):
    (tmp_path / "a.json").write_text("before", encoding="utf-8")
    contents = {tmp_path / "a.json": "after", tmp_path / "missing" / "a.xml": ""}
    with pytest.raises(FileNotFoundError):
        write_together(contents, "0640")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "-rf", "a\nb", "a\n", ".hidden", "a\x00b"])
def test_names_that_lead_elsewhere_are_refused(name):
    assert name_problem(name)


@pytest.mark.parametrize("name", ["report", "2026-q4", "audit of 2026", "a.b_c", "_x"])
def test_other_names_are_accepted(name):
    assert name_problem(name) is None


@pytest.mark.parametrize("mode", ["rw", "u=rw", "9999", "416640", "-1"])
def test_modes_are_octal(mode):
    assert "octal" in mode_problem("audit_file_mode", mode)


def test_octal_modes_are_accepted():
    assert [mode_problem("audit_file_mode", mode) for mode in ("", "0640", "640")] == [None] * 3
