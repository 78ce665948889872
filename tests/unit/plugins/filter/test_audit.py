# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit says, from what was seen: the pure filters, by tables."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.euc.workspaces.plugins.filter import (
    byol_audit_html,
    byol_audit_junit,
    byol_audit_record,
    byol_audit_report,
)

NOW = "2026-11-23T12:00:00+00:00"
STUCK_AFTER = 12
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\x00\x1b[31m"
FILTERS = {
    module.__name__.rpartition(".")[2]: module
    for module in (byol_audit_html, byol_audit_junit, byol_audit_record, byol_audit_report)
}


def use(name, *args):
    """Call a filter as Ansible does."""
    return FILTERS[name].FilterModule().filters()[name](*args)


def record(**seen):
    """The record of a host."""
    return use("byol_audit_record", {"host": "prod", **seen}, NOW, STUCK_AFTER)


def report(*records):
    """The report of records."""
    return use("byol_audit_report", {each["host"]: each for each in records}, NOW, "Audit", STUCK_AFTER)


def image(name="win11", state="AVAILABLE", **more):
    """An image as workspaces_byol_info returns it."""
    return {
        "image_id": "wsi-1",
        "name": name,
        "state": state,
        "created": "2026-11-01T12:00:00+00:00",
        "import": None,
        **more,
    }


def under_way(last_updated):
    """An import that is not at its end."""
    return image(state="PENDING", **{"import": {"state": "GENERALIZING", "last_updated_time": last_updated}})


def failed(reason=None, **more):
    """The result of a task that failed."""
    failure = {"reason": reason, "message": "It failed", "remedy": "Mend it."}
    return {"failed": True, "msg": "It failed. Mend it.", **({"failure": failure} if reason else {}), **more}


@pytest.mark.parametrize(
    ("seen", "condition", "level"),
    [
        ({}, "observed", "none"),
        ({"asks": True}, "compliant", "none"),
        ({"asks": True, "result": {"account_changed": False, "images": {}}}, "compliant", "none"),
        ({"asks": True, "result": {"account_changed": True, "images": {}}}, "would_change", "drift"),
        ({"asks": True, "result": {"images": {"win11": {"changed": True}}}}, "would_change", "drift"),
        (
            {
                "asks": True,
                "result": {
                    "account_changed": True,
                    "images": {"win11": {"drift": [{"option": "description", "desired": "a", "actual": "b"}]}},
                },
            },
            "drift",
            "drift",
        ),
        ({"asks": True, "result": {"images": {"win11": failed("image_source_differs")}}}, "failing", "failure"),
        ({"asks": True, "failure": failed("cidr_immutable")}, "failing", "failure"),
        ({"asks": True, "failure": failed()}, "failing", "failure"),
        ({"asks": True, "failure": {"failed": True}}, "failing", "failure"),
        ({"failure": failed("throttled")}, "failing", "failure"),
        ({"failure": failed("not_authorized")}, "not_authorized", "failure"),
        ({"failure": failed("credentials_expired")}, "not_authorized", "failure"),
        ({"failure": failed("connection_failed")}, "unreachable", "failure"),
        ({"failure": failed(unreachable=True)}, "unreachable", "failure"),
        (
            {"asks": True, "failure": failed("cidr_immutable"), "result": {"images": {"a": failed("not_authorized")}}},
            "not_authorized",
            "failure",
        ),
    ],
)
def test_the_worst_finding_is_the_condition(seen, condition, level):
    found = record(**seen)
    assert (found["condition"], found["level"]) == (condition, level)


def test_an_account_that_failed_was_compared_for_its_images_alone():
    """So what that comparison says of the account does not count."""
    found = record(asks=True, failure=failed("cidr_immutable"), result={"account_changed": True, "images": {}})
    assert [finding["kind"] for finding in found["findings"]] == ["failing"]


@pytest.mark.parametrize(
    ("image_seen", "phase", "stuck", "kind"),
    [
        (image(), "ready", False, None),
        (under_way("2026-11-23T11:00:00+00:00"), "under_way", False, None),
        (under_way("2026-11-23T00:00:00+00:00"), "under_way", True, "import_stuck"),
        (under_way(None), "under_way", True, "import_stuck"),
        (image(state="PENDING", created=None), "under_way", False, None),
        (image(state="ERROR"), "failed", False, "import_failed"),
    ],
)
def test_images_stand_out(image_seen, phase, stuck, kind):
    found = record(facts={"images": [image_seen]})
    (described,) = found["images"]
    assert (described["phase"], described["stuck"]) == (phase, stuck)
    assert [finding["kind"] for finding in found["findings"]] == ([kind] if kind else [])
    assert found["condition"] == "observed"


def test_what_a_run_fails_for_is_told_once():
    result = {"images": {"win11": failed("failed_image_exists")}}
    found = record(asks=True, facts={"images": [image(state="ERROR")]}, result=result)
    assert [finding["kind"] for finding in found["findings"]] == ["failing"]


def test_images_are_held_against_those_asked_for():
    asked = [
        {"name": "new"},
        {"name": "win11"},
        {"name": "gone", "state": "absent"},
        {"name": "old", "state": "absent"},
    ]
    there = [image("extra", created="2025-01-01T00:00:00+00:00"), image("old"), image()]
    found = record(asks=True, images=asked, facts={"images": there})["images"]
    assert [(one["name"], one["desired"], one["phase"]) for one in found] == [
        ("extra", "not asked for", "ready"),
        ("old", "absent", "ready"),
        ("win11", "present", "ready"),
        ("new", "present", "missing"),
    ]
    assert found[1]["age_days"] == 22


def test_no_image_is_missing_where_none_could_be_read():
    assert record(asks=True, images=[{"name": "win11"}], facts={}, failure=failed("not_authorized"))["images"] == []


@pytest.mark.parametrize(
    ("modification", "kind"),
    [
        ({"modification_state": "COMPLETED", "start_time": "2025-01-01T00:00:00+00:00"}, None),
        ({"modification_state": "PENDING", "start_time": "2026-11-23T11:00:00+00:00"}, None),
        ({"modification_state": "PENDING", "start_time": "2026-11-20T11:00:00+00:00"}, "modification_stuck"),
        ({"modification_state": "PENDING"}, None),
        ({"modification_state": "FAILED", "error_code": "X", "error_message": "Why."}, "modification_failed"),
    ],
)
def test_the_newest_modification_stands_out(modification, kind):
    older = {"modification_state": "FAILED", "start_time": "2024-01-01T00:00:00+00:00"}
    found = record(facts={"account": {"modifications": [older, modification]}})
    assert [finding["kind"] for finding in found["findings"]] == ([kind] if kind else [])


def test_a_source_that_cannot_be_compared_is_told():
    result = {"images": {"win11": {"changed": False, "image": {"name": "win11"}, "image_import": None}}}
    assert [finding["kind"] for finding in record(asks=True, result=result)["findings"]] == ["not_compared"]


def test_a_host_without_a_record_is_in_the_report():
    found = use("byol_audit_report", {"lost": {}, "there": record()}, NOW, "Audit", STUCK_AFTER)
    assert [(host["host"], host["condition"]) for host in found["hosts"]] == [
        ("lost", "unreachable"),
        ("prod", "observed"),
    ]
    assert found["summary"]["conditions"]["unreachable"] == 1


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("byol_audit_record", ({}, NOW, STUCK_AFTER)),
        ("byol_audit_record", ({"host": "a"}, "yesterday", STUCK_AFTER)),
        ("byol_audit_record", ({"host": "a"}, NOW, "long")),
        ("byol_audit_report", ([1], NOW, "Audit", STUCK_AFTER)),
        ("byol_audit_report", ({"a": {"host": "a"}}, NOW, "Audit", STUCK_AFTER)),
        ("byol_audit_junit", ({},)),
        ("byol_audit_html", ({"hosts": []},)),
    ],
)
def test_what_is_no_record_or_report_is_refused(name, args):
    with pytest.raises(AnsibleFilterError, match=name):
        use(name, *args)


