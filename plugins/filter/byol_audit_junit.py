# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.junit import junit_of
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import plain

DOCUMENTATION = r"""
name: byol_audit_junit
version_added: 0.2.0
short_description: Show the report of an audit as JUnit XML
description:
  - Shows the report of an audit as JUnit XML, with a suite for each host and a case for its account and each image.
  - What is C(not_authorized) or C(unreachable) is an error, every other finding is a failure, stuck and failed imports too.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input
options:
  _input:
    description: The report, as P(euc.workspaces.byol_audit_report#filter) makes it or as it is in the JSON file.
    type: dict
    required: true
seealso:
  - plugin: euc.workspaces.byol_audit_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Make the file anew from the JSON file
  ansible.builtin.copy:
    dest: report.xml
    content: "{{ lookup('ansible.builtin.file', 'report.json') | from_json | euc.workspaces.byol_audit_junit }}"
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The file.
  type: str
  sample: <testsuites name="BYOL audit" tests="0" failures="0" errors="0" />
"""


def byol_audit_junit(report):
    """Show the report. Its texts are AWS's or a user's, so they are never taken for templates."""
    try:
        return wrap_var(junit_of(plain(report)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"byol_audit_junit cannot show this as a report: {error!r}") from error


class FilterModule:
    """The filter of this name."""

    def filters(self):
        """The filters by name."""
        return {"byol_audit_junit": byol_audit_junit}
