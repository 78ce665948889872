# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that makes the objects of AWX, against the stand-in for its REST API."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..clean_environment import PROGRAMS, clean_environment
from .stand_in import StandIn, awx

ROOT = Path(__file__).resolve().parents[2]
SECRET, TOKEN = "emulated-secret", "emulated-session-token"
GIVEN = {
    "awx_project_url": "https://git.example.com/desktops.git",
    "awx_execution_environment_image": "registry.example.com/byol-ee:1",
    "awx_region": "eu-central-1",
    "awx_prefix": "Lab ",
}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """An AWX with an organization and nothing in it. Its projects have this repository's playbooks."""
    with awx([f"playbooks/{file.name}" for file in (ROOT / "playbooks").glob("*.yml")]) as served:
        yield served


def setup(stand_in: StandIn, folder: Path, **variables: object) -> tuple[int, str]:
    """Run the playbook; return how many tasks have changed something, and what was shown."""
    ended = subprocess.run(
        [
            PROGRAMS / "ansible-playbook",
            "euc.workspaces.awx_setup",
            "-e",
            json.dumps({**GIVEN, **variables}),
        ],
        env=clean_environment(
            folder,
            CONTROLLER_HOST=stand_in.url,
            CONTROLLER_USERNAME="admin",
            CONTROLLER_PASSWORD="password",
            AWS_ACCESS_KEY_ID="EMULATED123456789012",
            AWS_SECRET_ACCESS_KEY=SECRET,
            AWS_SESSION_TOKEN=TOKEN,
            ANSIBLE_LOCALHOST_WARNING="false",
            ANSIBLE_INVENTORY_UNPARSED_WARNING="false",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    shown = ended.stdout + ended.stderr
    assert ended.returncode == 0, shown
    changed = re.search(r"localhost .* changed=(\d+)", shown)
    assert changed, shown
    assert SECRET not in shown
    assert TOKEN not in shown
    return int(changed[1]), shown


def test_made_once_then_left_alone_then_removed(stand_in: StandIn, tmp_path: Path) -> None:
    """All objects are there and belong together; a second run changes nothing; removal leaves nothing, twice as well."""
    changed, _shown = setup(stand_in, tmp_path)
    assert changed > 8
    templates = stand_in.all("job_templates")
    assert set(templates) == {"Lab Enable BYOL", "Lab Import image", "Lab Audit"}
    assert templates["Lab Audit"]["job_type"] == "check"
    for name, template in templates.items():
        assert template["survey_enabled"]
        assert stand_in.survey("job_templates", name)["spec"]
        assert sorted(stand_in.associated("job_templates", name, "credentials")) == [
            "Lab BYOL AWS keys",
            "Lab BYOL place",
        ]
    nodes = stand_in.all("workflow_job_template_nodes")
    order = {name: stand_in.associated("workflow_job_template_nodes", name, "success_nodes") for name in nodes}
    assert order == {"look": ["approve"], "approve": ["import"], "import": ["audit"], "audit": []}
    assert [nodes[name].get("job_type") for name in ("look", "import")] == ["check", "run"]
    assert (
        nodes["approve"]["unified_job_template"]
        == stand_in.all("workflow_approval_templates")["Lab Import as shown?"]["id"]
    )
    [source] = stand_in.all("inventory_sources").values()
    assert json.loads(source["source_vars"]) == {"BYOL_REGION": "eu-central-1"}
    assert (ROOT / source["source_path"]).exists()
    assert stand_in.all("credentials")["Lab BYOL AWS keys"]["inputs"]["security_token"] == TOKEN
    names = {name for kind in stand_in_kinds() for name in stand_in.all(kind)}
    assert all(
        name.startswith("Lab ") or name in ("Amazon Web Services", "look", "approve", "import", "audit")
        for name in names
    )

    stand_in.writes.clear()
    assert setup(stand_in, tmp_path)[0] == 0
    # The modules compare, or AWX does; secrets are not sent again.
    assert "PATCH credentials" not in stand_in.writes

    changed, _shown = setup(stand_in, tmp_path, awx_state="absent")
    assert changed > 7
    left = {kind: list(stand_in.all(kind)) for kind in stand_in_kinds() if stand_in.all(kind)}
    assert left == {"credential_types": ["Amazon Web Services"]}
    assert setup(stand_in, tmp_path, awx_state="absent")[0] == 0


def stand_in_kinds() -> list[str]:
    """All kinds of objects that the playbook makes."""
    return [
        "credential_types",
        "credentials",
        "execution_environments",
        "inventories",
        "inventory_sources",
        "job_templates",
        "projects",
        "workflow_job_template_nodes",
        "workflow_job_templates",
    ]
