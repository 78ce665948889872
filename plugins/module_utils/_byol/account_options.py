# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desired state of an account, from the options of ``workspaces_byol_account``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any

from .._aws.errors import Failure
from .._aws.validation import refuse, refuse_bad_value
from .image_options import ImageSpec, read_images
from .wait_options import WAIT_OPTIONS, WaitSpec, read_wait

RANGE_PREFIX = 16
"""A management range is always a /16 (API reference, ModifyAccount)."""

ACCOUNT_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"choices": ["enabled"], "default": "enabled"},
    "management_cidr_range": {},
    "management_cidr_range_search": {},
    "for_images": {"type": "list", "elements": "dict", "default": []},
    **WAIT_OPTIONS,
}
"""As in an ``argument_spec``."""

MUTUALLY_EXCLUSIVE = [("management_cidr_range", "management_cidr_range_search")]


@dataclass(frozen=True)
class AccountSpec:
    """An account that is enabled for BYOL.

    cidr: the exact management range. search: a wider CIDR to take one from. Either is ``None`` where not requested.
    images: those that are to be imported afterwards.
    """

    cidr: str | None = None
    search: str | None = None
    wait: WaitSpec = field(default_factory=WaitSpec)
    images: tuple[ImageSpec, ...] = ()

    @property
    def requested_range(self) -> str | None:
        """The CIDR that the management range has to be, or be in."""
        return self.cidr or self.search


def read_account(params: Mapping[str, Any], service_model: Any) -> AccountSpec:
    """Return the desired state. Raises ``Failure`` (invalid_request). service_model: of the installed SDK."""
    cidr, search = params["management_cidr_range"], params["management_cidr_range_search"]
    if cidr and search:
        # As the roles validate without an argument spec of modules.
        raise Failure(
            "invalid_request", "management_cidr_range and management_cidr_range_search cannot be used together"
        )
    shape = service_model.operation_model("ModifyAccount").input_shape.members["DedicatedTenancyManagementCidrRange"]
    refuse_bad_value("management_cidr_range", cidr, shape)
    refuse_bad_search(search, service_model)
    wanted = [spec for spec in read_images(params, service_model, "for_images") if spec.state == "present"]
    return AccountSpec(cidr, search, read_wait(params), tuple(wanted))


def refuse_bad_search(cidr: str | None, service_model: Any) -> None:
    """Raise ``Failure`` (invalid_request) unless management ranges can be searched in a CIDR; ``None``: not given."""
    members = service_model.operation_model("ListAvailableManagementCidrRanges").input_shape.members
    refuse_bad_value("management_cidr_range_search", cidr, members["ManagementCidrRangeConstraint"])
    if cidr is not None and IPv4Network(cidr, strict=False).prefixlen > RANGE_PREFIX:
        refuse("management_cidr_range_search", cidr, f"it must be a /{RANGE_PREFIX} or wider")
