# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release consists of: the tarball, its software bill of materials and the notes, in .cache/dist."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from . import build, layout, parts
from .console import Log, PartError


def problems(version: str, root: Path = layout.ROOT) -> list[str]:
    """Return what keeps a checkout from being released as ``version``."""
    found = []
    if version != layout.version(root):
        found.append(f"the version in galaxy.yml is {layout.version(root)}")
    changelog = (root / "changelogs" / "changelog.yaml").read_text(encoding="utf-8")
    if not re.search(rf"^  {re.escape(version)}:$", changelog, re.MULTILINE):
        found.append(f"changelogs/changelog.yaml has no {version}: run make changelog")
    fragments = sorted(path.name for path in (root / "changelogs" / "fragments").glob("*.y*ml"))
    if fragments:
        found.append(f"there are fragments that no changelog has: {', '.join(fragments)}")
    return found


def make(log: Log, version: str) -> None:
    """Check that this checkout is ``version``, and make everything that is published of it."""
    found = problems(version)
    if found:
        raise PartError(f"this is no release {version!r}: {'; '.join(found)}")
    shutil.rmtree(layout.DIST, ignore_errors=True)
    layout.DIST.mkdir(parents=True)
    tarball = build.tarball(log, parts.collection())
    build.bill(log, tarball)
    options = ("--output", layout.DIST / "notes.md", "--output-format", "md", "--only-latest")
    log.run(parts.program("antsibull-changelog"), "generate", *options, cwd=parts.collection(), env=parts.in_tools())
