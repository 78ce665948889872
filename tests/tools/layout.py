# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tools keep what they make, and the environment their child processes get."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

NAMESPACE, NAME = "euc", "workspaces"
ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
HOME = CACHE / "home"
LOGS = CACHE / "logs"
DIST = CACHE / "dist"
COVERAGE = CACHE / "coverage"
# One folder for each Python, so that changing PYTHON needs no clean-up.
PYTHON_CACHE = CACHE / f"python{sys.version_info.major}.{sys.version_info.minor}"
# Beside the sources, bytecode would get into the copy of the collection, of which a tarball may be built meanwhile.
BYTECODE = PYTHON_CACHE / "bytecode"
# A link to the virtual environment of the Python that was used last.
VENV = CACHE / "venv"

# Settings of the developer's shell that would change what a test does.
SCRUBBED = ("AWS_", "ANSIBLE_", "BOTO", "MOTO_", "NOX", "PYTHON", "VIRTUAL_ENV", "XDG_")
PIP_CONFIGS = (".config/pip/pip.conf", ".pip/pip.conf")


def version(root: Path = ROOT) -> str:
    """Return the version of the collection in a checkout, as in galaxy.yml."""
    found = re.search(r"^version: (\S+)$", (root / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else ""


def interpreters() -> dict[str, Path]:
    """Return the real Pythons found, by X.Y: those on PATH and those of pyenv, which hides them behind shims."""
    folders = [Path(folder) for folder in search_path()]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted(pyenv.glob("versions/*/bin"), reverse=True)
    found: dict[str, Path] = {}
    for minor in range(10, 16):
        name = f"python3.{minor}"
        for folder in folders:
            if (folder / name).exists():
                found.setdefault(f"3.{minor}", folder / name)
    return found


def search_path() -> list[str]:
    """Return PATH without pyenv's shims: ansible-test takes a shim for the Python itself and fails."""
    return [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if not folder.endswith("/shims")]


def environment(*first: Path, home: Path = HOME, **extra: str | int | Path) -> dict[str, str]:
    """Return a child process's environment: our HOME, no settings of the shell, the folders `first` before PATH."""
    _share_pip_config(home)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(SCRUBBED)}
    pythons = dict.fromkeys(str(python.parent) for python in interpreters().values())
    path = [str(folder) for folder in first] + search_path()
    path += [folder for folder in pythons if folder not in path]
    return kept | {
        "HOME": str(home),
        "PATH": os.pathsep.join(path),
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # A process compiles what it imports, which is a small part of all that is installed.
        "PIP_COMPILE": "0",
        "LC_ALL": "C.UTF-8",
        # For a local connection Ansible takes the home of the user database, not ours.
        "ANSIBLE_REMOTE_TEMP": str(home / ".ansible" / "tmp"),
        **{key: str(value) for key, value in extra.items()},
    }


def _share_pip_config(home: Path) -> None:
    """Let pip below our HOME use the index that the user has set up."""
    target = home / PIP_CONFIGS[0]
    target.parent.mkdir(parents=True, exist_ok=True)
    source = next((path for name in PIP_CONFIGS if (path := Path.home() / name).is_file()), None)
    if source and not target.exists():
        # Another environment may be made beside.
        with suppress(FileExistsError):
            target.symlink_to(source)
