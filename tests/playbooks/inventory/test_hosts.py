# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts there are, and how tasks on them reach their accounts."""

from __future__ import annotations

import pytest

from .controller import HUB, PLAIN, REGIONS, SESSION, Fleet, Json, role

ACCOUNTS = {"prod": "111111111111", "test": "222222222222"}


def test_profiles(fleet: Fleet) -> None:
    fleet.anonymous = True
    fleet.profiles(ACCOUNTS)
    listed = fleet.listed(profiles=["prod", "test"], regions=REGIONS)
    assert listed.hosts == {
        "prod-eu-west-1": {"byol_profile": "prod", "byol_region": "eu-west-1"},
        "prod-us-east-1": {"byol_profile": "prod", "byol_region": "us-east-1"},
        "test-eu-west-1": {"byol_profile": "test", "byol_region": "eu-west-1"},
        "test-us-east-1": {"byol_profile": "test", "byol_region": "us-east-1"},
    }
    assert listed.groups["byol"] == sorted(listed.hosts)
    assert listed.warnings == ""
    assert fleet.aws.calls() == []


def test_roles(fleet: Fleet) -> None:
    listed = fleet.listed(role_arns=[role(account) for account in ACCOUNTS.values()], regions=["eu-west-1"])
    assert listed.hosts["222222222222-eu-west-1"] == {
        "byol_account_id": "222222222222",
        "byol_assume_role_arn": role("222222222222"),
        "byol_region": "eu-west-1",
    }
    assert len(listed.hosts) == 2
    assert fleet.aws.calls() == []


def test_how_roles_are_assumed_is_passed_on(fleet: Fleet) -> None:
    refined = {"assume_role_external_id": "from-us", "assume_role_session_name": "audit", "assume_role_duration": 900}
    trust = {name.removeprefix("assume_role_"): value for name, value in refined.items()}
    fleet.aws.settings(trust_policies=[{"role": "*", **trust}])
    listed = fleet.listed(role_arns=[role("111111111111")], regions=["eu-west-1"], gather=["account"], **refined)
    variables = listed.hosts["111111111111-eu-west-1"]
    assert {name: variables[f"byol_{name}"] for name in refined} == refined
    assert "byol_facts" in variables


def test_an_organization(fleet: Fleet) -> None:
    """Its suspended account, the one to leave out, names that are the same or no names of hosts, and three pages."""
    members = [{"id": f"{number:012d}", "name": f"account {number}"} for number in range(1, 231)]
    members[0]["state"] = "SUSPENDED"
    members[1]["name"] = members[2]["name"] = "Same: Name"
    fleet.aws.organization(members, account=HUB)
    listed = fleet.listed(
        organization_role_name="teams/Audit",
        exclude_account_ids=[HUB, "000000000004"],
        regions=["eu-west-1"],
        endpoint_url="http://127.0.0.1:9/workspaces",
    )
    assert listed.hosts["Same-Name-000000000002-eu-west-1"] == {
        "byol_account_id": "000000000002",
        "byol_account_name": "Same: Name",
        "byol_assume_role_arn": "arn:aws:iam::000000000002:role/teams/Audit",
        "byol_endpoint_url": "http://127.0.0.1:9/workspaces",
        "byol_region": "eu-west-1",
    }
    left_out = {"000000000001", "000000000004"}
    assert len(listed.hosts) == 228
    assert not left_out & {variables["byol_account_id"] for variables in listed.hosts.values()}
    assert {(call["service"], call["operation"]) for call in fleet.aws.calls()} == {("organizations", "ListAccounts")}
    assert len(fleet.aws.calls()) == 3


def test_an_organization_listed_as_a_role(fleet: Fleet) -> None:
    """The current credentials assume the roles of the accounts, as tasks on the hosts do."""
    fleet.aws.organization([{"id": "111111111111", "name": "prod"}], account="888888888888")
    listed = fleet.listed(
        organization_role_name="Audit",
        assume_role_arn=role("888888888888", "Lists"),
        exclude_account_ids=["888888888888"],
        regions=["eu-west-1"],
        gather=["account"],
    )
    assert listed.with_facts() == {"prod-eu-west-1"}
    assert [call["account"] for call in fleet.calls("organizations")] == ["888888888888"]
    assert {call["account"] for call in fleet.calls("sts")} == {HUB}


