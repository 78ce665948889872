# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serve the stand-in for the REST API of AWX on a free port of the loopback interface."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .awx_api import ADMINISTRATOR, AwxApi


@contextmanager
def served(api: AwxApi) -> Iterator[AwxApi]:
    """Serve an AWX."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        """Passes requests on."""

        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            """Read a request and answer it."""
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length) if length else b""
            body = json.loads(raw) if re.match(rb"\s*{", raw) else {}
            with lock:
                status, reply = api.answer(self.command, self.path, body, user_of(self.headers.get("Authorization")))
            content = b"" if reply is None else json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("X-API-Product-Name", "AWX")
            self.send_header("X-API-Product-Version", "24.6.1")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Write no log."""

    for method in ("GET", "POST", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_one)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        api.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield api
        finally:
            server.shutdown()
            thread.join()


def user_of(authorization: str | None) -> str:
    """Return the name of the user who sends a request, by password or by token."""
    kind, _space, value = (authorization or "").partition(" ")
    if kind == "Basic":
        return base64.b64decode(value).decode().partition(":")[0]
    return value.removeprefix("token-of-") if value.startswith("token-of-") else ADMINISTRATOR
