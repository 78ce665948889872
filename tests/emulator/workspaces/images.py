# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image as this service keeps it: moto's, with what AWS knows of it and shows to nobody."""

from __future__ import annotations

from moto.workspaces.models import WorkspaceImage

from .tags import Tags


class ByolImage(WorkspaceImage):
    """A BYOL image. ``os_version`` is that of the import (None: not known), ``root_gb`` the size of its root volume."""

    def __init__(self, name: str, description: str, tags: Tags, account_id: str) -> None:
        super().__init__(name, description, tags, account_id)
        self.operating_system = {"Type": "WINDOWS"}
        self.required_tenancy = "DEDICATED"
        self.os_version: str | None = None
        self.root_gb = 80
