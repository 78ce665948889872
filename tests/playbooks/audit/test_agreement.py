# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts whose variables and accounts are drawn by lot: what the audit says of each, a run of the role then does.

The run is a real one, not in check mode. tests/unit/plugins/plugin_utils/_audit/test_agreement.py plays many more, without
processes and without changing anything.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from ..faults.controller import Report
from ..faults.servers import embedded_aws
from .conftest import Audit, Auditor, Json
from .estate import RANGE, REGION

SEED = 20261130
HOSTS = 40
FIRST = 610_000_000_000
SOURCE, OTHER_SOURCE = ({"ec2_import_task_id": f"import-ami-0123456789abcdef{digit}"} for digit in (0, 1))
INFRASTRUCTURE = "arn:aws:imagebuilder:{}:{}:infrastructure-configuration/byol"
NAMES = ("win10", "win11", "cad")
BROKEN: tuple[Json, ...] = (
    {"byol_images": "banana"},
    {"byol_wait_delay": "perhaps"},
    {"byol_image": []},
    {"byol_region": "{{ nowhere_defined }}"},
    {"byol_management_cidr_range": "10.0.0.0/8"},
    {"byol_management_cidr_range": RANGE, "byol_management_cidr_range_search": "10.0.0.0/8"},
)
BROKEN_IMAGES = (
    {"name": "bad name"},
    {"protocol": "PCOIP"},
    {"tags": {"aws:x": "y"}},
    {"os_verson": "Windows_11"},
    {"state": "{{ no }}"},
)


def variables(chance: random.Random, account: int) -> Json:
    """Variables of a host, one in three of them with something that a run refuses."""
    found: Json = {"byol_images": [_desired(chance, account, name) for name in _some(chance)]}
    if chance.random() < 0.4:
        found["byol_account_enabled"] = chance.random() < 0.5
    if chance.random() < 0.4:
        found["byol_management_cidr_range"] = chance.choice([RANGE, "10.32.0.0/16", "10.99.0.0/16"])
    if chance.random() < 0.12:
        found.update(chance.choice(BROKEN))
    elif found["byol_images"] and chance.random() < 0.2:
        chance.choice(found["byol_images"]).update(chance.choice(BROKEN_IMAGES))
    return found


def _some(chance: random.Random) -> list[str]:
    return [name for name in NAMES if chance.random() < 0.4]


def _desired(chance: random.Random, account: int, name: str) -> Json:
    if chance.random() < 0.15:
        return {"name": name, "state": "absent"}
    options: Json = {
        "name": name,
        "description": "Another text" if chance.random() < 0.25 else "Windows 11",
        "image_source": OTHER_SOURCE if chance.random() < 0.1 else SOURCE,
        "infrastructure_configuration_arn": INFRASTRUCTURE.format(REGION, account),
        "os_version": "Windows_11",
    }
    if chance.random() < 0.3:
        options["tags"] = chance.choice([{}, {"team": "euc"}, {"team": "other"}])
    if chance.random() < 0.2:
        options["replace_failed"] = True
    return options


def fill(chance: random.Random, auditor: Auditor, account: int) -> None:
    """Let AWS have an account."""
    place: Json = {"account": str(account), "region": REGION}
    enabled = chance.random() < 0.8
    auditor.aws.account(
        support="ENABLED" if enabled else "DISABLED", cidr=RANGE if enabled and chance.random() < 0.7 else None, **place
    )
    for name in _some(chance):
        record: Json = {"source": {"Ec2ImportTaskId": SOURCE["ec2_import_task_id"]}}
        record["infrastructure_configuration_arn"] = INFRASTRUCTURE.format(REGION, account)
        failed = {"error": {"code": "OSNotSupported", "message": "No."}} if chance.random() < 0.2 else {}
        made = {"import": record} if chance.random() < 0.9 else {}
        (image_id,) = auditor.aws.images(
            name, description="Windows 11", tags={"team": "euc"}, **failed, **made, **place
        )
        if chance.random() < 0.15 and not failed:
            auditor.aws.bundles(image_id, **place)


class Played(NamedTuple):
    """An audit, what a run of the role did after it, and an audit after that."""

    before: Audit
    run: Report
    after: Audit


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    chance = random.Random(SEED)
    folder = tmp_path_factory.mktemp("agreement")
    with embedded_aws(folder / "aws.log", "--import-seconds", "1", "--account-seconds", "0") as aws:
        auditor = Auditor(aws, folder)
        hosts: dict[str, Json] = {}
        profiles = ""
        for number in range(HOSTS):
            account = FIRST + number
            fill(chance, auditor, account)
            place = {
                "byol_region": REGION,
                "byol_profile": f"h{number}",
                "byol_endpoint_url": aws.url,
                "byol_preflight": "off",
            }
            hosts[f"h{number}"] = {**place, **variables(chance, account)}
            profiles += f"[h{number}]\naws_access_key_id = EMULATED{account}\naws_secret_access_key = emulated\n"
        (folder / "credentials").write_text(profiles, encoding="utf-8")
        before = auditor.audit(hosts)
        run = auditor.audit(hosts, playbook="euc.workspaces.byol", byol_wait=True, byol_wait_delay=1).run
        yield Played(before, run, auditor.audit(hosts))


def outcomes(run: Report) -> dict[str, str]:
    """What the run did on each host: ``failed``, ``changed`` or ``ok``."""
    found = {}
    for line in run.output.split("PLAY RECAP", maxsplit=1)[1].splitlines():
        name, _colon, counts = line.partition(":")
        if "ok=" in counts:
            failed = "failed=0" not in counts or "unreachable=0" not in counts
            found[name.strip()] = "failed" if failed else "ok" if "changed=0" in counts else "changed"
    return found


def expected(host: Json) -> str:
    """What a run does on a host, by the audit."""
    if host["level"] == "failure":
        return "failed"
    return "changed" if any(each["kind"] == "would_change" for each in host["findings"]) else "ok"


def test_the_run_does_what_the_audit_says(played: Played) -> None:
    done, said = outcomes(played.run), {host["host"]: host for host in played.before.report["hosts"]}
    assert said.keys() == done.keys()
    wrong = {name: (done[name], host["findings"]) for name, host in said.items() if done[name] != expected(host)}
    assert not wrong, json.dumps(wrong, indent=2)


def test_the_lots_have_everything(played: Played) -> None:
    """So that the test above can fail."""
    conditions = Counter(host["condition"] for host in played.before.report["hosts"])
    assert min(conditions[name] for name in ("failing", "would_change", "drift", "compliant")) >= 2, conditions


def test_nothing_is_left_to_change_where_the_run_has_succeeded(played: Played) -> None:
    done = outcomes(played.run)
    left = {host["host"]: host["findings"] for host in played.after.report["hosts"] if expected(host) == "changed"}
    assert not [name for name in left if done[name] != "failed"], json.dumps(left, indent=2)
