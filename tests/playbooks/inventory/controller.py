# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller with an inventory of the plugin euc.workspaces.byol, and real processes that read it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from ...clean_environment import PROGRAMS, clean_environment
from ...emulator.control import EmulatorControl

Json = dict[str, Any]

SECRET = "a-secret-that-nothing-may-show"
SESSION = "EMULATED{}S"
"""What the key of an assumed role of an account starts with."""

REGIONS = ["eu-west-1", "us-east-1"]
HUB = "999999999999"
"""The account of the current credentials, which manages the organization."""

PLAIN = ["account", "images", "image_imports"]


class Listed:
    """What ansible-inventory --list printed. warnings: with the errors of plugins, line breaks taken out."""

    def __init__(self, process: subprocess.CompletedProcess[str]) -> None:
        assert process.returncode == 0, process.stderr
        content: Json = json.loads(process.stdout)
        self.hosts: Json = content.pop("_meta")["hostvars"]
        self.groups: dict[str, list[str]] = {name: group.get("hosts", []) for name, group in content.items()}
        self.warnings = " ".join(process.stderr.split())

    def with_facts(self) -> set[str]:
        """The hosts that could be read."""
        return {name for name, variables in self.hosts.items() if "byol_facts" in variables}


class Fleet:
    """One test's controller. folder: for its files."""

    def __init__(self, aws: EmulatorControl, folder: Path) -> None:
        self.aws = aws
        self.folder = folder
        self.environment = {
            "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_REGION": "eu-central-1",
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        }
        self.profiles({})
        (folder / "ansible.cfg").write_text("[defaults]\n", encoding="utf-8")

    def profiles(self, accounts: dict[str, str], **settings: str) -> None:
        """Let the SDK's configuration have these profiles, each with keys of its account and these settings."""
        lines = []
        for name, account in accounts.items():
            keys = {"aws_access_key_id": f"EMULATED{account}", "aws_secret_access_key": SECRET}
            lines += [f"[profile {name}]", *(f"{key} = {value}" for key, value in {**keys, **settings}.items())]
        (self.folder / "config").write_text("\n".join(lines), encoding="utf-8")

    def listed(self, file: str = "fleet.byol.yml", **options: Any) -> Listed:
        """Run ansible-inventory --list on an inventory file of these options."""
        return Listed(self.run("ansible-inventory", "-i", str(self.write(file, **options)), "--list"))

    def write(self, file: str = "fleet.byol.yml", **options: Any) -> Path:
        """Write an inventory file; JSON is YAML."""
        path = self.folder / file
        path.write_text(json.dumps({"plugin": "euc.workspaces.byol", **options}), encoding="utf-8")
        return path

    def play(self, inventory: Path, *tasks: Json, **play: Any) -> subprocess.CompletedProcess[str]:
        """Run tasks on all hosts of an inventory."""
        local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        plays = [{"hosts": "all", "gather_facts": False, "vars": local, "tasks": tasks, **play}]
        path = self.folder / "play.json"
        path.write_text(json.dumps(plays), encoding="utf-8")
        return self.run("ansible-playbook", "-i", str(inventory), str(path))

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of Ansible."""
        keys = {} if self.anonymous else {"AWS_ACCESS_KEY_ID": f"EMULATED{HUB}", "AWS_SECRET_ACCESS_KEY": SECRET}
        env = clean_environment(self.folder, **{**self.environment, **keys})
        command = [str(PROGRAMS / program), *arguments]
        process = subprocess.run(command, env=env, cwd=self.folder, capture_output=True, text=True, check=False)
        assert SECRET not in process.stdout + process.stderr
        assert "Traceback" not in process.stdout + process.stderr
        return process

    anonymous = False
    """Whether there are no current credentials, as where all are in profiles."""

    def calls(self, service: str = "workspaces", **wanted: str) -> list[Json]:
        """The calls of a service so far."""
        return self.aws.calls(service=service, **wanted)


def role(account: str, name: str = "Audit") -> str:
    """The ARN of a role."""
    return f"arn:aws:iam::{account}:role/{name}"


def text(value: object) -> Any:
    """A text as it is, or a list of them: ansible-inventory shows those with a mark that could be run as a template."""
    if isinstance(value, list):
        return [text(item) for item in value]
    return value["__ansible_unsafe"] if isinstance(value, dict) else value
