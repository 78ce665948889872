# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all measurements share: processes that are timed, turns that are taken, the simulated AWS to work on."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from ..emulator.control import EmulatorControl
from ..tools import layout

T = TypeVar("T")
Task = dict[str, Any]

ACCOUNT = "123456789012"
REGION = "us-east-1"
HERE = Path(__file__).parent.relative_to(layout.ROOT)


@dataclass(frozen=True)
class Cost:
    """Of a process with its children: seconds by the clock and on the CPUs, and the most memory that one of them had.

    Time on the CPUs suffers less from what else the machine does.
    """

    seconds: float
    cpu: float
    peak_mib: float


@dataclass(frozen=True)
class Finished:
    """A process that has ended well."""

    cost: Cost
    output: str


class Bench:
    """A place to measure: the simulated AWS, a folder for files, the environment of processes.

    ``rounds`` replaces the number of rounds that each measurement has by itself, ``plain_hosts`` the sample of a fleet.
    """

    def __init__(
        self, aws: EmulatorControl, folder: Path, rounds: int | None = None, plain_hosts: int | None = None
    ) -> None:
        self.aws = aws
        self.folder = folder
        self.plain_hosts = plain_hosts
        self._rounds = rounds
        self._environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_ACCESS_KEY_ID": f"EMULATED{ACCOUNT}",
            "AWS_SECRET_ACCESS_KEY": "emulated",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        }

    def run(self, *command: str | Path, **environment: str | Path) -> Finished:
        """Run a command at the root of the checkout; raise RuntimeError when it fails."""
        words = [str(word) for word in command]
        extra = {key: str(value) for key, value in environment.items()}
        start = time.monotonic()
        with subprocess.Popen(
            words,
            cwd=layout.ROOT,
            env={**self._environment, **extra},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            output = process.stdout.read() if process.stdout else ""
            _pid, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{shlex.join(words)} ended with {process.returncode}:\n{output}")
        return Finished(Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), output)

    def cost(self, *command: str | Path) -> Cost:
        """Run a command and return what it cost."""
        return self.run(*command).cost

    def playbook(self, name: str, tasks: list[Task]) -> Path:
        """Write a playbook for localhost and return its path from the root of the checkout."""
        play = {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
            "tasks": tasks,
        }
        return self.file(f"{name}.yml", [play])

    def file(self, name: str, content: Any) -> Path:
        """Write JSON, which is YAML too, and return its path from the root of the checkout."""
        path = self.folder / name
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
        return path.relative_to(layout.ROOT)

    def in_turns(self, rounds: int, subjects: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
        """Run all subjects in each round, so that what else the machine does falls on all; each round starts with another."""
        samples: dict[str, list[T]] = {name: [] for name in subjects}
        turns = deque(subjects.items())
        for number in range(self._rounds or rounds):
            print(f"  round {number + 1}:", end=" ", flush=True)
            for name, subject in turns:
                print(name, end=", ", flush=True)
                samples[name].append(subject())
            print("done", flush=True)
            turns.rotate(-1)
        return samples

    def calls(self) -> Counter[str]:
        """How often each operation of WorkSpaces was called since the last reset."""
        return Counter(call["operation"] for call in self.aws.calls(service="workspaces"))


def medians(samples: Mapping[str, Sequence[T]], figure: Callable[[T], float]) -> dict[str, float]:
    """The median of a figure of each subject."""
    return {name: median(map(figure, values)) for name, values in samples.items()}


def image_options(name: str, region: str = REGION) -> dict[str, Any]:
    """Options of the module workspaces_custom_image_import for an image."""
    return {
        "name": name,
        "description": "Windows 11",
        "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": (
            f"arn:aws:imagebuilder:{region}:{ACCOUNT}:infrastructure-configuration/byol"
        ),
        "os_version": "Windows_11",
    }


def python(*arguments: str | Path) -> tuple[str | Path, ...]:
    """A command that runs the Python of the modules."""
    return (sys.executable, *arguments)


def shown(command: Iterable[str | Path]) -> str:
    """A command as one would type it."""
    words = [str(word) for word in command]
    return shlex.join("python" if word == sys.executable else word for word in words)
