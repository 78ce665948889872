# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that configures AWX, against the stand-in for its REST API."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ...clean_environment import PROGRAMS, clean_environment
from .awx_api import AwxApi, Json
from .awx_objects import REQUIRED
from .awx_server import served

ROOT = Path(__file__).resolve().parents[3]
KEY, SECRET, TOKEN = "EMULATED123456789012", "emulated-secret", "emulated-session-token"
HIDDEN = [SECRET, TOKEN, "external-id-secret", "webhook-secret", "inventory-secret"]
GIVEN: Json = {
    "awx_project_url": "https://git.example.com/desktops.git",
    "awx_execution_environment_image": "registry.example.com/byol-ee:1",
    "awx_region": "eu-central-1",
    "awx_prefix": "Lab ",
    "awx_aws_keys_from_environment": True,
}
EVERYTHING: Json = {
    **GIVEN,
    "awx_assume_role_arn": "arn:aws:iam::123456789012:role/byol",
    "awx_assume_role_external_id": "external-id-secret",
    "awx_assume_role_duration": 3600,
    "awx_inventory_variables": {"AWS_CUSTOM": "inventory-secret"},
    "awx_audit_rrule": "DTSTART:20260105T060000Z RRULE:FREQ=DAILY;INTERVAL=1",
    "awx_audit_answers": {"byol_audit_fail_on": "drift", "byol_audit_stuck_after": 0.5},
    "awx_release_rrule": "DTSTART:20260105T070000Z RRULE:FREQ=DAILY;INTERVAL=1",
    "awx_release_answers": {"byol_release_image_name": "win11-2026-11"},
    "awx_notifications": [
        {
            "name": "hook",
            "type": "webhook",
            "configuration": {"url": "https://hooks.example.com", "password": "webhook-secret"},
            "events": ["failed", "approvals"],
        }
    ],
    "awx_launchers": {"teams": ["Desktops"]},
    "awx_enablers": {"users": ["alice"]},
    "awx_releasers": {"users": ["bob"]},
    "awx_approvers": {"users": ["alice", "bob"]},
}
ANSWERS = {"byol_image_name": "win11", "byol_image_source": "ami-0123456789abcdef0", "byol_image_wait_timeout": 60}
TAMPERED: Json = {
    "ask_tags_on_launch": True,
    "ask_variables_on_launch": True,
    "extra_vars": "byol_wait: false",
    "job_tags": "nothing",
    "limit": "one-host",
    "skip_tags": "byol",
    "start_at_task": "Nothing",
    "timeout": 1,
    "verbosity": 5,
    "diff_mode": False,
}
"""What a person may have changed on a job template."""


def empty() -> AwxApi:
    """Return an AWX with an organization, its users and a team. Its projects have this repository's playbooks."""
    api = AwxApi([f"playbooks/{file.name}" for file in (ROOT / "playbooks").glob("*.yml")])
    for name in ("alice", "bob"):
        api.add("users", {"username": name})
    api.add("teams", {"name": "Desktops", "organization": api.all("organizations")["Default"]["id"]})
    return api


@pytest.fixture
def new() -> Iterator[AwxApi]:
    """An AWX in which the playbook has not run."""
    with served(empty()) as api:
        yield api


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[AwxApi, str]:
    """An AWX after the first run of the playbook with all its variables, and its verbose output."""
    with served(empty()) as api:
        status, shown = run(api, tmp_path_factory.mktemp("first_run"), options=("-vvv",), **EVERYTHING)
    assert status == 0, shown
    return api, shown


@pytest.fixture
def api(first_run: tuple[AwxApi, str]) -> Iterator[AwxApi]:
    """A copy of that AWX."""
    copy = deepcopy(first_run[0])
    copy.writes.clear()
    with served(copy) as api:
        yield api


