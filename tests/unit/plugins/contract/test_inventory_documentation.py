# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of the inventory plugin against what it documents."""

from __future__ import annotations

import subprocess
import sys

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


IMPORTERS = """
import builtins, sys
found, original = [], builtins.__import__

def note(name, globals=None, *others, **more):
    if name == "ansible.module_utils.basic":
        found.append((globals or {}).get("__name__"))
    return original(name, globals, *others, **more)

builtins.__import__ = note
import ansible_collections.euc.workspaces.plugins.inventory.byol
ours = [name for name in found if name.startswith("ansible_collections.euc.")]
frames = [name for name in sys.modules if name.endswith((".amazon.aws.plugins.module_utils.modules", "._tasks.frame"))]
assert "ansible.template" in sys.modules
sys.exit(str(ours + frames) if ours or frames else 0)
"""


def test_the_plugin_has_nothing_of_a_module():
    """Core itself imports ``ansible.module_utils.basic``; what is ours does not, nor the frame of modules or amazon.aws's."""
    process = subprocess.run([sys.executable, "-c", IMPORTERS], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr


def test_no_private_hook_of_amazon_aws_is_used():
    """A rename there could otherwise let the plugin assume a role when it is set up, once."""
    bases = {base.__module__ for base in byol.InventoryModule.__mro__}
    assert not [name for name in bases if name.startswith("ansible_collections.amazon.")]
