# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rulebook in ansible-rulebook: events in a queue of the emulated AWS, a job launched in the stand-in for AWX."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from ansible_collections.euc.workspaces.plugins.plugin_utils._awx.surveys import awx_survey

from ...clean_environment import clean_environment
from ...emulator.control import EmulatorControl
from ..faults.conditions import until
from .awx_api import AwxApi, Json
from .awx_server import served

ROOT = Path(__file__).resolve().parents[3]
RULEBOOK = ROOT / "extensions" / "eda" / "rulebooks" / "byol_import.yml"
VARIABLES = yaml.safe_load((ROOT / "docs" / "awx" / "rulebook_variables.yml").read_text())
RECORDED: Json = json.loads((Path(__file__).parent / "image_state_change.json").read_text())
PROGRAM = os.environ.get("ANSIBLE_RULEBOOK", "")
"""ansible-rulebook needs Java and another version of the SDK, so it has its own environment; see tests/tools."""


def changed(**members: Any) -> Json:
    """Return the recorded event with other members; ``state`` is that of the image."""
    event = deepcopy(RECORDED)
    if "state" in members:
        event["detail"]["state"]["status"] = members.pop("state")
    return event | members


@pytest.fixture
def api() -> Iterator[AwxApi]:
    """An AWX that has the job template, with its survey."""
    with served(AwxApi(["playbooks/awx_import.yml"])) as awx:
        for path, body in (
            ("projects", {"name": "project", "organization": 1}),
            (
                "job_templates",
                {
                    "name": VARIABLES["byol_job_template"],
                    "survey_enabled": True,
                    "project": 3,
                    "playbook": "playbooks/awx_import.yml",
                    "ask_limit_on_launch": True,
                },
            ),
        ):
            status, made = awx.answer("POST", f"/api/v2/{path}/", body)
            assert status == 201, made
        awx.answer("POST", f"/api/v2/job_templates/{made['id']}/survey_spec/", awx_survey("import"))
        yield awx


def test_the_recorded_event_launches_an_import(aws: EmulatorControl, api: AwxApi, tmp_path: Path) -> None:
    """Only an available image of the right builds, account and Region does, and AWX accepts the answers of the rulebook."""
    keys = {"aws_access_key_id": "EMULATED123456789012", "aws_secret_access_key": "any"}
    sqs = boto3.client("sqs", endpoint_url=aws.url, region_name=VARIABLES["byol_queue_region"], **keys)
    queue = sqs.create_queue(QueueName=VARIABLES["byol_queue"])["QueueUrl"]
    last = changed(resources=["arn:aws:imagebuilder:eu-central-1:123456789012:image/win11-last/1.0.0/1"])
    for event in (
        changed(state="TESTING"),
        changed(state="FAILED"),
        changed(**{"detail-type": "EC2 Image Builder CVE Detected"}),
        changed(source="aws.ec2"),
        changed(resources=["arn:aws:imagebuilder:eu-central-1:123456789012:image/linux-web/1.0.0/1"]),
        # Somebody else's event, and a name that only contains what is searched for.
        changed(account="210987654321"),
        changed(region="us-east-1"),
        changed(resources=[f"arn:aws:imagebuilder:eu-central-1:210987654321:image/x/{VARIABLES['byol_builds']}"]),
        RECORDED,
        last,
    ):
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(event))
    (tmp_path / "variables.yml").write_text(yaml.safe_dump(VARIABLES | {"byol_limit": "prod-eu"}))
    command = [PROGRAM, "--rulebook", str(RULEBOOK), "--vars", str(tmp_path / "variables.yml")]
    env = clean_environment(
        tmp_path,
        ANSIBLE_COLLECTIONS_PATH=os.environ["ANSIBLE_RULEBOOK_COLLECTIONS"],
        AWS_ENDPOINT_URL=aws.url,
        AWS_ACCESS_KEY_ID=keys["aws_access_key_id"],
        AWS_SECRET_ACCESS_KEY="any",
        EDA_CONTROLLER_URL=api.url,
        EDA_CONTROLLER_TOKEN="token",
        EDA_JOB_TEMPLATE_REFRESH_DELAY="0.2",
    )
    # It is installed in its own environment, with its own Ansible and collections.
    env.pop("PYTHONPATH", None)
    env["PATH"] = os.pathsep.join((str(Path(PROGRAM).parent), env["PATH"]))
    with (tmp_path / "output").open("w") as output:
        process = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            until(lambda: len(api.launches) >= 2 or process.poll() is not None, "the import is launched", 60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
    shown = (tmp_path / "output").read_text()
    assert len(api.launches) == 2, shown
    # They are launched at the same time, in any order.
    other, launched = sorted(api.launches, key=lambda launch: str(launch["extra_vars"]["byol_image_name"]))
    assert launched["name"] == VARIABLES["byol_job_template"]
    assert launched["limit"] == "prod-eu"
    answers = launched["extra_vars"]
    assert answers["byol_image_name"] == "win11-office-1.2.3-4"
    assert answers["byol_image_description"] == "win11-office of EC2 Image Builder"
    assert answers["byol_image_source"] == RECORDED["resources"][0]
    assert answers["byol_image_os_version"] == "Windows_11"
    # What the rulebook leaves out is the default.
    assert set(answers) == {question["variable"] for question in awx_survey("import")["spec"]}
    assert other["extra_vars"]["byol_image_name"] == "win11-last-1.0.0-1"
