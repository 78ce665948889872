# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between the gateway and moto: answers for the services that preflight reads and moto lacks."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import parse_qs, parse_qsl
from xml.sax.saxutils import escape

from moto.ec2.models import ec2_backends
from moto.iam.models import get_account_id_from

from ..access import denies
from ..caller import Call, read_credential
from ..moto_application import MotoApplication
from ..reply import Reply, error_reply, json_reply
from ..world import World
from . import image_builder
from .ec2.models import EmulatedEC2Backend

XML_SERVICES = ("ec2", "iam", "sts")
IMAGES_QUOTA = "L-18CE281C"
QUERY_ERROR = (
    '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>{code}</Code>'
    "<Message>{message}</Message></Error><RequestId>emulated</RequestId></ErrorResponse>"
)
EC2_ERROR = (
    "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
    "<RequestID>emulated</RequestID></Response>"
)


class SourcesApplication(MotoApplication):
    """moto, with Image Builder and the quota of images, and with the operations denied that a setting denies by name."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def answer(self, environ: dict[str, Any]) -> Reply:
        """Answer the request, or let moto do it."""
        credential = read_credential(environ.get("HTTP_AUTHORIZATION", ""))
        account = environ.get("HTTP_X_MOTO_ACCOUNT_ID") or get_account_id_from(credential.access_key)
        service = credential.service
        if service == "logs":
            return _as_json(super().answer(environ))
        if service not in (*XML_SERVICES, "imagebuilder", "servicequotas"):
            return super().answer(environ)
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        operation = _operation(environ, body)
        call = Call(service, operation, account, credential.region, credential.access_key)
        if any(
            rule["operation"] == operation and denies(rule, call, operation) for rule in self._world.settings.denied
        ):
            return _denied(service, operation)
        with self._world.lock:
            if service == "imagebuilder":
                query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
                return image_builder.answer(_backend(account, credential.region), environ["PATH_INFO"], query)
            if service == "servicequotas" and operation.startswith("Get"):
                return self._quota(operation, json.loads(body or b"{}"))
            return super().answer(environ)

    def _quota(self, operation: str, request: dict[str, Any]) -> Reply:
        """GetServiceQuota and GetAWSDefaultServiceQuota, for images of WorkSpaces.

        ``image_quota_told`` says what Service Quotas has: the quota of the account, only AWS's default, or none.
        """
        reported = self._world.settings.image_quota_told
        known = (request.get("ServiceCode"), request.get("QuotaCode")) == ("workspaces", IMAGES_QUOTA)
        if not known or reported == "none" or (reported == "default" and operation == "GetServiceQuota"):
            return error_reply("NoSuchResourceException", "The specified quota does not exist.")
        quota = {
            "ServiceCode": "workspaces",
            "QuotaCode": IMAGES_QUOTA,
            "QuotaName": "Images",
            "Value": float(self._world.settings.image_quota),
            "Adjustable": True,
        }
        return json_reply(200, {"Quota": quota}, "application/x-amz-json-1.1")


def _as_json(reply: Reply) -> Reply:
    """The reply with the content type that AWS has; moto gives that of a page."""
    headers = [(name, value) for name, value in reply.headers if name.lower() != "content-type"]
    return Reply(reply.status, [*headers, ("Content-Type", "application/x-amz-json-1.1")], reply.body)


def _backend(account: str, region: str) -> EmulatedEC2Backend:
    backend = ec2_backends[account][region]
    assert isinstance(backend, EmulatedEC2Backend)
    return backend


def _operation(environ: dict[str, Any], body: bytes) -> str:
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        return str(target.rpartition(".")[2])
    action = parse_qs(body.decode("utf-8", "replace")).get("Action")
    return action[0] if action else environ["PATH_INFO"].strip("/")


def _denied(service: str, operation: str) -> Reply:
    message = f"You are not authorized to perform {service}:{operation}."
    if service == "imagebuilder":
        return image_builder.refusal("ForbiddenException", message, 403)
    if service == "servicequotas":
        return error_reply("AccessDeniedException", message)
    code, form = ("UnauthorizedOperation", EC2_ERROR) if service == "ec2" else ("AccessDenied", QUERY_ERROR)
    return Reply(403, [("Content-Type", "text/xml")], form.format(code=code, message=escape(message)).encode())
