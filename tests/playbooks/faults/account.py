# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account of the simulated AWS that one scenario has to itself, and the tasks that are run there."""

from __future__ import annotations

import itertools
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import boto3

from ...emulator.control import EmulatorControl
from .conditions import until
from .controller import Controller, Job, Json, Report
from .fault_proxy import FaultProxy, Rule
from .history import IMPORT, Call, History
from .servers import embedded_aws

REGION = "eu-west-1"
MODULES = "euc.workspaces."
IMAGE = f"{MODULES}workspaces_custom_image_import"
ACCOUNT = f"{MODULES}workspaces_byol_account"
INFO = f"{MODULES}workspaces_byol_info"
GROUP = f"group/{MODULES}aws"
WATCHED, ASYNC = "watched", "async"
"""Ways to wait: with lines of progress from the controller, or silently with async."""

WAIT = {"wait": True, "wait_delay": 2, "wait_timeout": 1800}

ONE_HOST: dict[str, Json] = {"prod-eu": {}}

STANDS_STILL: Json = {"curve": [[0, "PENDING", 0]]}
"""An import that goes on when the scenario says so."""

ENDS: Json = {"curve": [[0, "COMPLETED", 100]]}

PATIENT: Json = {"read_timeout": 600}
"""Of a client whose call is held until another process has come as far."""

_settings = threading.Lock()
"""Settings of the simulated AWS are read and written back as a whole."""


