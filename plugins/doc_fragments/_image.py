# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This fragment is private: other collections must not use it.

from __future__ import annotations

import re
from textwrap import indent

# The role byol repeats these texts in its argument specs, as these take no fragments; a unit test compares them.
HARDWARE = r"""
compute_type:
  description:
    - The hardware that the image is made for.
  type: str
  choices: [BASE, GRAPHICS_G4DN, GRAPHICS_G6, GRAPHICS_G7]
  default: BASE
protocol:
  description:
    - The streaming protocol. V(BYOP) means bring your own protocol.
    - Windows 11 cannot be used with V(PCOIP).
  type: str
  choices: [DCV, PCOIP, BYOP]
  default: DCV
"""
"""What the image is meant for."""

OPTIONS = (
    HARDWARE
    + r"""
state:
  description:
    - V(present) imports the image if there is none of that name, and sets its tags.
    - V(absent) deletes the image. An image cannot be deleted while bundles use it, while it is shared, or while its import is
      in progress.
  type: str
  choices: [present, absent]
  default: present
name:
  description:
    - The name of the image, unique in the account and Region. Letters, digits and V(_./(\)\\-), 1 to 64 of them.
  type: str
  required: true
  aliases: [image_name]
description:
  description:
    - The description of the image. Letters, digits, spaces and V(_./(\)-), 1 to 256 of them.
    - Required to import an image.
    - AWS cannot change it later. If it differs, that is a warning and is reported as drift.
  type: str
  aliases: [image_description]
image_source:
  description:
    - The source of the image, exactly one of the suboptions.
    - Required to import an image.
    - If an image of that name was made from another source, the reason of the failure is V(image_source_differs).
  type: dict
  suboptions:
    ec2_import_task_id:
      description: An import task of EC2 VM Import, as returned by M(amazon.aws.ec2_import_image).
      type: str
    image_build_version_arn:
      description: A build of EC2 Image Builder, for example of an ISO import.
      type: str
    ec2_image_id:
      description: An AMI of the same account and Region, not encrypted, with one volume under 80 GB.
      type: str
infrastructure_configuration_arn:
  description:
    - The EC2 Image Builder infrastructure configuration that the import uses.
    - Required to import an image.
    - AWS cannot change it later. If it differs, that is a warning and is reported as drift.
  type: str
os_version:
  description:
    - The Windows version of the image. Windows 11 requires UEFI boot mode, Windows 10 legacy BIOS.
    - Required to import an image.
  type: str
  choices: [Windows_10, Windows_11]
platform:
  description:
    - The platform of the image.
  type: str
  choices: [WINDOWS]
  default: WINDOWS
image_validation_mode:
  description:
    - Who validates the image. Sent to AWS only if it is set; AWS never returns it.
    - Requires botocore 1.43.115 or newer.
  type: str
  choices: [CUSTOMER_MANAGED, SERVICE_MANAGED]
replace_failed:
  description:
    - Whether an image of that name whose import failed is deleted and imported again. If V(false), the reason of the failure is
      V(failed_image_exists).
  type: bool
  default: false
tag_properties:
  description:
    - Whether to keep what AWS never returns of an image as its tags C(euc.workspaces/os_version),
      C(euc.workspaces/compute_type) and C(euc.workspaces/protocol). They are set when the image is imported. Later runs
      compare them with the options and report differences as drift.
    - Tags whose keys start with C(euc.workspaces/) are never removed.
  type: bool
  default: false
  version_added: 1.0.0
preflight:
  description:
    - What to do if AWS would reject the source of the image, as far as that can be read before an import. It is checked only
      where an import would be started, also in check mode.
    - With V(block), the reason of the failure is V(source_not_importable). Nothing is sent, and a failed image is not
      replaced.
    - With V(warn), the import is started. With V(off), nothing is checked.
    - What may fail, and what could not be read, is one warning for each check and subject, and never prevents an import.
    - M(euc.workspaces.workspaces_byol_preflight) describes the checks.
  type: str
  choices: [block, warn, 'off']
  default: block
  version_added: 1.0.0
preflight_skip:
  description:
    - Names of checks to leave out, see O(euc.workspaces.workspaces_byol_preflight#module:skip). They cost no call.
  type: list
  elements: str
  default: []
  version_added: 1.0.0
log_excerpt:
  description:
    - Whether to add the last lines of the log of EC2 Image Builder to the result of an image whose import has failed. It
      takes at least three calls to Amazon CloudWatch Logs.
    - AWS documents little about the name of the log group, so the one that was created during the import is taken. Where
      there is none, or several, C(note) of the result says so.
    - Where the module runs on another machine and waits, the lines are read by the next run, which fails for the reason
      V(failed_image_exists).
  type: bool
  default: false
  version_added: 1.0.0
"""
)
"""The options of one image, without tags and those of a wait."""

FOR_ONE_OF_SEVERAL = r"""
tags:
  description:
    - The tags of the image.
    - If they are not set, tags are not changed. With V({}), all are removed if O(purge_tags) is V(true).
  type: dict
  aliases: [resource_tags]
purge_tags:
  description:
    - Whether to remove tags of the image that are not in O(tags).
  type: bool
  default: true
wait_timeout:
  description:
    - How many seconds to wait for this image. By default as for all images.
  type: int
wait_delay:
  description:
    - Maximum number of seconds between polls of this image. By default as for all images.
  type: int
"""
"""Further options of each of several images; for a single one, the fragments for tags and waiting have them."""


def suboptions(text: str, parent: str) -> str:
    """Return documentation of options as that of suboptions, with references to each other.

    parent: the path of the option that has them, such as ``images[]``.
    """
    return re.sub(r"\bO\((?=\w+[)=])", f"O({parent}.", text)


class ModuleDocFragment:
    """The desired state of an image."""

    DOCUMENTATION: str = "options:\n" + indent(OPTIONS, "  ")

    HARDWARE: str = "options:\n" + indent(HARDWARE, "  ")

    IMAGES: str = """
options:
  images:
    description:
      - The images. They are all validated before anything is sent, and no name may be used twice.
    type: list
    elements: dict
    required: true
    suboptions:
""" + indent(suboptions(OPTIONS + FOR_ONE_OF_SEVERAL, "images[]"), "      ")
