# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings that somebody has accepted until a date."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.exceptions import read_exceptions
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.findings import finding
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import record_of_lost, settled
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.summary import failures_of, lines_of

ENTRY = {"finding": "drift", "reason": "Renamed by hand", "owner": "desktop team", "until": "2026-12-31"}
NOW = "2026-12-31T23:00:00+00:00"
LATER = "2027-01-01T00:00:00+00:00"


def record(*findings, host="lab-1"):
    """The record of a host with these findings."""
    return settled({**record_of_lost(host), "complete": True, "findings": list(findings)})


def drift(image="win11"):
    """A finding of drift."""
    return finding("drift", f"image {image}", "It differs", option="description", desired="a", actual="b")


def report(*records, entries=(ENTRY,), now=NOW, **options):
    """The report of records with exceptions."""
    exceptions, problems = read_exceptions(list(entries))
    assert problems == []
    records = {each["host"]: each for each in records}
    return report_of(records, now, Options("Audit", 12.0, exceptions=exceptions, **options))


def test_a_finding_is_accepted_until_the_end_of_the_last_day():
    found = report(record(drift()))
    (host,) = found["hosts"]
    assert (host["condition"], host["level"]) == ("accepted", "none")
    assert host["findings"][0]["exception"]["state"] == "active"
    assert failures_of(found, "drift", False) == {}
    assert found["summary"]["findings"]["accepted"] == 1


def test_an_expired_exception_is_a_finding_again_and_says_so():
    found = report(record(drift()), now=LATER)
    (host,) = found["hosts"]
    assert (host["condition"], host["findings"][0]["exception"]["state"]) == ("drift", "expired")
    assert "was accepted until 2026-12-31" in failures_of(found, "drift", False)["lab-1"]
    assert any("has expired" in line for line in lines_of(found, "page"))


def test_one_that_matches_nothing_is_reported():
    found = report(record(), entries=[{**ENTRY, "host": "prod-*"}])
    assert [(each["state"], each["matches"]) for each in found["exceptions"]] == [("unused", 0)]
    assert any("matches nothing" in line for line in lines_of(found, "page"))


@pytest.mark.parametrize(
    ("patterns", "accepted"),
    [
        ({}, True),
        ({"host": "lab-*", "image": "win*"}, True),
        ({"host": "prod-*"}, False),
        ({"image": "cad"}, False),
        ({"finding": "would_change"}, False),
    ],
)
def test_patterns(patterns, accepted):
    (host,) = report(record(drift()), entries=[{**ENTRY, **patterns}])["hosts"]
    assert (host["condition"] == "accepted") is accepted


def test_a_finding_of_the_account_needs_a_pattern_for_all_images():
    failing = finding("failing", "account", "No", reason="cidr_immutable")
    entry = {**ENTRY, "finding": "cidr_immutable"}
    assert report(record(failing), entries=[entry])["hosts"][0]["condition"] == "accepted"
    assert report(record(failing), entries=[{**entry, "image": "win*"}])["hosts"][0]["condition"] == "failing"


def test_one_in_force_goes_before_an_expired_one():
    entries = [{**ENTRY, "until": "2026-01-01"}, ENTRY]
    assert report(record(drift()), entries=entries)["hosts"][0]["condition"] == "accepted"


@pytest.mark.parametrize("until", ["2026-12-31", date(2026, 12, 31), datetime(2026, 12, 31, tzinfo=timezone.utc)])
def test_dates_as_yaml_reads_them(until):
    (read,), _problems = read_exceptions([{**ENTRY, "until": until}])
    assert read.until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("text", "must be a dict"),
        ({**ENTRY, "hosts": "a"}, "hosts is not a key"),
        ({"finding": "drift"}, "owner is missing"),
        ({**ENTRY, "until": "soon"}, "until must be a date"),
        ({**ENTRY, "finding": "drifft"}, "did you mean drift?"),
    ],
)
def test_bad_entries_are_refused(entry, words):
    exceptions, problems = read_exceptions([entry])
    assert not exceptions
    assert any(problem.startswith("audit_exceptions[0]: ") and words in problem for problem in problems)
