# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other audits of the same estate: without a desired state, as a gate, with bad variables, with an earlier report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Audit, Auditor, Json

CONNECTION = ("byol_region", "byol_profile", "byol_endpoint_url")


@pytest.fixture(scope="module")
def facts_only(auditor: Auditor, inventory: dict[str, Json]) -> Audit:
    """An audit without a desired state, with --check."""
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
    ("variables", "expected"),
    [
        ({"audit_fail_on": "maybe"}, "value of audit_fail_on must be one of: none, drift, failure, got: maybe"),
        ({"audit_stuck_after": 0}, "audit_stuck_after must be more than 0 hours, not 0"),
        ({"audit_report_name": "../there"}, "audit_report_name must start with a letter"),
        ({"audit_report_name": ".."}, "audit_report_name must start with a letter"),
        ({"audit_report_name": "-rf"}, "audit_report_name must start with a letter"),
        ({"audit_report_name": "a\nb"}, "audit_report_name must start with a letter"),
        ({"audit_report_dir": "/dev/null/there"}, "/dev/null"),
        ({"audit_max_image_age": 90}, "did you mean audit_max_image_age_days?"),
        ({"audit_file_mode": "rw"}, "audit_file_mode must be an octal mode"),
        ({"audit_previous": "/nowhere/report.json"}, "audit_previous cannot be read"),
        ({"audit_fail_on_new": True}, "audit_fail_on_new needs audit_previous"),
        ({"audit_exceptions": [{"finding": "drifft"}]}, "did you mean drift?"),
    ],
)
def test_bad_variables_fail_before_anything_is_sent(
    auditor: Auditor, inventory: dict[str, Json], variables: dict[str, Any], expected: str
) -> None:
    audit = auditor.audit(inventory, "--limit", "compliant", **variables)
    assert audit.run.code == 2
    assert expected in audit.run.output
    assert audit.calls == []


def test_a_host_that_ansible_loses_is_in_the_report(auditor: Auditor, inventory: dict[str, Json]) -> None:
    """In a play of a user that does not run on the controller."""
    play = {"hosts": "all", "gather_facts": False, "roles": ["euc.workspaces.audit"]}
    playbook = auditor.folder / "own.json"
    playbook.write_text(json.dumps([play]), encoding="utf-8")
    lost = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
    given = {**inventory["facts-given"], "ansible_connection": "local"}
    audit = auditor.audit({"lost": lost, "given": given}, playbook=str(playbook))
    assert "lost" in audit.run.output.split("PLAY RECAP", maxsplit=1)[1]
    assert (audit.host("lost")["condition"], audit.host("given")["condition"]) == ("unreachable", "observed")


def test_modules_of_their_own_process_read_the_same(auditor: Auditor, inventory: dict[str, Json], audit: Audit) -> None:
    names = ("compliant", "denied")
    modules = auditor.audit(inventory, "--limit", ",".join(names), euc_workspaces_in_process=False)
    assert modules.run.code == 0, modules.run.output
    for name in names:
        assert modules.host(name) == audit.host(name)


def test_defaults_of_modules_say_how_to_connect(auditor: Auditor, inventory: dict[str, Json], audit: Audit) -> None:
    """In a play of a user: for the group, and for the module that reads, which goes before."""
    own = inventory["compliant"]
    options = {name: own[f"byol_{name}"] for name in ("region", "profile", "endpoint_url")}
    defaults = {
        "group/euc.workspaces.aws": {**options, "region": "us-east-1"},
        "euc.workspaces.workspaces_byol_info": {"region": options["region"]},
    }
    play = {"hosts": "all", "connection": "local", "gather_facts": False, "module_defaults": defaults}
    playbook = auditor.folder / "defaults.json"
    playbook.write_text(json.dumps([{**play, "roles": ["euc.workspaces.audit"]}]), encoding="utf-8")
    desired = {name: value for name, value in own.items() if name not in CONNECTION}
    found = auditor.audit({"compliant": desired}, playbook=str(playbook))
    assert found.run.code == 0, found.run.output
    assert found.host("compliant")["images"] == audit.host("compliant")["images"]
    assert found.host("compliant")["condition"] == "compliant"


def test_an_audit_of_nothing_fails(auditor: Auditor) -> None:
    audit = auditor.audit({}, "--forks", "1")
    assert audit.run.code == 2, audit.run.output
    assert "No host to audit" in audit.run.output
    assert auditor.audit({}, "--forks", "1", audit_allow_empty=True).run.code == 0


def test_a_folder_that_exists_keeps_its_mode(auditor: Auditor, inventory: dict[str, Json]) -> None:
    folder = auditor.folder / "private"
    folder.mkdir(mode=0o700)
    audit = auditor.audit(inventory, "--limit", "facts-given", audit_report_dir=str(folder))
    assert audit.run.code == 0, audit.run.output
    assert folder.stat().st_mode & 0o777 == 0o700


def test_since_last_time_and_exceptions(auditor: Auditor, inventory: dict[str, Json]) -> None:
    """A finding that was there before and is accepted does not fail the audit, one that is new does."""
    limit = ("--limit", "drift,facts-refused")
    first = auditor.audit(inventory, *limit)
    previous = str(first.folder / "report.json")
    exception = {"finding": "drift", "host": "dr*", "reason": "Known", "owner": "euc", "until": "2999-12-31"}
    again = auditor.audit(
        inventory, *limit, audit_previous=previous, audit_fail_on_new=True, audit_exceptions=[exception]
    )
    assert again.run.code == 0, again.run.output
    assert again.host("drift")["condition"] == "accepted"
    assert again.report["summary"]["findings"] | {"kinds": None} == {
        "total": 2,
        "accepted": 1,
        "kinds": None,
        "new": 0,
        "open": 2,
        "resolved": 0,
    }
    hosts = {**inventory, "drift": {**inventory["drift"], "byol_images": []}}
    older = json.loads(Path(previous).read_text(encoding="utf-8"))
    older["hosts"][1]["findings"] = []
    Path(previous).write_text(json.dumps(older), encoding="utf-8")
    third = auditor.audit(hosts, *limit, audit_previous=previous, audit_fail_on_new=True)
    assert third.run.code == 2, third.run.output
    assert [found["host"] for found in third.report["resolved"]] == ["drift"]


def test_policies(auditor: Auditor, inventory: dict[str, Json]) -> None:
    audit = auditor.audit(
        inventory, "--limit", "compliant,facts-given", audit_max_image_age_days=39, audit_required_tags=["owner"]
    )
    found = [(each["kind"], each["subject"]) for each in audit.host("compliant")["findings"]]
    assert found == [("image_too_old", "image win11"), ("tags_missing", "image win11")]
    assert audit.host("compliant")["condition"] == "policy"


def test_a_run_does_not_fail_where_the_audit_is_content(
    auditor: Auditor, inventory: dict[str, Json], audit: Audit
) -> None:
    """The role byol itself, by a real process in check mode."""
    hosts = {name: inventory[name] for name in inventory if audit.host(name)["desired"]}
    run = auditor.audit(hosts, "--check", playbook="euc.workspaces.byol").run
    recap = run.output.split("PLAY RECAP", maxsplit=1)[1]
    failed = {line.split()[0] for line in recap.splitlines() if "failed=0" not in line and "failed=" in line}
    failed |= {line.split()[0] for line in recap.splitlines() if "unreachable=1" in line}
    assert failed == {name for name in hosts if audit.host(name)["level"] == "failure"}