class Account:
    """Everything that a scenario needs. seen: what a person saw of it, where the last result does not say it."""

    def __init__(self, number: int, aws: EmulatorControl, proxy: FaultProxy, folder: Path) -> None:
        self.id = f"{700_000_000_000 + number}"
        self.name = f"image-{number}"
        self.key = f"EMULATED{self.id}"
        self.arn = f"arn:aws:imagebuilder:{REGION}:{self.id}:infrastructure-configuration/byol"
        self.aws = aws
        self.proxy = proxy
        self.endpoint = proxy.url
        self.folder = folder
        self.seen = ""
        self.reports: list[Report] = []
        self._stack = ExitStack()
        self._jobs: list[Job] = []
        self._seeded: set[str] = set()
        self._callers = itertools.count(1)
        self._rules: list[int] = []

    @property
    def where(self) -> dict[str, str]:
        """The account and Region, for the control API of the simulated AWS."""
        return {"account": self.id, "region": REGION}

    def move(self, *options: str, **settings: Any) -> None:
        """Go to another AWS, with other options and settings, without a proxy before it."""
        self.aws = self._stack.enter_context(embedded_aws(self.folder / "aws", *options))
        self.endpoint = self.aws.url
        self.aws.settings(**settings)

    def close(self) -> None:
        """Kill what is left of all playbooks, and stop an AWS that was started for this account alone."""
        self.end_all()
        self._stack.close()

    # What is there

    def enable(self) -> None:
        """Let the account be enabled for BYOL already."""
        self.aws.account(**self.where, support="ENABLED")

    def client(self, service: str = "workspaces") -> Any:
        """The SDK, straight to AWS."""
        keys = {"aws_access_key_id": self.key, "aws_secret_access_key": "emulated"}
        return boto3.client(service, endpoint_url=self.aws.url, region_name=REGION, **keys)

    def images(self) -> list[Json]:
        """All images of the account, whoever made them."""
        found: list[Json] = self.client().describe_workspace_images(ImageType="OWNED")["Images"]
        return found

    def seed(self, **properties: Any) -> str:
        """Add an image that was imported before, and return its id."""
        record = {
            "source": {"Ec2ImportTaskId": "import-ami-0123456789abcdef0"},
            "infrastructure_configuration_arn": self.arn,
        }
        wanted = {"import": record, "description": "faults", **self.where, **properties}
        image_id = self.aws.images(self.name, **wanted)[0]
        self._seeded.add(image_id)
        return str(image_id)

    def calls(self, operation: str, acted: bool | None = None) -> list[Json]:
        """The calls of an operation that AWS has answered."""
        calls = self.aws.calls(service="workspaces", account=self.id, operation=operation)
        return [call for call in calls if acted in (None, call["acted"])]

    def until_called(self, operation: str, more_than: int = 0, acted: bool | None = True) -> None:
        """Wait until AWS has answered more calls of an operation than so many."""
        until(lambda: len(self.calls(operation, acted)) > more_than, f"{operation} is called in {self.id}")

    def script(self, script: Json, name: str = "") -> None:
        """Say how the import of an image goes, of the scenario's own if no other is named."""
        with _settings:
            self.aws.settings(imports=self.aws.settings()["imports"] | {name or self.name: script})

    def go_on(self, script: Json, name: str = "") -> None:
        """Let the import of an image go on by another script from now on."""
        self.aws.replan_import(name or self.name, script, **self.where)

    def expire(self, key: str) -> None:
        """Let a key expire."""
        with _settings:
            self.aws.settings(expired_keys=[*self.aws.settings()["expired_keys"], key])

    def new_keys(self) -> Json:
        """Temporary keys of the account."""
        role = f"arn:aws:iam::{self.id}:role/faults"
        reply: Json = self.client("sts").assume_role(RoleArn=role, RoleSessionName="faults")
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        return dict(
            zip(("access_key", "secret_key", "session_token"), map(reply["Credentials"].get, names), strict=True)
        )

    # Faults of AWS

    def fault(self, operation: str, times: int | None = 1, **do: Any) -> None:
        """Let AWS itself fail in the next calls of an operation."""
        self.aws.add_faults([{"operation": operation, "account": self.id, "times": times, "do": do}])

    def hold(self, operation: str, when: str = "before", times: int = 1) -> None:
        """Let AWS hold the next calls of an operation before or after acting, until they are released."""
        self.fault(operation, times=times, hold=when)

    def until_held(self, operation: str, calls: int = 1) -> None:
        """Wait until AWS holds so many calls of an operation."""
        until(
            lambda: len(self.aws.held(operation=operation, account=self.id)) >= calls,
            f"{operation} is held in {self.id}",
        )

    def fault_free(self) -> None:
        """Let AWS itself fail no more here."""
        self.aws.drop_faults(account=self.id)

    def release(self) -> None:
        """Let the calls that AWS holds go on."""
        self.aws.release(account=self.id)

    # Faults on the way to AWS

    def spoil(self, *rules: Rule) -> None:
        """Let calls of this account go wrong on their way."""
        self._rules += self.proxy.add([{"headers": {"authorization": self.key}} | rule for rule in rules])

    def clear_up(self) -> None:
        """Let all calls of this account pass."""
        self.proxy.clear({"authorization": self.key})

    def struck(self) -> int:
        """How many calls of this account have gone wrong on their way."""
        struck = self.proxy.struck()
        return sum(struck.get(rule, 0) for rule in self._rules)

    def until_struck(self, job: Job, least: int) -> None:
        """Wait until so many calls have gone wrong on their way; fail where the playbook ends before."""
        until(lambda: self.struck() >= least or not job.running, "every fault has struck")
        assert job.running, job.report().output

    # Tasks

    def image(self, way: str | None = None, **options: Any) -> Json:
        """A task that imports the image of this scenario; with a way to wait, one that waits."""
        present = {
            "description": "faults",
            "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
            "infrastructure_configuration_arn": self.arn,
            "os_version": "Windows_11",
        }
        wanted = present if options.get("state", "present") == "present" else {}
        return _task(IMAGE, way, {"name": self.name, **wanted, **options})

    def enabling(self, way: str | None = None, **options: Any) -> Json:
        """A task that enables the account; with a way to wait, one that waits."""
        return _task(ACCOUNT, way, options)

    # Runs

    def start(
        self,
        *tasks: Json,
        controller: str = "one",
        hosts: dict[str, Json] | None = None,
        environment: dict[str, str] | None = None,
        variables: Json | None = None,
        **connection: Any,
    ) -> Job:
        """Start a playbook on a controller. variables: of the play. connection: in place of the usual keys.

        Each has an access key of its own, so that the log of AWS says who called.
        """
        keys = {"access_key": f"{self.key}S{next(self._callers):02X}", "secret_key": "emulated"}
        defaults = {"endpoint_url": self.endpoint, "region": REGION}
        defaults |= connection if "profile" in connection else keys | connection
        machine = Controller(self.folder / controller, **(environment or {}))
        play = {"module_defaults": {GROUP: defaults}, "vars": variables or {}}
        job = machine.start(list(tasks), hosts or ONE_HOST, **play)
        job.callers.update({defaults["access_key"]} if "access_key" in defaults else ())
        job.detached = any("async" in task for task in tasks)
        self._jobs.append(job)
        return job

    def end(self, job: Job) -> Report:
        """Wait for the end of a playbook and remember what a person saw of it."""
        report = job.end()
        self.reports.append(report)
        return report

    def play(self, *tasks: Json, **how: Any) -> Report:
        """Run a playbook to its end."""
        return self.end(self.start(*tasks, **how))

    def play_quietly(self, *tasks: Json, calls: dict[str, int], **how: Any) -> Report:
        """Run a playbook that finds everything in the desired state; the check of the history holds it to these calls."""
        job = self.start(*tasks, **how)
        job.quiet_calls = calls
        return self.end(job)

    def end_all(self) -> None:
        """Kill what is left of all playbooks."""
        for job in self._jobs:
            job.kill()

    def history(self) -> History:
        """What has happened here."""
        calls = self.aws.calls(service="workspaces", account=self.id)
        return History(
            calls=tuple(Call.from_log(call) for call in calls),
            runs=tuple(job.run() for job in self._jobs),
            seeded=frozenset(self._seeded),
        )

    # What must be so at the end

    def has_one_image(self, result: Json | None = None, state: str = "") -> None:
        """There is exactly one image, and it is the one that the result names. state: that it has, if that is known."""
        images = self.images()
        assert [image["Name"] for image in images] == [self.name]
        assert state in ("", images[0]["State"])
        if result is not None:
            assert result["image_id"] == images[0]["ImageId"]

    def imported_once(self) -> None:
        """AWS has carried out one import, however often it was called."""
        self.done_once(IMPORT)

    def done_once(self, operation: str) -> None:
        """AWS has carried out one call of an operation. It logs a call when it has answered, which may be late."""
        self.until_called(operation)
        assert len(self.calls(operation, acted=True)) == 1


def _task(module: str, way: str | None, options: Json) -> Json:
    waiting = {} if way is None else WAIT
    # Each poll is a process of a module.
    in_background = {"async": 3000, "poll": 5} if way == ASYNC else {}
    return {module: {**waiting, **options}, **in_background}
