# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What preflight is about: the images to import, what was read for them, and what is unknown. Types only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

AMI, IMPORT_TASK, BUILD = "ec2_image_id", "ec2_import_task_id", "image_build_version_arn"
"""The kinds of sources: the suboptions of ``image_source``."""


class NotSeen(NamedTuple):
    """Something that could not be read.

    Attributes:
        reason: One sentence without its period, for people.
        remedy: One or more sentences; empty where none is known.
    """

    reason: str
    remedy: str = ""


class Absent(NamedTuple):
    """Something that AWS says does not exist. answer: AWS's code and text."""

    answer: str


Value = TypeVar("Value")
Read: TypeAlias = Value | NotSeen
"""A value that was read, or why it was not."""

Found: TypeAlias = Value | Absent | NotSeen
"""The same of what may not exist."""


NOT_LISTED = NotSeen("the images of the account were not listed completely")


@dataclass(frozen=True)
class ImageRequest:
    """One image to import, as far as preflight needs it.

    Attributes:
        skip: Names of checks to leave out.
        enforced: Whether a blocked image is not imported (``preflight: block``).
        judged: Whether the image is checked at all; one that is not still counts against the quota.
        replaces: Whether a failed image of that name is deleted first, which frees its share of the quota.
    """

    name: str
    source_kind: str
    source_id: str
    infrastructure_arn: str
    os_version: str
    compute_type: str = "BASE"
    protocol: str = "DCV"
    skip: frozenset[str] = frozenset()
    enforced: bool = True
    judged: bool = True
    replaces: bool = False


@dataclass(frozen=True)
class ExistingImage:
    """An image of the requested name. source: kind and id that it was made from, or ``None`` if AWS has no record."""

    image_id: str
    state: str
    source: tuple[str, str] | None = None


@dataclass(frozen=True)
class Target:
    """The account and Region of a task, and what the task knows of them without a call of preflight.

    Attributes:
        account_id: The caller's account, or ``None`` if AWS STS has to return it.
        owned_images: How many images the account owns in the Region.
        byol_support: DedicatedTenancySupport of the account; ``None`` where it is not a matter of preflight.
        existing: Images of the requested names, by name; ``None`` where they are not a matter of preflight.
    """

    region: str
    account_id: str | None = None
    owned_images: Read[int] = NOT_LISTED
    byol_support: Read[str] | None = None
    existing: dict[str, ExistingImage] | NotSeen | None = None


@dataclass(frozen=True)
class Volume:
    """An EBS volume of an AMI, or a disk of an import task. gib: its size; ``None`` where AWS does not give it."""

    device: str
    gib: float | None = None
    encrypted: bool | None = None


@dataclass(frozen=True)
class Machine:
    """What is known of the virtual machine that an import starts from, from its AMI or, before there is one, its task.

    ``None`` stands for what AWS does not give. instance_store: virtual names of instance store volumes.
    """

    subject: str
    is_ami: bool = True
    owner_id: str | None = None
    state: str | None = None
    architecture: str | None = None
    platform: str | None = None
    platform_details: str | None = None
    usage_operation: str | None = None
    license_type: str | None = None
    boot_mode: str | None = None
    virtualization_type: str | None = None
    root_device_type: str | None = None
    ena_support: bool | None = None
    volumes: tuple[Volume, ...] = ()
    instance_store: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportTask:
    """An import task of EC2 VM Import. machine: as far as the task describes it."""

    task_id: str
    status: str
    status_message: str | None
    progress: str | None
    ami_id: str | None
    machine: Machine


@dataclass(frozen=True)
class Build:
    """A build of EC2 Image Builder. ami_id: its AMI in the Region of the task, if it has one there."""

    arn: str
    status: str
    reason: str | None
    platform: str | None
    os_version: str | None
    build_type: str | None
    ami_id: str | None
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Infrastructure:
    """An infrastructure configuration of EC2 Image Builder."""

    arn: str
    profile_name: str | None
    subnet_id: str | None
    security_group_ids: tuple[str, ...]
    terminates_on_failure: bool


@dataclass(frozen=True)
class Profile:
    """An instance profile. services: those that the trust policy of its role names; ``None`` if it cannot be read."""

    name: str
    role_name: str | None
    services: tuple[str, ...] | None


@dataclass(frozen=True)
class Policies:
    """Names of managed policies attached to a role. complete: whether these are all."""

    names: tuple[str, ...]
    complete: bool


@dataclass(frozen=True)
class Subnet:
    """The subnet that the build instance starts in."""

    subnet_id: str
    vpc_id: str
    state: str | None
    free_addresses: int | None
    public_addresses: bool | None


@dataclass(frozen=True)
class RouteTable:
    """The route table of a subnet. default_targets: where 0.0.0.0/0 goes to, active routes only."""

    route_table_id: str
    default_targets: tuple[str, ...]


@dataclass(frozen=True)
class Quota:
    """A service quota. is_default: whether it is AWS's documented value, as Service Quotas has none."""

    value: int
    is_default: bool = False
