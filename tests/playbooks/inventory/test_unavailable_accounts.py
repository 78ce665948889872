# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that cannot be read, credentials that expire meanwhile, the rate limit: trouble with one account does not stop the others."""

from __future__ import annotations

from .controller import HUB, PLAIN, REGIONS, Fleet, role, text

ACCOUNTS = ["111111111111", "222222222222", "333333333333"]


def test_a_role_and_a_region_that_refuse(fleet: Fleet) -> None:
    fleet.aws.settings(
        refused_roles=[role("222222222222")],
        denied=[{"operation": "DescribeWorkspaceImages", "account": "333333333333", "region": "us-east-1"}],
    )
    fleet.aws.faults([{"operation": "*", "account": "111111111111", "region": "us-east-1", "do": {"error": "Teapot"}}])
    listed = fleet.listed(role_arns=[role(account) for account in ACCOUNTS], regions=REGIONS, gather=PLAIN)
    assert listed.with_facts() == {"111111111111-eu-west-1", "333333333333-eu-west-1"}
    unavailable = {*listed.hosts} - listed.with_facts()
    assert set(listed.groups["byol_unavailable"]) == unavailable
    assert set(listed.groups["byol_failure_not_authorized"]) == unavailable - {"111111111111-us-east-1"}
    assert listed.groups["byol_failure_api_error"] == ["111111111111-us-east-1"]
    assert set(listed.groups["byol"]) == set(listed.hosts)
    refused = listed.hosts["222222222222-eu-west-1"]
    assert refused["byol_assume_role_arn"] == role("222222222222")
    assert refused["byol_failure"]["reason"] == "not_authorized"
    assert refused["byol_failure"]["code"] == "AccessDenied"
    assert role("222222222222") in text(refused["byol_failure"]["message"])
    assert "assume_role_arn" in text(refused["byol_failure"]["remedy"])
    denied = listed.hosts["333333333333-us-east-1"]["byol_failure"]
    assert "workspaces:DescribeWorkspaceImages" in text(denied["message"])
    assert "222222222222" not in {call["account"] for call in fleet.calls()}


def test_profiles_that_cannot_be_used(fleet: Fleet) -> None:
    """Keys that expired, a program that gives none, and one that works."""
    fleet.anonymous = True
    fleet.profiles({"works": "111111111111", "expired": "222222222222"})
    with (fleet.folder / "config").open("a", encoding="utf-8") as config:
        config.write("\n[profile broken]\ncredential_process = false\n[profile empty]\noutput = json\n")
    fleet.aws.settings(expired_keys=["EMULATED222222222222"])
    listed = fleet.listed(profiles=["works", "expired", "broken", "empty"], regions=["eu-west-1"], gather=["account"])
    assert listed.with_facts() == {"works-eu-west-1"}
    assert listed.groups["byol_failure_credentials_expired"] == ["expired-eu-west-1"]
    assert listed.groups["byol_failure_no_credentials"] == ["broken-eu-west-1", "empty-eu-west-1"]


def test_an_organization_that_may_not_be_listed(fleet: Fleet) -> None:
    listed = fleet.listed(organization_role_name="Audit", regions=["eu-west-1"])
    assert listed.hosts == {}
    assert "Failed to list the accounts of the organization: AccessDeniedException" in listed.warnings
    assert "organizations:ListAccounts" in listed.warnings


def test_sessions_that_end_while_images_are_read(fleet: Fleet) -> None:
    """Reading 12 images takes 5 seconds at two calls a second; a session lasts 3. No call is refused, nor for its rate."""
    fleet.aws.estate(
        ACCOUNTS[:2], ["eu-west-1"], account_state={"support": "ENABLED"}, images=[{"name": "a", "count": 12}]
    )
    fleet.aws.settings(role_seconds=3, rate_limit=True)
    gather = [*PLAIN]
    listed = fleet.listed(role_arns=[role(account) for account in ACCOUNTS[:2]], regions=["eu-west-1"], gather=gather)
    assert len(listed.with_facts()) == 2
    calls = fleet.calls(account=ACCOUNTS[0])
    assert len(calls) == 14
    assert calls[-1]["time"] - calls[0]["time"] > 4
    assert {call["outcome"] for call in calls} <= {"ok", "ResourceNotFoundException"}
    assert len(fleet.calls("sts")) > 4


def test_a_session_is_shared_by_the_regions_of_an_account(fleet: Fleet) -> None:
    fleet.listed(role_arns=[role(account) for account in ACCOUNTS], regions=REGIONS, gather=PLAIN)
    assert [call["operation"] for call in fleet.calls("sts")] == ["AssumeRole"] * 3
    assert {call["account"] for call in fleet.calls("sts")} == {HUB}
    assert len(fleet.calls()) == 2 * 3 * 2


def test_profiles_that_assume_roles(fleet: Fleet) -> None:
    """The SDK does it, from a profile of its own; the account is known from the configuration."""
    fleet.anonymous = True
    fleet.profiles({"hub": HUB})
    with (fleet.folder / "config").open("a", encoding="utf-8") as config:
        config.write(f"\n[profile spoke]\nrole_arn = {role('111111111111')}\nsource_profile = hub\n")
    listed = fleet.listed(profiles=["spoke"], regions=["eu-west-1"], gather=["account"])
    assert listed.with_facts() == {"spoke-eu-west-1"}
    assert listed.hosts["spoke-eu-west-1"]["byol_account_id"] == "111111111111"
    assert {call["account"] for call in fleet.calls()} == {"111111111111"}
    assert [call["operation"] for call in fleet.calls("sts")] == ["AssumeRole"]
