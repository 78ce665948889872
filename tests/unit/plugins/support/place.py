# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account and Region of the tests, and options that fit them."""

from __future__ import annotations

ACCOUNT = "111111111111"
REGION = "eu-west-1"
PLACE = {"account": ACCOUNT, "region": REGION}
KEY = f"EMULATED{ACCOUNT}"
SECRET = "a secret that no result may have"

NAME = "win11-2026-11"
DESCRIPTION = "Windows 11 of the tests"
INFRASTRUCTURE = f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:infrastructure-configuration/byol"
OTHER_ARN = f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:infrastructure-configuration/other"
SOURCE = {"ec2_import_task_id": "import-ami-0123456789abcdef0"}
OTHER_SOURCE = {"ec2_import_task_id": "import-ami-0fedcba9876543210"}
BUILD_ARN = f"arn:aws:imagebuilder:{REGION}:{ACCOUNT}:image/win11/1.2.3/4"

IMAGE = {
    "name": NAME,
    "description": DESCRIPTION,
    "image_source": SOURCE,
    "infrastructure_configuration_arn": INFRASTRUCTURE,
    "os_version": "Windows_11",
    "preflight": "off",
}
"""What state=present needs; preflight has tests of its own."""

REQUEST = {
    "ImageName": NAME,
    "ImageDescription": DESCRIPTION,
    "ComputeType": "BASE",
    "Protocol": "DCV",
    "ImageSource": {"Ec2ImportTaskId": SOURCE["ec2_import_task_id"]},
    "InfrastructureConfigurationArn": INFRASTRUCTURE,
    "Platform": "WINDOWS",
    "OsVersion": "Windows_11",
}
"""What ``IMAGE`` must become in the request to AWS."""

RECORD = {"source": REQUEST["ImageSource"], "infrastructure_configuration_arn": INFRASTRUCTURE}
"""The import record of an image made so."""

SOURCE_OPTIONS = ("image_source", "infrastructure_configuration_arn", "os_version")
REQUIRED: dict[str, dict[str, object]] = {
    "workspaces_bundle": {
        "name": "pilot",
        "description": "Pilot",
        "compute_type": "STANDARD",
        "user_storage": 50,
        "image_name": IMAGE["name"],
    },
    "workspaces_byol_account": {},
    "workspaces_byol_images": {"images": [IMAGE]},
    "workspaces_byol_info": {},
    "workspaces_byol_preflight": {key: IMAGE[key] for key in SOURCE_OPTIONS},
    "workspaces_custom_image_import": IMAGE,
    "workspaces_image_copy": {"name": "copied", "source_image_id": "wsi-0123456789", "source_region": "us-east-1"},
    "workspaces_image_retention": {"name_pattern": "win11.*", "keep": 1},
    "workspaces_image_sharing": {"name": IMAGE["name"], "account_ids": []},
}
"""What each module needs."""
