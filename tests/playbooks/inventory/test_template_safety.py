# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from AWS runs nothing on the controller, whatever it says and however an inventory and a playbook use it.

Whoever may name an account or an image, tag it, or answer for AWS writes such text. Every payload counts when it is run.
"""

from __future__ import annotations

import json

import pytest

from .controller import HUB, Fleet, Json
from .hostile_text import PAYLOADS, Payloads, tasks, template

REGION = "eu-west-1"

READ = {
    "name": "byol_account_name",
    "message": "byol_facts.account.message",
    "modification": "byol_facts.account.modifications[0].error_message",
    "tag_key": "(byol_facts.images[0].tags.keys() | list)[0]",
    "tag_value": "(byol_facts.images[0].tags.values() | list)[0]",
}
"""Where a host that could be read has text of AWS. Names and descriptions of images cannot be payloads: AWS limits their
characters, and the emulator holds to it."""

UNREAD = {
    "failure_message": "byol_failure.message",
    "failure_code": "byol_failure.code",
    "host": "inventory_hostname",
    "group": "group_names[0]",
}
"""Where one has it that could not be read."""

TEXTS = {**READ, **UNREAD}
KINDS = ("", "composed_", "joined_")
"""Variables of the inventory that have them too."""


@pytest.fixture
def hostile(fleet: Fleet, payloads: Payloads) -> None:
    """An organization in which every text is a payload, for each payload an account that can be read and one that cannot."""
    members: list[Json] = []
    faults: list[Json] = []
    for number, text in enumerate(payloads.texts.values(), 100):
        readable, unreadable = f"{number:012d}", f"900000000{number}"
        members += [{"id": readable, "name": text}, {"id": unreadable, "name": text}]
        fleet.aws.images("win11", account=readable, region=REGION, tags={text: text})
        modification = {"cidr": "10.0.0.0/16", "error_code": "X", "error_message": text}
        fleet.aws.account(account=readable, region=REGION, message=text, modifications=[modification])
        # The code of an error is in a header.
        answer = {"error": text.replace("\n", " "), "status": 400, "message": text}
        faults.append({"operation": "*", "account": unreadable, "times": 99, "do": answer})
    fleet.aws.organization(members, account=HUB)
    fleet.aws.faults(faults)


def options() -> Json:
    """An inventory that uses every text in every way that an inventory can."""
    return {
        "organization_role_name": "Audit",
        "exclude_account_ids": [HUB],
        "regions": [REGION],
        "gather": ["account", "account_modifications", "images", "image_tags"],
        "hostname": "byol_account_id ~ '-' ~ byol_account_name",
        "compose": {
            **{f"composed_{name}": text for name, text in TEXTS.items()},
            **{f"joined_{name}": f"'' ~ ({text})" for name, text in TEXTS.items()},
        },
        "groups": {f"group_{name}": text for name, text in TEXTS.items()},
        "keyed_groups": [{"key": text, "prefix": "", "separator": ""} for text in TEXTS.values()],
    }


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    ("texts", "hosts"), [(READ, "all:!byol_unavailable"), (UNREAD, "byol_unavailable")], ids=["read", "unread"]
)
def test_text_from_aws_is_never_run(fleet: Fleet, payloads: Payloads, texts: dict[str, str], hosts: str) -> None:
    inventory = fleet.write(**options())
    process = fleet.play(inventory, *tasks(texts, fleet.folder / "text.j2", KINDS), hosts=hosts, ignore_errors=True)
    assert payloads.run() == []
    shown = process.stdout.splitlines()
    assert sum("all tasks were run" in line for line in shown) == len(PAYLOADS)
    # The text itself has arrived, so there was something to run.
    arrived = {name: sum(payloads.command(name) in line for line in shown) for name in PAYLOADS}
    assert min(arrived.values()) > len(texts), arrived


def test_the_payloads_work(fleet: Fleet, payloads: Payloads) -> None:
    """So that the test above can fail: written by the user, each is run where it is what ansible-core takes for code."""
    inventory = fleet.folder / "hosts.json"
    inventory.write_text(json.dumps({"all": {"hosts": {"one": {"text": "x"}}}}), encoding="utf-8")
    file = fleet.folder / "text.j2"
    for name, text in payloads.texts.items():
        file.write_text(template(text) if name in ("expression", "condition", "list") else text, encoding="utf-8")
        used = template(f"lookup('ansible.builtin.template', '{file}')")
        fleet.play(inventory, {"ansible.builtin.debug": {"msg": used}})
        assert set(payloads.run()) == {name}, name


@pytest.mark.usefixtures("hostile")
def test_hosts_and_groups_have_plain_names(fleet: Fleet, payloads: Payloads) -> None:
    """Nothing in them is a template, or a control character of a terminal."""
    forged = "evil\n\nok: [prod] => all is well \x1b[2K\x07\u202e"
    fleet.aws.organization([{"id": "800000000000", "name": forged}], account=HUB)
    listed = fleet.listed(**options())
    assert len(listed.hosts) == 2 * len(PAYLOADS) + 1
    assert "800000000000-evil-ok-prod-all-is-well-2K" in listed.hosts
    for name in (*listed.hosts, *listed.groups):
        assert all(char.isalnum() or char in "-_." for char in name), name
    assert payloads.run() == []
