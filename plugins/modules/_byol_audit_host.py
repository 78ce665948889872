# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: _byol_audit_host
short_description: Compare an account and its images with the desired state
description:
  - This module is private to the roles and playbooks of this collection, and can change in any release.
  - Compares what is known of the account in a Region that an inventory host stands for with the desired state in its C(byol_)
    variables, by the same plans as the role P(euc.workspaces.byol#role).
  - What the comparison needs beside the variable C(byol_facts) of the host is read as M(euc.workspaces.workspaces_byol_info)
    does, with its C(module_defaults). A read that fails is a finding; the task does not fail.
  - The sources of images that would be imported are checked as M(euc.workspaces.workspaces_byol_images) does in check mode.
  - Options that the task does not have are taken from the variables C(audit_...) of the role P(euc.workspaces.audit#role), which uses it.
  - It runs on the controller.
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
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: N/A
    details:
      - This action does not change anything.
options:
  now:
    description: The time of the audit, ISO 8601 with a time zone. Ages are counted to it.
    type: str
    required: true
extends_documentation_fragment:
  - euc.workspaces._audit_policy
seealso:
  - module: euc.workspaces._byol_audit_files
  - module: euc.workspaces.workspaces_byol_info
"""

EXAMPLES = r"""
- name: Compare the host with its desired state
  euc.workspaces._byol_audit_host:
    now: "{{ now(utc=true).isoformat() }}+00:00"
  register: audited

- name: Show what differs
  ansible.builtin.debug:
    msg: "{{ audited.record.findings | map(attribute='message') }}"
"""

RETURN = r"""
record:
  description: One of C(hosts) in the report, whose schema describes it.
  returned: always
  type: dict
  sample:
    host: prod-eu
    condition: compliant
    findings: []
"""
