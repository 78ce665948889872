# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account of the embedded AWS that one story has to itself, and the tasks that are run there."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import boto3

from ..emulator.control import EmulatorControl
from .conditions import until
from .controller import Controller, Job, Json, Report
from .weather import Rule, Weather

REGION = "eu-west-1"
MODULES = "euc.workspaces."
IMAGE = f"{MODULES}workspaces_custom_image_import"
ACCOUNT = f"{MODULES}workspaces_byol_account"
GROUP = f"group/{MODULES}aws"
WATCHED, ASYNC = "watched", "async"
"""Ways to wait: the action plugin looks from the controller, or the module waits by itself."""

WAIT = {"wait": True, "wait_delay": 2, "wait_timeout": 180}

ONE_HOST: dict[str, Json] = {"prod-eu": {}}

_settings = threading.Lock()
"""Settings of the embedded AWS are read and written back as a whole."""


class Place:
    """Everything that a story needs. saw: what a person saw of it, where the last result does not tell."""

    def __init__(self, number: int, aws: EmulatorControl, weather: Weather, folder: Path) -> None:
        self.account = f"{700_000_000_000 + number}"
        self.name = f"image-{number}"
        self.key = f"EMULATED{self.account}"
        self.aws = aws
        self.weather = weather
        self.endpoint = weather.url
        self.folder = folder
        self.reports: list[Report] = []
        self.saw = ""
        self._rules: list[int] = []
        self.arn = f"arn:aws:imagebuilder:{REGION}:{self.account}:infrastructure-configuration/byol"

    def move_to(self, aws: EmulatorControl) -> None:
        """Go to an AWS with settings of its own, with no weather before it."""
        self.aws, self.endpoint = aws, aws.url

    # What is there

    def enable(self) -> None:
        """Let the account be enabled for BYOL already."""
        self.aws.account(account=self.account, region=REGION, support="ENABLED")

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
        wanted = {"import": record, "description": "faults", "account": self.account, "region": REGION, **properties}
        return self.aws.images(self.name, **wanted)[0]

    def calls(self, operation: str, acted: bool | None = None) -> list[Json]:
        """The calls of an operation that have reached AWS."""
        calls = self.aws.calls(service="workspaces", account=self.account, operation=operation)
        return [call for call in calls if acted in (None, call["acted"])]

    def script(self, script: Json, name: str = "") -> None:
        """Say how the import of an image goes, of this story's own if no other is named."""
        with _settings:
            self.aws.settings(imports=self.aws.settings()["imports"] | {name or self.name: script})

    def expire(self, key: str) -> None:
        """Let a key expire."""
        with _settings:
            self.aws.settings(expired_keys=[*self.aws.settings()["expired_keys"], key])

    def new_keys(self) -> Json:
        """Temporary keys of the account."""
        role = f"arn:aws:iam::{self.account}:role/faults"
        reply: Json = self.client("sts").assume_role(RoleArn=role, RoleSessionName="faults")
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        return dict(
            zip(("access_key", "secret_key", "session_token"), map(reply["Credentials"].get, names), strict=True)
        )

    # Weather

    def spoil(self, *rules: Rule, key: str = "") -> None:
        """Let calls of this account go wrong on their way."""
        headers = {"authorization": key or self.key}
        self._rules += self.weather.add([{"headers": headers} | rule for rule in rules])

    def clear_up(self) -> None:
        """Let all calls of this account pass."""
        self.weather.clear({"authorization": self.key})

    def struck(self) -> int:
        """How many calls of this account have gone wrong on their way."""
        struck = self.weather.struck()
        return sum(struck.get(rule, 0) for rule in self._rules)

    # Tasks

    def image(self, way: str | None = None, **options: Any) -> Json:
        """A task that imports the image of this story; with a way to wait, one that waits."""
        present = {
            "description": "faults",
            "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
            "infrastructure_configuration_arn": self.arn,
            "os_version": "Windows_11",
        }
        asked = present if options.get("state", "present") == "present" else {}
        return _task(IMAGE, way, {"name": self.name, **asked, **options})

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
        **connection: Any,
    ) -> Job:
        """Start a playbook on a controller. connection: in place of the usual keys."""
        keys = {"access_key": self.key, "secret_key": "emulated"} if "profile" not in connection else {}
        defaults = {"endpoint_url": self.endpoint, "region": REGION, **keys, **connection}
        machine = Controller(self.folder / controller, **(environment or {}))
        return machine.start(list(tasks), hosts or ONE_HOST, module_defaults={GROUP: defaults})

    def end(self, job: Job) -> Report:
        """Wait for the end of a playbook and remember what a person saw of it."""
        report = job.end()
        self.reports.append(report)
        return report

    def play(self, *tasks: Json, **how: Any) -> Report:
        """Run a playbook to its end."""
        return self.end(self.start(*tasks, **how))

    # What must be so at the end

    def has_one_image(self, result: Json | None = None, state: str = "") -> None:
        """There is exactly one image, and it is the one that the result names. state: that it has, if that is known."""
        images = self.images()
        assert [image["Name"] for image in images] == [self.name]
        assert state in ("", images[0]["State"])
        if result is not None:
            assert result["image_id"] == images[0]["ImageId"]

    def imported_once(self) -> None:
        """AWS has carried out one import, however often it was asked."""
        self.done_once("ImportCustomWorkspaceImage")

    def done_once(self, operation: str) -> None:
        """AWS has carried out one call of an operation. It notes a call only when it has answered, which may be late."""
        until(lambda: self.calls(operation, acted=True), f"{operation} is carried out")
        assert len(self.calls(operation, acted=True)) == 1


def _task(module: str, way: str | None, options: Json) -> Json:
    waiting = {} if way is None else WAIT
    in_background = {"async": 200, "poll": 4} if way == ASYNC else {}
    return {module: {**waiting, **options}, **in_background}
