# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.filters import apply
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.junit import junit_of

DOCUMENTATION = r"""
name: byol_audit_junit
version_added: 0.2.0
short_description: Render the report of an audit as JUnit XML
description:
  - Renders the report of an audit as JUnit XML, with a suite for each host and a case for its account and each image.
  - What is V(not_authorized) or V(unreachable) is an error, every other finding is a failure, stuck and failed imports too.
  - A case whose findings have all been accepted is skipped.
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
    dest: report.xml
    content: "{{ lookup('ansible.builtin.file', 'report.json') | from_json | euc.workspaces.byol_audit_junit }}"
    mode: "0640"
"""

RETURN = r"""
_value:
  description: The file.
  type: str
  sample: <testsuites name="BYOL audit" tests="0" failures="0" errors="0" skipped="0" />
"""


def byol_audit_junit(report: Any) -> Any:
    """Return the report as JUnit XML."""
    return apply("byol_audit_junit", junit_of, report)


class FilterModule:
    """Holds the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"byol_audit_junit": byol_audit_junit}
