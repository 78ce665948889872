# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that AWS's and Ansible's documentation would not use, found by codespell; its list is in tests/words."""

from __future__ import annotations

import re
from pathlib import Path

from . import layout, tree
from .console import PartError

FOLDER = layout.ROOT / "tests" / "words"
DICTIONARY = FOLDER / "dictionary.txt"
# Misspellings on purpose, in tests of suggestions.
ALLOWED = FOLDER / "allowed.txt"
# What codespell takes for a word by default.
WORD = "[\\w\\-'\u2019]+"


def paths() -> list[Path]:
    """Return the files to check, relative to the checkout: all but those of exceptions.txt.

    Raises ``PartError`` for an exception that no file has.
    """
    excepted: set[Path] = set()
    for line in (FOLDER / "exceptions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            files = {path.relative_to(layout.ROOT) for path in layout.ROOT.glob(line)}
            if not files:
                raise PartError(f"tests/words/exceptions.txt: {line} matches no file")
            excepted |= files
    return sorted(set(tree.files()) - excepted)


def pattern() -> str:
    """Return the pattern of what is searched for: the phrases of the dictionary, which codespell would split, or a word."""
    keys = [line.partition("->")[0] for line in DICTIONARY.read_text(encoding="utf-8").splitlines()]
    phrases = "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True) if " " in key)
    return rf"(?i:\b(?:{phrases})\b)|{WORD}"


def command() -> list[str | Path]:
    """Return codespell's arguments."""
    lists = ("--dictionary", DICTIONARY, "--dictionary", "-", "--ignore-words", ALLOWED)
    return [*lists, "--regex", pattern(), *paths()]
