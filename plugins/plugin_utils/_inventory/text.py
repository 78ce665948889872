# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text from AWS where it is shown to people, and in names of hosts. Pure."""

from __future__ import annotations

import re

NOT_IN_HOST_NAME = re.compile(r"[^A-Za-z0-9_.]+")


def one_line(text: object) -> str:
    """Return a text as one line of printable characters, so that it cannot pretend to be other lines of a log."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(text)).split())


def as_host_name(text: str) -> str:
    """Return a text without anything that has a meaning in patterns of hosts, templates or terminals; may be empty."""
    return NOT_IN_HOST_NAME.sub("-", text).strip("-.")
