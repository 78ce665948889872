# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A round of tasks by several controllers while calls go wrong at random and a process is killed or stopped."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ...emulator.control import EmulatorControl
from ...emulator.non_answers import KINDS
from .account import GROUP, IMAGE, PATIENT
from .conditions import until
from .controller import Controller, Job, Json
from .fault_proxy import (
    IMPORT,
    LIST,
    POLL,
    REPLY_CUT,
    REPLY_LOST,
    REPLY_TORN,
    RESET,
    THROTTLED,
    FaultProxy,
    Rule,
    silent,
    slow,
    status,
)
from .history import RULES, Breach, Call, History, changed_is_true, judge
from .processes import Part, send
from .servers import embedded_aws, proxy

ACCOUNTS = ("800000000001", "800000000002")
REGIONS = ("ap-northeast-1", "ca-central-1", "eu-central-1", "eu-west-1", "us-east-1")
CONTROLLERS = ("one", "two", "three", "four")
MOST_RUNS = 8
HIDDEN_SECONDS = 60
"""After how many seconds at most some new images are listed."""
READ_TIMEOUT = 15
"""Longer than a reply takes on a busy machine. With 3 seconds nearly all calls of two rounds in parallel were given up
there, sent again, and so kept the machine busy: no round came to its end."""
IMPATIENT: Json = {"read_timeout": READ_TIMEOUT}

FAULTS: dict[str, Rule] = {
    "import: reply lost": {"operation": IMPORT, "probability": 0.25, **REPLY_LOST},
    "import: late": {"operation": IMPORT, "probability": 0.05, **slow(READ_TIMEOUT + 1, READ_TIMEOUT + 3)},
    "ThrottlingException": {"probability": 0.08, **THROTTLED},
    **{f"status {code}": {"probability": 0.03, **status(code)} for code in (500, 502, 503, 504)},
    "connection reset": {"probability": 0.05, **RESET},
    "reply lost": {"probability": 0.04, **REPLY_LOST},
    "reply cut off": {"probability": 0.03, **REPLY_CUT},
    "reply torn": {"probability": 0.03, **REPLY_TORN},
    "silence": {"probability": 0.02, **silent(READ_TIMEOUT + 2)},
    "slow": {"probability": 0.05, **slow(0.5, 2)},
}

JUDGED = tuple(rule for rule in RULES if rule is not changed_is_true)
"""A controller whose call was lost on its way cannot distinguish its own image from that which another made meanwhile."""


class Disturbance(NamedTuple):
    """A signal to a part of a job: SIGKILL, or SIGSTOP and later SIGCONT."""

    number: signal.Signals
    part: Part

    def __str__(self) -> str:
        """Give its words."""
        return f"{self.number.name} to {self.part.value}"

    def strike(self, job: Job, calls: Callable[[], int]) -> None:
        """Send it. calls: how many the others have made."""
        if self.number is signal.SIGSTOP:
            stopped = job.stop(self.part)
            _until_more_calls(calls)
            send(stopped, signal.SIGCONT)
            return
        job.kill(self.part)
        if self.part in (Part.WORKER, Part.CALLER):
            # With the strategy free, ansible-core does not notice that workers have ended, and waits for them.
            _until_more_calls(calls)
            job.kill()


DISTURBANCES = tuple(Disturbance(number, part) for number in (signal.SIGKILL, signal.SIGSTOP) for part in Part)


class Wanted(NamedTuple):
    """One task: an image, where it is to be, and whether the task waits for it."""

    account: str
    region: str
    name: str
    awaited: bool


