# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from AWS where people read it, and in names of hosts."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.text import as_host_name, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\nok: [prod]", "a ok: [prod]"),
        ("\x1b[31mred\x07\x00", "[31mred"),
        ("a\u202eb", "a b"),
        (ValueError("x"), "x"),
    ],
)
def test_one_line(text, line):
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("desktops.1_2-eu", "desktops.1_2-eu"),
        ("bad\n\nok: [prod]\x1b[0m", "bad-ok-prod-0m"),
        ("{{ lookup('pipe', 'x') }}", "lookup-pipe-x"),
        ("all:!prod", "all-prod"),
        ("\u202e", ""),
    ],
)
def test_names_of_hosts(text, name):
    assert as_host_name(text) == name
