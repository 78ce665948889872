# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of AWS and of users, made safe to print. Pure."""

from __future__ import annotations

import re
from typing import Any

SPACE = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, those that change the direction of text, and halves of surrogate pairs."""


def one_line(value: Any) -> str:
    """Return a text as one line of printable characters."""
    return UNPRINTABLE.sub("\ufffd", SPACE.sub(" ", str(value)))


def printable(value: Any) -> Any:
    """Return a structure with all of its texts as ``one_line()`` makes them."""
    if isinstance(value, dict):
        return {printable(key): printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item) for item in value]
    return one_line(value) if isinstance(value, str) else value
