# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An estate with a host in every condition: what AWS has, what is desired, and what the audit must report."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from ...emulator.control import EmulatorControl

Json = dict[str, Any]

REGION = "eu-west-1"
DAY = 86400
HOSTILE = "<script>document.title='run'</script>\"'><img src=x onerror=\"document.title='run'\">{{ 7 * 191 }}&amp;"
"""What a text of AWS or of a user may try. 7 * 191 is 1337, which no report may show."""

RANGE = "10.16.0.0/16"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCY"


class Host(NamedTuple):
    """name: in the inventory. condition, findings: that the audit must give, the latter as kind and reason by subject."""

    name: str
    number: int
    variables: Json
    condition: str
    findings: list[tuple[str, str, str | None]]

    @property
    def account(self) -> str:
        """The account that it stands for."""
        return f"{600_000_000_000 + self.number}"


def image(number: int, name: str = "win11", **more: Any) -> Json:
    """An image as it is desired, equal to what aws_has() seeds."""
    account = f"{600_000_000_000 + number}"
    return {
        "name": name,
        "description": "Windows 11",
        "image_source": {"ec2_image_id": "ami-0123456789abcdef0"},
        "infrastructure_configuration_arn": f"arn:aws:imagebuilder:{REGION}:{account}:infrastructure-configuration/byol",
        "os_version": "Windows_11",
        **more,
    }


HOSTILE_INVENTORY = HOSTILE.replace("{{", "").replace("}}", "")
"""In a file of hosts, braces are a template indeed."""

FACTS = {
    "account": {"dedicated_tenancy_support": "ENABLED", "message": HOSTILE_INVENTORY},
    "images": [
        {
            "image_id": "wsi-0a1b2c3d4",
            "name": "from-inventory",
            "state": "AVAILABLE",
            "created": "2026-01-02T03:04:05+00:00",
            "owner_account_id": "600000000011",
            "description": HOSTILE_INVENTORY,
            "import": None,
        }
    ],
}
"""As an inventory may have them; AWS lets no such description pass."""

REFUSED = {"reason": "not_authorized", "message": "Failed to assume the role", "remedy": "Contact them."}

HOSTS = [
    Host(
        "compliant",
        0,
        {"byol_management_cidr_range": RANGE, "byol_images": [image(0, tags={"team": "euc"})]},
        "compliant",
        [],
    ),
    Host(
        "would-change",
        1,
        {
            "byol_images": [
                image(1, tags={"team": "euc", "release": "2026-11"}),
                image(1, "win11-new"),
                {"name": "old", "state": "absent"},
            ]
        },
        "would_change",
        [
            ("would_change", "account", None),
            ("would_change", "image win11", None),
            ("would_change", "image win11-new", None),
            ("would_change", "image old", None),
        ],
    ),
    Host(
        "drift", 2, {"byol_images": [image(2, description="Another text")]}, "drift", [("drift", "image win11", None)]
    ),
    Host(
        "other-range",
        3,
        {"byol_management_cidr_range": "10.32.0.0/16", "byol_images": [image(3), image(3, "win11-new")]},
        "failing",
        [("failing", "account", "cidr_immutable"), ("would_change", "image win11-new", None)],
    ),
    Host(
        "other-source",
        4,
        {"byol_images": [image(4, image_source={"ec2_image_id": "ami-0fedcba9876543210"})]},
        "failing",
        [("failing", "image win11", "image_source_differs")],
    ),
    Host("denied", 5, {"byol_images": [image(5)]}, "not_authorized", [("not_authorized", "account", "not_authorized")]),
    Host("expired", 6, {}, "not_authorized", [("not_authorized", "account", "credentials_expired")]),
    Host(
        "unreachable", 7, {"byol_images": [image(7)]}, "unreachable", [("unreachable", "account", "connection_failed")]
    ),
    Host(
        "stuck",
        8,
        {"byol_account_enabled": True, "byol_images": [image(8)]},
        "compliant",
        [("import_stuck", "image win11", None)],
    ),
    Host(
        "observed",
        9,
        {},
        "observed",
        [("modification_failed", "account", None), ("import_failed", "image broken", None)],
    ),
    Host(
        "bad-variable",
        10,
        {"byol_images": [image(10, description="{{ nowhere_defined }}")]},
        "failing",
        [("failing", "image win11", "invalid_request")],
    ),
    Host("facts-given", 11, {"byol_facts": FACTS, "byol_account_id": "600000000011"}, "observed", []),
    Host(
        "facts-refused",
        12,
        {"byol_failure": REFUSED, "byol_account_name": "Sandbox"},
        "not_authorized",
        [("not_authorized", "account", "not_authorized")],
    ),
    Host(
        "failed-image",
        13,
        {"byol_images": [image(13)], "byol_account_enabled": False},
        "failing",
        [("failing", "image win11", "failed_image_exists")],
    ),
    Host(
        "bad-images",
        14,
        {
            "byol_images": [
                image(14, "bad name"),
                image(14, "pcoip", protocol="PCOIP"),
                image(14, "twice"),
                image(14, "twice"),
                {"name": "misspelt", "os_verson": "Windows_11"},
                image(14, description="Another text"),
                image(14, "win11-new"),
            ]
        },
        "failing",
        [
            ("failing", "image bad name", "invalid_request"),
            ("failing", "image pcoip", "invalid_request"),
            ("failing", "image twice", "invalid_request"),
            ("failing", "image misspelt", "invalid_request"),
            ("drift", "image win11", None),
            ("would_change", "image win11-new", None),
            ("would_change", "image twice", None),
        ],
    ),
    Host(
        "bad-options",
        15,
        {"byol_images": "banana", "byol_wait_delay": "perhaps", "byol_image": [image(15)]},
        "failing",
        [("failing", "variables", "invalid_request")] * 3,
    ),
    Host(
        "undefined-region",
        16,
        {"byol_region": "{{ nowhere_defined }}", "byol_images": [image(16)]},
        "failing",
        [("failing", "variables", "invalid_request")],
    ),
    Host(
        "undefined-role",
        17,
        {"byol_assume_role_arn": "{{ nowhere_defined }}", "byol_images": [image(17)]},
        "failing",
        [("failing", "variables", "invalid_request")],
    ),
    Host(
        "misspelt",
        18,
        {"byol_account_enable": False},
        "failing",
        [("failing", "variables", "invalid_request")],
    ),
]


