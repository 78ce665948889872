# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time in a worker process."""

from __future__ import annotations

import pytest

from ansible_collections.euc.workspaces.plugins.plugin_utils._action import clock as worker_clock


@pytest.fixture(autouse=True)
def _long_slices(monkeypatch):
    """A scripted clock allows for few sleeps; longer slices are as good where no time passes."""
    monkeypatch.setattr(worker_clock, "SLICE", 30.0)
