# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The questions of the AWX surveys. Choices and most defaults come from the roles' argument specs."""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """One question of a survey.

    Attributes:
        variable: name of the survey variable.
        option: the role's option, with a dot for an option of an image, such as ``byol_images.name``.
        text: the question.
        help: what the form shows below it.
        default: default answer, where the argument specs have none or AWX needs another one.
        form: how a text is checked and read, a key of ``forms.READERS``.
        needed: whether there has to be an answer, or a value in the inventory.
        required: whether AWX refuses a launch without an answer.
    """

    variable: str
    option: str
    text: str
    help: str
    default: str = ""
    form: str = "text"
    needed: bool = False
    required: bool = False

    @property
    def image_option(self) -> str:
        """Name of the image option, ``""`` for an option of the role itself."""
        return self.option.partition(".")[2]


class Survey(NamedTuple):
    """The questions of one job template, and the role that they are about."""

    role: str
    description: str
    questions: tuple[Question, ...]


TIMEOUT = "After this time the job fails, but AWS continues. Launch the job again to resume waiting."

SURVEYS = {
    "audit": Survey(
        "audit",
        "Reads only. The desired state comes from the inventory.",
        (
            Question(
                "byol_audit_fail_on",
                "audit_fail_on",
                "Which hosts fail the job?",
                "failure: hosts that could not be checked. drift: also hosts that differ from the desired state. none: no host.",
                # A nightly job that could not read any account must not be green.
                default="failure",
            ),
            Question(
                "byol_audit_stuck_after",
                "audit_stuck_after",
                "Hours without progress after which an import is reported as stuck",
                "More than 0, for example 0.5 or 12.",
            ),
        ),
    ),
    "enable": Survey(
        "byol",
        "Enabling an account and choosing its management range cannot be undone.",
        (
            Question(
                "byol_account_management_cidr_range",
                "byol_management_cidr_range",
                "Management range",
                "A /16, for example 10.20.0.0/16. Cannot be changed later. Empty: use the value of the inventory.",
                form="range",
            ),
            Question(
                "byol_account_management_cidr_range_search",
                "byol_management_cidr_range_search",
                "Or a larger range to take the first available /16 from",
                "For example 10.0.0.0/8. Do not combine with the question above. Empty: use the value of the inventory.",
                form="search",
            ),
            Question(
                "byol_account_wait",
                "byol_wait",
                "Wait until the account is enabled?",
                "Enabling can take hours. false: start it and end the job.",
            ),
            Question("byol_account_wait_timeout", "byol_wait_timeout", "Maximum number of seconds to wait", TIMEOUT),
        ),
    ),
    "import": Survey(
        "byol",
        "An import cannot be canceled. An image that exists already is not imported again; only its tags are updated.",
        (
            Question(
                "byol_image_name",
                "byol_images.name",
                "Name of the image",
                r"Unique in the account and Region. Letters, digits and _./()\-, no spaces, at most 64 characters.",
                form="name",
                needed=True,
                required=True,
            ),
            Question(
                "byol_image_description",
                "byol_images.description",
                "Description",
                "Letters, digits, spaces and _./()-, at most 256 characters. Empty: use the value of the inventory.",
                form="description",
                needed=True,
            ),
            Question(
                "byol_image_source",
                "byol_images.image_source",
                "Source of the image",
                "An AMI (ami-...), an EC2 import task (import-ami-...) or an Image Builder build version (arn:...). "
                "Empty: use the value of the inventory.",
                form="source",
                needed=True,
            ),
            Question(
                "byol_image_infrastructure_configuration_arn",
                "byol_images.infrastructure_configuration_arn",
                "Infrastructure configuration of EC2 Image Builder",
                "ARN of the infrastructure configuration. Empty: use the value of the inventory.",
                form="infrastructure",
                needed=True,
            ),
            Question(
                "byol_image_os_version",
                "byol_images.os_version",
                "Windows version",
                "The Windows version of the source.",
                default="Windows_11",
                needed=True,
            ),
            Question(
                "byol_image_compute_type",
                "byol_images.compute_type",
                "Compute type",
                "BASE for desktops without a GPU; the other types for desktops with that GPU family.",
                default="BASE",
            ),
            Question(
                "byol_image_protocol",
                "byol_images.protocol",
                "Streaming protocol",
                "PCOIP cannot be used with Windows 11. BYOP means bring your own protocol.",
                default="DCV",
            ),
            Question(
                "byol_image_tags",
                "byol_images.tags",
                "Tags",
                "One key=value on each line, for example release=2026-11. Other tags of the image are removed. "
                "Empty: leave the tags unchanged.",
                form="tags",
            ),
            Question(
                "byol_image_replace_failed",
                "byol_images.replace_failed",
                "Import again if an earlier import with this name has failed?",
                "true: delete the failed image, then import it again.",
                default="false",
            ),
            Question(
                "byol_image_preflight",
                "byol_images.preflight",
                "Preflight",
                "Check the source before the import starts. block: do not import what AWS would reject. warn: import it nevertheless. "
                "off: do not check.",
                default="block",
            ),
            Question(
                "byol_image_wait",
                "byol_wait",
                "Wait until the import has finished?",
                "An import takes 90 minutes or more. false: start it and end the job.",
            ),
            Question("byol_image_wait_timeout", "byol_wait_timeout", "Maximum number of seconds to wait", TIMEOUT),
        ),
    ),
    "release": Survey(
        "byol_release",
        "Existing WorkSpaces keep their image until they are rebuilt or migrated.",
        (
            Question(
                "byol_release_image_name",
                "release_image_name",
                "Name of the image",
                "The image must exist in each account and Region. Empty: use the value of the inventory.",
                form="name",
                needed=True,
            ),
            Question(
                "byol_release_state",
                "release_state",
                "Promote the image, or roll it back?",
                "rolled_back: each ring that has the image gets its previous image, and is not given this one again.",
            ),
            Question(
                "byol_release_rings",
                "release_rings",
                "Rings in their order",
                "One ring on each line: its name, its bundle and the days until the next ring, for example "
                "pilot win11-pilot 3. Empty: use the value of the inventory.",
                form="rings",
                needed=True,
            ),
        ),
    ),
}
"""Surveys by name; the entry playbook of each is ``awx_NAME``."""
