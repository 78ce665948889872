# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is documented, as far as the usual linters do not check it."""

from __future__ import annotations

import pytest
import yaml

from ansible_collections.euc.workspaces.plugins.doc_fragments import _wait
from ansible_collections.euc.workspaces.plugins.module_utils._byol.wait_options import LONGEST_DELAY, LONGEST_TIMEOUT
from ansible_collections.euc.workspaces.plugins.module_utils._wait.schedule import (
    COMPLETED_INTERVAL,
    LATE_INTERVAL,
    LATE_PERCENTAGE,
    SEVERAL,
)

from ..support.collection import MODULES, ROOT, documentation, returned

every_module = pytest.mark.parametrize("name", sorted(MODULES))


@every_module
def test_attributes(name):
    attributes = documentation(name)["attributes"]
    assert {"check_mode", "diff_mode", "idempotent", "action_group", "async"} <= attributes.keys()
    for attribute, details in attributes.items():
        assert details["description"], attribute
        assert details["support"] in ("full", "N/A"), attribute
    assert attributes["action_group"]["membership"] == ["euc.workspaces.aws"]


@every_module
def test_each_returned_key_has_a_sample(name):
    def walk(entries, path):
        for key, details in entries.items():
            where = f"{path}.{key}"
            assert details["description"], where
            assert details["returned"], where
            assert details["type"], where
            assert "sample" in details or details.get("contains"), where
            if details["type"] == "list":
                assert details["elements"], where
            walk(details.get("contains", {}), where)

    walk(returned(name), name)


@every_module
def test_examples_use_full_names_and_options_that_exist(name):
    known = set(documentation(name)["options"]) | {"region", "tags", "purge_tags"}
    tasks = yaml.safe_load(MODULES[name].EXAMPLES)
    ours = [task[f"euc.workspaces.{name}"] for task in tasks if f"euc.workspaces.{name}" in task]
    assert ours
    for options in ours:
        assert options.keys() <= known


def test_the_action_group_has_all_modules():
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    *names, last = runtime["action_groups"]["aws"]
    files = {path.stem for path in (ROOT / "plugins" / "modules").glob("workspaces_*.py")}
    assert set(names) == files == set(MODULES)
    assert last == {"metadata": {"extend_group": ["amazon.aws.aws"]}}
    assert runtime["requires_ansible"] == ">=2.17.0"


@every_module
def test_no_example_and_no_default_has_pcoip(name):
    """It ends in 2027 and takes no new customers."""
    assert "PCOIP" not in MODULES[name].EXAMPLES
    assert "PCOIP" not in MODULES[name].RETURN
    defaults = [option.get("default") for option in documentation(name)["options"].values()]
    assert "PCOIP" not in defaults


@every_module
def test_options_and_results_of_the_contract(name):
    options = {
        "workspaces_byol_account": {"state", "management_cidr_range", "management_cidr_range_search"},
        "workspaces_byol_images": {"images"},
        "workspaces_byol_info": {"gather", "image_ids", "names", "image_type", "management_cidr_range_search"},
        "workspaces_byol_preflight": {
            "name",
            "image_source",
            "infrastructure_configuration_arn",
            "os_version",
            "compute_type",
            "protocol",
            "skip",
        },
        "workspaces_custom_image_import": {
            "state",
            "name",
            "description",
            "image_source",
            "infrastructure_configuration_arn",
            "os_version",
            "compute_type",
            "protocol",
            "platform",
            "image_validation_mode",
            "replace_failed",
            "tag_properties",
            *("preflight", "preflight_skip", "log_excerpt"),
        },
        "workspaces_bundle": {
            *("state", "name", "description", "image_id", "image_name", "compute_type"),
            *("user_storage", "root_storage", "wait"),
        },
        "workspaces_image_copy": {"name", "description", "source_image_id", "source_region"},
        "workspaces_image_retention": {
            *("state", "name_pattern", "keep", "min_age_days", "failed_after_days", "protect_tags", "max_deletions"),
        },
        "workspaces_image_sharing": {"image_id", "name", "account_ids", "purge_accounts"},
    }
    results = {
        "workspaces_byol_account": {"account", "modification"},
        "workspaces_byol_images": {"images"},
        "workspaces_byol_info": {"account", "images", "available_management_cidr_ranges"},
        "workspaces_byol_preflight": {"verdict", "checks"},
        "workspaces_custom_image_import": {"image_id", "image", "image_import", "drift", "preflight"},
        "workspaces_bundle": {"bundle", "previous_image_id", "drift"},
        "workspaces_image_copy": {"image_id", "image", "drift"},
        "workspaces_image_retention": {"images"},
        "workspaces_image_sharing": {"image_id", "account_ids"},
    }
    assert options[name] <= documentation(name)["options"].keys()
    assert results[name] | {"failure"} <= returned(name).keys()


def test_defaults_of_the_contract():
    options = documentation("workspaces_custom_image_import")["options"]
    defaults = {name: option["default"] for name, option in options.items() if "default" in option}
    assert defaults == {
        "state": "present",
        "compute_type": "BASE",
        "protocol": "DCV",
        "platform": "WINDOWS",
        "replace_failed": False,
        "tag_properties": False,
        "preflight": "block",
        "preflight_skip": [],
        "log_excerpt": False,
        "wait": False,
        "wait_timeout": 14400,
        "wait_delay": 60,
    }
    assert documentation("workspaces_byol_account")["options"]["state"]["default"] == "enabled"
    info = documentation("workspaces_byol_info")["options"]
    assert info["gather"]["default"] == ["account", "images", "image_imports"]
    assert info["image_type"]["default"] == "OWNED"


def test_the_words_of_a_wait_are_those_of_the_schedule():
    """When polls happen, in the text of wait_timeout and wait_delay."""
    options = yaml.safe_load(_wait.ModuleDocFragment.DOCUMENTATION)["options"]
    timeout, delay = (" ".join(options[name]["description"]) for name in ("wait_timeout", "wait_delay"))
    assert f"V(0) to V({LONGEST_TIMEOUT})" in timeout
    assert f"V(1) to V({LONGEST_DELAY})" in delay
    assert LATE_INTERVAL == 60
    assert f"From {LATE_PERCENTAGE} % on an import is polled at least once a minute" in delay
    assert f"once it has completed every {COMPLETED_INTERVAL} seconds" in delay
    assert f"multiplied by their number, up to {SEVERAL} seconds" in delay