def run(
    api: AwxApi, folder: Path, user: str = "admin", options: tuple[str, ...] = (), **variables: Any
) -> tuple[int, str]:
    """Run the playbook; return its exit status and its output."""
    ended = subprocess.run(
        [PROGRAMS / "ansible-playbook", "euc.workspaces.awx_setup", *options, "-e", json.dumps({**GIVEN, **variables})],
        env=clean_environment(
            folder,
            CONTROLLER_HOST=api.url,
            CONTROLLER_USERNAME=user,
            CONTROLLER_PASSWORD="password",
            AWS_ACCESS_KEY_ID=KEY,
            AWS_SECRET_ACCESS_KEY=SECRET,
            AWS_SESSION_TOKEN=TOKEN,
            ANSIBLE_LOCALHOST_WARNING="false",
            ANSIBLE_INVENTORY_UNPARSED_WARNING="false",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def setup(api: AwxApi, folder: Path, **variables: Any) -> int:
    """Run the playbook, which must succeed; return how many tasks have changed something."""
    status, shown = run(api, folder, **variables)
    assert status == 0, shown
    changed = re.search(r"localhost .* changed=(\d+)", shown)
    assert changed, shown
    return int(changed[1])


def patch(api: AwxApi, kind: str, name: str, fields: Json) -> None:
    """Change an object as a person does."""
    status, reply = api.answer("PATCH", f"/api/v2/{kind}/{api.all(kind)[name]['id']}/", fields)
    assert status == 200, reply


def test_all_objects_are_created(api: AwxApi) -> None:
    """They belong together, and have the fields that their users need."""
    templates = api.all("job_templates")
    assert {name: template["job_type"] for name, template in templates.items()} == {
        # What cannot be undone opens as a preview.
        "Lab Enable BYOL": "check",
        "Lab Import image": "run",
        "Lab Audit": "check",
        "Lab Release image": "run",
    }
    for name, template in templates.items():
        assert template["survey_enabled"]
        assert api.survey("job_templates", name)["spec"]
        assert sorted(api.associated("job_templates", name, "credentials")) == [
            "Lab BYOL AWS keys",
            "Lab BYOL connection",
        ]
        assert api.associated("job_templates", name, "notification_templates_error") == ["Lab hook"]
    nodes = api.all("workflow_job_template_nodes")
    order = {name: api.associated("workflow_job_template_nodes", name, "success_nodes") for name in nodes}
    assert order == {
        "check": ["approve"],
        "approve": ["import"],
        "import": ["audit"],
        "audit": [],
        "check_release": ["approve_release"],
        "approve_release": ["release"],
        "release": [],
    }
    # Without the diff an approver sees nothing but "changed".
    for name in ("check", "check_release"):
        assert (nodes[name]["job_type"], nodes[name]["diff_mode"]) == ("check", True)
    assert nodes["release"]["job_type"] == "run"
    assert nodes["import"]["job_type"] == "run"
    assert nodes["audit"]["extra_data"] == {"byol_audit_fail_on": "drift"}
    approval = api.all("workflow_approval_templates")["Lab Approve import"]
    assert nodes["approve"]["unified_job_template"] == approval["id"]
    workflows = api.all("workflow_job_templates")
    assert set(workflows) == {"Lab Import and audit", "Lab Release with approval"}
    for workflow in workflows:
        assert api.associated("workflow_job_templates", workflow, "notification_templates_approvals") == ["Lab hook"]
        assert api.survey("workflow_job_templates", workflow)["spec"]
        assert api.granted("workflow_job_templates", workflow, "execute_role") == ["Desktops"]
        assert api.granted("workflow_job_templates", workflow, "approval_role") == ["alice", "bob"]
    [project] = api.all("projects").values()
    assert (project["scm_update_on_launch"], project["scm_update_cache_timeout"]) == (True, 300)
    [source] = api.all("inventory_sources").values()
    assert (source["update_on_launch"], source["update_cache_timeout"]) == (True, 300)
    assert json.loads(source["source_vars"]) == {"BYOL_REGION": "eu-central-1", "AWS_CUSTOM": "inventory-secret"}
    assert (ROOT / source["source_path"]).exists()
    assert api.all("credentials")["Lab BYOL AWS keys"]["inputs"]["security_token"] == TOKEN
    assert api.all("credentials")["Lab BYOL connection"]["inputs"]["assume_role_duration"] == "3600"
    schedules = {schedule["unified_job_template"]: schedule["rrule"] for schedule in api.all("schedules").values()}
    assert schedules == {
        templates["Lab Audit"]["id"]: EVERYTHING["awx_audit_rrule"],
        templates["Lab Release image"]["id"]: EVERYTHING["awx_release_rrule"],
    }
    assert api.granted("job_templates", "Lab Import image", "execute_role") == ["Desktops"]
    assert api.granted("job_templates", "Lab Enable BYOL", "execute_role") == ["alice"]
    assert api.granted("job_templates", "Lab Release image", "execute_role") == ["bob"]


def test_a_second_run_changes_nothing(api: AwxApi, tmp_path: Path) -> None:
    """In a job of AWX too, which has variables of AWX. Secrets are not sent again."""
    assert setup(api, tmp_path, **EVERYTHING, awx_job_id=1, awx_user_name="alice", awx_workflow_job_id=2) == 0
    assert not {"PATCH credentials", "PATCH notification_templates"} & set(api.writes)


def test_removal_leaves_nothing(api: AwxApi, tmp_path: Path) -> None:
    """It can be repeated."""
    assert setup(api, tmp_path, **EVERYTHING, awx_state="absent") > 7
    left = {kind: list(api.all(kind)) for kind in REQUIRED if api.all(kind)}
    assert left == {"credential_types": ["Amazon Web Services"]}
    assert setup(api, tmp_path, **EVERYTHING, awx_state="absent") == 0


def test_complete_launches_are_accepted(api: AwxApi) -> None:
    """By the API, by a schedule and of the workflow, with the one required answer; what is left out is the default."""
    templates = api.all("job_templates")
    for kind, name in (("job_templates", "Lab Import image"), ("workflow_job_templates", "Lab Import and audit")):
        launch = f"/api/v2/{kind}/{api.all(kind)[name]['id']}/launch/"
        status, reply = api.answer("POST", launch, {"limit": "prod-eu", "extra_vars": ANSWERS})
        assert status == 201, reply
        assert (api.launches[-1]["limit"], api.launches[-1]["extra_vars"]["byol_image_os_version"]) == (
            "prod-eu",
            "Windows_11",
        )
        assert api.answer("POST", launch, {"extra_vars": {}})[0] == 400
        assert api.answer("POST", launch, {"extra_vars": ANSWERS | {"byol_image_wait_timeout": "60"}})[0] == 400
        assert api.answer("POST", launch, {"extra_vars": ANSWERS | {"byol_image_wait": True}})[0] == 400
    for name, answers in (("Lab Audit", {}), ("Lab Enable BYOL", {"byol_account_wait": "false"})):
        schedule = {
            "name": f"Nightly {name}",
            "unified_job_template": templates[name]["id"],
            "rrule": "DTSTART:20260105T060000Z RRULE:FREQ=DAILY;INTERVAL=1",
            "extra_data": answers,
        }
        status, reply = api.answer("POST", "/api/v2/schedules/", schedule)
        assert status == 201, reply
        assert api.answer("POST", "/api/v2/schedules/", schedule | {"name": "x", "extra_data": {"a": 1}})[0] == 400
        assert api.answer("POST", "/api/v2/schedules/", schedule | {"name": "x", "job_tags": "a"})[0] == 400


def test_a_sync_that_failed_is_repeated(new: AwxApi, tmp_path: Path) -> None:
    """A project whose first sync failed does not stay without playbooks."""
    new.failing_syncs = 1
    status, shown = run(new, tmp_path)
    assert status != 0
    assert "Project update failed" in shown
    setup(new, tmp_path)
    assert len(new.all("job_templates")) == 4


def test_what_a_person_has_changed_is_restored(api: AwxApi, tmp_path: Path) -> None:
    """A left-over tag or limit would make a job green that did nothing. Without a rule there is no schedule."""
    before = deepcopy(api.all("job_templates"))
    for name in before:
        patch(api, "job_templates", name, TAMPERED | {"diff_mode": not before[name]["diff_mode"]})
    patch(api, "workflow_job_templates", "Lab Import and audit", {"limit": "one-host", "job_tags": "nothing"})
    setup(api, tmp_path, **EVERYTHING | {"awx_audit_rrule": "", "awx_release_rrule": ""})
    assert api.all("job_templates") == before
    workflow = api.all("workflow_job_templates")["Lab Import and audit"]
    assert (workflow["limit"], workflow["job_tags"]) == ("", "")
    assert not api.all("schedules")


def test_an_organization_administrator_cannot_create_the_credential_type(new: AwxApi, tmp_path: Path) -> None:
    """AWX allows that to system administrators only."""
    status, shown = run(new, tmp_path, user="alice")
    assert status != 0
    assert "permission" in shown
    assert "Lab BYOL connection" not in new.all("credential_types")


def test_an_organization_administrator_can_run_it_afterwards(api: AwxApi, tmp_path: Path) -> None:
    """Once a system administrator has created the credential type."""
    status, shown = run(api, tmp_path, user="alice", **EVERYTHING | {"awx_region": "us-east-1"})
    assert status == 0, shown
    assert api.all("credentials")["Lab BYOL connection"]["inputs"]["region"] == "us-east-1"


def test_keys_are_taken_from_the_environment_on_request_only(new: AwxApi, tmp_path: Path) -> None:
    """Otherwise the jobs have the credential that is named, or none."""
    aws_type = new.all("credential_types")["Amazon Web Services"]["id"]
    new.add("credentials", {"name": "Vaulted keys", "credential_type": aws_type, "inputs": {}})
    setup(new, tmp_path, awx_aws_keys_from_environment=False, awx_aws_credential="Vaulted keys")
    assert sorted(new.associated("job_templates", "Lab Audit", "credentials")) == [
        "Lab BYOL connection",
        "Vaulted keys",
    ]
    assert sorted(new.all("credentials")) == ["Lab BYOL connection", "Vaulted keys"]
    status, shown = run(new, tmp_path, awx_aws_credential="Vaulted keys")
    assert status != 0
    assert "mutually exclusive" in shown


def test_no_secret_is_shown(first_run: tuple[AwxApi, str]) -> None:
    """Not even with -vvv."""
    assert "TASK [euc.workspaces.awx" in first_run[1]
    assert not [secret for secret in HIDDEN if secret in first_run[1]]


def test_a_misspelled_variable_is_refused_before_anything_is_sent(new: AwxApi, tmp_path: Path) -> None:
    """With a suggestion."""
    status, shown = run(new, tmp_path, awx_regoin="eu-central-1")
    assert status != 0
    assert "awx_regoin is not a variable of this role; did you mean awx_region?" in shown
    assert not new.writes


def test_objects_that_were_renamed_are_removed(api: AwxApi, tmp_path: Path) -> None:
    """An update from 0.2.0 leaves no second credential and no second first node."""
    workflow = api.all("workflow_job_templates")["Lab Import and audit"]["id"]
    node = {"identifier": "look", "workflow_job_template": workflow}
    assert api.answer("POST", "/api/v2/workflow_job_template_nodes/", node)[0] == 201
    kind = api.all("credential_types")["Lab BYOL connection"]
    old = api.add("credential_types", {**kind, "name": "Lab BYOL place"})
    api.add("credentials", {"name": "Lab BYOL place", "credential_type": old, "organization": 1, "inputs": {}})
    assert setup(api, tmp_path, **EVERYTHING) == 3
    names = {name for kind in REQUIRED for name in api.all(kind)}
    assert not {"look", "Lab BYOL place"} & names
