# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the audit says of each host of the estate, what it sent to find out, and what it leaves behind."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import Audit
from .estate import HOSTS, RANGE, REGION, SECRET, Host
from .schema import conforms

DOCS = Path(__file__).resolve().parents[3] / "docs"

READING = [
    "DescribeAccount",
    "DescribeAccountModifications",
    "DescribeWorkspaceImages",
    "DescribeCustomWorkspaceImageImport",
]


def test_it_ends_well_as_nothing_else_was_requested(audit: Audit) -> None:
    assert audit.run.code == 0, audit.run.output


@pytest.mark.parametrize("host", HOSTS, ids=[host.name for host in HOSTS])
def test_each_host_is_in_its_condition(audit: Audit, host: Host) -> None:
    record = audit.host(host.name)
    found = [(finding["kind"], finding["subject"], finding["reason"]) for finding in record["findings"]]
    assert (record["condition"], sorted(found, key=str)) == (host.condition, sorted(host.findings, key=str))


def test_nothing_is_sent_but_reads(audit: Audit) -> None:
    policy = json.loads((DOCS / "iam" / "audit.json").read_text(encoding="utf-8"))
    allowed = {action.removeprefix("workspaces:") for action in policy["Statement"][0]["Action"]}
    assert audit.calls
    assert not [call for call in audit.calls if call["write"] or call["service"] != "workspaces"]
    assert {call["operation"] for call in audit.calls} <= allowed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("compliant", [*READING, "DescribeTags"]),
        # Each image has an import.
        ("observed", [*READING, *READING[-1:] * 2]),
        ("facts-given", []),
        ("facts-refused", []),
        ("denied", READING[:1]),
        # Where the Region or the role cannot be evaluated, the environment's own account must not be read.
        ("undefined-region", []),
        ("undefined-role", []),
    ],
)
def test_no_call_is_sent_that_is_not_needed(audit: Audit, name: str, expected: list[str]) -> None:
    account = next(host.account for host in HOSTS if host.name == name)
    assert [call["operation"] for call in audit.calls if call["account"] == account] == expected


def test_the_account_is_described(audit: Audit) -> None:
    record = audit.host("compliant")
    assert (record["account_id"], record["region"], record["level"]) == ("600000000000", REGION, "none")
    assert record["account"]["dedicated_tenancy_management_cidr_range"] == RANGE
    assert [entry["modification_state"] for entry in record["account"]["modifications"]] == ["COMPLETED"]


def test_images_are_described(audit: Audit) -> None:
    (image,) = audit.host("compliant")["images"]
    assert (image["name"], image["phase"], image["desired"], image["age_days"]) == ("win11", "ready", "present", 40)
    assert image["source"] == {"ec2_image_id": "ami-0123456789abcdef0"}
    assert not image["stuck"]


def test_unmanaged_images_are_listed_oldest_first(audit: Audit) -> None:
    images = {image["name"]: image for image in audit.host("would-change")["images"]}
    assert list(images) == ["old", "win11", "win11-new"]
    assert [image["desired"] for image in images.values()] == ["absent", "present", "present"]
    assert [image["phase"] for image in images.values()] == ["ready", "ready", "missing"]
    observed = audit.host("observed")["images"]
    assert [(image["name"], image["desired"]) for image in observed] == [
        ("by-hand", None),
        ("broken", None),
        ("win11", None),
    ]
    assert observed[0]["source"] is None


def test_a_stuck_import_stands_out(audit: Audit) -> None:
    record = audit.host("stuck")
    (image,) = record["images"]
    assert (image["phase"], image["stuck"], image["import_state"]) == ("under_way", True, "GENERALIZING")
    assert image["idle_hours"] == pytest.approx(72, abs=0.5)
    assert record["findings"][0]["message"] == "The import is in state GENERALIZING and has made no progress for 3 days"


def test_what_would_change_is_read_from_the_diff(audit: Audit) -> None:
    findings = {finding["subject"]: finding for finding in audit.host("would-change")["findings"]}
    tags = findings["image win11"]
    assert (tags["before"]["tags"], tags["after"]["tags"]) == ({"team": "euc"}, {"team": "euc", "release": "2026-11"})
    assert tags["message"] == "It would be changed: tags"
    assert findings["image win11-new"]["before"] == {}
    assert findings["image old"]["after"] == {}
    assert findings["account"]["after"]["dedicated_tenancy_support"] == "ENABLED"


def test_drift_names_what_differs(audit: Audit) -> None:
    (finding,) = audit.host("drift")["findings"]
    assert [finding[key] for key in ("option", "desired", "actual")] == ["description", "Another text", "Windows 11"]


