# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures in docs/performance.md, written from what measurements have kept, so that nobody copies them by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .report import figure

BLOCK = re.compile(r"(?<=<!-- figures: )(?P<name>\w+)(?P<start> -->\n).*?(?=<!-- end -->)", re.DOTALL)
HEAD = ("what", "measured", "compared with", "ratio")


def names_in(text: str) -> list[str]:
    """Return the measurements that a page has blocks for."""
    return [block["name"] for block in BLOCK.finditer(text)]


def filled(text: str, kept: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a page with the figures of the measurements in ``kept``; the blocks of others stay as they are."""

    def fill(block: re.Match[str]) -> str:
        measured = kept.get(block["name"])
        if measured is None:
            return block.group()
        return block["name"] + block["start"] + "\n".join(_lines(measured)) + "\n"

    return BLOCK.sub(fill, text)


def write(page: Path, folder: Path) -> list[str]:
    """Write what is kept in a folder into a page, and return the names of the measurements that were written."""
    text = page.read_text(encoding="utf-8")
    files = {name: folder / f"{name}.json" for name in names_in(text)}
    kept = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.exists()}
    page.write_text(filled(text, kept), encoding="utf-8")
    return list(kept)


def _lines(measured: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(HEAD)} |"
    yield "|" + "---|" * len(HEAD)
    for row in measured["rows"]:
        compared = f"{figure(row['against'])} {row['unit']}, {row['against_what']}" if row["against"] else ""
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        yield f"| {row['what']} | {figure(row['measured'])} {row['unit']} | {compared} | {ratio} |"
    yield ""
    remarks = measured["remarks"].strip()
    # Longer ones are tables for the terminal.
    if remarks and "\n" not in remarks:
        yield f"{remarks}."
        yield ""
    about = {name: version for name, version in measured["about"].items() if name != "awscli"}
    yield f"Measured with {', '.join(f'{name} {version}' for name, version in about.items())}."
    yield ""
