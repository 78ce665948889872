# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of the AWX playbooks, run as AWX runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import jq
import pytest
import yaml

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.answers import CONNECTION
from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import awx_survey

from ..faults.conditions import until
from .account import IMPORT, MODIFY, POLL, REGION, REGIONS, Account, Scenario
from .job import Ended, Json

AUDIT_DEFAULTS = {question["variable"]: question["default"] for question in awx_survey("audit")["spec"]}
CREDENTIAL_VARIABLES = [f"byol_default_{name}" for name in CONNECTION]
ENABLE, AUDIT, RELEASE = "awx_enable.yml", "awx_audit.yml", "awx_release.yml"
QUERIES = yaml.safe_load((Path(__file__).resolve().parents[3] / "extensions" / "audit" / "event_query.yml").read_text())
LONG_ENOUGH = 60
"""Seconds in which a job of a busy machine has begun its import."""
FOR_ALL_REGIONS = {"byol_image_preflight": "off"}
"""One infrastructure configuration is answered for hosts in several Regions, which preflight would block."""


def ids(artifacts: Json) -> dict[str, dict[str, str]]:
    """Image ids by host and name, from the artifacts of a job."""
    return {host: result["image_ids"] for host, result in artifacts["euc_workspaces_byol"].items()}


def managed(ended: Ended) -> set[tuple[str, str]]:
    """Names and ids of the images that AWX counts as managed by a job, by our queries."""
    found = set()
    for event in ended.events:
        query = QUERIES.get(event["event_data"].get("resolved_action"))
        if query and event["event"] == "runner_on_ok":
            for node in jq.compile(query["query"]).input_value(event["event_data"]["res"]).all():
                assert set(node) == {"name", "canonical_facts", "facts"}
                found.add((node["name"], node["canonical_facts"]["id"]))
    return found


def import_reports_progress_and_the_id_is_an_artifact(account: Account) -> None:
    """The answers reach AWS, progress is reported, the id of the image is an artifact; a second job changes nothing."""
    account.enable()
    answers = account.answers(byol_image_tags="release=2026-11\nnote=a = b {{ 6 * 7 }}\n\n")
    ended = account.start_import(answers=answers).end().succeeded()
    [image] = account.images()
    assert image["State"] == "AVAILABLE"
    assert ids(ended.artifacts) == {"prod-eu": {account.image: image["ImageId"]}}
    assert list(ended.artifacts) == ["euc_workspaces_byol"]
    [call] = account.calls(IMPORT)
    assert call["params"]["ImageName"] == account.image
    assert call["params"]["ImageSource"] == {"Ec2ImportTaskId": "import-ami-0123456789abcdef0"}
    # Text of a survey is never templated.
    tags = {tag["Key"]: tag["Value"] for tag in call["params"]["Tags"]}
    assert tags == {"release": "2026-11", "note": "a = b {{ 6 * 7 }}"}
    assert f"[prod-eu] {account.image}" in ended.output
    assert "100%  COMPLETED" in ended.output
    assert account.credential["AWS_SECRET_ACCESS_KEY"] not in str(ended.events)
    assert managed(ended) == {(account.image, image["ImageId"])}
    # Artifacts are variables of the next node of a workflow, and do it no harm.
    again = account.start_import(answers=answers | ended.artifacts).end().succeeded()
    assert again.artifacts == ended.artifacts
    assert account.writes() == [IMPORT]


def sts_credential_and_empty_answers(account: Account) -> None:
    """Temporary keys work. Empty answers are ignored: the inventory's defaults are used, and then the role's."""
    account.enable()
    answers = account.answers()
    defaults = {
        "description": "From the inventory",
        "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": answers["byol_image_infrastructure_configuration_arn"],
        "os_version": "Windows_10",
        "tags": {"from": "inventory"},
    }
    hosts = {"prod-eu": {"byol_region": REGION, "byol_image_defaults": defaults}}
    empty = dict.fromkeys(answers, "") | {"byol_image_name": account.image, "byol_hosts": ""}
    ended = account.start_import(hosts=hosts, answers=empty, credential=account.sts_credential()).end().succeeded()
    [call] = account.calls(IMPORT)
    assert call["params"]["ImageDescription"] == "From the inventory"
    assert (call["params"]["OsVersion"], call["params"]["ComputeType"], call["params"]["Protocol"]) == (
        "Windows_10",
        "BASE",
        "DCV",
    )
    assert call["params"]["Tags"] == [{"Key": "from", "Value": "inventory"}]
    # It waited, as that is the role's default.
    assert [image["State"] for image in account.images()] == ["AVAILABLE"]
    assert ids(ended.artifacts)["prod-eu"][account.image] == account.images()[0]["ImageId"]


