# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.filters import apply
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.html import html_of

DOCUMENTATION = r"""
name: byol_audit_html
version_added: 0.2.0
short_description: Render the report of an audit as an HTML page
description:
  - Renders the report of an audit as one HTML page that needs no other file.
  - All texts are escaped. The page can be read without JavaScript, which filters, sorts and expands.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input
options:
  _input:
    description: The report, as P(euc.workspaces.byol_audit_report#filter) returns it or as it is in the JSON file.
    type: dict
    required: true
seealso:
  - plugin: euc.workspaces.byol_audit_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Render the page again from the JSON file
  ansible.builtin.copy:
    dest: report.html
    content: "{{ lookup('ansible.builtin.file', 'report.json') | from_json | euc.workspaces.byol_audit_html }}"
    mode: "0640"
"""

RETURN = r"""
_value:
  description: The page.
  type: str
  sample: "<!DOCTYPE html>"
"""


def byol_audit_html(report: Any) -> Any:
    """Return the report as an HTML page."""
    return apply("byol_audit_html", html_of, report)


class FilterModule:
    """Holds the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"byol_audit_html": byol_audit_html}
