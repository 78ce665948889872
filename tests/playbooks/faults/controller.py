# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real ansible-playbook processes: started, watched, signalled, and their results read."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from ...clean_environment import PATIENT, PROGRAMS, clean_environment, unquoted_python
from . import processes
from .history import Report as TaskReport
from .history import Run
from .processes import Part, Process

CALLBACKS = Path(__file__).parent / "callback"
PROGRAM = PROGRAMS / "ansible-playbook"
MARK = "FAULTS_JOB"
LONGEST = 900
"""Seconds after which a playbook hangs."""

OURS = "euc.workspaces."

Json = dict[str, Any]


class Controller:
    """A machine that runs playbooks. folder: for its files. settings: more of its environment."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self._settings = settings
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, tasks: list[Json], hosts: dict[str, Json], **play: Any) -> Job:
        """Start a playbook of these tasks, with the play's other keywords. hosts: variables by name."""
        plays = [{"hosts": "all", "connection": "local", "gather_facts": False, "tasks": tasks, **play}]
        file = self._folder / f"{uuid.uuid4().hex}.json"
        file.write_text(json.dumps(plays), encoding="utf-8")
        return self.start_playbook(str(file), hosts)

    def start_playbook(self, playbook: str, hosts: dict[str, Json], *arguments: str) -> Job:
        """Start a playbook by its path or full name. hosts: variables by name."""
        name = uuid.uuid4().hex
        folder = self._folder / name
        folder.mkdir()
        (folder / "ansible.cfg").write_text(PATIENT, encoding="utf-8")
        variables = {"ansible_python_interpreter": unquoted_python()}
        inventory = {"all": {"hosts": hosts, "vars": variables}}
        (folder / "hosts.json").write_text(json.dumps(inventory), encoding="utf-8")
        command = [
            unquoted_python(),
            str(PROGRAM),
            "--inventory",
            str(folder / "hosts.json"),
            "--forks",
            str(len(hosts)),
        ]
        return Job([*command, *arguments, playbook], folder, self._environment(folder) | {MARK: name})

    def _environment(self, folder: Path) -> dict[str, str]:
        own = {
            "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
            "ANSIBLE_CALLBACKS_ENABLED": "results_to_file",
            "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
            "ANSIBLE_HOME": str(self._folder / "home"),
            "ANSIBLE_ASYNC_DIR": str(folder / "async"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_RETRY_FILES_ENABLED": "false",
            "AWS_CONFIG_FILE": str(self._folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self._folder / "credentials"),
            "RESULTS_FILE": str(folder / "results"),
        }
        return clean_environment(folder, **{**own, **self._settings})


class Job:
    """A playbook that runs, the leader of its own process group. callers: the access key ids that it uses."""

    def __init__(self, command: list[str], folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.callers: set[str] = set()
        self.detached = False
        self.quiet_calls: dict[str, int] | None = None
        self._killed_at: float | None = None
        self._mark = f"{MARK}={env[MARK]}".encode()
        self._started = time.monotonic()
        with (folder / "output").open("w", encoding="utf-8") as output:
            self._process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether ansible-playbook has not ended."""
        return self._process.poll() is None

    def end(self) -> Report:
        """Wait for the end."""
        try:
            self._process.wait(timeout=LONGEST)
        finally:
            if self.running:
                self.kill()
        return self.report()

    def report(self) -> Report:
        """What it has reported so far."""
        return Report(self.folder, self._process.poll() or 0, time.monotonic() - self._started)

    def processes(self, part: Part = Part.EVERYTHING) -> list[Process]:
        """Its processes, also those that have left its process group."""
        return processes.of_part(processes.marked(self._mark), part, self._process.pid)

    def kill(self, part: Part = Part.EVERYTHING, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to a part of it, by default SIGKILL to everything, as the end of its container does."""
        if part in (Part.PARENT, Part.EVERYTHING):
            self._killed_at = time.monotonic()
        processes.send(self.processes(part), number)

    def stop(self, part: Part) -> list[Process]:
        """Stop a part of it; gives back what is to be continued."""
        stopped = self.processes(part)
        processes.stop(stopped)
        return stopped

    def run(self) -> Run:
        """What it did, for the history."""
        return Run(
            name=str(self.folder),
            callers=frozenset(self.callers),
            reports=tuple(_task_reports(self.report().results)),
            killed_at=self._killed_at,
            detached=self.detached,
            quiet_calls=self.quiet_calls,
        )


class Report:
    """The outcome of a playbook. seconds: that it took."""

    def __init__(self, folder: Path, code: int, seconds: float) -> None:
        self.code = code
        self.seconds = seconds
        self._folder = folder

    @cached_property
    def output(self) -> str:
        """What a person saw."""
        return (self._folder / "output").read_text(encoding="utf-8")

    @cached_property
    def results(self) -> list[Json]:
        """Of each task or item: ``time``, ``host``, ``action``, ``succeeded``, ``result``."""
        file = self._folder / "results"
        if not file.exists():
            return []
        # A process that is killed can leave half of a line.
        lines = file.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in lines]

    @property
    def last(self) -> Json:
        """The last result."""
        assert self.results, self.output
        result: Json = self.results[-1]["result"]
        return result

    @property
    def lines(self) -> list[str]:
        """The lines of progress."""
        return [
            line for line in self.output.splitlines() if line.startswith("[") and "] " in line and "[WARN" not in line
        ]

    @property
    def seen(self) -> str:
        """What a person sees of it: the failure, or the last line of progress."""
        if not self.results:
            return "nothing"
        if not self.results[-1]["succeeded"]:
            return str(self.last.get("msg", ""))
        return "  ".join(["changed" if self.last.get("changed") else "ok", *self.lines[-1:]])

    def good(self) -> Json:
        """The last result of a playbook that succeeded."""
        assert self.code == 0, self.output
        return self.last

    def bad(self, reason: str) -> Json:
        """The last result of a playbook that failed for this reason."""
        assert self.code == 2, self.output
        failure = self.last.get("failure")
        assert failure, self.last
        assert failure["reason"] == reason, self.last["msg"]
        assert failure["remedy"] in self.last["msg"]
        assert "Traceback" not in self.output
        return self.last


def _task_reports(lines: list[Json]) -> Iterator[TaskReport]:
    """What tasks of the collection reported, and each image of those that report several."""
    for line in lines:
        if not line["action"].startswith(OURS):
            continue
        result = line["result"]
        yield _task_report(line["time"], result, not line["succeeded"])
        images = result.get("images")
        for image in images if isinstance(images, list) else ():
            if "changed" in image:
                yield _task_report(line["time"], image, bool(image.get("failed")))


def _task_report(at: float, result: Json, failed: bool) -> TaskReport:
    return TaskReport(
        at=at,
        failed=failed,
        changed=bool(result.get("changed")),
        reason=(result.get("failure") or {}).get("reason"),
        image_id=result.get("image_id"),
        text=str(result.get("msg", "")),
    )
