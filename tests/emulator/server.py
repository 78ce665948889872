# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated AWS as an object: start it in a thread, point an SDK at its ``url``, close it."""

from __future__ import annotations

import ipaddress
import json
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from .connection import EmulatorServer
from .control import ControlError, EmulatorControl
from .control_api import PREFIX, ControlApi
from .gateway import Gateway
from .settings import Settings
from .sources.application import SourcesApplication
from .workspaces import registration
from .world import World


class EmbeddedAws(EmulatorControl):
    """A running emulator and the client of its control API.

    It listens on a loopback address only. ``settings`` are those that a reset goes back to. moto keeps its state per process, so only one
    emulator can run in a process at a time. As it is in this process, its control API is called without HTTP.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        settings: Mapping[str, Any] | None = None,
        log: Path | None = None,
    ) -> None:
        require_loopback(host)
        world = self.world = World(Settings().changed(settings or {}), log)
        registration.install(world)
        try:
            self._server = EmulatorServer(host, port, Gateway(world, SourcesApplication(world)))
        except BaseException:
            registration.uninstall()
            raise
        super().__init__(f"http://{host}:{self._server.port}")
        self._control = ControlApi(world)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self._closed = False

    def close(self) -> None:
        """Stop, hang up, and leave moto as it was."""
        if self._closed:
            return
        self._closed = True
        self.world.held.drop_all()
        self._server.shutdown()
        self._thread.join()
        self._server.close_connections()
        registration.uninstall()

    def __enter__(self) -> EmbeddedAws:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        data = b"" if body is None else json.dumps(body).encode()
        where, _mark, query = path.partition("?")
        reply = self._control.answer(method, PREFIX + where, query, data)
        answered = json.loads(reply.body)
        if reply.status != 200:
            raise ControlError(answered["error"])
        return answered


def require_loopback(host: str) -> None:
    """Refuse an address that others can reach: the emulator checks no signature and has a control API."""
    addresses = {info[4][0] for info in socket.getaddrinfo(host, None)} if host else set()
    if not addresses or not all(ipaddress.ip_address(address).is_loopback for address in addresses):
        raise ValueError(f"the emulator listens on a loopback address only, such as 127.0.0.1, not on {host!r}")
