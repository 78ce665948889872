# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every constructed inventory does: groups, composed variables, strictness, names of hosts, and a cache."""

from __future__ import annotations

from pathlib import Path

from .controller import HUB, PLAIN, REGIONS, SECRET, SESSION, Fleet, Json, role, text

ACCOUNTS = ["111111111111", "222222222222"]
ROLES: Json = {"role_arns": [role(account) for account in ACCOUNTS], "regions": REGIONS}
ENABLED = "byol_facts.account.dedicated_tenancy_support == 'ENABLED'"


def test_groups_and_variables(fleet: Fleet) -> None:
    fleet.aws.estate(ACCOUNTS[:1], REGIONS, account_state={"support": "ENABLED"}, images=[{"name": "win11"}])
    fleet.aws.settings(refused_roles=[role("222222222222")])
    constructed: Json = {
        "groups": {"enabled": ENABLED},
        "keyed_groups": [
            {"key": "byol_region", "prefix": "region"},
            {"key": "byol_facts.images | map(attribute='name')"},
        ],
        "compose": {"image_names": "byol_facts.images | map(attribute='name') | list", "who": "byol_account_id"},
        "hostname": "'desktops.' ~ byol_account_id ~ '.' ~ byol_region",
    }
    listed = fleet.listed(gather=PLAIN, **ROLES, **constructed)
    first = "desktops.111111111111.eu-west-1"
    assert set(listed.hosts) == {f"desktops.{account}.{region}" for account in ACCOUNTS for region in REGIONS}
    assert listed.groups["enabled"] == [first, "desktops.111111111111.us-east-1"]
    assert listed.groups["region_eu_west_1"] == [first, "desktops.222222222222.eu-west-1"]
    assert listed.groups["_win11"] == listed.groups["enabled"]
    assert text(listed.hosts[first]["image_names"]) == ["win11"]
    assert text(listed.hosts["desktops.222222222222.eu-west-1"]["who"]) == "222222222222"
    assert "image_names" not in listed.hosts["desktops.222222222222.eu-west-1"]


def test_strict(fleet: Fleet) -> None:
    fleet.aws.settings(refused_roles=[role("222222222222")])
    listed = fleet.listed(gather=PLAIN, strict=True, groups={"enabled": ENABLED}, **ROLES)
    assert listed.with_facts() == set() == set(listed.groups) & {"enabled"}
    assert "Could not add host 222222222222-eu-west-1 to group enabled" in listed.warnings


def test_names_that_are_the_same(fleet: Fleet) -> None:
    listed = fleet.listed(hostname="byol_region", **ROLES)
    assert listed.hosts == {}
    assert "Two hosts have the name 'eu-west-1'" in listed.warnings
    assert "hostname" in listed.warnings


def test_a_name_that_cannot_be_evaluated(fleet: Fleet) -> None:
    assert "The option hostname cannot be evaluated" in fleet.listed(hostname="byol_nobody ~ 'x'", **ROLES).warnings


def test_the_cache(fleet: Fleet) -> None:
    """It spares all calls, holds no credentials, and is for the options that it was filled with."""
    members = [{"id": account, "name": f"{{{{ {account} }}}}"} for account in ACCOUNTS]
    fleet.aws.organization(members, account=HUB)
    fleet.aws.estate(ACCOUNTS, REGIONS, images=[{"name": "win11", "tags": {"a": "{{ 7 * 191 }}"}}])
    fleet.aws.settings(refused_roles=[role(HUB)])
    folder = fleet.folder / "cache"
    options: Json = {
        "organization_role_name": "Audit",
        "regions": REGIONS,
        "gather": ["account", "images", "image_tags"],
        "cache": True,
        "cache_plugin": "ansible.builtin.jsonfile",
        "cache_connection": str(folder),
    }
    first = fleet.listed(**options)
    calls = len(fleet.aws.calls())
    assert len(first.with_facts()) == 4
    assert len(first.groups["byol_unavailable"]) == 2
    again = fleet.listed(**options)
    assert (again.hosts, again.groups) == (first.hosts, first.groups)
    assert len(fleet.aws.calls()) == calls
    assert_nothing_secret_in(folder)
    # The option of all versions: that of ansible-inventory is newer than ansible-core 2.17.
    flushed = ("euc.workspaces.byol", "-i", str(fleet.write(**options)), "--list-hosts", "--flush-cache")
    assert fleet.run("ansible-playbook", *flushed).returncode == 0
    assert len(fleet.aws.calls()) == 2 * calls
    other = fleet.listed(**{**options, "regions": REGIONS[:1]})
    assert len(other.hosts) == 3
    assert len(fleet.aws.calls()) > 2 * calls


def test_the_cache_is_not_for_other_credentials(fleet: Fleet) -> None:
    """What one account has is not given to another within the time of the cache."""
    folder = fleet.folder / "cache"
    cached: Json = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(folder)}
    options: Json = {"regions": REGIONS[:1], "gather": ["account"], **cached}
    fleet.anonymous = True
    fleet.environment["AWS_SECRET_ACCESS_KEY"] = SECRET
    for account in (*ACCOUNTS, ACCOUNTS[1]):
        fleet.environment["AWS_ACCESS_KEY_ID"] = f"EMULATED{account}"
        assert fleet.listed(**options).hosts["eu-west-1"]["byol_account_id"] == account
    assert [call["account"] for call in fleet.calls()] == ACCOUNTS
    assert not [file for file in folder.iterdir() if "EMULATED" in file.read_text(encoding="utf-8")]


def assert_nothing_secret_in(folder: Path) -> None:
    files = list(folder.iterdir())
    assert files
    for file in files:
        content = file.read_text(encoding="utf-8")
        assert "win11" in content
        for secret in (
            SECRET,
            SESSION.format(""),
            *(SESSION.format(account) for account in ACCOUNTS),
            f"EMULATED{HUB}",
        ):
            assert secret not in content


def test_nothing_secret_is_shown(fleet: Fleet) -> None:
    """At the highest verbosity; every run of these tests asserts it of the secret key."""
    process = fleet.run("ansible-inventory", "-i", str(fleet.write(gather=PLAIN, **ROLES)), "--list", "-vvvvv")
    assert process.returncode == 0
    assert "byol_facts" in process.stdout
    for account in ACCOUNTS:
        assert SESSION.format(account) not in process.stdout + process.stderr