def test_every_failure_has_a_reason_and_a_remedy(audit: Audit) -> None:
    findings = [
        finding
        for host in audit.report["hosts"]
        for finding in host["findings"]
        if finding["kind"] in ("failing", "not_authorized", "unreachable")
    ]
    assert len(findings) == 18
    assert all(finding["reason"] and finding["remedy"] for finding in findings)
    assert "nowhere_defined" in audit.host("bad-variable")["findings"][0]["message"]
    assert "audit__" not in json.dumps(audit.report)


def test_the_json_file_is_as_its_schema_says(audit: Audit) -> None:
    conforms(audit.report)
    assert datetime.fromisoformat(audit.report["generated"]).tzinfo


def test_the_summary_counts_all(audit: Audit) -> None:
    summary = audit.report["summary"]
    conditions = [host.condition for host in HOSTS]
    assert summary["hosts"] == len(HOSTS)
    assert summary["conditions"] == {name: conditions.count(name) for name in summary["conditions"]}
    images = summary["images"]
    assert images["total"] == images["ready"] + images["under_way"] + images["failed"] == 16
    assert (images["under_way"], images["stuck"], images["failed"]) == (1, 1, 2)


def test_the_summary_is_printed_and_handed_on_once(audit: Audit) -> None:
    assert f"Hosts: {len(HOSTS)} (" in audit.run.output
    assert f"Report: {audit.folder / 'report.html'}" in audit.run.output
    stats = audit.run.output.split("CUSTOM STATS", maxsplit=1)[1]
    assert stats.count("euc_workspaces_audit") == 1
    assert '"failing": 9' in stats


def test_junit_has_a_case_for_the_account_and_each_image(audit: Audit) -> None:
    root = ElementTree.parse(audit.folder / "report.xml").getroot()
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == [host.name for host in HOSTS]
    cases = {case.get("name"): case for case in suites["other-range"]}
    assert list(cases) == ["account", "image win11", "image win11-new"]
    assert [child.get("type") for child in cases["account"]] == ["cidr_immutable"]
    assert not list(cases["image win11"])
    assert "skipped" in root.attrib
    assert [(suites["denied"].get(count)) for count in ("tests", "failures", "errors")] == ["1", "0", "1"]
    assert root.get("errors") == str(sum(host.condition in ("not_authorized", "unreachable") for host in HOSTS))
    assert root.get("failures") == str(len(list(root.iter("failure"))))


def test_no_text_is_taken_for_a_template(audit: Audit) -> None:
    for file in sorted(audit.folder.iterdir()):
        text = file.read_text(encoding="utf-8")
        assert "7 * 191" in text, file
        assert "1337" not in text, file


def test_no_secret_is_reported(audit: Audit) -> None:
    for text in [audit.run.output, *(file.read_text(encoding="utf-8") for file in audit.folder.iterdir())]:
        assert SECRET not in text


def test_the_report_is_five_files(audit: Audit) -> None:
    files = sorted(audit.folder.iterdir())
    assert [file.name for file in files] == [
        "report.csv",
        "report.html",
        "report.images.csv",
        "report.json",
        "report.xml",
    ]


def test_others_cannot_read_the_report(audit: Audit) -> None:
    assert {file.stat().st_mode & 0o777 for file in audit.folder.iterdir()} == {0o640}
    assert audit.folder.stat().st_mode & 0o777 == 0o750


def test_no_task_changes_or_shows_a_difference(audit: Audit) -> None:
    recap = audit.run.output.split("PLAY RECAP", maxsplit=1)[1]
    assert "changed=0" in recap
    assert not [line for line in recap.splitlines() if "changed=" in line and "changed=0" not in line]
    assert not [line for line in audit.run.output.splitlines() if line.startswith(("---", "+++"))]


def test_a_bad_image_does_not_hide_the_others(audit: Audit) -> None:
    found = {(each["kind"], each["subject"]) for each in audit.host("bad-images")["findings"]}
    assert {("failing", "image bad name"), ("drift", "image win11"), ("would_change", "image win11-new")} <= found


def test_a_misspelt_variable_is_named_with_the_one_that_was_meant(audit: Audit) -> None:
    (found,) = audit.host("misspelt")["findings"]
    assert found["message"].endswith("did you mean byol_account_enabled?")


def test_the_desired_state_is_in_the_report(audit: Audit) -> None:
    desired = audit.host("compliant")["desired"]
    assert desired["account"]["management_cidr_range"] == RANGE
    assert [image["name"] for image in desired["images"]] == ["win11"]
    assert audit.host("observed")["desired"] is None


def test_the_report_says_how_it_was_made(audit: Audit) -> None:
    report = audit.report
    assert set(report["versions"]) == {"euc.workspaces", "ansible-core", "python", "botocore"}
    assert report["options"]["stuck_after_hours"] == 12
    assert report["duration_seconds"] >= 0
    assert [host["facts_from"] for host in report["hosts"] if host["host"] == "facts-given"] == ["inventory"]
    assert audit.host("denied")["identity"] == {"profile": "denied", "assume_role_arn": None}