def hostile(value):
    """A report whose every text that AWS or a user writes is hostile."""
    kept = ("condition", "level", "kind", "phase", "created", "generated", "subject", "start_time", "desired")
    if isinstance(value, dict):
        return {key: item if key in kept else hostile(item) for key, item in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return HOSTILE if isinstance(value, str) else value


def full_report():
    """A report with something of everything."""
    diff = {"before": {"name": "win11", "tags": {"a": "1"}}, "after": {"name": "win11", "tags": {"b": "2"}}}
    described = {
        "dedicated_tenancy_support": "ENABLED",
        "dedicated_tenancy_management_cidr_range": "10.0.0.0/16",
        "dedicated_tenancy_account_type": "SOURCE_ACCOUNT",
        "message": "Hello",
        "modifications": [{"modification_state": "FAILED", "start_time": "2026-11-20T11:00:00+00:00"}],
    }
    source = {
        "import": {"state": "COMPLETED", "image_source": {"ec2_image_id": "ami-1"}},
        "owner_account_id": "123456789012",
    }
    return report(
        record(
            asks=True,
            images=[{"name": "win11"}, {"name": "new"}],
            region="eu-west-1",
            facts={
                "account": described,
                "images": [image(**source), under_way(None), image("bad", state="ERROR", error_code="E")],
            },
            result={
                "account_changed": True,
                "account_diff": diff,
                "images": {"win11": {"changed": True}},
                "images_diff": [{"before_header": "win11", "after_header": "win11", **diff}],
            },
        ),
        {**record(failure=failed("not_authorized")), "host": "other"},
    )


def test_html_holds_nothing_but_texts():
    page = use("byol_audit_html", hostile(full_report()))
    assert page.count("<script") == 1
    assert "<img" not in page
    assert page.count(" onerror=") == page.count(" onerror=alert(1)&gt;")
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)


