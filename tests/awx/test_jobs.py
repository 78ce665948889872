# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of the entry playbooks, run as AWX runs them, behave as its users need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jq
import pytest
import yaml

from ..faults.conditions import until
from .job import Ended, Json
from .place import IMPORT, MODIFY, REGION, REGIONS, Place, Story

ENABLE, AUDIT = "awx_enable.yml", "awx_audit.yml"
QUERIES = yaml.safe_load((Path(__file__).resolve().parents[2] / "extensions" / "audit" / "event_query.yml").read_text())


def ids(artifacts: Json) -> dict[str, dict[str, str]]:
    """Image ids by host and name, out of what the next node of a workflow gets."""
    return {host: told["image_ids"] for host, told in artifacts["euc_workspaces_byol"].items()}


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


def import_is_watched_and_its_id_handed_on(place: Place) -> None:
    """The survey's answers reach AWS, progress is told, the id of the image is an artifact; again, nothing happens."""
    place.enable()
    answers = place.answers(byol_image_tags="release=2026-11\nnote=a = b {{ 6 * 7 }}\n\n")
    ended = place.start_import(answers=answers).end().succeeded()
    [image] = place.images()
    assert image["State"] == "AVAILABLE"
    assert ids(ended.artifacts) == {"prod-eu": {place.image: image["ImageId"]}}
    assert list(ended.artifacts) == ["euc_workspaces_byol"]
    [call] = place.calls(IMPORT)
    assert call["params"]["ImageName"] == place.image
    assert call["params"]["ImageSource"] == {"Ec2ImportTaskId": "import-ami-0123456789abcdef0"}
    # Text of a survey is never templated.
    tags = {tag["Key"]: tag["Value"] for tag in call["params"]["Tags"]}
    assert tags == {"release": "2026-11", "note": "a = b {{ 6 * 7 }}"}
    assert f"[prod-eu] {place.image}" in ended.output
    assert "100%  COMPLETED" in ended.output
    assert place.credential["AWS_SECRET_ACCESS_KEY"] not in str(ended.events)
    assert managed(ended) == {(place.image, image["ImageId"])}
    # What a workflow hands on reaches the next node as variables, and does it no harm.
    again = place.start_import(answers=answers | ended.artifacts).end().succeeded()
    assert again.artifacts == ended.artifacts
    assert place.writes() == [IMPORT]


def sts_credential_and_empty_answers(place: Place) -> None:
    """Temporary keys work. Empty answers are as none: the inventory's defaults hold, and the role's."""
    place.enable()
    answers = place.answers()
    defaults = {
        "description": "From the inventory",
        "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": answers["byol_image_infrastructure_configuration_arn"],
        "os_version": "Windows_10",
        "tags": {"from": "inventory"},
    }
    hosts = {"prod-eu": {"byol_region": REGION, "byol_image_defaults": defaults}}
    empty = dict.fromkeys(answers, "") | {"byol_image_name": place.image, "byol_hosts": ""}
    ended = place.start_import(hosts=hosts, answers=empty, credential=place.sts_credential()).end().succeeded()
    [call] = place.calls(IMPORT)
    assert call["params"]["ImageDescription"] == "From the inventory"
    assert (call["params"]["OsVersion"], call["params"]["ComputeType"], call["params"]["Protocol"]) == (
        "Windows_10",
        "BASE",
        "DCV",
    )
    assert call["params"]["Tags"] == [{"Key": "from", "Value": "inventory"}]
    # It waited, as that is the role's default.
    assert [image["State"] for image in place.images()] == ["AVAILABLE"]
    assert ids(ended.artifacts)["prod-eu"][place.image] == place.images()[0]["ImageId"]


def wrong_answers_are_refused_by_the_name_of_the_variable(place: Place) -> None:
    """All that is wrong is said at once, before anything is sent."""
    wrong = {
        "byol_image_name": " ",
        "byol_image_description": "",
        "byol_image_source": "snap-0123456789abcdef0",
        "byol_image_os_version": "Windows_7",
        "byol_image_tags": "release",
        "byol_image_replace_failed": "perhaps",
        "byol_image_wait_timeout": "soon",
    }
    ended = place.start_import(answers=place.answers(**wrong)).end().failed()
    for variable in wrong:
        assert f"{variable}: " in ended.messages
    assert not place.calls("DescribeAccount")


