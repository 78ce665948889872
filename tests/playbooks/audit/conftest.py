# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One audit of one estate, by a real ansible-playbook process against the simulated AWS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ...emulator.control import EmulatorControl
from ..faults.controller import Controller, Report
from ..faults.servers import embedded_aws, free_port
from . import estate
from .schema import conforms

PLAYBOOK = "euc.workspaces.audit"
Json = dict[str, Any]


class Audit(NamedTuple):
    """run: of ansible-playbook. folder: of the report. calls: to AWS."""

    run: Report
    folder: Path
    calls: list[Json]

    @property
    def report(self) -> Json:
        """The JSON file."""
        found: Json = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return found

    def host(self, name: str) -> Json:
        """The record of one host."""
        return next(host for host in self.report["hosts"] if host["host"] == name)


class Auditor:
    """A machine that audits what is in one simulated AWS."""

    def __init__(self, aws: EmulatorControl, folder: Path) -> None:
        self.aws = aws
        self.folder = folder
        self._controller = Controller(folder, ANSIBLE_SHOW_CUSTOM_STATS="true")
        self._runs = 0

    def audit(self, hosts: dict[str, Json], *arguments: str, playbook: str = PLAYBOOK, **variables: Any) -> Audit:
        """Audit hosts; the variables are given on the command line. A report that is written is as its schema says."""
        self._runs += 1
        folder = self.folder / f"report-{self._runs}"
        self.aws.clear_calls()
        extra = json.dumps({"audit_report_dir": str(folder), **variables})
        run = self._controller.start_playbook(playbook, hosts, "-e", extra, *arguments).end()
        for file in folder.glob("*.json"):
            conforms(json.loads(file.read_text(encoding="utf-8")))
        return Audit(run, folder, self.aws.calls())


@pytest.fixture(scope="session")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Auditor]:
    """The machine."""
    folder = tmp_path_factory.mktemp("audit")
    with embedded_aws(folder / "aws.log") as aws:
        yield Auditor(aws, folder)


@pytest.fixture(scope="session")
def inventory(auditor: Auditor) -> dict[str, Json]:
    """The estate, in AWS and as hosts."""
    return estate.set_up(auditor.aws, f"http://127.0.0.1:{free_port()}", auditor.folder)


@pytest.fixture(scope="session")
def audit(auditor: Auditor, inventory: dict[str, Json]) -> Audit:
    """The audit of the whole estate, without --check, and with a wait that must not take place."""
    return auditor.audit(inventory, byol_wait=True, audit_set_stats=True)
