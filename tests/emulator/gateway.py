# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a request through the emulator.

The control API is answered immediately. An AWS call is recognized, admitted, checked, carried out by moto, checked again,
perhaps spoilt by a scripted fault, and recorded.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from moto.iam.models import get_account_id_from
from moto.workspaces.models import workspaces_backends

from .access import AccessRefusedError, check_credentials, check_policy, check_region
from .caller import (
    WORKSPACES,
    WORKSPACES_TARGET,
    Call,
    UnreadableBodyError,
    read_credential,
    read_operation,
    read_params,
)
from .control_api import PREFIX, ControlApi
from .faults import FaultRule, Subject
from .moto_application import MotoApplication
from .non_answers import ACTING, non_answer
from .reply import AWS_JSON, Reply, error_reply
from .service_model import VALIDATION, ServiceModel, UnknownOperationError
from .workspaces.service_error import ServiceError
from .world import World

STATUS_NAMES = {500: "InternalFailure", 503: "ServiceUnavailable"}
DROPPED = Reply(0, dropped=True)


@dataclass(frozen=True)
class Answered:
    """The outcome of a call. ``acted``: the operation was carried out; ``result``: the members that it answered then."""

    reply: Reply
    outcome: str
    acted: bool = False
    result: dict[str, Any] = field(default_factory=dict)


class Gateway:
    """Stands between the HTTP server and moto."""

    def __init__(self, world: World, moto: MotoApplication) -> None:
        self._world = world
        self._moto = moto
        self._model = ServiceModel()
        self._control = ControlApi(world)

    def answer(self, environ: dict[str, Any], body: bytes) -> Reply:
        """The reply to any request."""
        path = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            return self._control.answer(environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], body)
        arrived = self._world.calls.elapsed()
        call = self._recognize(environ, body)
        if call.service != WORKSPACES:
            reply = self._carry_out(environ)
            self._world.calls.add(call, arrived, "ok" if reply.status < 400 else f"HTTP{reply.status}", acted=True)
            return reply
        answered = self._answer_workspaces(call, environ, body)
        if self._world.settings.latency:
            time.sleep(self._world.settings.latency)
        call = _with_params(call, body)
        self._world.calls.add(call, arrived, answered.outcome, answered.acted, answered.result)
        return answered.reply

    def _recognize(self, environ: dict[str, Any], body: bytes) -> Call:
        """Who calls what. The account of an EMULATED… key is passed on to moto in the header that moto has for it."""
        credential = read_credential(environ.get("HTTP_AUTHORIZATION", ""))
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        if credential.emulated_account:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = credential.emulated_account
        account = environ.get("HTTP_X_MOTO_ACCOUNT_ID") or get_account_id_from(credential.access_key)
        service = credential.service or (WORKSPACES if target.startswith(WORKSPACES_TARGET) else "")
        operation = read_operation(target, environ["REQUEST_METHOD"], environ["PATH_INFO"], body)
        return Call(service, operation, account, credential.region, credential.access_key)

    def _answer_workspaces(self, call: Call, environ: dict[str, Any], body: bytes) -> Answered:
        """Admit the call, let a fault keep it from acting, or carry it out."""
        settings = self._world.settings
        try:
            check_credentials(call, settings, ended=self._world.has_ended(call.access_key))
            check_region(call, workspaces_backends[call.account].regions)
            self._check_rate(call)
            call = replace(call, params=read_params(body))
            rule, do = self._fault(call)
            kept = self._keep_from_acting(call, rule, do)
            if kept:
                return Answered(kept, _outcome(kept, do))
            check_policy(call, settings, partial(_tags_of, call))
            problem = self._model.request_problem(call.operation, dict(call.params))
        except AccessRefusedError as refusal:
            return _refused(refusal.code, refusal.message)
        except UnreadableBodyError as error:
            return _refused("SerializationException", str(error))
        except UnknownOperationError as error:
            return _refused("UnknownOperationException", f"The operation {error} is not known to this service.")
        if problem:
            return _refused(VALIDATION, problem)
        return self._act(call, environ, rule, do)

    def _fault(self, call: Call) -> tuple[FaultRule | None, dict[str, Any]]:
        """The rule that strikes, and what it does."""
        with self._world.lock:
            rule = self._world.faults.decide(_subject(call), self._world.clock.now())
        return rule, rule.do if rule else {}

    def _keep_from_acting(self, call: Call, rule: FaultRule | None, do: dict[str, Any]) -> Reply | None:
        """The reply of a fault that keeps the operation from being carried out; or wait, if that is what it does."""
        if do.get("hold") == "before" or "meet" in do:
            goes_on = self._world.held.hold(_subject(call), id(rule), do.get("meet"))
            return None if goes_on else DROPPED
        if "answer" in do and do["answer"] not in ACTING and not do.get("acted", True):
            return non_answer(do["answer"], Reply(200), self._model.output_shape(call.operation))
        return _spoil_before(do)

    def _act(self, call: Call, environ: dict[str, Any], rule: FaultRule | None, do: dict[str, Any]) -> Answered:
        with self._world.lock:
            done = self._check_reply(call, self._carry_out(environ))
            if done.status == 200:
                self._hide(do, json.loads(done.body))
        if do.get("hold") == "after":
            self._world.held.hold(_subject(call), id(rule))
        shape = self._model.output_shape(call.operation)
        reply = non_answer(do["answer"], done, shape) if "answer" in do else _spoil_after(do, done)
        return Answered(reply, _outcome(reply, do), done.status < 400, _result(done))

    def _check_rate(self, call: Call) -> None:
        settings = self._world.settings
        if not settings.rate_limit:
            return
        with self._world.lock:
            admitted = self._world.limiter.admit(
                call.account, call.region, settings.rate_per_second, settings.rate_burst
            )
        if not admitted:
            raise AccessRefusedError("ThrottlingException", "Rate exceeded")

    def _hide(self, fault: dict[str, Any], reply: dict[str, Any]) -> None:
        """Keep what an operation has just made out of sight, where a fault says so."""
        if "hide_image" in fault:
            self._world.hide(reply["ImageId"], float(fault["hide_image"]))
        if "hide_bundle" in fault:
            self._world.hide(reply["WorkspaceBundle"]["BundleId"], float(fault["hide_bundle"]))

    def _carry_out(self, environ: dict[str, Any]) -> Reply:
        """Let moto act. Whatever breaks there is answered as an error of the server and shown on standard error."""
        try:
            return self._moto.answer(environ)
        except NotImplementedError as error:
            return error_reply("NotImplemented", f"The emulator does not have this operation: {error}", 501)
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            return error_reply("InternalFailure", f"The emulator failed: {error!r}", 500)

    def _check_reply(self, call: Call, reply: Reply) -> Reply:
        """Hold our own reply against the model: an undeclared error or an unknown member is a bug."""
        bug = None
        if reply.status == 200:
            bug = self._model.reply_problem(call.operation, json.loads(reply.body))
        elif reply.status == 400 and not self._may_answer(call.operation, reply.error_code or ""):
            bug = f"{call.operation} does not declare {reply.error_code}"
        if bug:
            sys.stderr.write(f"Simulated AWS: wrong reply to {call.operation}: {bug}\n")
            return error_reply("InternalFailure", f"The emulator made a wrong reply: {bug}", 500)
        headers = [(name, value) for name, value in reply.headers if name.lower() != "content-type"]
        return replace(reply, headers=[*headers, ("Content-Type", AWS_JSON)])

    def _may_answer(self, operation: str, code: str) -> bool:
        """Whether the model declares the error, or a setting has it answered all the same."""
        return code == self._world.settings.undeclared_errors.get(operation) or self._model.declares(operation, code)


