# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a report leads: to the documentation of a finding, and to the AWS console of an account. Pure."""

from __future__ import annotations

import re

DOCUMENTATION = "https://github.com/euc-workspaces/euc.workspaces/blob/main/docs"
REASONS = f"{DOCUMENTATION}/operations.md#reasons-of-failure"
KINDS = f"{DOCUMENTATION}/guide-audit.md#findings"

REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d+")
CONSOLES = {"cn-": "https://console.amazonaws.cn", "us-gov-": "https://console.amazonaws-us-gov.com"}
CONSOLE = "https://console.aws.amazon.com"


def console_of(region: str | None) -> str | None:
    """Return the WorkSpaces console in a Region, where its images are listed; ``None`` where the Region is not known."""
    if not region or not REGION.fullmatch(region):
        return None
    console = next((url for prefix, url in CONSOLES.items() if region.startswith(prefix)), CONSOLE)
    return f"{console}/workspaces/v2/home?region={region}"
