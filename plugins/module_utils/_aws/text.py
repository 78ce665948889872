# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of others as parts of messages."""

from __future__ import annotations

LONGEST = 1000
"""Characters of a text that a message repeats: a proxy may answer with a whole page."""


def one_line(text: object, longest: int = LONGEST) -> str:
    """Return a text as one line of printable characters, cut where it is very long.

    Line breaks and control characters become spaces: printed, they could forge lines of a log or drive a terminal.
    """
    line = " ".join("".join(char if char.isprintable() else " " for char in str(text)).split())
    return line if len(line) <= longest else f"{line[:longest]} [...]"
