# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the service listens, in the form in which moto looks for it next to a backend's ``models``."""

from __future__ import annotations

from moto.ec2.urls import url_bases

from .responses import EmulatedEC2Response

__all__ = ["url_bases", "url_paths"]

url_paths = {"{0}/": EmulatedEC2Response.dispatch}
