# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to be read for the checks of a task, and what the answers so far say.

A ``Survey`` is made again after each answer: it collects the calls that its findings need, so what is read and what is
found cannot differ. Nothing is read for a check that is skipped for all images, and a call serves all images.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import calls as reads
from . import replies
from .calls import Answer, Call
from .catalog import AMI_CHECKS, MACHINE_CHECKS
from .observations import (
    BUILD,
    IMPORT_TASK,
    Absent,
    Build,
    Found,
    ImageRequest,
    ImportTask,
    Infrastructure,
    Machine,
    NotSeen,
    Policies,
    Profile,
    Quota,
    Read,
    RouteTable,
    Subnet,
    Target,
)

MOST_CALLS = 12
"""First attempts for one source and one infrastructure configuration."""

DEFAULT_QUOTA = 40
"""Images per account and Region, as AWS documents it."""

NEEDED_POLICIES = ("EC2InstanceProfileForImageBuilder", "AmazonSSMManagedInstanceCore")

PENDING = NotSeen("it has not been read yet")
NO_SUBNET = NotSeen("the subnet of the build instance is not known")

NETWORK_CHECKS = frozenset({"network_egress", "private_link"})
CONFIGURATION_CHECKS = NETWORK_CHECKS | {"infrastructure_configuration", "instance_profile", "security_group"}
BUILD_VERSION = re.compile(r"arn:aws[^:]*:imagebuilder:[^:]+:[^:]+:image/[^/]+/\d+\.\d+\.\d+/\d+")


