# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the tools that all unit tests share."""

from __future__ import annotations

import importlib.util

if importlib.util.find_spec("hypothesis"):
    from hypothesis import settings

    # The same examples in each run, nothing kept on disk, and no failure for a machine that is busy.
    settings.register_profile("tests", derandomize=True, database=None, deadline=None)
    settings.load_profile("tests")
