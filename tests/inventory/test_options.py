# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not for the plugin, and options that cannot be used: an error that names them, and nothing is sent."""

from __future__ import annotations

import pytest

from .controller import PLAIN, Fleet, role

ROLE = role("111111111111")


@pytest.mark.parametrize(
    ("options", "tells"),
    [
        ({"profiles": ["prod"], "role_arns": [ROLE]}, "profiles and role_arns cannot be used together"),
        ({"profiles": ["nobody"], "access_key": "", "secret_key": ""}, "no profile 'nobody'"),
        ({"role_arns": [ROLE], "gather": ["everything"]}, "gather"),
        ({"role_arns": [ROLE], "gather": ["available_cidr_ranges"]}, "management_cidr_range_search is required"),
    ],
)
def test_bad_options(fleet: Fleet, options: dict, tells: str) -> None:
    listed = fleet.listed(regions=["eu-west-1"], **options)
    assert tells in listed.warnings
    assert listed.hosts == {}
    assert fleet.aws.calls() == []


@pytest.mark.parametrize(("file", "accepted"), [("prod_byol.yaml", True), ("byol.json", False)])
def test_names_of_files(fleet: Fleet, file: str, accepted: bool) -> None:
    listed = fleet.listed(file=file, role_arns=[ROLE], regions=["eu-west-1"])
    assert bool(listed.hosts) == accepted


def test_templates_in_options(fleet: Fleet) -> None:
    """As in the inventories of amazon.aws."""
    fleet.environment["FLEET_ROLE"] = ROLE
    looked_up = "{{ lookup('ansible.builtin.env', 'FLEET_ROLE') }}"
    listed = fleet.listed(role_arns=[looked_up], regions=["{{ 'eu-west' ~ '-1' }}"], gather=PLAIN)
    assert listed.with_facts() == {"111111111111-eu-west-1"}
