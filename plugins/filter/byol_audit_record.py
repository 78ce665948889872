# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from datetime import datetime

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import plain, record_of

DOCUMENTATION = r"""
name: byol_audit_record
version_added: 0.2.0
short_description: Make the record of one host of an audit
description:
  - Makes of what the tasks of an audit have brought for one host, which is one account in one Region, the record that is
    in the report. Nothing is read from AWS.
  - The role P(euc.workspaces.audit#role) uses it. Use it to audit in a playbook of your own.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input
options:
  _input:
    description:
      - What is known of the host. C(host) is its name. All other keys are optional.
      - C(region), C(account_id) and C(account_name) say what it stands for.
      - C(facts) is the result of M(euc.workspaces.workspaces_byol_info).
      - C(asks) is whether there is a desired state, and C(images) the list of images asked for, not given where nothing is
        said of images.
      - C(result) is the C(byol_result) of the role P(euc.workspaces.byol#role), which ran in check mode with diff.
      - C(failure) is the result of a task that failed.
    type: dict
    required: true
  now:
    description: The time of the audit, ISO 8601 with a time zone. Ages are counted to it.
    type: str
    required: true
  stuck_after:
    description: So many hours without progress make an import stuck.
    type: float
    required: true
seealso:
  - plugin: euc.workspaces.byol_audit_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read what there is
  euc.workspaces.workspaces_byol_info:
    region: eu-central-1
    gather: [account, account_modifications, images, image_imports]
  register: byol

- name: Show its record
  ansible.builtin.debug:
    msg: "{{ seen | euc.workspaces.byol_audit_record(now=now(utc=true).isoformat() ~ '+00:00', stuck_after=12) }}"
  vars:
    seen:
      host: "{{ inventory_hostname }}"
      region: eu-central-1
      facts: "{{ byol }}"
"""

RETURN = r"""
_value:
  description:
    - The record, one of C(hosts) in the report. The schema of the report describes it.
  type: dict
  sample:
    host: prod-eu
    account_id: "123456789012"
    region: eu-central-1
    condition: observed
    level: none
    account:
      dedicated_tenancy_support: ENABLED
    images: []
    findings: []
"""


def byol_audit_record(seen, now, stuck_after):
    """Make the record of one host. Its texts are AWS's or a user's, so they are never taken for templates."""
    try:
        return wrap_var(record_of(plain(seen), datetime.fromisoformat(now), float(stuck_after)))
    except (KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"byol_audit_record cannot make a record of this: {error!r}") from error


class FilterModule:
    """The filter of this name."""

    def filters(self):
        """The filters by name."""
        return {"byol_audit_record": byol_audit_record}
