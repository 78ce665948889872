# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has changed since an earlier report."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.findings import finding
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.previous import problem_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import record_of_lost, settled
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.summary import failures_of

FIRST, SECOND, THIRD = (f"2026-{month}-01T00:00:00+00:00" for month in ("01", "04", "07"))
STUCK = finding("import_stuck", "image win11", "No progress for 20 hours")
FAILED = finding("import_failed", "image cad", "The disk is full")


def report(time, previous, *findings, complete=True):
    """The report of one host with these findings."""
    record = settled({**record_of_lost("prod"), "complete": complete, "findings": list(findings)})
    return report_of({"prod": record}, time, Options("Audit", 12.0, previous=previous))


def test_findings_are_new_still_open_or_resolved():
    first = report(FIRST, None, STUCK)
    assert first["hosts"][0]["findings"][0]["status"] is None
    second = report(SECOND, first, {**STUCK, "message": "No progress for 90 days"}, FAILED)
    assert {each["kind"]: each["status"] for each in second["hosts"][0]["findings"]} == {
        "import_stuck": "open",
        "import_failed": "new",
    }
    third = report(THIRD, second, FAILED)
    assert [(each["kind"], each["first_seen"]) for each in third["resolved"]] == [("import_stuck", FIRST)]
    assert third["hosts"][0]["findings"][0]["first_seen"] == SECOND
    assert {key: third["summary"]["findings"][key] for key in ("new", "open", "resolved")} == {
        "new": 0,
        "open": 1,
        "resolved": 1,
    }


def test_a_finding_like_one_that_is_known_is_new():
    known, other = (
        finding("failing", "variables", f"{name} is not a variable of this role", reason="invalid_request")
        for name in ("byol_image", "byol_wait_for")
    )
    second = report(SECOND, report(FIRST, None, known), other, known)
    assert [each["status"] for each in second["hosts"][0]["findings"]] == ["new", "open"]
    assert set(failures_of(second, "none", True)) == {"prod"}
    third = report(THIRD, second, known)
    assert [each["status"] for each in third["hosts"][0]["findings"]] == ["open"]


def test_new_findings_fail_a_host_if_requested():
    found = report(SECOND, report(FIRST, None), STUCK)
    assert failures_of(found, "none", False) == {}
    assert "No progress" in failures_of(found, "none", True)["prod"]
    assert failures_of(report(THIRD, found, STUCK), "none", True) == {}


@pytest.mark.parametrize(
    ("complete", "now"),
    [
        (False, ()),
        (True, (finding("failing", "image win11", "Bad name", reason="invalid_request"),)),
        (True, (finding("failing", "variables", "byol_images must be a list", reason="invalid_request"),)),
    ],
)
def test_what_is_not_known_is_not_resolved(complete, now):
    assert report(SECOND, report(FIRST, None, STUCK), *now, complete=complete)["resolved"] == []


def test_a_report_of_the_schema_before_can_be_compared():
    old = {"schema_version": 1, "generated": FIRST, "title": "Old", "hosts": [{"host": "prod", "findings": [STUCK]}]}
    assert problem_of(old) is None
    assert report(SECOND, old, STUCK)["hosts"][0]["findings"][0]["first_seen"] == FIRST


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "not the report"),
        ({"hosts": [], "schema_version": 9}, "schema_version is 9"),
        ({"hosts": [1], "schema_version": 2, "generated": FIRST}, "truncated"),
        ({"hosts": [{"host": "a"}], "schema_version": 2, "generated": FIRST}, "truncated"),
        ({"hosts": [{"host": "a", "findings": [1]}], "schema_version": 2, "generated": FIRST}, "truncated"),
        (
            {"hosts": [{"host": "a", "findings": [{"first_seen": 5}]}], "schema_version": 2, "generated": FIRST},
            "truncated",
        ),
        ({"hosts": [], "schema_version": 2, "generated": "in spring"}, "truncated"),
    ],
)
def test_other_files_are_refused(found, words):
    assert words in problem_of(found)
