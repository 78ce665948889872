# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the inventory plugin that do not go together, or have values that cannot be."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.options import (
    FleetOptions,
    read_fleet_options,
    refuse_unknown_options,
)

ROLE = "arn:aws:iam::111111111111:role/Audit"
DEFAULTS = {"exclude_account_ids": [], "regions": [], "gather": [], "threads": 100}


def read(**options):
    given = {**dict.fromkeys(FleetOptions._fields), **DEFAULTS, **options}
    return read_fleet_options(given.get)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"profiles": ["a"], "organization_role_name": "x"}, "profiles and organization_role_name"),
        ({"profiles": ["a"], "access_key": "x"}, "profiles and access_key"),
        ({"profile": "a", "session_token": "x"}, "profile and session_token"),
        ({"assume_role_arn": ROLE, "role_arns": [ROLE]}, "assume_role_arn and role_arns"),
        ({"exclude_account_ids": ["111111111111"], "role_arns": [ROLE]}, "requires organization_role_name"),
        ({"profiles": []}, "profiles is empty"),
        ({"role_arns": []}, "role_arns is empty"),
        ({"organization_role_name": ""}, "organization_role_name is empty"),
        ({"role_arns": [ROLE, "x"]}, "role_arns.*'x'"),
        ({"assume_role_arn": "x"}, "assume_role_arn.*'x'"),
        ({"organization_role_name": ROLE}, "organization_role_name.*the name of a role"),
        ({"organization_role_name": "x", "exclude_account_ids": ["1111"]}, "exclude_account_ids.*in quotes"),
        ({"regions": ["eu-west-1", "Frankfurt"]}, "regions.*Frankfurt"),
        ({"regions": ["eu-west-1/../x"]}, "regions"),
        ({"endpoint_url": "nonsense"}, "endpoint_url.*nonsense"),
        ({"threads": 0}, "threads must be 1 or more"),
    ],
)
def test_bad_ones(options, expected):
    with pytest.raises(Failure, match=expected) as caught:
        read(**options)
    assert caught.value.reason == "invalid_request"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"profiles": ["a"], "profile": "b"},
        {"role_arns": [ROLE], "profile": "b"},
        {"role_arns": [ROLE], "access_key": "x", "secret_key": "x"},
        {"organization_role_name": "path/Audit", "assume_role_arn": ROLE, "exclude_account_ids": ["111111111111"]},
        {"regions": ["eu-central-1", "us-gov-west-1", "ap-southeast-2"]},
    ],
)
def test_good_ones(options):
    assert {name: value for name, value in read(**options)._asdict().items() if name in options} == options


def test_what_yaml_takes_for_numbers():
    options = read(organization_role_name="x", exclude_account_ids=[111111111111])
    assert options.exclude_account_ids == ["111111111111"]
    with pytest.raises(Failure, match=r"role_arns.*'7'"):
        read(role_arns=[7])


@pytest.mark.parametrize("url", ["http://user:PASSWORD@host", "https://PASSWORD@host/x", "htp:user:PASSWORD@host"])
def test_a_url_with_a_password(url):
    with pytest.raises(Failure, match=r"endpoint_url.*must not have a user name or a password") as caught:
        read(endpoint_url=url)
    assert "PASSWORD" not in str(caught.value.result())


def test_how_roles_are_assumed():
    more = {"assume_role_external_id": "x1", "assume_role_session_name": "audit", "assume_role_duration": 900}
    assert read(role_arns=[ROLE], **more).role[1:] == ("x1", "audit", 900)
    with pytest.raises(Failure, match="assume_role_external_id is not valid"):
        read(role_arns=[ROLE], assume_role_external_id=" ")
    for options in ({}, {"profiles": ["a"]}):
        with pytest.raises(Failure, match="assume_role_external_id requires role_arns, organization_role_name or"):
            read(**options, **more)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("exclude_account_id", "exclude_account_ids"), ("exlude_account_ids", "exclude_account_ids"), ("zzz", None)],
)
def test_options_that_do_not_exist(name, suggestion):
    known = {"plugin", *FleetOptions._fields}
    with pytest.raises(Failure, match=f"Not an option .*'{name}'") as caught:
        refuse_unknown_options(["plugin", "regions", name], known)
    assert ("did you mean" in caught.value.message) == bool(suggestion)
    assert not suggestion or f"did you mean {suggestion}?" in caught.value.message
    refuse_unknown_options(["plugin", "regions"], known)


def test_no_key_is_among_what_decides():
    decisive = read(role_arns=[ROLE], access_key="key", secret_key="secret", session_token="token").decisive
    assert not {"key", "secret", "token"} & {str(value) for value in decisive.values()}
    assert decisive["role_arns"] == [ROLE]