@dataclass
class Round:
    """What a round did."""

    seed: int
    tasks: int
    controllers: int = 0
    disturbance: str = ""
    runs: int = 0
    imports: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    breaches: list[Breach] = field(default_factory=list)

    def __str__(self) -> str:
        """Give one line."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.faults.most_common())
        return (
            f"seed {self.seed}: {self.tasks} tasks on {self.controllers} controllers, {self.disturbance};"
            f" {self.runs} runs, {self.imports} imports carried out, {self.faults.total()} faults ({kinds}),"
            f" {len(self.breaches)} rules broken"
        )


def wanted_tasks(images: int, regions: Sequence[str] = REGIONS) -> list[Wanted]:
    """So many images in each account and Region, of which the last is waited for."""
    return [
        Wanted(account, region, f"image-{number:02}", number == images)
        for account in ACCOUNTS
        for region in regions
        for number in range(1, images + 1)
    ]


class RandomizedRound:
    """Plays a round. in_process: whether tasks run in Ansible's own process. hidden: seconds, of some new images."""

    def __init__(
        self,
        seed: int,
        images: int,
        folder: Path,
        in_process: bool = True,
        regions: Sequence[str] = REGIONS,
        hidden: int = HIDDEN_SECONDS,
    ) -> None:
        self._random = random.Random(seed)
        self._tasks = wanted_tasks(images, regions)
        self._folder = folder
        self._in_process = in_process
        self._hidden = hidden
        self._jobs: list[Job] = []
        self.round = Round(seed, len(self._tasks))

    def play(self, documented: frozenset[str]) -> Round:
        """Run all tasks until each has succeeded, then once more without faults, and judge what happened."""
        options = ("--import-seconds", "5")
        with (
            embedded_aws(self._folder / "aws", *options) as aws,
            proxy(aws.url, self._folder / "microburst", seed=self.round.seed) as faults,
        ):
            _enable(aws, lambda: self._random.randint(0, self._hidden), self._random)
            rules = dict(zip(faults.add(list(FAULTS.values())), FAULTS, strict=True))
            try:
                left = self._several_controllers(aws, faults)
                while left:
                    assert self.round.runs < MOST_RUNS, f"seed {self.round.seed}: not done: {left}"
                    left -= _done(self._start(faults.url, CONTROLLERS[0], left))
                struck = faults.struck()
                self.round.faults.update({rules[rule]: struck.get(rule, 0) for rule in rules})
                # Straight to AWS, where no faults happen.
                aws.clear_faults()
                self._quiet(aws.url)
            finally:
                for job in self._jobs:
                    job.kill()
            history = History(
                calls=tuple(Call.from_log(call) for call in aws.calls(service="workspaces")),
                runs=tuple(job.run() for job in self._jobs),
            )
        self.round.imports = len(history.made())
        self.round.breaches = judge(history, documented, JUDGED)
        return self.round

    def _several_controllers(self, aws: EmulatorControl, faults: FaultProxy) -> set[Wanted]:
        """Let some controllers do the same; one of them is disturbed after some imports. Return what is left."""
        self.round.controllers = self._random.randint(2, len(CONTROLLERS))
        after = self._random.randint(1, len(self._tasks) // 2)
        disturb = self._random.choice(DISTURBANCES)
        self.round.disturbance = f"{disturb} after {after} imports"
        jobs = [self._start(faults.url, name, set(self._tasks)) for name in CONTROLLERS[: self.round.controllers]]
        until(lambda: sum(call["acted"] for call in aws.calls(operation=IMPORT)) >= after, "enough imports")
        disturb.strike(jobs[0], lambda: len(aws.calls()))
        done: set[Wanted] = set()
        for job in jobs:
            done |= _done(job)
        return set(self._tasks) - done

    def _quiet(self, url: str) -> None:
        job = self._start(url, CONTROLLERS[0], set(self._tasks), PATIENT)
        job.quiet_calls = {LIST: len(self._tasks), POLL: len(self._tasks)}
        job.end()

    def _start(self, url: str, controller: str, tasks: set[Wanted], sdk: Json | None = None) -> Job:
        """Start a playbook with a host for each account and Region, and loops over its images. sdk: ``aws_config``."""
        self.round.runs += 1
        session = f"S{self.round.runs:02X}"
        hosts: dict[str, Json] = {}
        for wanted in sorted(tasks):
            where = {"account": wanted.account, "region": wanted.region, "started": [], "awaited": []}
            host = hosts.setdefault(f"{wanted.account}-{wanted.region}", where)
            host["awaited" if wanted.awaited else "started"].append(wanted.name)
        connection = {
            "endpoint_url": url,
            "region": "{{ region }}",
            "access_key": f"EMULATED{{{{ account }}}}{session}",
            "secret_key": "emulated",
            "aws_config": IMPATIENT if sdk is None else sdk,
        }
        job = Controller(self._folder / controller).start(
            _tasks_of_play(),
            hosts,
            module_defaults={GROUP: connection},
            strategy="free",
            vars={"euc_workspaces_in_process": self._in_process},
        )
        job.callers.update(f"EMULATED{account}{session}" for account in ACCOUNTS)
        self._jobs.append(job)
        return job


def _tasks_of_play() -> list[Json]:
    options: Json = {
        "name": "{{ item }}",
        "description": "randomized test",
        "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": (
            "arn:aws:imagebuilder:{{ region }}:{{ account }}:infrastructure-configuration/byol"
        ),
        "os_version": "Windows_11",
    }
    waiting = {"wait": True, "wait_delay": 5, "wait_timeout": 1800}
    return [
        {IMAGE: options, "loop": "{{ started }}", "ignore_errors": True},
        {IMAGE: options | waiting, "loop": "{{ awaited }}", "ignore_errors": True},
    ]


def _enable(aws: EmulatorControl, hidden: Callable[[], int], chance: random.Random) -> None:
    """Enable all accounts, hide some new images for some seconds, which ``hidden`` draws, and spoil some answers."""
    everywhere = [{"account": account, "region": region} for account in ACCOUNTS for region in REGIONS]
    for where in everywhere:
        aws.account(**where, support="ENABLED")
    hide: Json = {"operation": IMPORT, "after": 1, "times": 2}
    aws.faults([{**hide, "do": {"hide_image": hidden()}, **where} for where in everywhere])
    aws.add_faults(
        [
            {"operation": operation, "after": chance.randint(1, 4), "do": {"answer": chance.choice(KINDS)}, **where}
            for where in everywhere
            for operation in (LIST, POLL, IMPORT)
        ]
    )


def _done(job: Job) -> set[Wanted]:
    """The tasks that have succeeded."""
    done: set[Wanted] = set()
    for line in job.end().results:
        if line["succeeded"] and line["action"] == IMAGE:
            account, _dash, region = line["host"].partition("-")
            name = line["result"]["item"]
            done.update(Wanted(account, region, name, awaited) for awaited in (True, False))
    return done


def _until_more_calls(calls: Callable[[], int]) -> None:
    before = calls()
    until(lambda: calls() >= before + 5, "the others have gone on")
