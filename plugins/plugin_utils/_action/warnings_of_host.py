# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Warnings that say which host they are about: Ansible prints them without the host, and equal ones once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.text import one_line


def with_host_in_warnings(result: dict[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result whose warnings start with the name of the host, where the play has several hosts."""
    if not result.get("warnings") or len(task_vars.get("ansible_play_hosts_all", ())) < 2:
        return result
    host = one_line(task_vars["inventory_hostname"])
    return {**result, "warnings": [f"[{host}] {_text(warning)}" for warning in result["warnings"]]}


def _text(warning: Any) -> str:
    """Return the text of a warning, which has a structure where ansible-core 2.19 or newer takes it from a module."""
    return warning if isinstance(warning, str) else getattr(getattr(warning, "event", None), "msg", str(warning))
