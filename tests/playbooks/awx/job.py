# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs run as AWX runs them, without AWX: ``ansible-runner transmit | worker | process``.

AWX itself transmits and processes; the worker runs in the execution environment. What AWX passes to a job is written here as
AWX writes it: the text of a survey is marked as unsafe, numbers are not; credentials are environment variables; limit, tags
and check mode are options of the command line.
"""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ...clean_environment import PATIENT, PROGRAMS, clean_environment
from ..faults.controller import MARK
from ..faults.controller import Job as Process

PLAYBOOKS = Path(__file__).resolve().parents[3] / "playbooks"
RUNNER = PROGRAMS / "ansible-runner"

Json = dict[str, Any]


class UnsafeText(yaml.SafeDumper):
    """Writes text as AWX does for survey answers."""

    def represent_data(self, data: Any) -> yaml.Node:
        """Mark text as unsafe."""
        if isinstance(data, str):
            return self.represent_scalar("!unsafe", data)
        return super().represent_data(data)


class Job:
    """A job that has been launched."""

    def __init__(
        self,
        folder: Path,
        playbook: str,
        *,
        hosts: Mapping[str, Json],
        credential: Mapping[str, str],
        answers: Mapping[str, Any] | None = None,
        template_variables: Mapping[str, Any] | None = None,
        options: str = "",
        **settings: int,
    ) -> None:
        """Launch. options: of the command line. settings: ``job_timeout``, ``idle_timeout``, in seconds."""
        self._sent, self._worked, self._got = (folder / name for name in ("transmitted", "worker", "processed"))
        for name in ("env", "inventory", "project"):
            (self._sent / name).mkdir(parents=True)
        # AWX runs the file of the project, not the playbook of the installed collection.
        (self._sent / "project" / playbook).write_text((PLAYBOOKS / playbook).read_text())
        inventory = {"all": {"hosts": dict(hosts)}}
        (self._sent / "inventory" / "hosts").write_text(json.dumps(inventory))
        meta = {"awx_job_id": 1, "awx_job_launch_type": "manual", "awx_user_name": "admin"}
        unsafe = yaml.dump({**(answers or {}), **meta}, Dumper=UnsafeText)
        safe = yaml.safe_dump(dict(template_variables)) if template_variables else ""
        (self._sent / "env" / "extravars").write_text(unsafe + safe)
        (self._sent / "env" / "envvars").write_text(yaml.safe_dump(dict(credential)))
        (self._sent / "env" / "settings").write_text(yaml.safe_dump(settings))
        (self._sent / "env" / "cmdline").write_text(options)
        (folder / "ansible.cfg").write_text(PATIENT, encoding="utf-8")
        self._environment = clean_environment(folder, HOME=str(folder), ANSIBLE_CONFIG=str(folder / "ansible.cfg"))
        transmitted = subprocess.run(
            [RUNNER, "transmit", self._sent, "--playbook", playbook, "--ident", "1"],
            stdout=subprocess.PIPE,
            check=True,
            env=self._environment,
        )
        (folder / "to_worker").write_bytes(transmitted.stdout)
        self._folder = folder
        # As arguments of the shell, as any of the paths may have a space.
        redirected = '"$0" worker --private-data-dir "$1" < "$2" > "$3"'
        paths = (RUNNER, self._worked, folder / "to_worker", folder / "from_worker")
        mark = uuid.uuid4().hex
        self._worker = Process(["sh", "-c", redirected, *map(str, paths)], folder, self._environment | {MARK: mark})

    def end(self) -> Ended:
        """Wait for the end of the job."""
        self._worker.end()
        return self._process()

    def cancel(self) -> None:
        """Kill every process of the job, as the end of its container does."""
        self._worker.kill()
        self._worker.end()

    @property
    def output(self) -> str:
        """What the worker has sent back so far, with the output of the job in it."""
        return (self._folder / "from_worker").read_text(errors="replace")

    def _process(self) -> Ended:
        with (self._folder / "from_worker").open("rb") as stream:
            shown = subprocess.run(
                [RUNNER, "process", self._got, "--ident", "1"],
                stdin=stream,
                capture_output=True,
                text=True,
                check=False,
                env=self._environment,
            )
        return Ended(self._got / "artifacts" / "1", shown.stdout)


class Ended:
    """What AWX knows of a job that has ended. output: what its user saw."""

    def __init__(self, artifacts: Path, output: str) -> None:
        self.output = output
        self._folder = artifacts

    @property
    def status(self) -> str:
        """Successful, failed, timeout, ..."""
        return (self._folder / "status").read_text()

    @cached_property
    def events(self) -> list[Json]:
        """All events of the run in their order; a line of output that belongs to none has no data."""
        files = sorted((self._folder / "job_events").glob("*.json"), key=lambda file: int(file.name.partition("-")[0]))
        events = [json.loads(file.read_text()) for file in files]
        return [event for event in events if "event_data" in event]

    @property
    def artifacts(self) -> Json:
        """What the next node of a workflow gets as extra variables."""
        stats = [event["event_data"] for event in self.events if event["event"] == "playbook_on_stats"]
        return stats[-1].get("artifact_data", {}) if stats else {}

    @property
    def messages(self) -> str:
        """The messages of the failed tasks."""
        failed = [event["event_data"] for event in self.events if event["event"] == "runner_on_failed"]
        return "\n".join(str(data["res"].get("msg", "")) for data in failed if not data.get("ignore_errors"))

    def ran(self, task: str) -> bool:
        """Return whether a task has run on any host."""
        ended = [event for event in self.events if event["event"] in ("runner_on_ok", "runner_on_failed")]
        return any(event["event_data"]["task"] == task for event in ended)

    def succeeded(self) -> Ended:
        """Return itself, if the job succeeded."""
        assert self.status == "successful", self.output
        return self

    def failed(self) -> Ended:
        """Return itself, if the job failed without a traceback."""
        assert self.status == "failed", self.output
        assert "Traceback" not in self.output
        return self