def set_up(aws: EmulatorControl, dead_end: str, folder: Path) -> dict[str, Json]:
    """Let AWS have all of it, and write the profiles; return the inventory. dead_end: where nothing answers."""
    profiles = [
        f"[{host.name}]\naws_access_key_id = EMULATED{host.account}\naws_secret_access_key = {SECRET}\n"
        for host in HOSTS
    ]
    (folder / "credentials").write_text("\n".join(profiles), encoding="utf-8")
    for host in HOSTS:
        _fill(aws, host)
    numbered = {host.name: host for host in HOSTS}
    aws.settings(
        denied=[{"operation": "*", "account": numbered["denied"].account}],
        expired_keys=[f"EMULATED{numbered['expired'].account}"],
    )
    return {host.name: _variables(host, dead_end if host.name == "unreachable" else aws.url) for host in HOSTS}


def _variables(host: Host, url: str) -> Json:
    place = {"byol_region": REGION, "byol_profile": host.name, "byol_endpoint_url": url}
    return {**place, **host.variables}


def _fill(aws: EmulatorControl, host: Host) -> None:
    """The account is enabled and has the desired image, but for what the host is about."""
    place: Json = {"account": host.account, "region": REGION}
    asked = image(host.number)
    record: Json = {
        "source": {"Ec2ImageId": asked["image_source"]["ec2_image_id"]},
        "infrastructure_configuration_arn": asked["infrastructure_configuration_arn"],
    }
    seed: Json = {"description": "Windows 11", "age_seconds": 40 * DAY + 3600, "tags": {"team": "euc"}, **place}
    done = {"support": "ENABLED", "cidr": RANGE, "age_seconds": 100 * DAY}
    aws.account(
        support="DISABLED" if host.name == "would-change" else "ENABLED", cidr=RANGE, modifications=[done], **place
    )
    if host.name == "would-change":
        aws.account(cidr=None, modifications=[], **place)
        aws.images("old", **{**seed, "age_seconds": 400 * DAY, "import": record})
    if host.name == "stuck":
        record["script"] = {
            "seconds": 400 * DAY,
            "curve": [[0, "PENDING", 0, None], [600, "GENERALIZING", 40, "Generalizing."]],
        }
        seed |= {"age_seconds": 3 * DAY, "state": "PENDING"}
    failed = {"code": "OSNotSupported", "message": HOSTILE, "details": [{"code": "DiskFreeSpace", "message": HOSTILE}]}
    if host.name == "failed-image":
        seed["error"] = failed
    if host.name == "observed":
        broken = {
            "support": "ENABLED",
            "cidr": RANGE,
            "age_seconds": DAY,
            "error_code": "RANGE_IN_USE",
            "error_message": HOSTILE,
        }
        aws.account(message=HOSTILE, modifications=[done, broken], **place)
        aws.images("broken", **{**seed, "age_seconds": 200 * DAY, "error": failed, "import": record})
        aws.images("by-hand", **{**seed, "age_seconds": 700 * DAY})
    aws.images("win11", **{**seed, "import": record})
