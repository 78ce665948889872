# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not for the plugin, and options that cannot be used: an error that names them, and nothing is sent."""

from __future__ import annotations

import pytest

from .controller import PLAIN, Fleet, role

ROLE = role("111111111111")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"profiles": ["prod"], "role_arns": [ROLE]}, "profiles and role_arns cannot be used together"),
        ({"profiles": ["nobody"], "access_key": "", "secret_key": ""}, "no profile 'nobody'"),
        ({"role_arns": [ROLE], "gather": ["everything"]}, "gather"),
        ({"role_arns": [ROLE], "exclude_account_id": ["1"]}, "did you mean exclude_account_ids?"),
        ({"role_arns": [ROLE], "assume_role_external_id": "a b"}, "assume_role_external_id is not valid"),
        ({"role_arns": [ROLE], "gather": ["available_cidr_ranges"]}, "management_cidr_range_search is required"),
    ],
)
def test_bad_options(fleet: Fleet, options: dict, message: str) -> None:
    listed = fleet.listed(regions=["eu-west-1"], **options)
    assert message in listed.warnings
    assert listed.hosts == {}
    assert fleet.aws.calls() == []


def test_a_password_in_the_endpoint_is_not_shown(fleet: Fleet) -> None:
    listed = fleet.listed(regions=["eu-west-1"], endpoint_url="http://user:PASSWORD@127.0.0.1:9")
    assert "endpoint_url is not valid: it must not have a user name or a password" in listed.warnings
    assert "PASSWORD" not in listed.warnings


@pytest.mark.parametrize("alias", ["iam_role_arn", "aws_profile"])
def test_aliases_are_options(fleet: Fleet, alias: str) -> None:
    fleet.anonymous = True
    fleet.profiles({"hub": "111111111111"})
    listed = fleet.listed(regions=["eu-west-1"], **{alias: ROLE if alias == "iam_role_arn" else "hub"})
    assert len(listed.hosts) == 1


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
