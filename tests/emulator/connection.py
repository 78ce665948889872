# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP/1.1 side: connections that stay open, and replies that can be dropped or cut short on purpose."""

from __future__ import annotations

import io
import socket
import threading
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import ThreadedWSGIServer

from .gateway import Gateway
from .reply import Reply


class RequestHandler(MotoRequestHandler):
    """Reads a request to its end and answers it with a Content-Length, so that the connection can serve the next one.

    Werkzeug's own handler closes the connection after each reply.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def run_wsgi(self) -> None:
        """Answer one request; werkzeug calls this for every method."""
        environ = self.make_environ()
        body = _read_body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        assert isinstance(self.server, EmulatorServer)
        self._send(self.server.gateway.answer(environ, body))

    def _send(self, reply: Reply) -> None:
        if reply.dropped:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "server", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body[: len(reply.body) // 2] if reply.truncated else reply.body)
        self.wfile.flush()
        if reply.truncated:
            self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the emulator has its own log of calls."""


class EmulatorServer(ThreadedWSGIServer):
    """One thread for each connection; knows the open connections, to close them when it stops."""

    def __init__(self, host: str, port: int, gateway: Gateway) -> None:
        super().__init__(host, port, _no_application, RequestHandler)
        self.gateway = gateway
        self._guard = threading.Lock()
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take note of a connection and serve it in a thread."""
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection that is done with."""
        with self._guard:
            self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Hang up on every client."""
        with self._guard:
            connections = list(self._connections)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def _no_application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Werkzeug wants a WSGI application; RequestHandler never calls it."""
    raise NotImplementedError


def _read_body(environ: dict[str, Any]) -> bytes:
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return bytes(stream.read())
    return bytes(stream.read(int(environ.get("CONTENT_LENGTH") or 0)))
