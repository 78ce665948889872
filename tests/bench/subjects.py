# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks and processes that are held against each other: each reads once what is there already."""

from __future__ import annotations

import shutil
from pathlib import Path

from .harness import HERE, INFRASTRUCTURE_ARN, Bench, Task, image_options, python

IMAGE = "win11-2026-11"
INFO = "workspaces_byol_info"
AS_MODULE = f"{INFO} as a module"
YARDSTICK = "ec2_ami_info"
TASKS: dict[str, Task] = {
    INFO: {"euc.workspaces.workspaces_byol_info": {"gather": ["account"]}},
    AS_MODULE: {
        "euc.workspaces.workspaces_byol_info": {"gather": ["account"]},
        "vars": {"euc_workspaces_in_process": False},
    },
    "workspaces_byol_account": {"euc.workspaces.workspaces_byol_account": {}},
    "workspaces_custom_image_import": {"euc.workspaces.workspaces_custom_image_import": image_options(IMAGE)},
    YARDSTICK: {"amazon.aws.ec2_ami_info": {"owners": ["self"]}},
}
OURS = [name for name in TASKS if name != YARDSTICK]
MODULES = [name for name in OURS if name != AS_MODULE]
# What INFO and YARDSTICK call, without Ansible.
BARE = {
    "boto3 workspaces": python(HERE / "bare.py", "workspaces", "describe_account", "{}"),
    "boto3 ec2": python(HERE / "bare.py", "ec2", "describe_images", '{"Owners": ["self"]}'),
}


def prepare(bench: Bench) -> None:
    """Make everything exist, and the services answer as fast as they will."""
    bench.aws.reset()
    bench.aws.account(support="ENABLED")
    options = image_options(IMAGE)
    record = {
        "source": {"Ec2ImportTaskId": options["image_source"]["ec2_import_task_id"]},
        "infrastructure_configuration_arn": INFRASTRUCTURE_ARN,
    }
    bench.aws.images(IMAGE, description=options["description"], **{"import": record})
    for command in BARE.values():
        bench.run(*command)


def sent_module(bench: Bench, name: str) -> Path:
    """The file that Ansible sends for a task and runs: the module in a zip, with its options."""
    kept = bench.folder / "sent" / name
    shutil.rmtree(kept, ignore_errors=True)
    playbook = bench.playbook(f"once-{name}", [TASKS[name]])
    as_module = ("--extra-vars", '{"euc_workspaces_in_process": false}')
    bench.run("ansible-playbook", playbook, *as_module, ANSIBLE_KEEP_REMOTE_FILES="1", ANSIBLE_REMOTE_TMP=kept)
    return next(kept.glob("*/AnsiballZ_*.py"))


def sent_shown(name: str, command: str) -> str:
    """How to get at that file by hand and run a command on it, which has {} in its place."""
    return f"ANSIBLE_KEEP_REMOTE_FILES=1 ansible-playbook once-{name}.yml; {command.format(f'AnsiballZ_{name}.py')}"