def test_html_lets_its_own_script_run_alone():
    page = use("byol_audit_html", full_report())
    assert re.search(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]{44}'", page)


def test_html_of_no_host():
    assert "There was no host to audit." in use("byol_audit_html", report())


def test_html_of_hosts_without_images():
    page = use("byol_audit_html", report(record(asks=True)))
    assert "No image was found." in page
    assert "Of <strong>1 host</strong> none differs from what is asked." in page


@pytest.mark.parametrize("count", [1, 12, 13, 500])
def test_every_age_can_be_drawn(count):
    """As marks, or as bars where there are too many."""
    days = [image(f"i-{number}", created=f"2026-{number % 11 + 1:02d}-10T00:00:00+00:00") for number in range(count)]
    page = use(
        "byol_audit_html",
        report(record(facts={"images": [*days, image("ancient", created="1999-01-01T00:00:00+00:00")]})),
    )
    assert ("The bars count" in page) is (count == 500)
    assert "more than a year" in page


def test_junit_counts_and_is_xml_whatever_is_said():
    root = ElementTree.fromstring(use("byol_audit_junit", hostile(full_report())))
    counts = {name: root.get(name) for name in ("tests", "failures", "errors")}
    assert counts == {"tests": "5", "failures": "3", "errors": "1"}
    plain = ElementTree.fromstring(use("byol_audit_junit", full_report()))
    cases = {
        case.get("name"): [child.tag for child in case]
        for case in plain.iter("testcase")
        if case.get("classname") == "prod"
    }
    assert cases == {"account": ["failure"], "image win11": ["failure"], "image bad": ["failure"], "image new": []}


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_filters_are_documented(name):
    module = FILTERS[name]
    documented = yaml.safe_load(module.DOCUMENTATION)
    assert (documented["name"], documented["version_added"]) == (name, "0.2.0")
    assert documented["positional"] == "_input"
    for task in yaml.safe_load(module.EXAMPLES):
        assert {"name"} < set(task)
    assert f"euc.workspaces.{name}" in module.EXAMPLES
    assert yaml.safe_load(module.RETURN)["_value"]["description"]


def test_the_report_is_json():
    assert json.loads(json.dumps(full_report())) == full_report()
