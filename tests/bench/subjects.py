# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks and processes that are held against each other: each reads once what is there already."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from .harness import ACCOUNT, HERE, REGION, Bench, Task, image_options, python

IMAGE = "win11-2026-11"
INFO = "workspaces_byol_info"
AS_MODULE = f"{INFO} as a module"
YARDSTICK = "ec2_ami_info"
OURS = [INFO, AS_MODULE, "workspaces_byol_account", "workspaces_custom_image_import"]
MODULES = [name for name in OURS if name != AS_MODULE]
SUBJECTS = [*OURS, YARDSTICK]
# Tasks that follow each other have one each: a run makes no more than two calls a second in each Region.
REGIONS = (REGION, "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2")
# What INFO and YARDSTICK call, without Ansible.
BARE = {
    "boto3 workspaces": python(HERE / "bare.py", "workspaces", "describe_account", "{}"),
    "boto3 ec2": python(HERE / "bare.py", "ec2", "describe_images", '{"Owners": ["self"]}'),
}


def task(name: str, region: str = REGION) -> Task:
    """Return the task of a subject."""
    if name == YARDSTICK:
        return {"amazon.aws.ec2_ami_info": {"region": region, "owners": ["self"]}}
    options: dict[str, Any] = {"region": region}
    if name in (INFO, AS_MODULE):
        options["gather"] = ["account"]
    elif name == "workspaces_custom_image_import":
        options |= image_options(IMAGE, region)
    module = {f"euc.workspaces.{INFO if name == AS_MODULE else name}": options}
    return {**module, "vars": {"euc_workspaces_in_process": False}} if name == AS_MODULE else module


def prepare(bench: Bench) -> None:
    """Make everything exist, and the services answer as fast as they will."""
    bench.aws.reset()
    bench.aws.estate([ACCOUNT], list(REGIONS), account_state={"support": "ENABLED"})
    for region in REGIONS:
        options = image_options(IMAGE, region)
        record = {
            "source": {"Ec2ImportTaskId": options["image_source"]["ec2_import_task_id"]},
            "infrastructure_configuration_arn": options["infrastructure_configuration_arn"],
        }
        bench.aws.images(IMAGE, region=region, description=options["description"], **{"import": record})
    for command in BARE.values():
        bench.run(*command)


def sent_module(bench: Bench, name: str) -> Path:
    """The file that Ansible sends for a task and runs: the module in a zip, with its options."""
    kept = bench.folder / "sent" / name
    shutil.rmtree(kept, ignore_errors=True)
    playbook = bench.playbook(f"once-{name}", [task(name)])
    as_module = ("--extra-vars", '{"euc_workspaces_in_process": false}')
    bench.run("ansible-playbook", playbook, *as_module, ANSIBLE_KEEP_REMOTE_FILES="1", ANSIBLE_REMOTE_TMP=kept)
    return next(kept.glob("*/AnsiballZ_*.py"))


def sent_shown(name: str, command: str) -> str:
    """How to get at that file by hand and run a command on it, which has {} in its place."""
    return f"ANSIBLE_KEEP_REMOTE_FILES=1 ansible-playbook once-{name}.yml; {command.format(f'AnsiballZ_{name}.py')}"
