# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.csv_file import csv_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.filters import apply

DOCUMENTATION = r"""
name: byol_audit_csv
version_added: 0.3.0
short_description: Render the report of an audit as CSV
description:
  - Renders the report of an audit as CSV, with a row for each finding, and one for each host without any.
  - Cells that a spreadsheet would take for a formula begin with an apostrophe.
  - Findings that have been resolved since the earlier report come last.
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
- name: Render the file again from the JSON file
  ansible.builtin.copy:
    dest: report.csv
    content: "{{ lookup('ansible.builtin.file', 'report.json') | from_json | euc.workspaces.byol_audit_csv }}"
    mode: "0640"
"""

RETURN = r"""
_value:
  description: The file.
  type: str
  sample: "host,account_id,account_name,region,condition"
"""


def byol_audit_csv(report: Any) -> Any:
    """Return the report as CSV."""
    return apply("byol_audit_csv", csv_of, report)


class FilterModule:
    """Holds the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"byol_audit_csv": byol_audit_csv}
