# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a report, written as one unit."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Json = dict[str, Any]

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ +@=,-]*")
"""Names of reports: nothing that leads elsewhere, ends a line, or is taken for an option."""

MODE = re.compile(r"0?[0-7]{3,4}")
LAST = ".json"
"""The file that programs read is the last to appear: when it is new, the others are."""


def name_problem(name: str) -> str | None:
    """Return why a name for the files of a report is not valid, ``None`` where it is."""
    if NAME.fullmatch(name):
        return None
    return f"audit_report_name must start with a letter, digit or underscore and have only those, spaces and .+@=,- after it, not {name!r}"


def mode_problem(option: str, mode: str) -> str | None:
    """Return why a mode is not valid, ``None`` where it is or there is none."""
    if not mode or MODE.fullmatch(mode):
        return None
    return f"{option} must be an octal mode such as '0640', not {mode!r}. Quote it in YAML"


def as_json(report: Json) -> str:
    """Return a report as it is in the JSON file."""
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def make_folder(folder: Path, mode: str) -> None:
    """Make a folder and those above it. One that exists is left as it is.

    Args:
        mode: Octal, empty for what the umask gives.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    if mode:
        for path in missing:
            path.chmod(int(mode, 8))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(f"{folder} is not writable")


def write_together(contents: Mapping[Path, str], mode: str) -> None:
    """Write files so that either all appear, with the JSON file last, or none does.

    Args:
        mode: Octal, empty for what the umask gives.
    """
    permissions = int(mode, 8) if mode else 0o666 & ~_umask()
    ready: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            ready[path] = _written(path, content, permissions)
        for path in sorted(ready, key=lambda path: path.suffix == LAST):
            ready[path].replace(path)
    finally:
        for temporary in ready.values():
            with suppress(FileNotFoundError):
                temporary.unlink()


def _written(path: Path, content: str, permissions: int) -> Path:
    """Write a file beside a path, under a temporary name."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(permissions)
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)


def _umask() -> int:
    """Return the umask, which can only be read by setting it."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
