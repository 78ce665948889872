# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short descriptions fit into the lists of ``ansible-doc`` and of the documentation site."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
LONGEST = 60
SHORT = re.compile(r"^ *short_description: (?P<text>.+)$", re.MULTILINE)


def test_short_descriptions_have_at_most_60_characters() -> None:
    files = [*ROOT.glob("plugins/*/*.py"), *ROOT.glob("roles/*/meta/argument_specs.yml")]
    found = {file: SHORT.findall(file.read_text(encoding="utf-8")) for file in files}
    assert sum(map(len, found.values())) >= 10
    long = {(path.relative_to(ROOT).as_posix(), text) for path in found for text in found[path] if len(text) > LONGEST}
    assert not long
