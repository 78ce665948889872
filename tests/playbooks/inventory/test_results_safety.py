# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from AWS in the results of modules and of the role runs nothing on the controller, however a playbook uses it."""

from __future__ import annotations

import json

import pytest

from ...clean_environment import unquoted_python
from .controller import Fleet, Json
from .hostile_text import Payloads, tasks

REGION = "eu-central-1"
USED = ("condition", "text_and_template", "other_delimiters")
"""Payloads, each of which has an account."""

TEXTS = {
    "info_message": "found.account.message",
    "info_tag_key": "(found.images | selectattr('tags') | first).tags.keys() | first",
    "info_detail": "(found.images | selectattr('error_details', 'defined') | first).error_details[0].error_message",
    "async": "later.account.modifications[0].error_message",
    "exists": "exists.failure.message",
    "ended": "ended.failure.message",
    "together": "together.images[0].failure.message",
    "account": "account.account.message",
    "denied": "denied.msg",
    "role_account": "byol_result.account.message",
    "role_failure": "byol_result.images['ofrole-' ~ payload].failure.message",
    "role_tag_key": "byol_result.images.tagged.image.tags.keys() | first",
}

OPTIONS: Json = {
    "description": "Windows 11",
    "image_source": {"ec2_import_task_id": "import-ami-0123456789abcdef0"},
    "infrastructure_configuration_arn": (
        "arn:aws:imagebuilder:eu-central-1:{{ account_id }}:infrastructure-configuration/workspaces-byol"
    ),
    "os_version": "Windows_11",
    "preflight": "off",
}
WAIT = {"wait": True, "wait_delay": 1, "wait_timeout": 300}


def hosts_of(fleet: Fleet, payloads: Payloads, names: tuple[str, ...]) -> Json:
    """A host for each of the payloads, in whose account every text is that payload."""
    found: Json = {}
    scripts: Json = {}
    faults: list[Json] = []
    for number, name in enumerate(names, 100):
        text = payloads.texts[name]
        place = {"account": f"{number:012d}", "region": REGION}
        error = {"code": "DomainJoined", "message": text, "details": [{"code": "Unheard", "message": text}]}
        modification = {"cidr": "10.0.0.0/16", "error_code": "X", "error_message": text}
        fleet.aws.account(**place, support="ENABLED", message=text, modifications=[modification])
        fleet.aws.images("tagged", **place, description="Windows 11", tags={text: text}, **{"import": {}})
        fleet.aws.images("seeded", **place, description="Windows 11", error=error, **{"import": {}})
        script = {"seconds": 2, "curve": [[0, "IN_PROGRESS", 10, text], [1, "COMPLETED", 100, text]], "error": error}
        for image in ("fresh", "ofrole"):
            scripts[f"{image}-{name.replace('_', '-')}"] = script
        refusing = f"900000000{number}"
        answer = {"error": text.replace("\n", " "), "status": 400, "message": text}
        faults.append({"operation": "*", "account": refusing, "times": None, "do": answer})
        found[name] = {
            "account_id": place["account"],
            "refusing": refusing,
            "payload": name.replace("_", "-"),
            "ansible_connection": "local",
            "ansible_python_interpreter": unquoted_python(),
        }
    fleet.aws.settings(imports=scripts)
    fleet.aws.faults(faults)
    return {"all": {"hosts": found}}


def results() -> list[Json]:
    """Tasks whose results have every text of AWS."""
    info, one, several = (
        f"euc.workspaces.workspaces_{name}" for name in ("byol_info", "custom_image_import", "byol_images")
    )
    gather = {"gather": ["account", "account_modifications", "images", "image_imports", "image_tags"]}
    return [
        {info: gather, "register": "found"},
        {info: gather, "register": "later", "async": 60, "poll": 1},
        {one: {**OPTIONS, "name": "seeded"}, "register": "exists"},
        {one: {**OPTIONS, "name": "fresh-{{ payload }}", **WAIT}, "register": "ended"},
        {several: {"images": [{**OPTIONS, "name": "seeded"}]}, "register": "together"},
        {"euc.workspaces.workspaces_byol_account": {}, "register": "account"},
        {"euc.workspaces.workspaces_byol_account": {"access_key": "EMULATED{{ refusing }}"}, "register": "denied"},
        {"ansible.builtin.include_role": {"name": "euc.workspaces.byol"}},
        # The texts have arrived, so there is something to run.
        {
            "ansible.builtin.assert": {"that": [f"'echo' in ({text})" for text in TEXTS.values()]},
            "ignore_errors": False,
        },
    ]


@pytest.mark.parametrize(("in_process", "used"), [(True, USED), (False, USED[:1])], ids=["in_process", "by_modules"])
def test_text_from_aws_is_never_run(fleet: Fleet, payloads: Payloads, in_process: bool, used: tuple[str, ...]) -> None:
    inventory = fleet.folder / "hosts.json"
    inventory.write_text(json.dumps(hosts_of(fleet, payloads, used)), encoding="utf-8")
    key = {"access_key": "EMULATED{{ account_id }}", "secret_key": "emulated", "region": REGION}
    variables = {
        "euc_workspaces_in_process": in_process,
        "byol_wait_delay": 1,
        "byol_images": [
            {**OPTIONS, "name": "seeded"},
            {**OPTIONS, "name": "tagged", "tags": {}, "purge_tags": False},
            {**OPTIONS, "name": "ofrole-{{ payload }}"},
        ],
    }
    process = fleet.play(
        inventory,
        *results(),
        *tasks(TEXTS, fleet.folder / "text.j2"),
        ignore_errors=True,
        vars=variables,
        module_defaults={"group/euc.workspaces.aws": key},
    )
    assert payloads.run() == []
    assert sum("all tasks were run" in line for line in process.stdout.splitlines()) == len(used), process.stdout
