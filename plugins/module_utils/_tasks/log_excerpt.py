# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the last lines of the log of an import that failed, from Amazon CloudWatch Logs."""

from __future__ import annotations

from .._byol.log_excerpt import calls_for_excerpt, excerpt_of
from .._byol.plan import Json
from .sources.clients import SourceClients
from .sources.reader import Clock, SourceReader

FAILED_IMPORTS = ("import_failed", "failed_image_exists")
"""Reasons of failures whose import has a log."""


def read_log_excerpt(clients: SourceClients, clock: Clock, name: str, image_import: Json | None) -> Json:
    """Return the key ``log_excerpt`` of a result. Nothing is raised: what cannot be read is in its ``note``.

    name: of the image. image_import: the record of its import.
    """
    record = image_import or {}
    reader = SourceReader(clients.client, clock)
    return excerpt_of(name, record, reader.read(lambda so_far: calls_for_excerpt(name, record, so_far)))
