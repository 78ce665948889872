# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""workspaces_byol_account given what AWS would refuse: it fails in words, and nothing is sent."""

from __future__ import annotations

import pytest

from ..support.running import failure_of

ADDRESSES = [
    "10.0.0.0/15",
    "10.0.0.0/17",
    "10.16.1.0/16",
    "10.16.0.1/16",
    "10.256.0.0/16",
    "010.16.0.0/16",
    "10.16.0.0",
    "10.16.0.0/16\n",
    " 10.16.0.0/16",
    "fd00::/16",
    "any",
    "",
]

SEARCHES = [
    "10.0.0.0/33",
    "10.0.0.0",
    "10.0.0/8",
    "256.0.0.0/8",
    "10.0.0.0/8\n",
    "10.16.0.0/17",
    "10.16.0.0/24",
    "",
    "x",
]


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("management_cidr_range", value) for value in ADDRESSES),
        *(("management_cidr_range_search", value) for value in SEARCHES),
        ("wait_delay", 0),
        ("wait_timeout", -1),
        ("state", "disabled"),
    ],
)
def test_values(aws, account, check_mode, option, value):
    failure = failure_of(account(check_mode=check_mode, **{option: value}))
    assert failure["reason"] == "invalid_request"
    assert option in failure["message"]
    assert (repr(value) if value in (*ADDRESSES, *SEARCHES) else str(value)) in failure["message"]
    assert aws.operations() == []


def test_an_exact_range_and_a_search(aws, account):
    failure = failure_of(account(management_cidr_range="10.16.0.0/16", management_cidr_range_search="10.0.0.0/8"))
    assert failure["reason"] == "invalid_request"
    assert "management_cidr_range" in failure["message"]
    assert "management_cidr_range_search" in failure["message"]
    assert aws.operations() == []
