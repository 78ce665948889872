# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit reports, from the variables of a host: by tables."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest

from ansible_collections.euc.workspaces.plugins.module_utils._byol.import_errors import explain
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.csv_file import csv_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.images import moment
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.junit import junit_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.observations import Policy
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.plain import plain

NOW = "2026-11-23T12:00:00+00:00"
STUCK_AFTER = 12
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\x00\x07\x08\x1b[31m\u202e"
SOURCE = {"ec2_image_id": "ami-0123456789abcdef0"}
CONFIGURATION = "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/byol"
DESIRED = {
    "name": "win11",
    "description": "Windows 11",
    "image_source": SOURCE,
    "infrastructure_configuration_arn": CONFIGURATION,
    "os_version": "Windows_11",
}
ENABLED = {"dedicated_tenancy_support": "ENABLED", "modifications": []}


def record(options=None, **variables):
    """The record of a host. options: of the policy. Variables are given without their prefix."""
    named = {f"byol_{name}": value for name, value in variables.items()}
    policy = Policy(STUCK_AFTER, **(options or {}))
    return plain(next_step(Seen("prod", named, tuple(named)), policy, moment(NOW)).record)


def facts(*images, **account):
    """Facts of an account that is enabled."""
    return {"account": {**ENABLED, **account}, "images": list(images)}


def report(*records):
    """The report of records."""
    return report_of({each["host"]: each for each in records}, NOW, Options("Audit", STUCK_AFTER))


def image(name="win11", state="AVAILABLE", **more):
    """An image as workspaces_byol_info returns it, equal to the desired one."""
    return {
        "image_id": f"wsi-{name}",
        "name": name,
        "state": state,
        "description": "Windows 11",
        "created": "2026-11-01T12:00:00+00:00",
        "import": {
            "state": "COMPLETED",
            "image_source": SOURCE,
            "infrastructure_configuration_arn": CONFIGURATION,
        },
        **more,
    }


def under_way(last_updated):
    """An import that has not ended."""
    return image(state="PENDING", **{"import": {"state": "GENERALIZING", "last_updated_time": last_updated}})


def failure(reason):
    """Why an inventory could not read a host."""
    return {"reason": reason, "message": "It failed", "remedy": "Fix it."}


@pytest.mark.parametrize(
    ("variables", "condition", "level"),
    [
        ({}, "observed", "none"),
        ({"facts": facts(image())}, "observed", "none"),
        ({"images": [DESIRED], "facts": facts(image())}, "compliant", "none"),
        ({"account_enabled": True, "facts": facts(dedicated_tenancy_support="DISABLED")}, "would_change", "drift"),
        ({"images": [DESIRED], "facts": facts()}, "would_change", "drift"),
        ({"images": [DESIRED], "facts": facts(image(description="Other"))}, "drift", "drift"),
        (
            {"images": [{**DESIRED, "image_source": {"ec2_image_id": "ami-00000000"}}], "facts": facts(image())},
            "failing",
            "failure",
        ),
        (
            {
                "management_cidr_range": "10.0.0.0/16",
                "facts": facts(dedicated_tenancy_management_cidr_range="10.1.0.0/16"),
            },
            "failing",
            "failure",
        ),
        ({"account_enabled": False, "facts": facts(dedicated_tenancy_support="DISABLED")}, "failing", "failure"),
        ({"failure": failure("throttled")}, "failing", "failure"),
        ({"failure": failure("not_authorized")}, "not_authorized", "failure"),
        ({"failure": failure("credentials_expired")}, "not_authorized", "failure"),
        ({"failure": failure("no_credentials")}, "not_authorized", "failure"),
        ({"failure": failure("connection_failed")}, "unreachable", "failure"),
    ],
)
def test_the_worst_finding_is_the_condition(variables, condition, level):
    found = record(**variables)
    assert (found["condition"], found["level"]) == (condition, level)


def test_an_account_that_fails_does_not_hide_the_images():
    here = facts(image(description="Other"), dedicated_tenancy_management_cidr_range="10.1.0.0/16")
    found = record(management_cidr_range="10.0.0.0/16", images=[DESIRED], facts=here)
    assert [each["kind"] for each in found["findings"]] == ["failing", "drift"]


@pytest.mark.parametrize(
    ("image_seen", "phase", "stuck", "kind"),
    [
        (image(), "ready", False, None),
        (under_way("2026-11-23T11:00:00+00:00"), "under_way", False, None),
        (under_way("2026-11-23T00:00:00+00:00"), "under_way", True, "import_stuck"),
        (under_way("2026-11-23T00:00:00Z"), "under_way", True, "import_stuck"),
        (under_way(None), "under_way", True, "import_stuck"),
        (image(state="PENDING", created=None), "under_way", False, None),
        (image(state="ERROR"), "failed", False, "import_failed"),
    ],
)
def test_images_stand_out(image_seen, phase, stuck, kind):
    found = record(facts={"images": [image_seen]})
    (described,) = found["images"]
    assert (described["phase"], described["stuck"]) == (phase, stuck)
    assert [each["kind"] for each in found["findings"]] == ([kind] if kind else [])
    assert found["condition"] == "observed"


@pytest.mark.parametrize("desired", [[], [DESIRED]])
def test_errors_of_aws_are_explained_as_by_the_module(desired):
    details = [{"error_code": "DomainJoined", "error_message": "joined"}, {"error_code": "New", "error_message": "odd"}]
    seen = image(state="ERROR", error_details=details)
    found = record(**({"images": desired} if desired else {}), facts=facts(seen, image("good")))
    failed, good = sorted(found["images"], key=lambda each: each["phase"])
    assert failed["explanations"] == explain(seen, seen["import"])
    assert good["explanations"] is None
    page = html_of(report(found))
    assert "DomainJoined (in Windows): The machine is joined to an Active Directory domain." in page
    assert "Leave the domain before the import." in page
    assert "New (in AWS): odd" in page


def test_what_a_run_fails_for_is_reported_once():
    found = record(images=[DESIRED], facts=facts(image(state="ERROR")))
    assert [(each["kind"], each["reason"]) for each in found["findings"]] == [("failing", "failed_image_exists")]


def test_images_are_compared_with_the_desired_ones():
    desired = [
        {**DESIRED, "name": "new"},
        DESIRED,
        {"name": "gone", "state": "absent"},
        {"name": "old", "state": "absent"},
    ]
    there = [image("extra", created="2025-01-01T00:00:00+00:00"), image("old"), image()]
    found = record(images=desired, facts=facts(*there))["images"]
    assert [(one["name"], one["desired"], one["phase"]) for one in found] == [
        ("extra", "unmanaged", "ready"),
        ("old", "absent", "ready"),
        ("win11", "present", "ready"),
        ("new", "present", "missing"),
    ]
    assert found[1]["age_days"] == 22


def test_no_image_is_missing_where_none_could_be_read():
    assert record(images=[DESIRED], failure=failure("not_authorized"))["images"] == []


@pytest.mark.parametrize(
    ("variables", "subject", "words"),
    [
        ({"images": [{**DESIRED, "name": "bad name"}]}, "image bad name", "letters, digits"),
        ({"images": [{**DESIRED, "protocol": "PCOIP"}]}, "image win11", "DCV or BYOP"),
        ({"images": [DESIRED, DESIRED]}, "image win11", "twice"),
        ({"images": [{"name": "win11"}]}, "image win11", "os_version"),
        ({"images": ["win11"]}, "image byol_images[0]", "dict of options"),
        ({"images": "banana"}, "variables", "must be a list"),
        ({"images": None}, "variables", "must be a list"),
        ({"images": [DESIRED], "wait": "perhaps"}, "variables", "byol_wait"),
        ({"images": [DESIRED], "wait_delay": 0}, "account", "wait_delay"),
        ({"image": [DESIRED]}, "variables", "did you mean byol_images?"),
        ({"management_cidr_range": "10.0.0.0/8"}, "account", "/16"),
        ({"management_cidr_range": "10.0.0.0/16", "management_cidr_range_search": "10.0.0.0/8"}, "account", "together"),
    ],
)
def test_whatever_a_run_refuses_is_a_finding(variables, subject, words):
    found = record(facts=facts(), **variables)
    refused = [each for each in found["findings"] if each["kind"] == "failing" and each["subject"] == subject]
    assert found["condition"] == "failing"
    assert any(words in each["message"] for each in refused), found["findings"]
    assert all(each["reason"] == "invalid_request" and each["remedy"] for each in refused)


def test_old_images_and_missing_tags_break_a_policy():
    options = {"max_image_age_days": 20, "required_tags": ["team", "cost"]}
    found = record(options, facts=facts(image(tags={"team": "euc", "cost": ""})))
    assert [(each["kind"], each["message"]) for each in found["findings"]] == [
        ("image_too_old", "The image is 22 days old; at most 20 are allowed"),
        ("tags_missing", "Required tags are missing: cost"),
    ]
    assert (found["condition"], found["level"]) == ("policy", "drift")


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


def test_a_source_that_cannot_be_compared_is_reported():
    found = record(images=[DESIRED], facts=facts(image(**{"import": None})))
    assert [each["kind"] for each in found["findings"]] == ["not_compared"]


def test_a_host_without_a_record_is_in_the_report():
    found = report_of({"lost": {}, "there": record()}, NOW, Options("Audit", STUCK_AFTER))
    assert [(host["host"], host["condition"]) for host in found["hosts"]] == [
        ("lost", "unreachable"),
        ("prod", "observed"),
    ]
    assert found["summary"]["conditions"]["unreachable"] == 1


def hostile(value):
    """A report whose every text that AWS or a user writes is hostile."""
    kept = ("condition", "level", "kind", "phase", "created", "generated", "subject", "start_time", "facts_from")
    if isinstance(value, dict):
        return {key: item if key in kept else hostile(item) for key, item in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return HOSTILE if isinstance(value, str) else value


def full_report():
    """A report with something of everything."""
    account = {
        "dedicated_tenancy_support": "ENABLED",
        "dedicated_tenancy_account_type": "SOURCE_ACCOUNT",
        "message": "Hello",
        "modifications": [{"modification_state": "FAILED", "start_time": "2026-11-20T11:00:00+00:00"}],
    }
    here = facts(image(tags={"a": "1"}), under_way(None) | {"name": "slow"}, image("bad", state="ERROR"), **account)
    desired = [{**DESIRED, "tags": {"b": "2"}}, {**DESIRED, "name": "new"}]
    return report(
        record(images=desired, region="eu-west-1", facts=here),
        {**record(failure=failure("not_authorized")), "host": "other"},
    )


def test_html_holds_nothing_but_texts():
    page = html_of(hostile(full_report()))
    assert page.count("<script") == 1
    assert "<img" not in page
    assert page.count(" onerror=") == page.count(" onerror=alert(1)&gt;")
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in page
    assert not re.findall("[\x00\x07\x08\x1b\u202e]", page)
    assert {link.split("/")[2] for link in re.findall(r'href="(?!#)([^"]+)', page)} <= {
        "github.com",
        "console.aws.amazon.com",
    }


def test_html_lets_its_own_script_run_alone():
    page = html_of(full_report())
    assert re.search(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]{44}'", page)


def test_html_has_the_remedy_of_an_image_once_where_its_findings_share_it():
    other = {"state": "COMPLETED", "image_source": SOURCE, "infrastructure_configuration_arn": f"{CONFIGURATION}-2"}
    found = [image(description="Other", **{"import": other}), image("cad", description="Other")]
    names = [DESIRED, {**DESIRED, "name": "cad"}]
    page = html_of(report(record(images=names, facts=facts(*found))))
    assert page.count('class="finding c-drift"') == 3
    assert page.count("Accept it, or import the image again") == 2


@pytest.mark.parametrize(("hosts", "times"), [(49, 49), (50, 1)])
def test_html_has_a_text_once_that_many_hosts_share(hosts, times):
    records = [
        {**record(images=[DESIRED], facts=facts(image(description=HOSTILE))), "host": f"host-{number}"}
        for number in range(hosts)
    ]
    page = html_of(report(*records))
    remedy = "Accept it, or import the image again under another name."
    assert page.count(remedy) == times
    number = re.search(f"<li id=(t\\d+)>{remedy}", page)
    assert page.count(f"<a href=#{number[1] if number else '?'}>") == (hosts if times == 1 else 0)
    assert "<img" not in page


def test_html_lists_images_in_trouble_before_those_that_are_unmanaged():
    found = [*(image(f"i-{number}") for number in range(200)), image("broken", state="ERROR")]
    page = html_of(report(record(images=[], facts=facts(*found))))
    rows = page.partition('<h3 id="h-out">')[2].split("<tr><th scope=row>")[1:]
    assert len(rows) == 200
    assert rows[0].startswith("broken")
    assert "1 more are in the CSV file of images" in rows[-1]


def test_html_of_no_host():
    assert "No hosts were audited." in html_of(report())


def test_html_of_hosts_without_images():
    page = html_of(report(record(account_enabled=True, facts=facts())))
    assert "No image was found." in page
    assert "<strong>1 host</strong> audited, with no difference from the desired state." in page


@pytest.mark.parametrize("count", [1, 12, 13, 500])
def test_every_age_can_be_drawn(count):
    """As marks, or as bars where there are too many."""
    days = [image(f"i-{number}", created=f"2026-{number % 11 + 1:02d}-10T00:00:00+00:00") for number in range(count)]
    page = html_of(
        report(record(facts={"images": [*days, image("ancient", created="1999-01-01T00:00:00+00:00")]})),
    )
    assert ("The bars count" in page) is (count == 500)
    assert "more than a year" in page


def test_junit_counts_and_is_xml_whatever_is_said():
    root = ElementTree.fromstring(junit_of(hostile(full_report())))
    counts = {name: root.get(name) for name in ("tests", "failures", "errors")}
    assert counts == {"tests": "7", "failures": "5", "errors": "1"}
    plain = ElementTree.fromstring(junit_of(full_report()))
    cases = {
        case.get("name"): [child.tag for child in case]
        for case in plain.iter("testcase")
        if case.get("classname") == "prod"
    }
    assert cases == {name: ["failure"] for name in ("account", "image win11", "image slow", "image bad", "image new")}


def test_csv_has_a_row_for_each_finding_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(csv_of(full_report()))))
    assert len(rows) == full_report()["summary"]["findings"]["total"]
    named = {**record(), "host": "=1+1"}
    assert list(csv.reader(io.StringIO(csv_of(report(named)))))[1][0] == "'=1+1"


def test_the_report_is_json():
    assert json.loads(json.dumps(full_report())) == full_report()
