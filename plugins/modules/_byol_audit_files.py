# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: _byol_audit_files
short_description: Write the report of an audit
description:
  - This module is private to the roles and playbooks of this collection, and can change in any release.
  - Makes the report of an audit of the records of its hosts, and writes it on the controller as JSON, JUnit XML, CSV (findings and images) and HTML.
  - Either all files appear, with the JSON file last, or none does.
  - The role P(euc.workspaces.audit#role) uses it.
author:
  - euc.workspaces contributors (@euc-workspaces)
attributes:
  action:
    description: Has a corresponding action plugin, so some parts of the options can be executed on the controller.
    support: full
  async:
    description: Can be run with the C(async) keyword of a task.
    support: none
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
    support: full
    details:
      - Nothing that is audited changes, so the files are written in check mode too, and the task is never changed.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: N/A
    details:
      - This action does not change anything that is audited.
options:
  state:
    description:
      - V(present) writes the report.
      - V(prepared) checks all options, also that the earlier report can be read, and creates the folder.
    type: str
    choices: [prepared, present]
    default: present
  path:
    description: The folder of the report. It is created if it is missing.
    type: path
    required: true
  name:
    description: The name of the files, without suffix.
    type: str
    default: report
  mode:
    description: The mode of the files, octal and quoted. If empty, what the umask gives.
    type: str
    default: ""
  directory_mode:
    description: The mode of folders that are created, octal and quoted. If empty, what the umask gives.
    type: str
    default: ""
  title:
    description: The title of the report.
    type: str
    default: BYOL audit
  records:
    description:
      - RV(euc.workspaces._byol_audit_host#module:record) by host.
      - A host whose value is empty is reported as unreachable.
    type: dict
    default: {}
  started:
    description: When the audit was started, as O(state=prepared) returns it.
    type: str
  exceptions:
    description: Findings that somebody has accepted, as P(euc.workspaces.audit#role) describes them.
    type: list
    elements: dict
    default: []
  previous:
    description: The JSON file of an earlier report. If empty, nothing is compared with one.
    type: str
    default: ""
  fail_on:
    description: Which hosts are in RV(failures), by their condition.
    type: str
    choices: [none, drift, failure]
    default: none
  fail_on_new:
    description: Whether hosts with a new finding are in RV(failures) too.
    type: bool
    default: false
extends_documentation_fragment:
  - euc.workspaces._audit_policy
seealso:
  - module: euc.workspaces._byol_audit_host
"""

EXAMPLES = r"""
- name: Write the report
  euc.workspaces._byol_audit_files:
    path: /srv/audits
    name: 2026-q4
    mode: "0640"
    records:
      prod-eu: "{{ hostvars['prod-eu'].audited.record }}"
  run_once: true
"""

RETURN = r"""
started:
  description: The time, for the option of the same name.
  returned: if O(state=prepared)
  type: str
  sample: "2026-11-23T06:00:00+00:00"
report:
  description: The report, as it is in the JSON file.
  returned: if O(state=present)
  type: dict
  sample:
    schema_version: 2
    hosts: []
files:
  description: The paths of the files.
  returned: if O(state=present)
  type: dict
  sample:
    json: /srv/audits/2026-q4.json
    junit: /srv/audits/2026-q4.xml
    csv: /srv/audits/2026-q4.csv
    images_csv: /srv/audits/2026-q4.images.csv
    html: /srv/audits/2026-q4.html
lines:
  description: The report in a few lines.
  returned: if O(state=present)
  type: list
  elements: str
  sample: ["Hosts: 1 (1 compliant)"]
failures:
  description: The hosts that fail, each with the reason.
  returned: if O(state=present)
  type: dict
  sample:
    prod-eu: "drift: image win11: description differs"
"""
