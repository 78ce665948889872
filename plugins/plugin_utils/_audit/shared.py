# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts that a large page has once, where many hosts share them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

FREQUENT = 50
"""Times that a text is shown before it is written once. The page of a small fleet needs no references."""

LONG = 40
"""Characters of a text that is worth a reference."""


def shared_of(texts: Iterable[str]) -> dict[str, int]:
    """Return the texts that are to be written once, numbered from 1, the most frequent first."""
    counts = Counter(text for text in texts if len(text) >= LONG)
    frequent = (text for text, count in counts.most_common() if count >= FREQUENT)
    return {text: number for number, text in enumerate(frequent, start=1)}
