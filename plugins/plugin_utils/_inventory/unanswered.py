# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An end to calls that nobody answers."""

from __future__ import annotations

import threading
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.errors import Failure
from ansible_collections.euc.workspaces.plugins.module_utils._wait.clock import Clock

try:
    from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
except ImportError:
    ConnectTimeoutError = ReadTimeoutError = None  # refuse_old_sdk() reports that the SDK is missing.

UNANSWERED_SECONDS = 25
"""How long calls of one account and Region may wait without an answer, all together."""


class LimitedClient:
    """A client whose calls are no longer repeated once they have waited for an answer for too long.

    A Region that refuses connections costs nothing, so its calls can be repeated. A proxy that stays silent costs the
    whole time limit each time.
    """

    def __init__(self, client: Any, clock: Clock) -> None:
        """Wrap a client of the SDK."""
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._unanswered = 0.0
        self.meta = client.meta

    def __getattr__(self, name: str) -> Any:
        """Return a method of the client, which raises ``Failure`` (``connection_failed``) at the end."""
        method = getattr(self._client, name)

        def limited(*args: Any, **kwargs: Any) -> Any:
            started = self._clock.now()
            try:
                return method(*args, **kwargs)
            except (ConnectTimeoutError, ReadTimeoutError) as error:
                with self._lock:
                    self._unanswered += self._clock.now() - started
                    if self._unanswered < UNANSWERED_SECONDS:
                        raise
                raise Failure(
                    "connection_failed", f"No answer within {self._unanswered:.0f} seconds: {error}"
                ) from error

        return limited