def wrong_answers_are_refused_by_the_name_of_the_variable(account: Account) -> None:
    """All problems are reported together, in words, before anything is sent."""
    wrong = {
        "byol_image_name": "Windows 11",
        "byol_image_description": "",
        "byol_image_source": "snap-0123456789abcdef0",
        "byol_image_os_version": "Windows_7",
        "byol_image_tags": "release",
        "byol_image_replace_failed": "perhaps",
        "byol_image_wait_timeout": "soon",
    }
    ended = account.start_import(answers=account.answers(**wrong)).end().failed()
    for variable in wrong:
        assert f"{variable}: " in ended.messages
    assert "Allowed are letters, digits and _./()" in ended.messages
    assert "[a-z" not in ended.messages
    assert not account.calls("DescribeAccount")


def enabling_with_check_first(account: Account) -> None:
    """A check job shows what would change and sends reads only; a run changes it once, and its artifact has the range."""
    answers = {
        "byol_account_management_cidr_range": "",
        "byol_account_management_cidr_range_search": "10.0.0.0/8",
        "byol_account_wait": "true",
        "byol_account_wait_timeout": 60,
    }
    # The answer takes precedence over the inventory.
    hosts = {"prod-eu": {"byol_region": REGION, "byol_management_cidr_range": "10.99.0.0/16"}}
    checked = account.launch(ENABLE, hosts, answers=answers, options="--check --diff").end().succeeded()
    assert not account.writes()
    assert "+" in checked.output
    done = account.launch(ENABLE, hosts, answers=answers).end().succeeded()
    assert "COMPLETED" in done.output
    enabled = done.artifacts["euc_workspaces_byol"]["prod-eu"]["account"]
    assert enabled["dedicated_tenancy_support"] == "ENABLED"
    assert enabled["dedicated_tenancy_management_cidr_range"].startswith("10.")
    # Enabling and choosing a range can be two modifications.
    written = account.writes()
    assert set(written) == {MODIFY}
    account.launch(ENABLE, hosts, answers=answers).end().succeeded()
    assert account.writes() == written


def importing_never_enables_an_account(account: Account) -> None:
    """What cannot be undone has its own job template."""
    ended = account.start_import().end().failed()
    assert "byol_account_enabled is false" in ended.messages
    assert not account.writes()


def the_workflow_checks_imports_and_audits(account: Account) -> None:
    """Each node gets the answers of the workflow and the artifacts of the nodes before it; only one of them writes."""
    account.enable()
    answers = account.answers()
    checked = account.start_import(answers=answers, options="--check --diff").end().succeeded()
    assert not account.writes()
    # This is what an approver decides on.
    for shown in (account.image, answers["byol_image_description"], answers["byol_image_source"]):
        assert re.search(rf"^\+.*{re.escape(shown)}", checked.output, re.MULTILINE)
    line = rf"^\[prod-eu\] {re.escape(account.image)}: would import from .*; preflight: (.*)$"
    [outcome] = re.findall(line, checked.output, re.MULTILINE)
    assert outcome.split()[0] in ("pass", "warn", "unknown")
    imported = account.start_import(answers=answers | checked.artifacts).end().succeeded()
    # The inventory does not know the image; the answers of the workflow do, and AWX passes them to all nodes.
    everything = answers | AUDIT_DEFAULTS | {"byol_audit_fail_on": "drift"} | imported.artifacts
    audited = account.launch(AUDIT, answers=everything, options="--check").end().succeeded()
    summary = audited.artifacts["euc_workspaces_audit"]
    assert (summary["hosts"], summary["conditions"]["compliant"]) == (1, 1)
    assert summary["images"]["ready"] == 1
    [image] = account.images()
    assert managed(audited) == {(account.image, image["ImageId"])}
    assert account.writes() == [IMPORT]


def the_audit_of_a_workflow_fails_without_the_image(account: Account) -> None:
    """The audit compares what the import should have made. Its findings are an artifact although it fails, without paths."""
    account.enable()
    answers = account.answers() | AUDIT_DEFAULTS | {"byol_audit_fail_on": "drift"}
    ended = account.launch(AUDIT, answers=answers, options="--check").end().failed()
    found = ended.artifacts["euc_workspaces_audit"]
    assert found["hosts_with_findings"] == 1
    assert account.image in str(found["findings"]["prod-eu"])
    assert ".html" not in str(found)
    # The inventory alone asks for nothing.
    account.launch(AUDIT, answers=AUDIT_DEFAULTS, options="--check").end().succeeded()
    assert not account.writes()


