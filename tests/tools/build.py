# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection as users get it: its tarball, the bill of materials of that, and an installation."""

from __future__ import annotations

from pathlib import Path

from . import layout, toolchain, tree
from .console import Log, PartError

INSTALLED = layout.PYTHON_CACHE / "installed"


def tarball(log: Log, collection: Path) -> Path:
    """Build the tarball of a copy of the collection."""
    venv = toolchain.tools()
    options = ("--force", "--output-path", layout.DIST)
    env = layout.environment(venv.bin)
    log.run(venv.bin / "ansible-galaxy", "collection", "build", *options, cwd=collection, env=env)
    built = layout.DIST / f"{layout.NAMESPACE}-{layout.NAME}-{layout.version()}.tar.gz"
    if not built.is_file():
        raise PartError(f"ansible-galaxy did not build {built}")
    return built


def bill(log: Log, built: Path) -> None:
    """Write the software bill of materials of a tarball beside it."""
    venv = bill_environment()
    command = ("-B", "-m", "tests.tools.sbom", built, built.parent / "sbom.cdx.json")
    log.run(venv.bin / "python", *command, cwd=layout.ROOT, env=layout.environment(venv.bin))


def bill_environment() -> toolchain.Venv:
    """Return the environment that has what writes the bill of materials."""
    return toolchain.Venv(layout.PYTHON_CACHE / "release").install("release")


def install(log: Log) -> None:
    """Install a freshly built tarball beside amazon.aws, as a user would."""
    amazon_aws = toolchain.amazon_aws()
    venv = toolchain.tools()
    env = layout.environment(venv.bin, ANSIBLE_COLLECTIONS_PATH=INSTALLED)
    tree.link_amazon_aws(INSTALLED, amazon_aws)
    built = tarball(log, tree.lay(layout.PYTHON_CACHE / "build", amazon_aws))
    options = ("--force", "--collections-path", INSTALLED)
    log.run(venv.bin / "ansible-galaxy", "collection", "install", built, *options, cwd=layout.ROOT, env=env)
