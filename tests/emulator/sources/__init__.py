# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an image is imported from: AMIs, import tasks, builds, infrastructure configurations, and the rules on them."""

from __future__ import annotations
