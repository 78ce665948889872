# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet: an overview by ansible-inventory with facts in one process, and its audit, against a task for each host."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from .harness import ACCOUNT, Bench, Cost
from .info import BURST, RATE
from .report import Result, Row

ROUNDS = 1
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2")
FORKS = (5, 20)
"""What Ansible has by itself, and what is customary for many hosts."""

SAMPLE = 100
"""Hosts of the plain way, whose time is multiplied, where it is not measured on all."""

GOAL = 1 / 20
AUDIT_SECONDS = 120


@dataclass(frozen=True)
class Estate:
    """Accounts, each with images in all REGIONS."""

    name: str
    accounts: int
    images: int

    @property
    def hosts(self) -> int:
        """Accounts and Regions."""
        return self.accounts * len(REGIONS)

    @property
    def calls(self) -> int:
        """Calls of WorkSpaces for one host: the account, a page of images for each 25, an import for each."""
        return 1 + -(-max(self.images, 1) // 25) + self.images

    @property
    def least(self) -> float:
        """Seconds that the rate limit needs."""
        return max(0.0, (self.calls - BURST) / RATE)


WIDE = Estate("200 accounts x 5 Regions, 2 images each", 200, 2)
DEEP = Estate("10 accounts x 5 Regions, 40 images each", 10, 40)


def measure(bench: Bench) -> Result:
    """Measure the overview of both estates, and the plain way of the wide one."""
    samples: dict[str, list[dict[str, Any]]] = {}
    for estate in (WIDE, DEEP):
        samples |= bench.in_turns(ROUNDS, {estate.name: partial(_overview, bench, estate)})
    hosts = bench.plain_hosts or SAMPLE
    plain = {f"forks {forks}": partial(_plain, bench, WIDE, hosts, forks) for forks in FORKS}
    audits = {
        AUDIT_OF_FACTS: partial(_audit, bench, WIDE, "all", {}),
        AUDIT_OF_ASKED: partial(_audit, bench, WIDE, "all", ASKED),
    }
    samples |= bench.in_turns(1, plain | audits)
    overview = {estate: _medians(samples[estate.name]) for estate in (WIDE, DEEP)}
    rows = []
    for forks in FORKS:
        taken = _medians(samples[f"forks {forks}"])
        against = f"a task for each host, {forks} forks" + (f", {hosts} hosts scaled" if hosts < WIDE.hosts else "")
        for figure, title, goal in (("seconds", "time", GOAL), ("cpu", "CPU time", None)):
            plain_time = taken[figure] * WIDE.hosts / hosts
            what = f"overview, {WIDE.name}: {title}"
            rows.append(Row(what, overview[WIDE][figure], "s", plain_time, against, COMMAND, goal))
        what = f"overview, {WIDE.name}: memory of the largest process"
        rows.append(Row(what, overview[WIDE]["peak_mib"], "MiB", taken["peak_mib"], against, COMMAND))
    for name in (AUDIT_OF_FACTS, AUDIT_OF_ASKED):
        seconds = samples[name][0]["seconds"]
        rows.append(
            Row(f"{name}, {WIDE.hosts} hosts: time", seconds, "s", AUDIT_SECONDS, "what it may take", AUDIT, 1.0)
        )
    for estate, taken in overview.items():
        least = "least that the rate limit permits"
        rows.append(Row(f"overview, {estate.name}: time", taken["seconds"], "s", estate.least, least, COMMAND))
    remark = "; ".join(
        f"{name}: {each[0]['calls']} calls, {each[0]['refused']} refused" for name, each in samples.items()
    )
    return Result(rows, samples, remark)


AUDIT_OF_FACTS, AUDIT_OF_ASKED = "audit, no images requested", "audit, an image requested of each"
ASKED = {
    "byol_images": [
        {
            "name": "win11-0001",
            "description": "win11-0001",
            "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
            "infrastructure_configuration_arn": f"arn:aws:imagebuilder:us-east-1:{ACCOUNT}:infrastructure-configuration/byol",
            "os_version": "Windows_11",
        }
    ]
}
AUDIT = "ansible-playbook euc.workspaces.audit -i .cache/bench/fleet.byol.yml --forks 20"
COMMAND = "ansible-inventory -i .cache/bench/fleet.byol.yml --list; ansible-playbook -i .cache/bench/fleet-hosts.json --forks N .cache/bench/fleet.yml"


def _fleet(bench: Bench) -> Path:
    """The inventory of all accounts and Regions, with facts."""
    options = {
        "plugin": "euc.workspaces.byol",
        "organization_role_name": "Audit",
        "exclude_account_ids": [ACCOUNT],
        "regions": REGIONS,
        "gather": ["account", "images", "image_imports"],
    }
    return bench.file("fleet.byol.yml", options)


def _audit(bench: Bench, estate: Estate, hosts: str, asked: dict[str, Any]) -> dict[str, Any]:
    _lay(bench, estate)
    variables = bench.file(
        "fleet-audit.yml", {"audit_report_dir": str(bench.folder / "audit"), "byol_hosts": hosts, **asked}
    )
    command = ("ansible-playbook", "euc.workspaces.audit", "-i", _fleet(bench), "--forks", str(FORKS[-1]))
    finished = bench.run(*command, "-e", f"@{variables}")
    if "unreachable=0    failed=0" not in finished.output:
        raise RuntimeError("the audit has failed")
    return _sample(bench, finished.cost)


def _overview(bench: Bench, estate: Estate) -> dict[str, Any]:
    accounts = _lay(bench, estate)
    found = bench.folder / "fleet.json"
    finished = bench.run("ansible-inventory", "-i", _fleet(bench), "--list", "--output", found)
    hosts = json.loads(found.read_text(encoding="utf-8"))["_meta"]["hostvars"]
    read = [host for host in hosts.values() if len(host.get("byol_facts", {}).get("images", [])) == estate.images]
    if len(read) != estate.hosts:
        raise RuntimeError(f"{len(read)} of {len(accounts) * len(REGIONS)} hosts were read")
    return _sample(bench, finished.cost)


def _plain(bench: Bench, estate: Estate, count: int, forks: int) -> dict[str, Any]:
    accounts = _lay(bench, estate)
    places = [(account, region) for account in accounts for region in REGIONS]
    hosts = {f"{account}-{region}": {"account": account, "region": region} for account, region in places[:count]}
    inventory = bench.file("fleet-hosts.json", {"all": {"hosts": hosts}})
    finished = bench.run("ansible-playbook", "-i", inventory, "--forks", str(forks), _playbook(bench))
    return _sample(bench, finished.cost)


def _playbook(bench: Bench) -> Path:
    """One task for each host, as the same identity and with the same role."""
    task = {"region": "{{ region }}", "assume_role_arn": "arn:aws:iam::{{ account }}:role/Audit"}
    play = {
        "hosts": "all",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "tasks": [{"euc.workspaces.workspaces_byol_info": task}],
    }
    return bench.file("fleet.yml", [play])


def _lay(bench: Bench, estate: Estate) -> list[str]:
    """Put the estate into the simulated AWS; returns the ids of its accounts."""
    accounts = [f"{200_000_000_000 + number}" for number in range(estate.accounts)]
    bench.aws.reset()
    bench.aws.organization([{"id": account, "name": f"account {account}"} for account in accounts], account=ACCOUNT)
    images = [{"name": "win11", "count": estate.images, "import": {}}]
    bench.aws.estate(accounts, list(REGIONS), account_state={"support": "ENABLED"}, images=images)
    bench.aws.settings(rate_limit=True, rate_per_second=RATE, rate_burst=BURST)
    return accounts


def _sample(bench: Bench, cost: Cost) -> dict[str, Any]:
    calls = bench.aws.calls()
    refused = sum(call["outcome"] == "ThrottlingException" for call in calls)
    return {**asdict(cost), "calls": len(calls), "refused": refused}


def _medians(samples: list[dict[str, Any]]) -> dict[str, float]:
    return {key: median(sample[key] for sample in samples) for key in samples[0]}
