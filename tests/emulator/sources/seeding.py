# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Defines sources: AMIs, import tasks, builds and infrastructure configurations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random

from ..caller import DEFAULT_ACCOUNT, DEFAULT_REGION
from .ec2.models import GOOD_AMI, EmulatedEC2Backend, completed_task
from .image_builder import build
from .infrastructure import KEYS, add_infrastructure

PLACE = frozenset({"account", "region"})
AMI_KEYS = frozenset({"name", "owner", "encrypted", "volumes", *GOOD_AMI})


def define_ami(body: Mapping[str, Any]) -> dict[str, Any]:
    """Define an AMI. ``volumes`` are objects of device, gib, encrypted or device, virtual_name."""
    _only(body, AMI_KEYS)
    backend = _backend(body)
    properties = {key: value for key, value in body.items() if key in GOOD_AMI or key == "volumes"}
    ami_id = f"ami-{mock_random.get_random_hex(17)}"
    ami = backend.add_ami(ami_id, body.get("name", "byol-source"), body.get("owner", backend.account_id), **properties)
    if body.get("encrypted"):
        ami.ebs_snapshot.encrypted = True
        for volume in ami.volumes:
            volume["encrypted"] = True
    return {"ami_id": ami.id}


def define_import_task(body: Mapping[str, Any]) -> dict[str, Any]:
    """Define an import task. ``ami_id`` is what it made; ``members`` replace what DescribeImportImageTasks shows."""
    _only(body, frozenset({"ami_id", "members"}))
    task_id = f"import-ami-{mock_random.get_random_hex(17)}"
    task = {**completed_task(task_id, body.get("ami_id")), **body.get("members", {})}
    _backend(body).import_tasks[task_id] = task
    return {"import_task_id": task_id}


def define_build(body: Mapping[str, Any]) -> dict[str, Any]:
    """Define a build. ``ami_id`` is its AMI in the Region; ``members`` replace what GetImage shows."""
    _only(body, frozenset({"arn", "ami_id", "members"}))
    backend = _backend(body)
    backend.builds[body["arn"]] = build(backend, body["arn"], body.get("ami_id"), **body.get("members", {}))
    return {"arn": body["arn"]}


def define_infrastructure(body: Mapping[str, Any]) -> dict[str, Any]:
    """Define an infrastructure configuration with all that it refers to."""
    _only(body, KEYS)
    return add_infrastructure(_backend(body), body["arn"], body)


def _backend(body: Mapping[str, Any]) -> EmulatedEC2Backend:
    backend = ec2_backends[body.get("account", DEFAULT_ACCOUNT)][body.get("region", DEFAULT_REGION)]
    assert isinstance(backend, EmulatedEC2Backend)
    return backend


def _only(body: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := set(body) - known - PLACE:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}; known are: {', '.join(sorted(known | PLACE))}")
