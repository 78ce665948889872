# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports of many hosts at few forks: as long as those of one host, and nothing is throttled."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from .harness import ACCOUNT, Bench, medians
from .report import Result, Row

ROUNDS = 2
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2")
IMPORT_SECONDS = 60
ONE, FEW, MANY = 1, 12, 1000
FORKS = 5
GOALS = {FEW: 1.3}
LAST_START, WHOLE_RUN = 150, 300
"""Seconds for MANY hosts."""


@dataclass(frozen=True)
class Run:
    """One run of the pipeline. seconds, last_import: since its start. calls: of all services."""

    seconds: float
    cpu: float
    peak_mib: float
    last_import: float
    calls: int
    throttled: int


def measure(bench: Bench) -> Result:
    """Run the pipeline for one host, for FEW and for MANY."""
    samples = bench.in_turns(ROUNDS, {str(hosts): partial(run, bench, hosts) for hosts in (ONE, FEW)})
    samples |= {str(MANY): [run(bench, MANY)]}
    seconds = medians(samples, lambda sample: sample.seconds)
    few, many = f"{FEW} hosts, {FORKS} forks", f"{MANY} hosts, {FORKS} forks"
    largest = samples[str(MANY)][0]
    goal = "the goal"
    rows = [
        Row(f"{few}: whole run", seconds[str(FEW)], "s", seconds[str(ONE)], "one host", command(FEW), GOALS[FEW]),
        Row(f"{many}: last import started after", largest.last_import, "s", LAST_START, goal, command(MANY), 1),
        Row(f"{many}: whole run", largest.seconds, "s", WHOLE_RUN, goal, command(MANY), 1),
        Row(f"{many}: memory of ansible-playbook", largest.peak_mib, "MiB", 0, "no other", command(MANY)),
    ]
    remark = f"{many}: {largest.calls} calls, {largest.throttled} throttled, {largest.cpu:.0f} s of CPU"
    return Result(rows, {name: [vars(sample) for sample in runs] for name, runs in samples.items()}, remark)


def command(hosts: int) -> str:
    """Return the command of a run."""
    return f"ansible-playbook euc.workspaces.byol -i .cache/bench/{hosts}-hosts.json --forks {FORKS}"


def run(bench: Bench, hosts: int, import_seconds: float = IMPORT_SECONDS) -> Run:
    """Import an image on each of these hosts."""
    bench.aws.reset()
    accounts = [f"{300_000_000_000 + number}" for number in range(-(-hosts // len(REGIONS)))]
    bench.aws.organization([{"id": account, "name": f"account {account}"} for account in accounts], account=ACCOUNT)
    bench.aws.estate(accounts, list(REGIONS), account_state={"support": "ENABLED"})
    bench.aws.settings(import_seconds=import_seconds, rate_limit=True, rate_per_second=2, rate_burst=2)
    places = [(account, region) for account in accounts for region in REGIONS][:hosts]
    inventory = bench.file(f"{hosts}-hosts.json", {"all": {"hosts": {f"{a}-{r}": _host(a, r) for a, r in places}}})
    started = time.monotonic()
    cost = bench.cost("ansible-playbook", "euc.workspaces.byol", "-i", inventory, "--forks", str(FORKS))
    calls = bench.aws.calls()
    imports = [call["arrived"] for call in calls if call["operation"] == "ImportCustomWorkspaceImage" and call["acted"]]
    if len(imports) != hosts:
        raise RuntimeError(f"{len(imports)} images were imported on {hosts} hosts")
    throttled = sum(call["outcome"] == "ThrottlingException" for call in calls)
    return Run(cost.seconds, cost.cpu, cost.peak_mib, max(imports) - started, len(calls), throttled)


def _host(account: str, region: str) -> dict[str, Any]:
    image = {
        "name": "win11-2026-11",
        "description": "Windows 11",
        "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": (
            f"arn:aws:imagebuilder:{region}:{account}:infrastructure-configuration/byol"
        ),
        "os_version": "Windows_11",
    }
    return {
        "byol_region": region,
        "byol_assume_role_arn": f"arn:aws:iam::{account}:role/Imports",
        "byol_wait_delay": 60,
        "byol_images": [image],
    }
