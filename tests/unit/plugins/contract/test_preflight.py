# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page docs/preflight.md, the policy and the module against the table of checks."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator

import pytest
import yaml

from ansible_collections.euc.workspaces.plugins.module_utils._byol.image_options import IMAGE_OPTIONS
from ansible_collections.euc.workspaces.plugins.module_utils._byol.import_errors import EXPLANATIONS
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight import calls
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.catalog import CATALOG, PERMISSIONS
from ansible_collections.euc.workspaces.plugins.module_utils._byol.preflight.verdicts import VERDICTS, Check
from ansible_collections.euc.workspaces.plugins.module_utils._tasks.sources.outcomes import action
from ansible_collections.euc.workspaces.plugins.modules import workspaces_byol_preflight

from ..support.collection import ROOT, documentation

PAGE = (ROOT / "docs" / "preflight.md").read_text(encoding="utf-8")
OPTIONS = documentation("workspaces_byol_preflight")["options"]
RETURNED = yaml.safe_load(workspaces_byol_preflight.RETURN)


def rows_of_checks() -> Iterator[str]:
    """Yield the rows of the table of checks, as the page has them."""
    for name, info in CATALOG.items():
        verdicts = {"pass": info.passes, "warn": info.warns, "block": info.blocks, "unknown": info.unknown}
        meanings = "<br>".join(f"**{verdict}**: {text}" for verdict, text in verdicts.items() if text)
        calls = "<br>".join(f"`{call}`" for call in info.calls) or "none"
        yield f"| `{name}` | {info.about} | {calls} | {meanings} | [AWS]({info.reference}) |"


def rows_of_errors() -> Iterator[str]:
    """Yield the rows of the table of error codes."""
    for code, (meaning, remedy, where, retry) in EXPLANATIONS.items():
        yield f"| `{code}` | {meaning} | {remedy} | {where} | {'yes' if retry else 'no'} |"


def rows_below(heading: str) -> list[str]:
    """Return the rows of the first table below a heading of the page."""
    lines = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].splitlines()
    return [line for line in lines if line.startswith("| `")]


def test_the_page_has_the_table_of_checks():
    assert rows_below("The checks") == list(rows_of_checks())


def test_the_page_has_the_table_of_error_codes():
    assert rows_below("What an import can fail with") == list(rows_of_errors())


def test_the_policy_allows_what_is_read_and_nothing_else():
    (statement,) = json.loads((ROOT / "docs" / "iam" / "preflight.json").read_text(encoding="utf-8"))["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Allow", "*")
    assert statement["Action"] == list(PERMISSIONS)


def test_the_table_names_every_read_and_nothing_else():
    """What is sent is held against the table in module_utils/_byol/preflight; this is what can be sent at all."""
    functions = {
        function
        for name, function in inspect.getmembers(calls, inspect.isfunction)
        if function.__module__ == calls.__name__ and not name.startswith("_") and name != "call_of"
    }
    read = {action(function(*["id"] * len(inspect.signature(function).parameters))) for function in functions}
    named = {call for info in CATALOG.values() for call in info.calls}
    assert read == {call for call in named if not call.startswith("workspaces:")}


@pytest.mark.parametrize(
    "option", ["image_source", "infrastructure_configuration_arn", "os_version", "compute_type", "protocol"]
)
def test_options_have_the_choices_of_an_import(option):
    spec = IMAGE_OPTIONS[option]
    assert OPTIONS[option].get("choices") == spec.get("choices")
    assert OPTIONS[option].get("default") == spec.get("default")
    assert set(OPTIONS[option].get("suboptions", {})) == set(spec.get("options", {}))


def test_the_checks_to_skip_are_those_of_the_table():
    named = {part.split(")")[0] for part in OPTIONS["skip"]["description"][1].split("V(")[1:]}
    assert named == set(CATALOG)


def test_what_a_check_returns_is_documented():
    assert list(RETURNED["checks"]["contains"]) == list(Check._fields)
    for sample in RETURNED["checks"]["sample"]:
        assert list(sample) == list(Check._fields)
        assert sample["reference"] == CATALOG[sample["check"]].reference
        assert sample["verdict"] in VERDICTS
