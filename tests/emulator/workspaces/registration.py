# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the extended backends in the place of moto's, and takes them out again.

moto keeps its state in one registry per process, so there can be one emulator per process.
"""

from __future__ import annotations

import os

from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.ec2.models import EC2Backend, ec2_backends
from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.sts.models import STSBackend, sts_backends
from moto.workspaces.models import WorkSpacesBackend, workspaces_backends

from ..organizations.models import EmulatedOrganizationsBackend
from ..sources.ec2.models import EmulatedEC2Backend
from ..sts.models import EmulatedStsBackend
from ..world import World
from .models import EmulatedWorkSpacesBackend

# moto's registry, moto's backend, the extended one.
BACKENDS: tuple[tuple[BackendDict, type, type], ...] = (
    (workspaces_backends, WorkSpacesBackend, EmulatedWorkSpacesBackend),
    (sts_backends, STSBackend, EmulatedStsBackend),
    (ec2_backends, EC2Backend, EmulatedEC2Backend),
    (organizations_backends, OrganizationsBackend, EmulatedOrganizationsBackend),
)


def install(world: World) -> None:
    """Let moto make extended backends from now on, all of them in this world."""
    if workspaces_backends.backend is not WorkSpacesBackend:
        raise RuntimeError("an emulator is already running in this process; there can be only one")
    # There are the AMIs that a test defines. moto's hundreds of public ones would be made again for each reset.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    EmulatedWorkSpacesBackend.world = EmulatedStsBackend.world = EmulatedEC2Backend.world = world
    for registry, _motos, ours in BACKENDS:
        registry.backend = ours
    forget_state()


def uninstall() -> None:
    """Give moto its own backends back."""
    for registry, motos, _ours in BACKENDS:
        registry.backend = motos
    forget_state()


def forget_state() -> None:
    """Empty every service of every account."""
    BackendDict.reset()
    reset_model_data()


def backend_of(account: str, region: str) -> EmulatedWorkSpacesBackend:
    """The WorkSpaces backend of an account in a Region."""
    backend = workspaces_backends[account][region]
    assert isinstance(backend, EmulatedWorkSpacesBackend)
    return backend


def organization_of(account: str) -> EmulatedOrganizationsBackend:
    """The Organizations backend of a management account."""
    backend = organizations_backends[account]["aws"]
    assert isinstance(backend, EmulatedOrganizationsBackend)
    return backend
