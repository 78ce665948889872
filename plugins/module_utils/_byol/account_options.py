# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Options of M(euc.workspaces.workspaces_byol_account) that AWS would refuse, found before a call is made."""

from __future__ import annotations

from ipaddress import IPv4Network

from .._aws.errors import Failure
from .._aws.validation import refuse_bad_value

RANGE_PREFIX = 16
"""A management range is always a /16 (API reference, ModifyAccount)."""


def refuse_bad_options(params, service_model):
    """Raise C(Failure) (invalid_request)."""
    shape = service_model.operation_model("ModifyAccount").input_shape.members["DedicatedTenancyManagementCidrRange"]
    refuse_bad_value("management_cidr_range", params["management_cidr_range"], shape)
    refuse_bad_search(params["management_cidr_range_search"], service_model)


def refuse_bad_search(cidr, service_model):
    """Raise C(Failure) (invalid_request) unless management ranges can be searched in a CIDR. C(None): not given."""
    members = service_model.operation_model("ListAvailableManagementCidrRanges").input_shape.members
    refuse_bad_value("management_cidr_range_search", cidr, members["ManagementCidrRangeConstraint"])
    if cidr is not None and IPv4Network(cidr, strict=False).prefixlen > RANGE_PREFIX:
        raise Failure(
            "invalid_request",
            f"The value of management_cidr_range_search is not valid: no /{RANGE_PREFIX} fits in it. Given: {cidr!r}",
        )
