# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the collection below an ansible_collections folder, which is where Ansible's own tools want it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import layout

# Where ansible-test makes the environments that it runs units and integration targets in.
VENVS = Path("tests", "output", ".tmp", "delegation")
NOT_OURS = {".git", ".cache"}


def files() -> Iterator[Path]:
    """Yield the collection's files: what git tracks or would, or all where there is no git."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=layout.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0 and (layout.ROOT / ".git").exists():
        yield from (Path(name) for name in listing.stdout.split("\0") if name and (layout.ROOT / name).is_file())
        return
    for folder, folders, names in os.walk(layout.ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and name != "__pycache__"]
        yield from (Path(folder, name).relative_to(layout.ROOT) for name in names)


def lay(place: Path, amazon_aws: Path) -> Path:
    """Lay a fresh copy beside `amazon_aws` below `place`; return the folder of the copy."""
    collection = place / "ansible_collections" / layout.NAMESPACE / layout.NAME
    with _kept(collection / VENVS, place / "venvs"):
        shutil.rmtree(collection, ignore_errors=True)
    for file in files():
        (collection / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(layout.ROOT / file, collection / file)
    link_amazon_aws(place, amazon_aws)
    if (layout.ROOT / ".git").exists():
        # ansible-test asks the nearest repository for the files; the checkout's would say that it ignores these.
        subprocess.run(["git", "init", "--quiet", collection], check=True)
    return collection


@contextmanager
def _kept(folder: Path, aside: Path) -> Iterator[None]:
    """Keep a folder that is about to be removed with those above it; it comes back at its own path."""
    exists = folder.exists()
    if exists:
        folder.rename(aside)
    yield
    if exists:
        folder.parent.mkdir(parents=True)
        aside.rename(folder)


def link_amazon_aws(place: Path, amazon_aws: Path) -> None:
    """Make `amazon_aws` the amazon.aws of the collections below `place`."""
    link_collection(place, "amazon.aws", amazon_aws)


def link_collection(place: Path, name: str, collection: Path) -> None:
    """Make `collection` the one of that name among the collections below `place`."""
    link = place / "ansible_collections" / name.replace(".", "/")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(collection)
