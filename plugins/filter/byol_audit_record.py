# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.filters import apply
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.images import moment
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.observations import Policy
from ansible_collections.euc.workspaces.plugins.plugin_utils._audit.record import Seen, next_step

DOCUMENTATION = r"""
name: byol_audit_record
version_added: 0.2.0
short_description: Compare one host of an audit with its desired state
description:
  - Returns the record of one host, which is one account in one Region, as it is in a report. Nothing is read from AWS.
  - What a run of the role P(euc.workspaces.byol#role) would do or fail with is found by the same plans.
  - The module M(euc.workspaces.byol_audit_host) does the same with the variables of the host that runs it.
author:
  - euc.workspaces contributors (@euc-workspaces)
positional: _input
options:
  _input:
    description:
      - What is known of the host. C(host) is its name.
      - C(variables) are its C(byol_) variables, among them C(byol_facts), the result of
        M(euc.workspaces.workspaces_byol_info), or C(byol_failure), why it could not be read.
      - What the comparison needs and C(byol_facts) does not have is not compared.
    type: dict
    required: true
  now:
    description: The time of the audit, ISO 8601 with a time zone. Ages are counted to it.
    type: str
    required: true
  stuck_after:
    description: Hours without progress after which an import is stuck.
    type: float
    required: true
  max_image_age_days:
    description: Images that are older break a policy. Without it, none does.
    type: int
    version_added: 0.3.0
  required_tags:
    description: Keys of tags that every image must have.
    type: list
    elements: str
    default: []
    version_added: 0.3.0
seealso:
  - module: euc.workspaces.byol_audit_host
  - plugin: euc.workspaces.byol_audit_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read the account and its images
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
      variables:
        byol_region: eu-central-1
        byol_facts: "{{ byol }}"
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


def byol_audit_record(
    seen: Any, now: str, stuck_after: float, max_image_age_days: int | None = None, required_tags: Any = ()
) -> Any:
    """Return the record of one host."""

    def made_of(value: Any) -> Any:
        policy = Policy(float(stuck_after), max_image_age_days, tuple(map(str, required_tags)))
        variables = value.get("variables") or {}
        return next_step(Seen(value["host"], variables, tuple(variables)), policy, moment(now)).record

    return apply("byol_audit_record", made_of, seen)


class FilterModule:
    """Holds the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by name."""
        return {"byol_audit_record": byol_audit_record}