def _spoil_before(fault: dict[str, Any]) -> Reply | None:
    """The reply of a fault that keeps the operation from being carried out."""
    if fault.get("drop") == "before":
        return DROPPED
    if "error" in fault:
        return error_reply(fault["error"], fault.get("message", fault["error"]), fault.get("status", 400))
    if "status" in fault:
        return _bare_status(fault["status"])
    return None


def _spoil_after(fault: dict[str, Any], reply: Reply) -> Reply:
    """What happens to the reply of an operation that was carried out."""
    if fault.get("drop") == "after":
        return DROPPED
    if "status_after" in fault:
        return _bare_status(fault["status_after"])
    if fault.get("truncate"):
        return replace(reply, truncated=True)
    return reply


def _bare_status(status: int) -> Reply:
    """A status as a load balancer in front of the service answers it: without an error code."""
    return Reply(status, [("Content-Type", "text/plain")], STATUS_NAMES.get(status, "").encode())


def _refused(code: str, message: str) -> Answered:
    return Answered(error_reply(code, message), code)


def _subject(call: Call) -> Subject:
    return Subject(call.operation, call.account, call.region, dict(call.params))


def _outcome(reply: Reply, fault: dict[str, Any]) -> str:
    if reply.dropped:
        return "dropped"
    if reply.truncated:
        return "truncated"
    if "answer" in fault:
        return str(fault["answer"])
    if reply.status < 400:
        return "ok"
    return reply.error_code or STATUS_NAMES.get(reply.status, f"HTTP{reply.status}")


def _result(reply: Reply) -> dict[str, Any]:
    """The members of an answer; of a list its length."""
    return _without_lists(json.loads(reply.body) if reply.status == 200 else {})


def _without_lists(members: Mapping[str, Any]) -> dict[str, Any]:
    lengths = {name: len(value) for name, value in members.items() if isinstance(value, list)}
    inner = {name: _without_lists(value) for name, value in members.items() if isinstance(value, dict)}
    return {**members, **lengths, **inner}


def _tags_of(call: Call, resource_id: str) -> dict[str, str]:
    """The tags of an image or a bundle of the caller, none where there is no such resource yet."""
    try:
        tags = workspaces_backends[call.account][call.region].describe_tags(resource_id)
    except ServiceError:
        return {}
    return {tag["Key"]: tag["Value"] for tag in tags}


def _with_params(call: Call, body: bytes) -> Call:
    """The call as it is recorded: with its members, where they could be read."""
    try:
        return replace(call, params=read_params(body))
    except UnreadableBodyError:
        return call