def an_audit_that_could_not_read_anything_fails(account: Account) -> None:
    """By the default answers: a nightly audit must not be green because AWS refused every call."""
    account.deny("*")
    ended = account.launch(AUDIT, answers=AUDIT_DEFAULTS, options="--check").end().failed()
    [finding] = ended.artifacts["euc_workspaces_audit"]["findings"]["prod-eu"]
    assert finding["reason"] == "not_authorized"


def the_credential_gives_a_region_to_hosts_without_one(account: Account) -> None:
    """Region and endpoint of the credential are for hosts without their own; empty fields are ignored."""
    account.enable(*REGIONS[:2])
    # The extra variables of a credential are unsafe text too, and fields that are not filled in are empty.
    empty = dict.fromkeys(CREDENTIAL_VARIABLES, "")
    answers = account.answers(**FOR_ALL_REGIONS | empty | {"byol_default_region": REGIONS[1]})
    hosts: Json = {"own": {"byol_region": REGIONS[0]}, "none": {}}
    account.start_import(hosts=hosts, answers=answers | {"byol_image_wait": "false"}).end().succeeded()
    assert [len(account.images(region)) for region in REGIONS[:2]] == [1, 1]


def the_credential_gives_a_role_to_assume(account: Account) -> None:
    """The keys of one account, and a role of another: the image is made there, and nothing here."""
    there = account.another()
    there.enable()
    role = f"arn:aws:iam::{there.account_id}:role/byol"
    assumed = {"external_id": "from-us", "session_name": "awx-job", "duration": 900}
    there.trusts(role, **assumed)
    # As the credential type injects them: all are text.
    refined = {f"byol_default_assume_role_{name}": str(value) for name, value in assumed.items()}
    answers = there.answers(byol_image_name=account.image, byol_default_assume_role_arn=role, **refined)
    ended = account.start_import(answers=answers).end().succeeded()
    assert [image["Name"] for image in there.images()] == [account.image]
    assert not account.images()
    assert there.images()[0]["ImageId"] == ids(ended.artifacts)["prod-eu"][account.image]


def slices_together_are_as_one_job(account: Account) -> None:
    """One job for all hosts and one for each slice of them import the same, and set the same artifacts."""
    hosts = {region: {"byol_region": region} for region in REGIONS}
    whole, sliced = account, account.another()
    for each in (whole, sliced):
        each.enable(*REGIONS)
    # AWX deals the hosts out to the slices, each a job of its own with the inventory of its hosts.
    slices = [{name: hosts[name] for name in list(hosts)[number::2]} for number in range(2)]
    jobs = [
        each.start_import(hosts=some, answers=each.answers(**FOR_ALL_REGIONS))
        for each, some in ((whole, hosts), *((sliced, some) for some in slices))
    ]
    together, *apart = [job.end().succeeded() for job in jobs]
    merged: dict[str, dict[str, str]] = {}
    for ended in apart:
        merged |= ids(ended.artifacts)
    assert {host: list(found) for host, found in ids(together.artifacts).items()} == {
        region: [whole.image] for region in REGIONS
    }
    for each, given in ((whole, ids(together.artifacts)), (sliced, merged)):
        assert given == {region: {each.image: each.images(region)[0]["ImageId"]} for region in REGIONS}
        assert len(each.calls(IMPORT)) == len(REGIONS)


def limit_tags_and_check(account: Account) -> None:
    """--limit leaves hosts out, tags leave tasks out, and a check job sends reads only."""
    hosts = {region: {"byol_region": region} for region in REGIONS[:2]}
    account.enable(*REGIONS[:2])
    answers = account.answers(**FOR_ALL_REGIONS)
    checked = account.start_import(hosts=hosts, answers=answers, options="--check").end().succeeded()
    assert ids(checked.artifacts) == {region: {account.image: None} for region in REGIONS[:2]}
    skipped = account.start_import(hosts=hosts, answers=answers, options="--skip-tags byol").end().succeeded()
    assert skipped.ran("Read the survey answers")
    assert not account.writes()
    limited = (
        account.start_import(hosts=hosts, answers=answers, options=f"--limit {REGIONS[0]} --tags byol")
        .end()
        .succeeded()
    )
    assert list(ids(limited.artifacts)) == [REGIONS[0]]
    assert [len(account.images(region)) for region in REGIONS[:2]] == [1, 0]
    assert "100%  COMPLETED" in limited.output