def enabling_with_check_first(place: Place) -> None:
    """Check type says what would change and sends reads only; then it is done, once, and the range handed on."""
    answers = {
        "byol_account_management_cidr_range": "",
        "byol_account_management_cidr_range_search": "10.0.0.0/8",
        "byol_account_wait": "true",
        "byol_account_wait_timeout": 60,
    }
    # The survey's answer goes before what the inventory says.
    hosts = {"prod-eu": {"byol_region": REGION, "byol_management_cidr_range": "10.99.0.0/16"}}
    checked = place.launch(ENABLE, hosts, answers=answers, words="--check --diff").end().succeeded()
    assert not place.writes()
    assert "+" in checked.output
    done = place.launch(ENABLE, hosts, answers=answers).end().succeeded()
    assert "COMPLETED" in done.output
    account = done.artifacts["euc_workspaces_byol"]["prod-eu"]["account"]
    assert account["dedicated_tenancy_support"] == "ENABLED"
    assert account["dedicated_tenancy_management_cidr_range"].startswith("10.")
    # Enabling and choosing a range can be two modifications.
    written = place.writes()
    assert set(written) == {MODIFY}
    place.launch(ENABLE, hosts, answers=answers).end().succeeded()
    assert place.writes() == written


def importing_never_enables_an_account(place: Place) -> None:
    """What cannot be undone has a job template of its own."""
    ended = place.start_import().end().failed()
    assert "byol_account_enabled is false" in ended.messages
    assert not place.writes()


def the_workflow_looks_imports_and_audits(place: Place) -> None:
    """Each node gets the answers of the workflow and what the nodes before have handed on; only one of them writes."""
    place.enable()
    answers = place.answers()
    looked = place.start_import(answers=answers, words="--check").end().succeeded()
    assert not place.writes()
    imported = place.start_import(answers=answers | looked.artifacts).end().succeeded()
    wanted = [{"name": place.image, "description": answers["byol_image_description"], "state": "present"}]
    hosts = {"prod-eu": {"byol_region": REGION, "byol_account_enabled": False, "byol_images": wanted}}
    asked = {"byol_audit_fail_on": "failure", "byol_audit_stuck_after": 12}
    audited = place.launch(AUDIT, hosts, answers=asked | imported.artifacts, words="--check").end().succeeded()
    assert audited.artifacts["euc_workspaces_audit"]["hosts"] == 1
    [image] = place.images()
    assert managed(audited) == {(place.image, image["ImageId"])}
    assert place.writes() == [IMPORT]


def the_credential_says_where_for_hosts_that_do_not(place: Place) -> None:
    """Region and endpoint of the custom credential are for hosts that have none of their own; empty ones are as none."""
    place.enable(*REGIONS[:2])
    # A credential's extra variables are unsafe text as well, and those not filled in are empty.
    answers = place.answers(
        byol_default_region=REGIONS[1], byol_default_endpoint_url="", byol_default_assume_role_arn=""
    )
    hosts: Json = {"own": {"byol_region": REGIONS[0]}, "none": {}}
    place.start_import(hosts=hosts, answers=answers | {"byol_image_wait": "false"}).end().succeeded()
    assert [len(place.images(region)) for region in REGIONS[:2]] == [1, 1]


def the_credential_gives_a_role_to_assume(place: Place) -> None:
    """The keys of one account, and a role of another: the image is made there, and nothing here."""
    there = place.another()
    there.enable()
    answers = place.answers(byol_default_assume_role_arn=f"arn:aws:iam::{there.account}:role/byol")
    ended = place.start_import(answers=answers).end().succeeded()
    assert [image["Name"] for image in there.images()] == [place.image]
    assert not place.images()
    assert there.images()[0]["ImageId"] == ids(ended.artifacts)["prod-eu"][place.image]