def test_the_account_at_hand(fleet: Fleet) -> None:
    listed = fleet.listed(regions=REGIONS, gather=["account"])
    facts = {"account": {"dedicated_tenancy_support": "DISABLED"}}
    assert listed.hosts == {
        region: {"byol_region": region, "byol_account_id": HUB, "byol_facts": facts} for region in REGIONS
    }


def test_one_role(fleet: Fleet) -> None:
    listed = fleet.listed(assume_role_arn=role("111111111111"), regions=["eu-west-1"], gather=["account"])
    assert listed.with_facts() == {"111111111111-eu-west-1"}
    assert {call["account"] for call in fleet.calls()} == {"111111111111"}


def test_all_regions_that_the_sdk_knows(fleet: Fleet) -> None:
    import botocore.session

    session = botocore.session.get_session()
    listed = fleet.listed(role_arns=[role("111111111111"), "arn:aws-us-gov:iam::222222222222:role/Audit"])
    regions: dict[str, set[str]] = {}
    for variables in listed.hosts.values():
        regions.setdefault(variables["byol_account_id"], set()).add(variables["byol_region"])
    assert regions["111111111111"] == set(session.get_available_regions("workspaces"))
    assert regions["222222222222"] == set(session.get_available_regions("workspaces", "aws-us-gov"))


@pytest.mark.parametrize("way", ["profiles", "role_arns"])
def test_the_facts_are_those_of_the_module(fleet: Fleet, way: str) -> None:
    """And tasks reach the same accounts by the variables of the hosts."""
    fleet.anonymous = way == "profiles"
    fleet.profiles(ACCOUNTS)
    state = {"support": "ENABLED", "cidr": "10.0.0.0/16", "modifications": [{"cidr": "10.0.0.0/16"}]}
    images = [{"name": "win11", "import": {}, "tags": {"a": "b"}}, {"name": "made-otherwise"}]
    fleet.aws.estate(list(ACCOUNTS.values()), REGIONS, account_state=state, images=images)
    for account in ACCOUNTS.values():
        fleet.aws.images(account, account=account, region="us-east-1")
    gather = [*PLAIN, "account_modifications", "image_tags", "image_permissions", "available_cidr_ranges"]
    names: Json = {"profiles": list(ACCOUNTS), "role_arns": [role(account) for account in ACCOUNTS.values()]}
    search: Json = {"gather": gather, "management_cidr_range_search": "10.0.0.0/12"}
    connection = {
        "region": "{{ byol_region }}",
        "profile": "{{ byol_profile | default(omit) }}",
        "assume_role_arn": "{{ byol_assume_role_arn | default(omit) }}",
    }
    read = {"euc.workspaces.workspaces_byol_info": {**connection, **search}, "register": "read"}
    same = {
        "ansible.builtin.assert": {
            "that": ["byol_facts == read | dict2items | rejectattr('key', 'in', others) | items2dict"]
        }
    }
    others = {"others": ["ansible_parsed", "calls", "changed", "failed", "warnings"]}
    process = fleet.play(fleet.write(**{way: names[way]}, regions=REGIONS, **search), read, {**same, "vars": others})
    assert process.returncode == 0, process.stdout
    assert process.stdout.count("All assertions passed") == 4
    called = {(call["account"], call["region"]) for call in fleet.calls()}
    assert called == {(account, region) for account in ACCOUNTS.values() for region in REGIONS}


def test_the_playbook_on_a_fleet(fleet: Fleet) -> None:
    """In check mode, through roles that are assumed."""
    fleet.aws.estate(list(ACCOUNTS.values()), ["eu-west-1"], account_state={"support": "ENABLED"})
    inventory = fleet.write(role_arns=[role(account) for account in ACCOUNTS.values()], regions=["eu-west-1"])
    process = fleet.run("ansible-playbook", "euc.workspaces.byol", "-i", str(inventory), "--check")
    assert process.returncode == 0, process.stdout
    assert {(call["operation"], call["account"]) for call in fleet.calls()} == {
        ("DescribeAccount", account) for account in ACCOUNTS.values()
    }
    assert SESSION.format("111111111111") not in process.stdout + process.stderr
