# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of the inventory plugin against what it documents."""

from __future__ import annotations

import yaml

from ansible_collections.euc.workspaces.plugins.inventory import byol
from ansible_collections.euc.workspaces.plugins.plugin_utils._inventory.options import FleetOptions, read_fleet_options

from ..support.collection import documentation

OPTIONS = yaml.safe_load(byol.DOCUMENTATION)["options"]
OF_FRAGMENTS = {"access_key", "secret_key", "session_token", "profile", "region"}
CONSTRUCTED = {
    "groups",
    "keyed_groups",
    "compose",
    "strict",
    "cache",
    "cache_plugin",
    "cache_connection",
    "cache_timeout",
}


def test_what_can_be_gathered_is_what_the_module_gathers():
    module = documentation("workspaces_byol_info")["options"]["gather"]
    of_images = [word for word in module["choices"] if not word.startswith("bundle")]
    assert OPTIONS["gather"]["choices"] == of_images


def test_all_options_that_are_read_are_documented():
    assert set(FleetOptions._fields) - OF_FRAGMENTS <= OPTIONS.keys()
    assert OPTIONS.keys() - set(FleetOptions._fields) == {"plugin", "hostname", "cache"}


def test_examples_have_options_that_exist_and_go_together():
    examples = list(yaml.safe_load_all(byol.EXAMPLES))
    assert len(examples) == 3
    defaults = {"exclude_account_ids": [], "regions": [], "gather": [], "threads": OPTIONS["threads"]["default"]}
    for example in examples:
        assert example.keys() <= OPTIONS.keys() | CONSTRUCTED
        assert example["plugin"] == byol.InventoryModule.NAME
        read_fleet_options({**dict.fromkeys(FleetOptions._fields), **defaults, **example}.get)
