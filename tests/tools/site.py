# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation as a site: the plugin pages of antsibull-docs, and the guides and the changelog of the checkout."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path, PurePosixPath

from . import layout, toolchain
from .console import Log

SITE = layout.CACHE / "docs"
DOCSITE = layout.ROOT / "docs" / "docsite"
COLLECTION = f"{layout.NAMESPACE}.{layout.NAME}"
SOURCES = "https://github.com/euc-workspaces/euc.workspaces/blob/main"
# The pages of the checkout, at the same paths in the site.
PAGES = (
    "*.md",
    "CHANGELOG.rst",
    "docs/*.md",
    "docs/*.png",
    "docs/*.svg",
    "docs/iam/README.md",
    "roles/*/README.md",
    "tests/*/README.md",
    "plugins/*/README.md",
)
# A link of Markdown: its path and its anchor, if it is no URL.
LINK = re.compile(r"(?<=\]\()(?![a-z]+:)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?(?=\))")
PLUGIN = re.compile(r"plugins/(?P<folder>modules|inventory)/(?P<name>\w+)\.py")


def build(log: Log, collections: Path) -> None:
    """Build the site of a copy below ``collections``, which loses its private plugins, into .cache/docs; fail for a warning."""
    leave_out_private(collections / "ansible_collections" / layout.NAMESPACE / layout.NAME)
    venv = environment()
    env = layout.environment(venv.bin, ANSIBLE_COLLECTIONS_PATH=collections, PYTHONPYCACHEPREFIX=layout.BYTECODE)
    shutil.rmtree(SITE, ignore_errors=True)
    source = SITE / "source"
    source.mkdir(parents=True)
    # antsibull-docs takes no folder that others may write to.
    source.chmod(0o755)
    plugins = ("collection", "--use-current", "--fail-on-error", "--dest-dir", source, COLLECTION)
    log.run(venv.bin / "antsibull-docs", *plugins, cwd=layout.ROOT, env=env)
    copy_pages(layout.ROOT, source)
    shutil.copy2(DOCSITE / "index.rst", source / "index.rst")
    pages = ("-b", "html", "-c", DOCSITE, "-d", SITE / "doctrees", "--fail-on-warning", "--keep-going", "-q")
    log.run(venv.bin / "sphinx-build", *pages, source, SITE / "html", cwd=layout.ROOT, env=env)


def environment() -> toolchain.Venv:
    """Return the environment that has what builds the site."""
    return toolchain.Venv(layout.PYTHON_CACHE / "docs").install("docs")


def leave_out_private(collection: Path) -> None:
    """Remove from a copy the plugins that only this collection uses; their names start with an underscore."""
    for folder in ("modules", "filter", "lookup"):
        for plugin in (collection / "plugins" / folder).glob("_*.py"):
            plugin.unlink()


def copy_pages(root: Path, target: Path) -> None:
    """Copy the pages of a checkout, with links that lead somewhere in the site."""
    files = {file.relative_to(root).as_posix() for pattern in PAGES for file in root.glob(pattern)}
    for name in sorted(files):
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".md"):
            copy.write_text(linked((root / name).read_text(encoding="utf-8"), name, files), encoding="utf-8")
        else:
            shutil.copy2(root / name, copy)


def linked(text: str, page: str, pages: set[str]) -> str:
    """Return the text of a page with links to plugins, and to files that are no pages, replaced by links that work."""
    folder = str(PurePosixPath(page).parent)

    def replace(link: re.Match[str]) -> str:
        path = os.path.normpath(os.path.join(folder, link["path"]))  # noqa: PTH118
        plugin = PLUGIN.fullmatch(path)
        if plugin:
            kind = plugin["folder"].removesuffix("s")
            file = f"collections/{layout.NAMESPACE}/{layout.NAME}/{plugin['name']}_{kind}.rst"
            return os.path.relpath(file, folder)
        return link.group() if path in pages else f"{SOURCES}/{path}{link['anchor'] or ''}"

    return LINK.sub(replace, text)
