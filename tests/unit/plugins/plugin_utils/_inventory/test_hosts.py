# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Variables and groups of the hosts."""

from __future__ import annotations

import pytest
from ansible.utils.unsafe_proxy import AnsibleUnsafe

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import Role
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.accounts import Account
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.hosts import (
    UNMARKED_IS_TEMPLATE,
    default_host_name,
    groups_of,
    host_vars,
    inert,
)

try:
    from ansible.template import is_trusted_as_template, trust_as_template
except ImportError:
    trust_as_template = str

    def is_trusted_as_template(value):
        """Before ansible-core 2.19 what is not marked is trusted."""
        return not isinstance(value, AnsibleUnsafe)


ACCOUNT = Account("prod", "hub", "arn:aws:iam::111111111111:role/x", "111111111111", "Prod")
FAILURE = {"reason": "not_authorized", "message": "no", "remedy": "ask"}


def test_names():
    assert default_host_name(ACCOUNT, "eu-west-1") == "prod-eu-west-1"
    assert default_host_name(Account(), "eu-west-1") == "eu-west-1"


def test_all_that_is_known():
    found = {"account_id": "111111111111", "facts": {"images": []}}
    assert host_vars(ACCOUNT, "eu-west-1", "http://x", Role(""), found) == {
        "byol_region": "eu-west-1",
        "byol_profile": "hub",
        "byol_assume_role_arn": "arn:aws:iam::111111111111:role/x",
        "byol_endpoint_url": "http://x",
        "byol_account_id": "111111111111",
        "byol_account_name": "Prod",
        "byol_facts": {"images": []},
    }


def test_what_is_not_known_is_no_variable():
    assert host_vars(Account(), "eu-west-1", None, Role(""), {}) == {"byol_region": "eu-west-1"}
    assert host_vars(Account(), "eu-west-1", None, Role(""), {"account_id": None, "failure": FAILURE}) == {
        "byol_region": "eu-west-1",
        "byol_failure": FAILURE,
    }


def test_how_a_role_is_assumed():
    role = Role("", "external", "audit", 900)
    assert (
        host_vars(ACCOUNT, "eu-west-1", None, role, {}).items()
        >= {
            "byol_assume_role_external_id": "external",
            "byol_assume_role_session_name": "audit",
            "byol_assume_role_duration": 900,
        }.items()
    )
    assert host_vars(Account(profile="a"), "eu-west-1", None, role, {}).keys() == {"byol_region", "byol_profile"}


def test_groups():
    assert groups_of({}) == ["byol"]
    assert groups_of({"facts": {}}) == ["byol"]
    assert groups_of({"failure": FAILURE}) == ["byol", "byol_unavailable", "byol_failure_not_authorized"]


TEMPLATES = ["{{ 1 }}", "{% if 1 %}", "{# x #}", "#jinja2: variable_start_string:'[['\n[[ 1 ]]", "{", "1 # 2 \n"]
EXPRESSIONS = [
    "lookup('pipe', 'x')",
    "x | y",
    "x()",
    "[x]",
    "'x'",
    '"x"',
    "x\ny",
    "x\u202ey",
    "# for x in y",
    "$x",
    "`x`",
]


@pytest.mark.parametrize("text", TEMPLATES + EXPRESSIONS)
def test_text_that_could_be_run(text):
    marked = inert({"a": [{"b": text}]})["a"][0]["b"]
    assert marked == text
    assert not is_trusted_as_template(marked)
    brought_along = trust_as_template(text)
    assert not is_trusted_as_template(inert(brought_along))


@pytest.mark.skipif(not UNMARKED_IS_TEMPLATE, reason="keys without a mark are trusted before ansible-core 2.19 only")
@pytest.mark.parametrize("text", TEMPLATES + EXPRESSIONS)
def test_keys_that_could_be_run(text):
    """The values count, too: core reads only these."""
    ((key, value),) = inert({"tags": {text: "plain"}})["tags"].items()
    assert not is_trusted_as_template(key)
    assert not is_trusted_as_template(value)


@pytest.mark.parametrize("value", ["plain", "", "a.b/c:d@e+f=g, h-i_j", "é", 7, 0.5, True, None, ["x"], {"k": "v"}])
def test_all_others_stay_as_they_are(value):
    assert inert(value) == value
    assert not isinstance(inert(value), str) or is_trusted_as_template(inert(value))
