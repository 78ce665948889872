# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.filters import apply
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import Options, report_of

DOCUMENTATION = r"""
name: byol_audit_report
version_added: 0.2.0
short_description: Combine records of hosts into the report of an audit
description:
  - Combines the records of hosts into the report of an audit, for example those of several reports.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input
options:
  _input:
    description:
      - The records by host, as P(euc.workspaces.byol_audit_record#filter) returns them or as they are in a report of the same
        schema.
      - A host whose value is V(null) is reported as V(unreachable).
    type: dict
    required: true
  generated:
    description: The time of the audit, ISO 8601.
    type: str
    required: true
  title:
    description: The title of the report.
    type: str
    required: true
  stuck_after:
    description: Hours without progress after which an import is stuck, as they were given to the records.
    type: float
    required: true
seealso:
  - plugin: euc.workspaces.byol_audit_record
    plugin_type: filter
  - plugin: euc.workspaces.byol_audit_html
    plugin_type: filter
  - plugin: euc.workspaces.byol_audit_junit
    plugin_type: filter
  - plugin: euc.workspaces.byol_audit_csv
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Combine the reports of two slices of a job
  ansible.builtin.copy:
    dest: whole.json
    content: "{{ records | euc.workspaces.byol_audit_report(first.generated, first.title, hours) | to_nice_json }}"
    mode: "0640"
  vars:
    first: "{{ lookup('ansible.builtin.file', 'slice-1.json') | from_json }}"
    second: "{{ lookup('ansible.builtin.file', 'slice-2.json') | from_json }}"
    hosts: "{{ first.hosts + second.hosts }}"
    hours: "{{ first.options.stuck_after_hours }}"
    records: "{{ dict(hosts | map(attribute='host') | zip(hosts)) }}"
"""

RETURN = r"""
_value:
  description: The report, as it is in the JSON file of an audit.
  type: dict
  sample:
    schema_version: 2
    title: BYOL audit
    generated: "2026-11-23T06:00:00+00:00"
    options:
      stuck_after_hours: 12
    summary:
      hosts: 0
    hosts: []
"""


def byol_audit_report(records: Any, generated: str, title: str, stuck_after: float) -> Any:
    """Return the report of records."""

    def made_of(value: Any) -> Any:
        return report_of(value, str(generated), Options(str(title), float(stuck_after)))

    return apply("byol_audit_report", made_of, records)


class FilterModule:
    """Holds the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"byol_audit_report": byol_audit_report}
