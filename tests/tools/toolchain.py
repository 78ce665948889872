# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments and the amazon.aws collection, each made once and kept until what it was made from changes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import layout

REQUIREMENTS = layout.ROOT / "tests" / "requirements"


_MAKING: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)


def once(stamp: Path, key: str, make: Callable[[], None]) -> None:
    """Run `make` unless `stamp` says that it was done for this very `key`. Parts that run in parallel wait for each other."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    with _MAKING[stamp]:
        if stamp.is_file() and stamp.read_text() == digest:
            return
        stamp.unlink(missing_ok=True)
        make()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest)


@dataclass(frozen=True)
class Venv:
    """A virtual environment of one Python."""

    path: Path
    python: Path = Path(sys.executable)

    @property
    def bin(self) -> Path:
        """The folder of its programs."""
        return self.path / "bin"

    def install(self, purpose: str, *requirements: str) -> Venv:
        """Make it hold tests/requirements/PURPOSE.txt and `requirements`, unless it does already."""
        file = REQUIREMENTS / f"{purpose}.txt"
        key = "\n".join([str(self.python), *requirements, _with_includes(file)])
        once(self.path / f".installed-{purpose}", key, lambda: self._install(file, requirements))
        return self

    def _install(self, file: Path, requirements: tuple[str, ...]) -> None:
        print(f"Installing {file.stem} into {self.path.relative_to(layout.ROOT)}", flush=True)
        env = layout.environment()
        if not (self.bin / "python").exists():
            subprocess.run([self.python, "-m", "venv", self.path], check=True, env=env)
        pip = [str(self.bin / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--requirement", str(file), *requirements], check=True, env=env)


def _with_includes(file: Path) -> str:
    """Return the text of a requirements file and of those that it includes."""
    lines = file.read_text().splitlines()
    included = [file.parent / line.split()[1] for line in lines if line.startswith("-r ")]
    return "\n".join(lines + [_with_includes(path) for path in included])


def tools() -> Venv:
    """The environment of the Python at hand."""
    return Venv(layout.PYTHON_CACHE / "venv")


def amazon_aws(release: str = "", python: str = "") -> Path:
    """Return an amazon.aws collection out of the `ansible` package, which any package index has.

    The environment of the Python at hand must exist: its pip does the work.

    `release` is a release line of that package ("11"), by default the newest for the Python at hand;
    `python` an X.Y to choose it for.
    """
    return _carried("amazon.aws", release, python)


def awx_awx() -> Path:
    """Return an awx.awx collection, likewise; the `ansible` package has none from 13 on."""
    return _carried("awx.awx", "12")


def rulebook() -> dict[str, str]:
    """Return the variables that name ansible-rulebook and the collections it needs; none if it cannot be had.

    It has an environment of its own, as it holds the SDK to another version. Its source is in amazon.aws from 11.1 on.
    """
    if not shutil.which("java"):
        return {}
    try:
        program = Venv(layout.PYTHON_CACHE / "rulebook").install("rulebook").bin / "ansible-rulebook"
        collections = amazon_aws("14", "3.12").parents[2]
    except subprocess.CalledProcessError:
        return {}
    return {"ANSIBLE_RULEBOOK": str(program), "ANSIBLE_RULEBOOK_COLLECTIONS": str(collections)}


def _carried(name: str, release: str, python: str = "") -> Path:
    folder = layout.CACHE / name / f"ansible-{release or layout.PYTHON_CACHE.name}"
    inner = f"ansible_collections/{name.replace('.', '/')}/"
    once(folder / ".unpacked", release, lambda: _unpack(inner, folder, release, python))
    return folder / inner


def _unpack(inner: str, folder: Path, release: str, python: str) -> None:
    wanted = f"ansible=={release}.*" if release else "ansible"
    print(f"Fetching {inner} out of {wanted}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    choose = ["--python-version", python] if python else []
    pip = [str(tools().bin / "python"), "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", *choose]
    with tempfile.TemporaryDirectory(dir=layout.CACHE) as download:
        subprocess.run([*pip, "--no-cache-dir", "--dest", download, wanted], check=True, env=layout.environment())
        with zipfile.ZipFile(next(Path(download).glob("*.whl"))) as wheel:
            wheel.extractall(folder, [member for member in wheel.namelist() if member.startswith(inner)])