class Survey:
    """Findings from the answers so far.

    Attributes:
        answers: What was answered to the calls of earlier surveys.
    """

    def __init__(self, images: Iterable[ImageRequest], target: Target, answers: Mapping[Call, Answer]) -> None:
        self.images = [image for image in images if image.judged]
        self.target = target
        self._answers = answers
        self._calls: dict[Call, None] = {}

    def calls(self) -> list[Call]:
        """Return the calls that the findings need, as far as the answers so far show."""
        self._calls.clear()
        if self._wants("default_encryption"):
            self.default_encryption()
        if self._wants("ami_owner", "infrastructure_configuration"):
            self.account_id()
        if self._wants("image_quota"):
            self.quota()
        for image in self.images:
            self.task(image)
            self.build(image)
            self.machine(image)
        for arn in self._configurations():
            self._survey_configuration(arn)
        self._spend_what_is_left()
        return list(self._calls)

    # The account

    def account_id(self) -> Read[str]:
        """Return the account of the caller."""
        if self.target.account_id:
            return self.target.account_id
        answer = self._ask(reads.get_caller_identity())
        found = replies.unless_missing(answer, (), lambda reply: str(reply["Account"]))
        return NotSeen(found.answer) if isinstance(found, Absent) else found

    def default_encryption(self) -> Read[bool]:
        """Return whether EBS encryption by default is on."""
        answer = self._ask(reads.get_ebs_encryption_by_default())
        found = replies.unless_missing(answer, (), lambda reply: _flag(reply["EbsEncryptionByDefault"]))
        return NotSeen(found.answer) if isinstance(found, Absent) else found

    def quota(self) -> Read[Quota]:
        """Return the quota of images: the account's, else AWS's default, else the documented one."""
        answer = self._ask(reads.get_service_quota())
        if replies.is_missing(answer, replies.MISSING_QUOTA):
            answer = self._ask(reads.get_default_service_quota())
        found = replies.unless_missing(answer, replies.MISSING_QUOTA, replies.quota)
        return Quota(DEFAULT_QUOTA, is_default=True) if isinstance(found, Absent) else found

    def service_linked_role(self) -> Found[str] | None:
        """Return the name of the role of Image Builder, or ``None`` where no call is left for it."""
        if not self._reads_service_linked_role():
            return None
        answer = self._ask(reads.get_service_linked_role())
        return replies.unless_missing(answer, replies.MISSING_ENTITY, lambda reply: str(reply["Role"]["RoleName"]))

    # The source

    def task(self, image: ImageRequest) -> Found[ImportTask] | None:
        """Return the import task of an image, or ``None`` if its source is another one."""
        if image.source_kind != IMPORT_TASK or not self._reads_source(image, "import_task"):
            return None
        ids = self._sources(IMPORT_TASK, "import_task")
        found = self._batch(ids, reads.describe_import_image_tasks, replies.MISSING_TASK, "ImportImageTasks")
        entry = found(image.source_id, "ImportTaskId")
        return entry if isinstance(entry, (Absent, NotSeen)) else replies.unless_missing(entry, (), replies.import_task)

    def build(self, image: ImageRequest) -> Found[Build] | None:
        """Return the build of an image, or ``None`` if its source is another one."""
        if image.source_kind != BUILD or not self._reads_source(image, "image_build", "windows_version"):
            return None
        if not BUILD_VERSION.fullmatch(image.source_id):
            return NotSeen(
                "the ARN does not name one build, so AWS chooses it during the import",
                "Use the ARN of a build, which ends in its version and build number, such as 1.0.0/1.",
            )
        answer = self._ask(reads.get_image(image.source_id))
        return replies.image_builder(answer, lambda reply: replies.build(reply, self.target.region))

    def machine(self, image: ImageRequest) -> Found[Machine]:
        """Return the machine of an image: its AMI, or as much as an import task says before there is one."""
        ami_id = self.ami_id(image)
        if not isinstance(ami_id, str):
            return ami_id
        direct = image.source_id == ami_id
        ids = self._ami_ids(direct)
        if ids is None:
            return PENDING
        found = self._batch(ids, reads.describe_images, replies.MISSING_AMI, "Images")
        entry = found(ami_id, "ImageId")
        return entry if isinstance(entry, (Absent, NotSeen)) else replies.unless_missing(entry, (), replies.machine)

    def ami_id(self, image: ImageRequest) -> Found[Machine] | str:
        """Return the id of the AMI that an image is made from, or what there is instead of it."""
        if not self._reads_machine(image):
            return NotSeen("all checks of it are skipped")
        if image.source_kind == IMPORT_TASK:
            return self._ami_of_task(self.task(image))
        if image.source_kind == BUILD:
            return self._ami_of_build(self.build(image))
        return image.source_id

    @staticmethod
    def _ami_of_task(task: Found[ImportTask] | None) -> Found[Machine] | str:
        if task is None or isinstance(task, (Absent, NotSeen)):
            return task or PENDING
        return task.ami_id or task.machine

    @staticmethod
    def _ami_of_build(build: Found[Build] | None) -> Found[Machine] | str:
        if build is None or isinstance(build, (Absent, NotSeen)):
            return build or PENDING
        return build.ami_id or NotSeen("the build has no AMI in this Region")

    # The infrastructure configuration

    def infrastructure(self, arn: str) -> Found[Infrastructure]:
        """Return an infrastructure configuration."""
        if self.wrong_region(arn):
            return NotSeen("it is of another Region")
        return replies.image_builder(self._ask(reads.get_infrastructure_configuration(arn)), replies.infrastructure)

    def wrong_region(self, arn: str) -> str | None:
        """Return the Region of an ARN if it is not that of the task."""
        region = arn.split(":")[3] if arn.count(":") >= 5 else ""
        return region if region and region != self.target.region else None

    def profile(self, arn: str) -> Found[Profile]:
        """Return the instance profile of a configuration."""
        found = self.infrastructure(arn)
        if not isinstance(found, Infrastructure):
            return _unknown(found, "the infrastructure configuration")
        if not found.profile_name:
            return NotSeen(
                "the infrastructure configuration names no instance profile",
                "Set the instance profile of the infrastructure configuration.",
            )
        answer = self._ask(reads.get_instance_profile(found.profile_name))
        return replies.unless_missing(answer, replies.MISSING_ENTITY, replies.profile)

    def policies(self, arn: str) -> Found[Policies]:
        """Return the managed policies of the role of a configuration."""
        found = self.profile(arn)
        if not isinstance(found, Profile) or not found.role_name:
            return PENDING if found is PENDING else NotSeen("the role is not known")
        answer = self._ask(reads.list_attached_role_policies(found.role_name))
        page = replies.unless_missing(answer, replies.MISSING_ENTITY, replies.policies)
        if not isinstance(page, Policies) or page.complete or has_needed_policies(page):
            return page
        return self._with_next_page(page, answer, found.role_name)

    def subnet(self, arn: str) -> Found[Subnet] | None:
        """Return the subnet of a configuration, ``None`` where it names none and there is no default VPC."""
        found = self.infrastructure(arn)
        if not isinstance(found, Infrastructure):
            return _unknown(found, "the infrastructure configuration")
        answer = self._ask(reads.describe_subnets(found.subnet_id))
        if found.subnet_id is None:
            return replies.unless_missing(answer, (), replies.default_subnet)
        if isinstance(answer, dict) and answer.get("Subnets") == []:
            return Absent(found.subnet_id)
        return replies.unless_missing(answer, replies.MISSING_SUBNET, replies.subnet)

    def route_table(self, arn: str) -> Found[RouteTable] | None:
        """Return the route table of the subnet, ``None`` where the VPC has none for it."""
        found = self.subnet(arn)
        if not isinstance(found, Subnet):
            return found if isinstance(found, NotSeen) else NO_SUBNET
        answer = self._ask(reads.describe_route_tables(found.vpc_id))
        return replies.unless_missing(answer, (), lambda reply: replies.route_table(reply, found.subnet_id))

    def interface_endpoints(self, arn: str) -> Found[tuple[str, ...]]:
        """Return the services that the VPC reaches by AWS PrivateLink."""
        found = self.subnet(arn)
        if not isinstance(found, Subnet):
            return found if isinstance(found, NotSeen) else NO_SUBNET
        return replies.unless_missing(
            self._ask(reads.describe_vpc_endpoints(found.vpc_id)), (), replies.interface_endpoints
        )

    def opens_https(self, arn: str) -> Found[bool] | None:
        """Return whether the security groups let HTTPS out, or ``None`` where no call is left for it."""
        found = self.infrastructure(arn)
        if not isinstance(found, Infrastructure):
            return _unknown(found, "the infrastructure configuration")
        if not found.security_group_ids:
            return True
        if not self._reads_security_groups():
            return None
        answer = self._ask(reads.describe_security_groups(found.security_group_ids))
        return replies.unless_missing(answer, replies.MISSING_GROUP, replies.opens_https)

    def checks_of(self, arn: str) -> frozenset[str]:
        """Return the checks of a configuration that at least one image wants."""
        images = [image for image in self.images if image.infrastructure_arn == arn]
        return frozenset(check for check in CONFIGURATION_CHECKS if any(check not in image.skip for image in images))

    # What is wanted

    def _wants(self, *checks: str) -> bool:
        return any(check not in image.skip for image in self.images for check in checks)

    @staticmethod
    def _reads_machine(image: ImageRequest) -> bool:
        return bool((AMI_CHECKS | MACHINE_CHECKS) - image.skip)

    def _reads_source(self, image: ImageRequest, *checks: str) -> bool:
        return self._reads_machine(image) or not image.skip.issuperset(checks)

    def _sources(self, kind: str, *checks: str) -> tuple[str, ...]:
        wanted = (i.source_id for i in self.images if i.source_kind == kind and self._reads_source(i, *checks))
        return tuple(dict.fromkeys(wanted))

    def _ami_ids(self, direct: bool) -> tuple[str, ...] | None:
        """Return the AMIs that one call describes: those that are sources, or all that tasks and builds made.

        ``None`` as long as a task or build that may have one has not been read.
        """
        ids = [self.ami_id(image) for image in self.images if (image.source_kind not in (IMPORT_TASK, BUILD)) == direct]
        if PENDING in ids:
            return None
        return tuple(dict.fromkeys(found for found in ids if isinstance(found, str)))

    def _configurations(self) -> list[str]:
        arns = dict.fromkeys(image.infrastructure_arn for image in self.images)
        return [arn for arn in arns if self.checks_of(arn)]

    def _survey_configuration(self, arn: str) -> None:
        wanted = self.checks_of(arn)
        self.infrastructure(arn)
        if "instance_profile" in wanted:
            self.policies(arn)
        if "network_egress" in wanted:
            self.route_table(arn)
        if "private_link" in wanted:
            self.interface_endpoints(arn)

    # Calls

    def _ask(self, call: Call) -> Answer:
        self._calls[call] = None
        return self._answers.get(call, PENDING)

    def _batch(
        self, ids: tuple[str, ...], call: Callable[[tuple[str, ...]], Call], missing: tuple[str, ...], member: str
    ) -> Callable[[str, str], Found[dict[str, Any]]]:
        """Describe several resources by one call, and again without those that AWS says are missing.

        Returns:
            A function of an id and the member that has it, which returns the entry of the resource.
        """
        answer = self._ask(call(ids))
        if len(ids) > 1 and isinstance(answer, reads.Refused) and answer.code.startswith(missing):
            named = [each for each in ids if each in answer.text]
            rest = [each for each in ids if each not in named]
            groups = [tuple(rest)] if named else [(each,) for each in rest]
            others = [(group, self._batch(group, call, missing, member)) for group in groups if group]

            def entry_of_rest(wanted: str, key: str) -> Found[dict[str, Any]]:
                lookup = next((lookup for group, lookup in others if wanted in group), None)
                return lookup(wanted, key) if lookup else Absent(str(answer))

            return entry_of_rest

        def entry(wanted: str, key: str) -> Found[dict[str, Any]]:
            found = replies.unless_missing(answer, missing, lambda reply: replies.listed(reply, member, key))
            if isinstance(found, (Absent, NotSeen)):
                return found
            return dict(found[wanted]) if wanted in found else Absent(f"{wanted} is not listed")

        return entry

    def _with_next_page(self, page: Policies, answer: Answer, role_name: str) -> Found[Policies]:
        marker = answer.get("Marker") if isinstance(answer, dict) else None
        if not marker or self._spare() < 1 + self._optional_calls():
            return page
        following = replies.unless_missing(
            self._ask(reads.list_attached_role_policies(role_name, marker)), (), replies.policies
        )
        if isinstance(following, Policies):
            return Policies(page.names + following.names, following.complete)
        return following

    # The budget

    def _optional_calls(self) -> int:
        return sum(self._wants(check) for check in ("service_linked_role", "security_group"))

    def _reads_service_linked_role(self) -> bool:
        return self._wants("service_linked_role") and self._spare() >= 1

    def _reads_security_groups(self) -> bool:
        return self._wants("security_group") and self._spare() >= self._optional_calls()

    def _spend_what_is_left(self) -> None:
        self.service_linked_role()
        for arn in self._configurations():
            if "security_group" in self.checks_of(arn):
                self.opens_https(arn)

    def _spare(self) -> int:
        """Return how many calls are left for the checks that come last, when all others cost what they can cost."""
        shared = (
            self._wants("default_encryption")
            + (self._wants("ami_owner", "infrastructure_configuration") and not self.target.account_id)
            + (self._wants("image_quota") and self._cost_of_quota())
        )
        sources = max((self._cost_of_source(image) for image in self.images), default=0)
        configurations = max((self._cost_of_configuration(arn) for arn in self._configurations()), default=0)
        return MOST_CALLS - shared - sources - configurations

    def _answer_to(self, call: Call) -> Answer:
        return self._answers.get(call, PENDING)

    def _cost_of_quota(self) -> int:
        answer = self._answer_to(reads.get_service_quota())
        return 2 if answer is PENDING or replies.is_missing(answer, replies.MISSING_QUOTA) else 1

    def _cost_of_source(self, image: ImageRequest) -> int:
        if image.source_kind not in (IMPORT_TASK, BUILD):
            return int(self._reads_machine(image))
        described = self.task(image) if image.source_kind == IMPORT_TASK else self.build(image)
        if described is None:
            return 0
        made = described is PENDING or isinstance(self.ami_id(image), str)
        return 1 + (made and self._reads_machine(image))

    def _cost_of_configuration(self, arn: str) -> int:
        wanted = self.checks_of(arn)
        network = bool(wanted & NETWORK_CHECKS) + len(wanted & NETWORK_CHECKS)
        found = self.infrastructure(arn)
        if found is PENDING:
            return 1 + 2 * ("instance_profile" in wanted) + network
        if not isinstance(found, Infrastructure):
            return 1
        if wanted & NETWORK_CHECKS and self.subnet(arn) is not PENDING and not isinstance(self.subnet(arn), Subnet):
            network = 1
        return 1 + self._cost_of_profile(arn, found, wanted) + network

    def _cost_of_profile(self, arn: str, found: Infrastructure, wanted: frozenset[str]) -> int:
        if "instance_profile" not in wanted or not found.profile_name:
            return 0
        profile = self.profile(arn)
        return 2 if profile is PENDING or (isinstance(profile, Profile) and profile.role_name) else 1


def has_needed_policies(policies: Policies) -> bool:
    """Return whether all policies are there that the build instance needs."""
    return set(NEEDED_POLICIES) <= set(policies.names)


def _unknown(found: Absent | NotSeen, what: str) -> NotSeen:
    if found is PENDING:
        return PENDING
    return NotSeen(f"{what} is not known") if isinstance(found, Absent) else found


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is not true or false")
    return value
