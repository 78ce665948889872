# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet of any size, made of records alone: for the page with many hosts, and for the picture in the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._byol.retention_options import RetentionSpec
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.exceptions import Acceptance
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.facts import CALLS, FAILED
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.observations import Policy
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, record_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._desired.desired import read_desired

Json = dict[str, Any]

NOW = datetime(2026, 11, 23, 6, tzinfo=timezone.utc)
POLICY = Policy(12.0)
RETENTION = RetentionSpec(r"(win1[01](?:-cad)?)-.*", keep=1)
RINGS = [{"name": "pilot", "bundle": "win11-pilot"}, {"name": "broad", "bundle": "win11"}]
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2")
TAGS = {"team": "euc", "release": "2026-11", "cost-center": "4711"}
NAMES = ("win11-2026-11", "win11-cad-2026-11")
DENIED = {
    "reason": "not_authorized",
    "message": "Failed to describe the account: AccessDeniedException: You are not authorized.",
    "remedy": "Check which identity the task uses and that its policy allows the action.",
}
UNREACHABLE = {
    "reason": "connection_failed",
    "message": "Failed to describe the account: Could not connect to the endpoint URL",
    "remedy": "Check the network, the proxy, endpoint_url and that WorkSpaces exists in this Region, then run again.",
}


def fleet(
    hosts: int,
    previous: Json | None = None,
    *,
    usage: bool = False,
    exceptions: list[Acceptance] | None = None,
    regions: Sequence[str] = REGIONS,
    old_each: int = 4,
) -> Json:
    """Return the report of so many hosts. Their conditions repeat every 29 hosts.

    usage: whether it has what uses images. old_each: one of so many hosts has an old image.
    """
    made = (_record(number, regions, usage, number % old_each == 1 % old_each) for number in range(hosts))
    records = {record["host"]: record for record in made}
    options = Options(
        "BYOL audit, fourth quarter of 2026",
        12.0,
        previous=previous,
        exceptions=exceptions,
        started=NOW.isoformat(),
    )
    return report_of(records, NOW.isoformat(), options)


def _record(number: int, regions: Sequence[str], usage: bool, old: bool) -> Json:
    nth = number // len(regions)
    account, region = f"{210_000_000_000 + nth * 7_919_003:012d}", regions[number % len(regions)]
    cidr = f"10.{number % 15 * 16}.0.0/16"
    images = [_image(number, account, region, name, 12 + number % 3) for name in NAMES]
    if old:
        images.append(_image(number, account, region, "win11-2026-03", 240 + number % 11 * 9))
    described = {"dedicated_tenancy_support": "ENABLED", "dedicated_tenancy_management_cidr_range": cidr}
    variables: Json = {
        "byol_region": region,
        "byol_account_id": account,
        "byol_management_cidr_range": cidr,
        "byol_images": [_desired(number, account, region, name) for name in NAMES],
    }
    facts: Json = {"account": {**described, "modifications": []}, "images": images}
    policy = POLICY
    if usage:
        policy = replace(POLICY, retention=RETENTION)
        variables |= {"release_image_name": NAMES[0], "release_rings": RINGS}
        variables["byol_assume_role_arn"] = f"arn:aws:iam::{account}:role/Audit"
        for desired in variables["byol_images"]:
            desired["tags"] = dict(TAGS)
        _use(number, facts)
    facts = _trouble(number % 29, variables, facts)
    return record_of(Seen(f"team{nth + 1:02d}-{region}", variables), read_desired(variables), facts, policy, NOW)


def _use(number: int, facts: Json) -> None:
    """Let the images be used: by two rings, of which some still have an old image, by shares, and by copies."""
    images = facts["images"]
    old = images[-1] if len(images) > len(NAMES) else images[0]
    for image in images:
        image |= {"tags": dict(TAGS), "shared_account_ids": ["210000000000"] if number % 7 == 3 else []}
    if number % 5:
        first = number // 5 * 5
        images[1]["tags"]["euc.workspaces/copied_from"] = f"{REGIONS[0]}/{_image_id(first, NAMES[1], 12 + first % 3)}"
    since, before = "euc.workspaces/image_since", "euc.workspaces/previous_image"
    day = (NOW - timedelta(days=number % 9 + 1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    previous = {before: old["image_id"]} if old is not images[0] else {}
    pilot = {"name": "win11-pilot", "image_id": images[0]["image_id"], "tags": {since: day, **previous}}
    broad = {"name": "win11", "image_id": old["image_id"], "tags": {since: day}}
    facts[CALLS] = 12
    facts["bundles"] = [
        {"bundle_id": f"wsb-{number:09d}{letter}", **each} for letter, each in (("a", pilot), ("b", broad))
    ]


def _trouble(kind: int, variables: Json, facts: Json) -> Json:
    """Return the facts of a host that is in the condition of this kind."""
    first, second = facts["images"][:2]
    if kind in (3, 16, 22):
        variables["byol_images"][1]["tags"] = {"release": "2026-11"}
        second["tags"] = {"release": "2026-10"}
    elif kind in (6, 18):
        second["description"] = "Windows 11 for CAD"
    elif kind == 8:
        variables["byol_management_cidr_range"] = "10.250.0.0/16"
    elif kind == 10:
        return {FAILED: {"failure": DENIED}}
    elif kind == 13:
        second |= {"state": "PENDING", "created": (NOW - timedelta(days=2)).isoformat()}
        second["import"] |= {"state": "GENERALIZING", "progress_percentage": 40}
    elif kind == 20:
        first |= {
            "state": "ERROR",
            "error_details": [{"error_code": "DiskFreeSpace", "error_message": "The disk is full."}],
        }
    elif kind == 25:
        return {FAILED: {"failure": UNREACHABLE}}
    elif kind == 27:
        del variables["byol_images"], variables["byol_management_cidr_range"]
    return facts


def _desired(number: int, account: str, region: str, name: str) -> Json:
    """Return an image as it is desired, equal to ``_image()``."""
    return {
        "name": name,
        "description": "Windows 11 Enterprise",
        "image_source": {"ec2_image_id": f"ami-{number * 15485863 + 12 + number % 3:017x}"},
        "infrastructure_configuration_arn": _configuration(account, region),
        "os_version": "Windows_11",
    }


def _configuration(account: str, region: str) -> str:
    return f"arn:aws:imagebuilder:{region}:{account}:infrastructure-configuration/byol"


def _image_id(number: int, name: str, age: int) -> str:
    return f"wsi-{number * 7919 + age * 104729 + len(name) * 15485863:09x}"


def _image(number: int, account: str, region: str, name: str, age: int) -> Json:
    made = NOW - timedelta(days=age)
    return {
        "image_id": _image_id(number, name, age),
        "name": name,
        "description": "Windows 11 Enterprise",
        "state": "AVAILABLE",
        "created": made.isoformat(),
        "owner_account_id": account,
        "import": {
            "state": "COMPLETED",
            "progress_percentage": 100,
            "infrastructure_configuration_arn": _configuration(account, region),
            "image_source": {"ec2_image_id": f"ami-{number * 15485863 + age:017x}"},
            "last_updated_time": (NOW - timedelta(hours=30)).isoformat(),
        },
    }
