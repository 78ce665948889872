# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""moto's server as a function from a WSGI environment to a reply."""

from __future__ import annotations

from functools import cache
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from .reply import Reply


class MotoApplication:
    """All services that moto has, in this process."""

    def __init__(self) -> None:
        self._application = DomainDispatcherApplication(create_backend_app)
        # moto reads its own folders and tries each of its patterns for every request.
        self._application.get_backend_for_host = cache(self._application.get_backend_for_host)  # type: ignore[method-assign]

    def answer(self, environ: dict[str, Any]) -> Reply:
        """Let moto handle the request."""
        started: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            started.update(status=int(status.split(maxsplit=1)[0]), headers=headers)

        parts = self._application(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return Reply(started["status"], list(started["headers"]), body)
