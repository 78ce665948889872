# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of words that ``make lint`` finds."""

from __future__ import annotations

import re

import pytest

from tests.tools import words

ENTRIES = words.DICTIONARY.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("entry", ENTRIES)
def test_each_entry_is_found_in_a_sentence_and_has_a_better_word(entry: str) -> None:
    key, _arrow, better = entry.partition("->")
    assert better
    found = [match.group().lower() for match in re.finditer(words.pattern(), f"Then {key.upper()} and more.")]
    assert key in found
    # codespell looks words up in lower case and once.
    assert key == key.lower()
    assert [line.partition("->")[0] for line in ENTRIES].count(key) == 1


def test_other_words_are_found_one_by_one() -> None:
    assert re.findall(words.pattern(), "A looked-up don't") == ["A", "looked-up", "don't"]


def test_each_listed_path_has_files() -> None:
    assert words.DICTIONARY not in words.paths()
    assert words.paths()
