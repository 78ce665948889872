# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that one module's task hands to another, against those of amazon.aws."""

from __future__ import annotations

from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from ansible_collections.euc.workspaces.plugins.module_utils._aws.connection import (
    CONNECTION_OPTIONS,
    ROLE_OPTIONS,
    connection_of,
)


def test_they_are_those_of_amazon_aws():
    theirs = {name: set(spec.get("aliases", ())) for name, spec in aws_argument_spec().items()}
    ours = {name: set(aliases) for name, aliases in CONNECTION_OPTIONS.items() if name not in ROLE_OPTIONS}
    assert ours.keys() == theirs.keys()
    for name, aliases in theirs.items():
        assert aliases <= ours[name], name


def test_all_others_stay_behind():
    args = {"region": "eu-west-1", "aws_access_key_id": "x", "name": "win11", "wait": True, "tags": {}}
    assert connection_of(args) == {"region": "eu-west-1", "aws_access_key_id": "x"}


def test_our_own_are_handed_on_too():
    assert connection_of({**dict.fromkeys(ROLE_OPTIONS, "x"), "name": "win11"}) == dict.fromkeys(ROLE_OPTIONS, "x")
