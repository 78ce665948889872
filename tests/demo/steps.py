# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the demo shows: for each step its words, its command, and the calls that it may use to change something."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.tools import layout

PLACE = layout.CACHE / "demo"
INVENTORY = ("-i", "tests/demo/inventory.yml")
SOURCE_FILE = str((PLACE / "source.json").relative_to(layout.ROOT))
PIPELINE = ("euc.workspaces.byol", *INVENTORY, "-e", f"@{SOURCE_FILE}")
SOURCE = ("tests/demo/source.yml", *INVENTORY, "-e", json.dumps({"source_file": str(layout.ROOT / SOURCE_FILE)}))
REPORT = PLACE / "audit"
# Of the tasks only those are shown that change something.
BRIEF = {"ANSIBLE_DISPLAY_OK_HOSTS": "false", "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false"}
NOTHING_SKIPPED = {"ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false"}
NEW_RELEASE = ("-e", "release=2026-12")
FIRST = "first"
"""The name of the report of the first audit."""


@dataclass(frozen=True)
class Step:
    """One run of ansible-playbook.

    changing: operations of WorkSpaces that change something. fails_with: what the output of a run that is to fail has.
    """

    heading: str
    text: str
    arguments: tuple[str, ...]
    changing: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    fails_with: str = ""


def audit(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the arguments of an audit that desires the new tag."""
    extra = json.dumps({"audit_report_dir": str(REPORT), **variables})
    return ("euc.workspaces.audit", *PIPELINE[1:], *NEW_RELEASE, "-e", extra)


STEPS = (
    Step(
        "A source image",
        "An image for WorkSpaces is made from something. Here it is a virtual machine, imported into EC2 with amazon.aws. Its"
        " disk has a file format for which EC2 takes legacy BIOS unless the boot mode is given, and Windows 11 needs UEFI.",
        (*SOURCE, "-e", "task_name=windows-11"),
    ),
    Step(
        "A source that AWS would reject",
        "On AWS, an import of it fails after 90 minutes or more. Here the run ends in a second: it names what is wrong and how"
        " to fix it. No import is started, and the account is not enabled, which could not be undone.",
        PIPELINE,
        settings=BRIEF,
        fails_with="Import the virtual machine into EC2 again with boot mode uefi.",
    ),
    Step(
        "The remedy",
        "The virtual machine is imported into EC2 again, with the boot mode that it needs.",
        (*SOURCE, "-e", "task_name=windows-11-uefi", "-e", "boot_mode=uefi"),
    ),
    Step(
        "Full workflow, first run",
        "The account is enabled in two Regions for desktops under your own Windows license, and gets a management network in"
        " each. Two images are imported into each Region, all at the same time although Ansible runs with one fork. On AWS"
        " this takes hours, here seconds.",
        (*PIPELINE, "--forks", "1"),
        # The network is chosen by a modification of its own, as ranges are offered to enabled accounts only.
        ("ModifyAccount",) * 4 + ("ImportCustomWorkspaceImage",) * 4,
    ),
    Step(
        "What the account has now",
        "One task reads the account and all of its images, with their imports and tags.",
        ("tests/demo/facts.yml", *INVENTORY),
    ),
    Step(
        "Full workflow, second run",
        "Everything matches, so nothing is changed: changed=0 in the last lines.",
        PIPELINE,
        settings=BRIEF,
    ),
    Step(
        "Preview a change",
        "A tag gets a new value. With --check --diff the difference is shown, and nothing is sent but reads.",
        (*PIPELINE, *NEW_RELEASE, "--check", "--diff"),
        settings=BRIEF,
    ),
    Step(
        "An audit",
        "What is there, and does it differ from the desired state? Here the same new tag is requested. The report is a page,"
        " a JSON file and JUnit XML, for one account or hundreds.",
        audit({"audit_report_name": FIRST}),
        settings=NOTHING_SKIPPED,
    ),
    Step(
        "The change is made",
        "The same command as in the preview, without --check: each image is given the tag.",
        (*PIPELINE, *NEW_RELEASE),
        ("CreateTags",) * 4,
        settings=BRIEF,
    ),
    Step(
        "Another audit",
        "What has changed since the first one? Each finding is new, still open or resolved; here all are resolved. With"
        " audit_fail_on=drift it would fail if anything still differed.",
        audit({"audit_previous": str(REPORT / f"{FIRST}.json"), "audit_fail_on": "drift"}),
        settings=NOTHING_SKIPPED,
    ),
)