def slices_together_are_as_one_job(place: Place) -> None:
    """One job for all hosts and one for each slice of them import the same, and hand on the same keys."""
    hosts = {region: {"byol_region": region} for region in REGIONS}
    whole, sliced = place, place.another()
    for each in (whole, sliced):
        each.enable(*REGIONS)
    # AWX deals the hosts out to the slices, each a job of its own with the inventory of its hosts.
    slices = [{name: hosts[name] for name in list(hosts)[number::2]} for number in range(2)]
    jobs = [whole.start_import(hosts=hosts), *(sliced.start_import(hosts=some) for some in slices)]
    together, *apart = [job.end().succeeded() for job in jobs]
    told: dict[str, dict[str, str]] = {}
    for ended in apart:
        told |= ids(ended.artifacts)
    assert {host: list(found) for host, found in ids(together.artifacts).items()} == {
        region: [whole.image] for region in REGIONS
    }
    for each, given in ((whole, ids(together.artifacts)), (sliced, told)):
        assert given == {region: {each.image: each.images(region)[0]["ImageId"]} for region in REGIONS}
        assert len(each.calls(IMPORT)) == len(REGIONS)


def limit_tags_and_check(place: Place) -> None:
    """--limit takes hosts out, tags take tasks out, and check type sends reads only."""
    hosts = {region: {"byol_region": region} for region in REGIONS[:2]}
    place.enable(*REGIONS[:2])
    checked = place.start_import(hosts=hosts, words="--check").end().succeeded()
    assert ids(checked.artifacts) == {region: {place.image: None} for region in REGIONS[:2]}
    skipped = place.start_import(hosts=hosts, words="--skip-tags byol").end().succeeded()
    assert skipped.ran("Read the answers of the survey")
    assert not place.writes()
    limited = place.start_import(hosts=hosts, words=f"--limit {REGIONS[0]} --tags byol").end().succeeded()
    assert list(ids(limited.artifacts)) == [REGIONS[0]]
    assert [len(place.images(region)) for region in REGIONS[:2]] == [1, 0]
    assert "100%  COMPLETED" in limited.output


def a_cancelled_job_is_picked_up(place: Place) -> None:
    """AWS goes on; the same job again takes up the import under way, and there is one image."""
    place.enable()
    place.takes(15)
    job = place.start_import()
    until(lambda: place.calls(IMPORT), "the import has begun")
    job.cancel()
    _picked_up(place)


def a_job_that_timed_out_is_picked_up(place: Place) -> None:
    """So it is after the timeout of the template, where neither rescue nor always runs: nothing is handed on."""
    place.enable()
    place.takes(35)
    ended = place.start_import(job_timeout=20).end()
    assert ended.status == "timeout"
    assert not ended.artifacts
    _picked_up(place)


def _picked_up(place: Place) -> None:
    assert [image["State"] for image in place.images()] == ["PENDING"]
    again = place.start_import().end().succeeded()
    [image] = place.images()
    assert ids(again.artifacts) == {"prod-eu": {place.image: image["ImageId"]}}
    assert len(place.calls(IMPORT)) == 1


def progress_keeps_the_idle_timeout_away(place: Place) -> None:
    """The import takes longer than the idle timeout, and the job lives."""
    place.enable()
    place.takes(30)
    ended = place.start_import(idle_timeout=20).end().succeeded()
    lines = [line for line in ended.output.splitlines() if line.startswith(f"[prod-eu] {place.image}")]
    assert len(lines) > 3
    # The timeout is at work: what looks at AWS but once a minute prints nothing between, and does not live.
    hosts = {"prod-eu": {"byol_region": REGION, "byol_wait_delay": 60}}
    place.image += "-quiet"
    place.takes(600)
    assert place.start_import(hosts=hosts, idle_timeout=10).end().status == "timeout"


# Those that take long come first, as some are told side by side.
STORIES: list[Story] = [
    progress_keeps_the_idle_timeout_away,
    a_job_that_timed_out_is_picked_up,
    a_cancelled_job_is_picked_up,
    import_is_watched_and_its_id_handed_on,
    sts_credential_and_empty_answers,
    wrong_answers_are_refused_by_the_name_of_the_variable,
    enabling_with_check_first,
    importing_never_enables_an_account,
    the_workflow_looks_imports_and_audits,
    the_credential_says_where_for_hosts_that_do_not,
    the_credential_gives_a_role_to_assume,
    slices_together_are_as_one_job,
    limit_tags_and_check,
]


@pytest.mark.parametrize("story", STORIES, ids=[story.__name__ for story in STORIES])
def test_job(story: Story, told: Callable[[Story], None]) -> None:
    """The story has been told to its end, where what it asserts held."""
    told(story)
