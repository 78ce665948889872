# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hundreds of tasks in weather that is thrown by dice: in the end there is one image for each name asked for, never two."""

from __future__ import annotations

import os
import random
import secrets
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest

from ..emulator.control import EmulatorControl
from .controller import Controller, Job, Json
from .place import GROUP, IMAGE
from .servers import embedded_aws, proxy
from .weather import IMPORT, REPLY_CUT, REPLY_LOST, REPLY_TORN, RESET, THROTTLED, Rule, silent, slow, status

ACCOUNTS = ("800000000001", "800000000002")
REGIONS = (
    "af-south-1",
    "ap-northeast-1",
    "ap-south-1",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "sa-east-1",
    "us-east-1",
    "us-west-2",
)
STARTED_EACH, AWAITED_EACH = 10, 1
"""Images for each account and Region whose import is only started, and that are waited for."""

MOST_RUNS = 6
HIDDEN_SECONDS = 6
READ_TIMEOUT = 3

DICE: dict[str, Rule] = {
    "import: reply lost": {"operation": IMPORT, "probability": 0.25, **REPLY_LOST},
    "import: late": {"operation": IMPORT, "probability": 0.05, **slow(5, 9)},
    "ThrottlingException": {"probability": 0.08, **THROTTLED},
    **{f"status {code}": {"probability": 0.03, **status(code)} for code in (500, 502, 503, 504)},
    "connection reset": {"probability": 0.05, **RESET},
    "reply lost": {"probability": 0.04, **REPLY_LOST},
    "reply cut off": {"probability": 0.03, **REPLY_CUT},
    "reply torn": {"probability": 0.03, **REPLY_TORN},
    "silence": {"probability": 0.02, **silent(READ_TIMEOUT + 2)},
    "slow": {"probability": 0.05, **slow(0.5, 2)},
}


class Wanted(NamedTuple):
    """One task: an image, where it is to be, and whether the task waits for it."""

    account: str
    region: str
    name: str
    awaited: bool


TASKS = [
    Wanted(account, region, f"image-{number:02}", number > STARTED_EACH)
    for account in ACCOUNTS
    for region in REGIONS
    for number in range(1, STARTED_EACH + AWAITED_EACH + 1)
]


def test_every_task_succeeds_and_makes_one_image(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first run is killed; the job is run again, with what is left, until all tasks have succeeded."""
    seed = int(os.environ.get("FAULTS_SEED") or secrets.randbelow(1_000_000))
    dice = random.Random(seed)
    say = Narrator(capsys)
    say(f"random weather with FAULTS_SEED={seed}")
    with (
        embedded_aws(tmp_path / "aws", "--import-seconds", "5") as aws,
        proxy(aws.url, tmp_path / "microburst", seed=seed) as weather,
    ):
        _enable(aws)
        rules = dict(zip(weather.add(list(DICE.values())), DICE, strict=True))
        left, runs = list(TASKS), 0
        controller = Controller(tmp_path / "controller")
        while left:
            runs += 1
            assert runs <= MOST_RUNS, f"FAULTS_SEED={seed}: not done after {MOST_RUNS} runs: {left}"
            job = _start(controller, weather.url, left)
            if runs == 1:
                time.sleep(dice.uniform(15, 45))
                # What it has begun goes on while the second run does the same.
                job.kill_group(signal.SIGKILL)
                killed = job
            done = _done(job)
            left = [wanted for wanted in left if wanted not in done]
            say(f"run {runs}: {len(done)} tasks succeeded, {len(left)} are left")
        killed.kill_all()
        found = _images(aws)
        imports = aws.calls(service="workspaces", operation=IMPORT)
        faults = Counter({rules[rule]: count for rule, count in weather.struck().items() if rule in rules})
    say(_summary(seed, runs, faults, imports, found))
    assert found == Counter((wanted.account, wanted.region, wanted.name) for wanted in TASKS)
    assert sum(call["acted"] for call in imports) == len(TASKS)
    assert faults.total() > len(TASKS)


class Narrator:
    """Prints although pytest captures what is printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, text: str) -> None:
        """Print a line."""
        with self._capsys.disabled():
            print(f"\n{text}", flush=True)


def _enable(aws: EmulatorControl) -> None:
    """Enable all accounts, and hide some new images for some seconds."""
    places = [{"account": account, "region": region} for account in ACCOUNTS for region in REGIONS]
    for place in places:
        aws.account(**place, support="ENABLED")
    hide: Json = {"operation": IMPORT, "after": 2, "times": 3, "do": {"hide_image": HIDDEN_SECONDS}}
    aws.faults([{**hide, **place} for place in places])


def _start(controller: Controller, url: str, tasks: list[Wanted]) -> Job:
    """Start a playbook with a host for each account and Region, and a loop over its images."""
    hosts: dict[str, Json] = {}
    for wanted in tasks:
        place = {"account": wanted.account, "region": wanted.region, "started": [], "awaited": []}
        host = hosts.setdefault(f"{wanted.account}-{wanted.region}", place)
        host["awaited" if wanted.awaited else "started"].append(wanted.name)
    options: Json = {
        "name": "{{ item }}",
        "description": "random weather",
        "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": (
            "arn:aws:imagebuilder:{{ region }}:{{ account }}:infrastructure-configuration/byol"
        ),
        "os_version": "Windows_11",
    }
    connection = {
        "endpoint_url": url,
        "region": "{{ region }}",
        "access_key": "EMULATED{{ account }}",
        "secret_key": "emulated",
        "aws_config": {"read_timeout": READ_TIMEOUT},
    }
    waiting = {"wait": True, "wait_delay": 5, "wait_timeout": 120}
    tasks_of_play = [
        {IMAGE: options, "loop": "{{ started }}", "ignore_errors": True},
        {IMAGE: options | waiting, "loop": "{{ awaited }}", "ignore_errors": True},
    ]
    return controller.start(tasks_of_play, hosts, module_defaults={GROUP: connection}, strategy="free")


def _done(job: Job) -> set[Wanted]:
    """The tasks that have succeeded, with the image id that each must tell."""
    done = set()
    for line in job.end().results:
        result: Json = line["result"]
        if not line["succeeded"]:
            assert result.get("failure"), result
            continue
        account, _dash, region = line["host"].partition("-")
        assert result["image_id"], result
        done.add(Wanted(account, region, result["item"], int(result["item"][-2:]) > STARTED_EACH))
    return done


def _images(aws: EmulatorControl) -> Counter[tuple[str, str, str]]:
    """How many images there are of each name, in each account and Region."""
    found: Counter[tuple[str, str, str]] = Counter()
    for account in ACCOUNTS:
        for region in REGIONS:
            keys: Any = {"aws_access_key_id": f"EMULATED{account}", "aws_secret_access_key": "emulated"}
            client = boto3.client("workspaces", endpoint_url=aws.url, region_name=region, **keys)
            images = client.describe_workspace_images(ImageType="OWNED", MaxResults=25)["Images"]
            found.update((account, region, image["Name"]) for image in images)
    return found


def _summary(seed: int, runs: int, faults: Counter[str], imports: list[Json], found: Counter[Any]) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in faults.most_common())
    acted = sum(call["acted"] for call in imports)
    return (
        f"random weather, seed {seed}: {len(TASKS)} tasks, {faults.total()} faults ({kinds}),"
        f" {runs} runs of which the first was killed; {acted} imports carried out,"
        f" {found.total()} images of {len(found)} names"
    )
