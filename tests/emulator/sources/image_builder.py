# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""EC2 Image Builder, as far as imports need it: what GetImage and GetInfrastructureConfiguration answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..reply import Reply, json_reply
from .ec2.models import EmulatedEC2Backend
from .infrastructure import add_infrastructure

JSON = "application/json"


def answer(backend: EmulatedEC2Backend, path: str, query: Mapping[str, str]) -> Reply:
    """Return the reply to a request. What does not exist is an invalid request: AWS declares nothing better."""
    if path == "/GetImage":
        found = image(backend, query.get("imageBuildVersionArn", ""))
        member = "image"
    elif path == "/GetInfrastructureConfiguration":
        found = configuration(backend, query.get("infrastructureConfigurationArn", ""))
        member = "infrastructureConfiguration"
    else:
        return refusal("InvalidAction", f"The emulator does not have {path}.", 400)
    if found is None:
        return refusal("InvalidRequestException", "The resource with the specified ARN does not exist.", 400)
    return json_reply(200, {"requestId": "00000000-0000-0000-0000-000000000000", member: found}, JSON)


def refusal(code: str, message: str, status: int) -> Reply:
    """Return an error as a REST JSON service answers it."""
    reply = json_reply(status, {"message": message}, JSON)
    return Reply(status, [*reply.headers, ("x-amzn-ErrorType", code)], reply.body)


def image(backend: EmulatedEC2Backend, arn: str) -> dict[str, Any] | None:
    """A build, made on request where sources are invented."""
    if arn not in backend.builds and backend.invents_sources:
        digits = "".join(character for character in arn if character in "0123456789")[-17:].rjust(17, "0")
        ami = backend.add_ami(f"ami-{digits}", "build", backend.account_id)
        backend.builds[arn] = build(backend, arn, ami.id)
    return backend.builds.get(arn)


def build(backend: EmulatedEC2Backend, arn: str, ami_id: str | None, **members: Any) -> dict[str, Any]:
    """A build that is available, unless the members say otherwise."""
    amis = [{"region": backend.region_name, "image": ami_id, "accountId": backend.account_id}] if ami_id else []
    return {
        "arn": arn,
        "platform": "Windows",
        "osVersion": "Microsoft Windows 11",
        "buildType": "IMPORT_ISO",
        "state": {"status": "AVAILABLE"},
        "outputResources": {"amis": amis},
        **members,
    }


def configuration(backend: EmulatedEC2Backend, arn: str) -> dict[str, Any] | None:
    """An infrastructure configuration, made on request where sources are invented."""
    if arn not in backend.infrastructure_configurations and backend.invents_sources:
        add_infrastructure(backend, arn, {})
    return backend.infrastructure_configurations.get(arn)
