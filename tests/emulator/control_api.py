# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API below ``/_emulator/``: plain JSON over HTTP. README.md lists the calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from .faults import FaultError
from .reply import Reply, json_reply
from .seeding import (
    SeedError,
    add_bundles,
    add_desktops,
    add_estate,
    add_images,
    add_organization,
    add_share,
    replan_import,
    set_account,
    show_images,
)
from .settings import SettingError
from .sources.seeding import define_ami, define_build, define_import_task, define_infrastructure
from .workspaces.registration import forget_state
from .workspaces.service_error import ServiceError
from .world import World

PREFIX = "/_emulator"


@dataclass(frozen=True)
class ControlRequest:
    """The body of a control call, and what stands behind the question mark."""

    body: Any
    query: dict[str, str]


class ControlApi:
    """Lets tests read the emulator's state and change it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._routes: dict[tuple[str, str], Callable[[ControlRequest], Any]] = {
            ("GET", ""): lambda _: {"status": "ok", "now": world.clock.now()},
            ("GET", "/calls"): lambda request: world.calls.rows(**request.query),
            ("DELETE", "/calls"): lambda _: world.calls.clear(),
            ("POST", "/reset"): lambda _: self._reset(),
            ("GET", "/settings"): lambda _: world.settings.as_dict(),
            ("POST", "/settings"): lambda request: self._change_settings(request.body),
            ("GET", "/faults"): lambda _: world.faults.as_list(),
            ("POST", "/faults"): lambda request: world.faults.set_rules(request.body),
            ("PATCH", "/faults"): lambda request: world.faults.add_rules(request.body),
            ("DELETE", "/faults"): lambda request: self._drop_faults(**request.query),
            ("GET", "/held"): lambda request: world.held.rows(**request.query),
            ("DELETE", "/held"): lambda request: {"released": world.held.release(**request.query)},
            ("GET", "/clock"): lambda _: {"mode": world.clock.mode, "now": world.clock.now()},
            ("POST", "/clock"): lambda request: self._advance(request.body),
            ("POST", "/account"): lambda request: set_account(request.body),
            ("POST", "/images"): lambda request: add_images(request.body),
            ("POST", "/images/shown"): lambda request: show_images(request.body),
            ("POST", "/imports"): lambda request: replan_import(request.body),
            ("POST", "/bundles"): lambda request: add_bundles(request.body),
            ("POST", "/desktops"): lambda request: add_desktops(request.body),
            ("POST", "/shares"): lambda request: add_share(request.body),
            ("POST", "/amis"): lambda request: define_ami(request.body),
            ("POST", "/import_tasks"): lambda request: define_import_task(request.body),
            ("POST", "/builds"): lambda request: define_build(request.body),
            ("POST", "/infrastructure"): lambda request: define_infrastructure(request.body),
            ("POST", "/estate"): lambda request: add_estate(request.body),
            ("POST", "/organization"): lambda request: add_organization(request.body),
        }

    def answer(self, method: str, path: str, query: str, body: bytes) -> Reply:
        """The reply to one control call."""
        route = self._routes.get((method, path.removeprefix(PREFIX).rstrip("/")))
        if route is None:
            known = sorted(f"{verb} {PREFIX}{where}" for verb, where in self._routes)
            return json_reply(404, {"error": f"there is no {method} {path}; there are: {', '.join(known)}"})
        try:
            with self._world.lock:
                result = route(ControlRequest(json.loads(body or b"{}"), dict(parse_qsl(query))))
        except (FaultError, SeedError, SettingError, ServiceError) as error:
            return json_reply(400, {"error": str(error)})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return json_reply(400, {"error": f"the request cannot be read: {error!r}"})
        return json_reply(200, {} if result is None else result)

    def _reset(self) -> None:
        forget_state()
        self._world.reset()

    def _drop_faults(self, account: str = "") -> None:
        if account:
            self._world.faults.drop(account)
        else:
            self._world.faults.clear()

    def _change_settings(self, body: dict[str, Any]) -> dict[str, Any]:
        self._world.change_settings(body)
        return self._world.settings.as_dict()

    def _advance(self, body: dict[str, Any]) -> dict[str, float]:
        seconds = float(body["advance"])
        if seconds < 0:
            raise ValueError("time does not go backwards")
        self._world.clock.advance(seconds)
        return {"now": self._world.clock.now()}
