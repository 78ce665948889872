# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The size of the page of a large fleet."""

from __future__ import annotations

from datetime import date
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.exceptions import Acceptance
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of

from .fleet import fleet
from .schema import conforms

HOSTS = 1000
MOST = 1_500_000
"""Bytes."""

Json = dict[str, Any]


def size(report: Json) -> int:
    """The bytes of the page of a report."""
    conforms(report)
    return len(html_of(report).encode())


def test_a_large_fleet_is_a_small_file() -> None:
    assert size(fleet(HOSTS)) < 0.75 * MOST


def test_a_large_fleet_with_everything_read_is_a_small_file() -> None:
    """With bundles, tags, shares, what retention would do, an earlier audit, and exceptions."""
    exceptions = [Acceptance("*", "*", "drift", "Known", "euc", date(2027, 3, 31))]
    assert size(fleet(HOSTS, fleet(HOSTS), usage=True, exceptions=exceptions)) < 0.95 * MOST


def test_a_large_fleet_with_an_old_image_everywhere_is_a_small_file() -> None:
    assert size(fleet(HOSTS, usage=True, old_each=1)) < MOST


def test_a_large_fleet_of_accounts_with_a_region_each_is_a_small_file() -> None:
    """The table of accounts by Region is nearly empty then."""
    report = fleet(HOSTS, usage=True)
    regions = [f"eu-central-{number}" for number in range(1, 11)]
    for number, host in enumerate(report["hosts"]):
        host |= {"account_id": f"{300_000_000_000 + number}", "region": regions[number % len(regions)]}
    assert size(report) < 0.95 * MOST
