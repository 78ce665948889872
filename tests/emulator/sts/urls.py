# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""moto looks for a service's URLs beside its models; these are its own."""

from __future__ import annotations

from moto.sts.urls import url_bases, url_paths

__all__ = ["url_bases", "url_paths"]
