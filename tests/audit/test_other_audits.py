# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other audits of the same estate: without a desired state, as a gate, with bad variables, with a host that gets lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Audit, Auditor, Json

CONNECTION = ("byol_region", "byol_profile", "byol_endpoint_url")


@pytest.fixture(scope="module")
def facts_only(auditor: Auditor, inventory: dict[str, Json]) -> Audit:
    """An audit with nothing asked for, with --check."""
    hosts = {name: {key: inventory[name][key] for key in CONNECTION} for name in ("compliant", "would-change")}
    return auditor.audit(hosts, "--check", audit_report_name="facts")


def test_without_a_desired_state_it_is_an_inventory_of_facts(facts_only: Audit) -> None:
    assert facts_only.run.code == 0, facts_only.run.output
    report = json.loads((facts_only.folder / "facts.json").read_text(encoding="utf-8"))
    assert [host["condition"] for host in report["hosts"]] == ["observed", "observed"]
    assert [[image["name"] for image in host["images"]] for host in report["hosts"]] == [["win11"], ["old", "win11"]]
    assert {image["desired"] for host in report["hosts"] for image in host["images"]} == {None}


def test_without_a_desired_state_the_account_is_read_once(facts_only: Audit) -> None:
    operations = [call["operation"] for call in facts_only.calls]
    assert sorted(set(operations)) == [
        "DescribeAccount",
        "DescribeAccountModifications",
        "DescribeCustomWorkspaceImageImport",
        "DescribeWorkspaceImages",
    ]
    assert len(operations) == 2 * 3 + 3


def test_without_set_stats_nothing_is_handed_on(facts_only: Audit) -> None:
    assert "CUSTOM STATS" not in facts_only.run.output


@pytest.mark.parametrize(("fail_on", "failed"), [("failure", ["facts-refused"]), ("drift", ["drift", "facts-refused"])])
def test_exit_status(auditor: Auditor, inventory: dict[str, Json], fail_on: str, failed: list[str]) -> None:
    names = ["drift", "facts-given", "facts-refused"]
    audit = auditor.audit(inventory, "--limit", ",".join(names), audit_fail_on=fail_on)
    assert audit.run.code == 2, audit.run.output
    assert [host["host"] for host in audit.report["hosts"]] == names
    last = [line for line in audit.run.output.splitlines() if "failed=1" in line]
    assert [line.split()[0] for line in last] == failed


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"audit_fail_on": "maybe"}, "value of audit_fail_on must be one of: none, drift, failure, got: maybe"),
        ({"audit_stuck_after": 0}, "audit_stuck_after must be more than 0 hours, not 0"),
        ({"audit_report_name": "../there"}, "audit_report_name must begin with a letter"),
        ({"audit_report_name": ".."}, "audit_report_name must begin with a letter"),
        ({"audit_report_name": "-rf"}, "audit_report_name must begin with a letter"),
        ({"audit_report_name": "a\nb"}, "audit_report_name must begin with a letter"),
        ({"audit_report_dir": "/dev/null/there"}, "/dev/null"),
        ({"audit_max_image_age": 90}, "did you mean audit_max_image_age_days?"),
        ({"audit_file_mode": "rw"}, "audit_file_mode must be an octal mode"),
        ({"audit_previous": "/nowhere/report.json"}, "audit_previous cannot be read"),
        ({"audit_fail_on_new": True}, "audit_fail_on_new needs audit_previous"),
        ({"audit_exceptions": [{"finding": "drifft"}]}, "did you mean drift?"),
    ],
)
def test_bad_variables_fail_before_anything_is_sent(
    auditor: Auditor, inventory: dict[str, Json], variables: dict[str, Any], told: str
) -> None:
    audit = auditor.audit(inventory, "--limit", "compliant", **variables)
    assert audit.run.code == 2
    assert told in audit.run.output
    assert audit.calls == []


def test_a_host_that_ansible_loses_is_in_the_report(auditor: Auditor, inventory: dict[str, Json]) -> None:
    """In a play of one's own that does not run on the controller."""
    play = {"hosts": "all", "gather_facts": False, "roles": ["euc.workspaces.audit"]}
    playbook = auditor.folder / "own.json"
    playbook.write_text(json.dumps([play]), encoding="utf-8")
    lost = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    given = {**inventory["facts-given"], "ansible_connection": "local"}
    audit = auditor.audit({"lost": lost, "given": given}, playbook=str(playbook))
    assert "lost" in audit.run.output.split("PLAY RECAP", maxsplit=1)[1]
    assert (audit.host("lost")["condition"], audit.host("given")["condition"]) == ("unreachable", "observed")
