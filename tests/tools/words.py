# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that AWS's and Ansible's documentation would not use, found by codespell; its list is in tests/words."""

from __future__ import annotations

import re
from pathlib import Path

from . import layout
from .console import PartError

FOLDER = layout.ROOT / "tests" / "words"
DICTIONARY = FOLDER / "dictionary.txt"
# What codespell takes for a word by default.
WORD = "[\\w\\-'\u2019]+"


def paths() -> list[Path]:
    """Return the files that paths.txt lists, relative to the checkout; raise ``PartError`` for a line without any."""
    found: list[Path] = []
    for line in (FOLDER / "paths.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            files = sorted(path.relative_to(layout.ROOT) for path in layout.ROOT.glob(line) if path.is_file())
            if not files:
                raise PartError(f"tests/words/paths.txt: {line} matches no file")
            found += files
    return found


def pattern() -> str:
    """Return the pattern of what is looked up: the phrases of the dictionary, which codespell would split, or a word."""
    keys = [line.partition("->")[0] for line in DICTIONARY.read_text(encoding="utf-8").splitlines()]
    phrases = "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True) if " " in key)
    return rf"(?i:\b(?:{phrases})\b)|{WORD}"


def command() -> list[str | Path]:
    """Return codespell's arguments."""
    return ["--dictionary", DICTIONARY, "--dictionary", "-", "--regex", pattern(), *paths()]
