# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All checks of all images of a task, from what was read: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..._aws.errors import Failure
from . import account_checks, infrastructure_checks, source_checks
from .calls import Answer, Call
from .catalog import AMI_CHECKS, CATALOG, MACHINE_CHECKS
from .machine_checks import of_machine
from .observations import Absent, Build, ImageRequest, Infrastructure, Machine, NotSeen, Read, Target
from .survey import Survey
from .verdicts import BLOCK, Check, overall
from .written import blocked, unknown

NOT_THERE = "Use an AMI of this Region, or copy it here."


def judge(images: Iterable[ImageRequest], target: Target, answers: Mapping[Call, Answer]) -> dict[str, list[Check]]:
    """Return the checks of each image by its name, in the order of the table and without those that are skipped.

    Args:
        images: In the order in which they are imported; those that are not judged count for the quota only.
        answers: To all calls of ``Survey.calls``.
    """
    listed = list(images)
    survey = Survey(listed, target, answers)
    used: Read[int] = target.owned_images
    found: dict[str, list[Check]] = {}
    for image in listed:
        checks = _of_image(survey, image) if image.judged else []
        with_this = used if isinstance(used, NotSeen) else used + (not image.replaces)
        if image.judged and "image_quota" not in image.skip:
            checks.append(account_checks.image_quota(target.region, survey.quota(), with_this))
        if not (image.enforced and overall(checks) == BLOCK):
            used = with_this
        if image.judged:
            found[image.name] = _in_order(checks, image)
    return found


def source_not_importable(name: str, checks: Iterable[Check]) -> Failure:
    """Return the failure for an image that AWS would not import, with every blocking check and its remedy."""
    blocking = [check for check in checks if check.verdict == BLOCK]
    found = " ".join(f"{check.check} ({check.subject}): {check.message}" for check in blocking)
    remedies = " ".join(dict.fromkeys(check.remedy for check in blocking if check.remedy))
    return Failure(
        "source_not_importable",
        f"The image {name} is not imported, as AWS would reject it. {found}",
        f"{remedies} A check can be left out with preflight_skip.",
    )


def _in_order(checks: Iterable[Check], image: ImageRequest) -> list[Check]:
    order = list(CATALOG)
    wanted = (check for check in checks if check.check not in image.skip)
    return sorted(wanted, key=lambda check: order.index(check.check))


def _of_image(survey: Survey, image: ImageRequest) -> list[Check]:
    region = survey.target.region
    found: list[Check | None] = [
        account_checks.account(survey.target),
        account_checks.image_name(image, survey.target.existing),
        account_checks.region(image, region),
        account_checks.compute_type(image),
    ]
    if "default_encryption" not in image.skip:
        found.append(account_checks.default_encryption(region, survey.default_encryption()))
    role = None if "service_linked_role" in image.skip else survey.service_linked_role()
    if role is not None:
        found.append(account_checks.service_linked_role(role))
    found += _of_source(survey, image)
    found += _of_machine(survey, image)
    found += _of_configuration(survey, image)
    return [check for check in found if check is not None and check.check not in image.skip]


def _of_source(survey: Survey, image: ImageRequest) -> list[Check]:
    task, build = survey.task(image), survey.build(image)
    if task is not None:
        return [source_checks.import_task(image.source_id, task)]
    if build is None:
        return []
    checks = [source_checks.image_build(image.source_id, build, survey.target.region)]
    if not isinstance(build, Absent):
        checks.append(source_checks.windows_version(image.source_id, build, image.os_version))
    return checks


def _of_machine(survey: Survey, image: ImageRequest) -> list[Check]:
    wanted = (AMI_CHECKS | MACHINE_CHECKS) - image.skip
    if not wanted:
        return []
    machine = survey.machine(image)
    ami_id = survey.ami_id(image)
    if isinstance(machine, Machine):
        return of_machine(machine, image, _owner_to_compare(survey, image))
    if isinstance(machine, Absent):
        if not isinstance(ami_id, str):
            return []  # The task or the build does not exist, which its own check says.
        message = f"There is no such AMI in this Region ({machine.answer})."
        return [blocked("ami_exists", ami_id, "not found", message, NOT_THERE)]
    if isinstance(survey.build(image), Build) and not isinstance(ami_id, str):
        return []  # The build has no AMI yet, or none here, which its own check says.
    subject = ami_id if isinstance(ami_id, str) else image.source_id
    return [unknown(name, subject, machine) for name in wanted]


def _owner_to_compare(survey: Survey, image: ImageRequest) -> Read[str]:
    return NotSeen("it is skipped") if "ami_owner" in image.skip else survey.account_id()


def _of_configuration(survey: Survey, image: ImageRequest) -> list[Check]:
    arn = image.infrastructure_arn
    wanted = survey.checks_of(arn) - image.skip
    if not wanted:
        return []
    found = survey.infrastructure(arn)
    account_id = survey.account_id() if "infrastructure_configuration" in wanted else NotSeen("it is skipped")
    region = survey.target.region
    checks: list[Check | None] = [infrastructure_checks.infrastructure_configuration(arn, found, region, account_id)]
    if isinstance(found, Absent) or survey.wrong_region(arn):
        return [check for check in checks if check is not None]
    if "instance_profile" in wanted:
        checks.append(infrastructure_checks.instance_profile(arn, survey.profile(arn), survey.policies(arn)))
    checks += _of_network(survey, arn, wanted)
    https = survey.opens_https(arn) if "security_group" in wanted else None
    if https is not None:
        checks.append(_security_group(arn, found, https))
    return [check for check in checks if check is not None]


def _of_network(survey: Survey, arn: str, wanted: frozenset[str]) -> list[Check | None]:
    checks: list[Check | None] = []
    if "network_egress" in wanted:
        egress = infrastructure_checks.network_egress(arn, survey.subnet(arn), survey.route_table(arn))
        checks += [egress, infrastructure_checks.data_perimeter(egress, survey.target.region)]
    if "private_link" in wanted and not _no_subnet(survey, arn):
        services = survey.interface_endpoints(arn)
        checks.append(infrastructure_checks.private_link(arn, survey.subnet(arn), services))
    return checks


def _no_subnet(survey: Survey, arn: str) -> bool:
    """Return whether there is no VPC to check, which the check of the subnet says."""
    subnet = survey.subnet(arn)
    return subnet is None or isinstance(subnet, Absent)


def _security_group(arn: str, found: Infrastructure | NotSeen, https: bool | Absent | NotSeen) -> Check:
    if isinstance(found, Infrastructure):
        return infrastructure_checks.security_group(found, https)
    return unknown("security_group", arn, found)
