# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the picture of the report in the documentation: `python -m tests.playbooks.audit.picture docs/audit-report.png`."""

from __future__ import annotations

import sys
from pathlib import Path

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of

from .browser import chromium
from .fleet import fleet

SIZE = {"width": 1180, "height": 1120}


def main() -> int:
    """Take a picture of the upper part of the page of twenty hosts, with one of them unfolded."""
    with chromium() as browser:
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.set_content(html_of(fleet(20)))
        page.locator("details").nth(1).evaluate("details => details.open = true")
        page.screenshot(path=Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