def a_cancelled_job_is_picked_up(account: Account) -> None:
    """AWS continues; launched again, the job waits for the same import, and there is one image."""
    account.enable()
    account.stands_still()
    job = account.start_import()
    until(lambda: account.calls(IMPORT), "the import has started")
    job.cancel()
    _picked_up(account)


def a_job_that_timed_out_is_picked_up(account: Account) -> None:
    """The same after the timeout of the template, where neither rescue nor always runs: there is no artifact."""
    account.enable()
    account.stands_still()
    ended = account.start_import(job_timeout=LONG_ENOUGH).end()
    assert ended.status == "timeout"
    assert not ended.artifacts
    _picked_up(account)


def _picked_up(account: Account) -> None:
    assert [image["State"] for image in account.images()] == ["PENDING"]
    polls = len(account.calls(POLL))
    job = account.start_import()
    until(lambda: len(account.calls(POLL)) > polls, "the next job waits for the import")
    account.ends()
    again = job.end().succeeded()
    [image] = account.images()
    assert ids(again.artifacts) == {"prod-eu": {account.image: image["ImageId"]}}
    assert len(account.calls(IMPORT)) == 1


def progress_keeps_the_idle_timeout_away(account: Account) -> None:
    """The import takes longer than the idle timeout, and the job lives."""
    account.enable()
    account.takes(LONG_ENOUGH + 20)
    ended = account.start_import(idle_timeout=LONG_ENOUGH).end().succeeded()
    lines = [line for line in ended.output.splitlines() if line.startswith(f"[prod-eu] {account.image}")]
    assert len(lines) > 3
    # The timeout is in effect: a job that polls once a minute only prints nothing in between, and is stopped.
    hosts = {"prod-eu": {"byol_region": REGION, "byol_wait_delay": 60}}
    account.image += "-quiet"
    account.takes(600)
    assert account.start_import(hosts=hosts, idle_timeout=10).end().status == "timeout"


def a_release_is_previewed_promoted_and_rolled_back(account: Account) -> None:
    """Rings from the survey or from the inventory; the artifact says which ring has which image; text is no template."""
    old, new = account.ring(account.image, "win11-pilot", "win11")
    rings = "pilot win11-pilot 3\nbroad win11"
    answers = {
        "byol_release_image_name": account.image,
        "byol_release_state": "promoted",
        "byol_release_rings": rings,
    }
    checked = account.launch(RELEASE, answers=answers, options="--check --diff").end().succeeded()
    assert new in checked.output
    assert account.bundles() == {"win11-pilot": old, "win11": old}
    ended = account.launch(RELEASE, answers=answers).end().succeeded()
    assert account.bundles() == {"win11-pilot": new, "win11": old}
    assert "rebuilt or migrated" in ended.output
    assert ended.artifacts == {
        "euc_workspaces_release": {"prod-eu": {"image_id": new, "rings": {"pilot": new, "broad": old}}}
    }
    inventory = {
        "byol_region": REGION,
        "release_image_name": account.image,
        "release_rings": [{"name": "pilot", "bundle": "win11-pilot"}, {"name": "broad", "bundle": "win11"}],
    }
    back = {"byol_release_image_name": "", "byol_release_state": "rolled_back", "byol_release_rings": ""}
    account.launch(RELEASE, {"prod-eu": inventory}, answers=back | ended.artifacts).end().succeeded()
    assert account.bundles() == {"win11-pilot": old, "win11": old}
    refused = account.launch(RELEASE, answers={**answers, "byol_release_rings": "pilot"}).end().failed()
    assert "byol_release_rings: " in refused.messages


# Those that take long come first, as some run at the same time.
SCENARIOS: list[Scenario] = [
    progress_keeps_the_idle_timeout_away,
    a_job_that_timed_out_is_picked_up,
    a_cancelled_job_is_picked_up,
    import_reports_progress_and_the_id_is_an_artifact,
    sts_credential_and_empty_answers,
    wrong_answers_are_refused_by_the_name_of_the_variable,
    enabling_with_check_first,
    importing_never_enables_an_account,
    the_workflow_checks_imports_and_audits,
    the_audit_of_a_workflow_fails_without_the_image,
    an_audit_that_could_not_read_anything_fails,
    the_credential_gives_a_region_to_hosts_without_one,
    the_credential_gives_a_role_to_assume,
    slices_together_are_as_one_job,
    limit_tags_and_check,
    a_release_is_previewed_promoted_and_rolled_back,
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario.__name__ for scenario in SCENARIOS])
def test_job(scenario: Scenario, played: Callable[[Scenario], None]) -> None:
    """The scenario ran to its end, and all its assertions held."""
    played(scenario)
