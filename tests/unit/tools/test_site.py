# Copyright (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links of the guides in the documentation site."""

from __future__ import annotations

import pytest

from tests.tools.site import SOURCES, linked

PAGES = {"README.md", "docs/operations.md", "docs/audit-report.png"}


@pytest.mark.parametrize(
    ("page", "link", "expected"),
    [
        ("docs/fleets.md", "operations.md#reasons", "operations.md#reasons"),
        ("docs/fleets.md", "../README.md", "../README.md"),
        ("docs/fleets.md", "audit-report.png", "audit-report.png"),
        ("docs/fleets.md", "#here", "#here"),
        ("docs/fleets.md", "https://example.com/x.md", "https://example.com/x.md"),
        ("docs/fleets.md", "iam/audit.json", f"{SOURCES}/docs/iam/audit.json"),
        ("README.md", "LICENSE", f"{SOURCES}/LICENSE"),
        ("README.md", "plugins/modules/a_b.py", "collections/euc/workspaces/a_b_module.rst"),
        ("docs/fleets.md", "../plugins/inventory/byol.py", "../collections/euc/workspaces/byol_inventory.rst"),
    ],
)
def test_a_link_leads_to_a_page_or_to_the_source(page: str, link: str, expected: str) -> None:
    assert linked(f"See [this]({link}) and more.", page, PAGES) == f"See [this]({expected}) and more."
