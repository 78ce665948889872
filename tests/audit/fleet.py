# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet of any size, made of records alone: for the page with many hosts, and for the picture in the documentation."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import record_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import report_of

Json = dict[str, Any]

NOW = datetime(2026, 11, 23, 6, tzinfo=timezone.utc)
STUCK_AFTER = 12
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2")
NAMES = ("win11-2026-11", "win11-cad-2026-11")
TAGS = {"name": NAMES[1], "image_id": "wsi-0a1b2c3d4", "state": "AVAILABLE"}
DRIFT = {"option": "description", "desired": "Windows 11 for CAD, November", "actual": "Windows 11 for CAD"}


def fleet(hosts: int) -> Json:
    """The report of so many hosts, five Regions to an account. Their conditions repeat every 29 hosts."""
    records = {(record := _record(number))["host"]: record for number in range(hosts)}
    return report_of(records, NOW.isoformat(), "BYOL audit, fourth quarter of 2026", STUCK_AFTER)


def _record(number: int) -> Json:
    account, region = f"{210_000_000_000 + number // 5 * 7_919_003:012d}", REGIONS[number % 5]
    cidr = f"10.{number % 15 * 16}.0.0/16"
    images = [_image(number, account, name, 12 + number % 3) for name in NAMES]
    if number % 4 == 1:
        images.append(_image(number, account, "win11-2026-03", 240 + number % 11 * 9))
    described = {"dedicated_tenancy_support": "ENABLED", "dedicated_tenancy_management_cidr_range": cidr}
    seen: Json = {
        "host": f"team{number // 5 + 1:02d}-{region}",
        "region": region,
        "account_id": account,
        "facts": {"account": described, "images": images},
        "asks": True,
        "images": [{"name": name} for name in NAMES],
        "result": {"images": {}},
    }
    _trouble(number % 29, seen, cidr)
    return record_of(seen, NOW, STUCK_AFTER)


def _trouble(kind: int, seen: Json, cidr: str) -> None:
    compared = seen["result"]["images"]
    if kind in (3, 16, 22):
        tags = {"before": {**TAGS, "tags": {"release": "2026-10"}}, "after": {**TAGS, "tags": {"release": "2026-11"}}}
        compared[NAMES[1]] = {"changed": True, "image_import": {"state": "COMPLETED"}}
        seen["result"]["images_diff"] = [{"after_header": NAMES[1], **tags}]
    elif kind in (6, 18):
        compared[NAMES[1]] = {"drift": [DRIFT], "image_import": {"state": "COMPLETED"}}
    elif kind == 8:
        message = f"The account has the management range {cidr}; it cannot become 10.250.0.0/16"
        remedy = "The management range of an account cannot be changed in this Region. Ask for the range it has."
        seen["failure"] = {"failure": {"reason": "cidr_immutable", "message": message, "remedy": remedy}}
    elif kind == 10:
        message = "Failed to describe the account: AccessDeniedException: You are not authorized."
        remedy = "Check which identity the task uses and that its policy allows the action."
        seen |= {
            "facts": {},
            "failure": {"failure": {"reason": "not_authorized", "message": message, "remedy": remedy}},
        }
    elif kind == 13:
        image = seen["facts"]["images"][1]
        image |= {"state": "PENDING", "created": (NOW - timedelta(days=2)).isoformat()}
        image["import"] |= {"state": "GENERALIZING", "progress_percentage": 40}
    elif kind == 20:
        image = seen["facts"]["images"][0]
        image |= {
            "state": "ERROR",
            "error_details": [{"error_code": "DiskFreeSpace", "error_message": "The disk is full."}],
        }
        failure = {
            "reason": "failed_image_exists",
            "message": "The image exists and is in ERROR",
            "remedy": "Mend the source.",
        }
        compared[NAMES[0]] = {"failed": True, "failure": failure}
    elif kind == 25:
        message = "Failed to describe the account: Could not connect to the endpoint URL"
        remedy = "Check the network, the proxy, endpoint_url and that WorkSpaces exists in this Region, then run again."
        seen |= {
            "facts": {},
            "failure": {"failure": {"reason": "connection_failed", "message": message, "remedy": remedy}},
        }
    elif kind == 27:
        seen |= {"asks": False, "images": None}


def _image(number: int, account: str, name: str, age: int) -> Json:
    made = NOW - timedelta(days=age)
    return {
        "image_id": f"wsi-{number * 7919 + age * 104729:09x}",
        "name": name,
        "description": "Windows 11 Enterprise",
        "state": "AVAILABLE",
        "created": made.isoformat(),
        "owner_account_id": account,
        "import": {
            "state": "COMPLETED",
            "progress_percentage": 100,
            "image_source": {"ec2_image_id": f"ami-{number * 15485863 + age:017x}"},
            "last_updated_time": (NOW - timedelta(hours=30)).isoformat(),
        },
    }
