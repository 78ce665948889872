# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module brings along: the size of what is sent, and what is imported and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from ..tools.console import table
from .harness import Bench, python
from .report import Result, Row
from .subjects import MODULES, YARDSTICK, prepare, sent_module, sent_shown

ROUNDS = 5
LINE = re.compile(r"import time: +(\d+) \| +(\d+) \|( +)([\w.]+)")
OWN = "ansible_collections.euc.workspaces"
GROUPS = {
    OWN: "euc.workspaces",
    "ansible_collections.amazon": "amazon.aws",
    "ansible": "ansible-core",
    "boto3": "the SDK",
    "botocore": "the SDK",
    "s3transfer": "the SDK",
    "urllib3": "the SDK",
    "dateutil": "the SDK",
    "jmespath": "the SDK",
    "six": "the SDK",
}
OTHERS = "Python's own"
NOTABLE_MS = 1.0


@dataclass(frozen=True)
class Import:
    """One line of -X importtime: what was imported first by whom, and what it took, alone and with all it imported."""

    name: str
    own_ms: float
    whole_ms: float
    by: str

    @property
    def group(self) -> str:
        """To whom it belongs."""
        fitting = [group for prefix, group in GROUPS.items() if f"{self.name}.".startswith(f"{prefix}.")]
        return fitting[0] if fitting else OTHERS


def measure(bench: Bench) -> Result:
    """Run what Ansible sends under -X importtime."""
    prepare(bench)
    sent = {name: sent_module(bench, name) for name in (*MODULES, YARDSTICK)}
    samples = bench.in_turns(ROUNDS, {name: partial(_imports, bench, file) for name, file in sent.items()})
    middle = {name: _middle(runs) for name, runs in samples.items()}
    rows = []
    for name in MODULES:
        size, other = (sent[each].stat().st_size / 1024 for each in (name, YARDSTICK))
        rows.append(Row(f"sent: {name}", size, "KiB", other, YARDSTICK, sent_shown(name, "wc -c {}")))
    for name in MODULES:
        whole, other = (sum(one.own_ms for one in middle[each]) for each in (name, YARDSTICK))
        command = sent_shown(name, "python -X importtime {}")
        rows.append(Row(f"imports: {name}", whole, "ms", other, YARDSTICK, command))
    kept = {name: [vars(one) for one in imports] for name, imports in middle.items()}
    return Result(rows, kept, f"\n{_by_group(middle)}\n\n{_only_ours(middle)}")


def _imports(bench: Bench, file: Path) -> list[Import]:
    """What a module imports, the last first: -X importtime prints an import when it ends, so after those inside it."""
    output = bench.run(*python("-X", "importtime", file)).output
    lines = [match.groups() for match in map(LINE.match, output.splitlines()) if match]
    found: list[Import] = []
    above: list[tuple[int, str]] = []
    for own, whole, indent, name in reversed(lines):
        while above and above[-1][0] >= len(indent):
            above.pop()
        found.append(Import(name, int(own) / 1000, int(whole) / 1000, above[-1][1] if above else "the start"))
        above.append((len(indent), name))
    return found


def _middle(runs: list[list[Import]]) -> list[Import]:
    """The medians of several runs, which import the same."""
    by_name = {one.name: one for one in runs[0]}
    own = {name: median(one.own_ms for run in runs for one in run if one.name == name) for name in by_name}
    whole = {name: median(one.whole_ms for run in runs for one in run if one.name == name) for name in by_name}
    return [Import(name, own[name], whole[name], one.by) for name, one in by_name.items()]


def _by_group(middle: dict[str, list[Import]]) -> str:
    groups = [*dict.fromkeys(GROUPS.values()), OTHERS]
    rows = []
    for group in groups:
        cells = [group]
        for imports in middle.values():
            own = [one.own_ms for one in imports if one.group == group]
            cells.append(f"{sum(own):.0f} ms, {len(own)} modules")
        rows.append(cells)
    return table(["imports of", *middle], rows)


def _only_ours(middle: dict[str, list[Import]]) -> str:
    """What costs time and ec2_ami_info does without, with who brings it."""
    theirs = {one.name for one in middle[YARDSTICK]}
    cost: dict[str, Import] = {}
    users: Counter[str] = Counter()
    for name in MODULES:
        for one in middle[name]:
            if one.name not in theirs and one.own_ms >= NOTABLE_MS:
                cost.setdefault(one.name, one)
                users[one.name] += 1
    rows = [
        [
            name.removeprefix(f"{OWN}.plugins."),
            f"{one.own_ms:.1f}",
            one.by.removeprefix(f"{OWN}.plugins."),
            str(users[name]),
        ]
        for name, one in sorted(cost.items(), key=lambda item: -item[1].own_ms)
    ]
    head = [
        f"imported by ours alone, {NOTABLE_MS:g} ms or more",
        "ms alone",
        "first imported by",
        "in how many of ours",
    ]
    return table(head, rows)
