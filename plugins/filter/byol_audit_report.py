# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import plain
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.report import report_of

DOCUMENTATION = r"""
name: byol_audit_report
version_added: 0.2.0
short_description: Make the report of an audit
description:
  - Makes the report of an audit of the records of its hosts.
  - The role P(euc.workspaces.audit#role) uses it. Use it to audit in a playbook of your own, or to make one report of several.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input
options:
  _input:
    description:
      - The records of P(euc.workspaces.byol_audit_record#filter) by host.
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
    description: How many hours without progress make an import stuck, as they were given to the records.
    type: float
    required: true
seealso:
  - plugin: euc.workspaces.byol_audit_record
    plugin_type: filter
  - plugin: euc.workspaces.byol_audit_html
    plugin_type: filter
  - plugin: euc.workspaces.byol_audit_junit
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Make one report of those of two slices of a job
  ansible.builtin.copy:
    dest: whole.json
    content: "{{ records | euc.workspaces.byol_audit_report(first.generated, first.title, first.stuck_after_hours) | to_nice_json }}"
    mode: "0644"
  vars:
    first: "{{ lookup('ansible.builtin.file', 'slice-1.json') | from_json }}"
    second: "{{ lookup('ansible.builtin.file', 'slice-2.json') | from_json }}"
    hosts: "{{ first.hosts + second.hosts }}"
    records: "{{ dict(hosts | map(attribute='host') | zip(hosts)) }}"
"""

RETURN = r"""
_value:
  description: The report, which is what is in the JSON file of an audit.
  type: dict
  sample:
    schema_version: 1
    title: BYOL audit
    generated: "2026-11-23T06:00:00+00:00"
    stuck_after_hours: 12
    summary:
      hosts: 0
    hosts: []
"""


def byol_audit_report(records, generated, title, stuck_after):
    """Make the report. Its texts are AWS's or a user's, so they are never taken for templates."""
    try:
        return wrap_var(report_of(plain(records), generated, title, float(stuck_after)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"byol_audit_report cannot make a report of this: {error!r}") from error


class FilterModule:
    """The filter of this name."""

    def filters(self):
        """The filters by name."""
        return {"byol_audit_report": byol_audit_report}
