# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This fragment is private: other collections must not use it.

from __future__ import annotations


class ModuleDocFragment:
    """The attributes and requirements of all modules."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action:
    description: Indicates this has a corresponding action plugin so some parts of the options can be executed on the controller.
    support: full
    details:
      - Where the module would run with the Python that runs Ansible, on a local connection and without C(become) or
        C(async), its task runs in the process of Ansible. Nothing but the time differs. Set the variable
        C(euc_workspaces_in_process) to V(false) to turn that off.
  action_group:
    description: Use C(group/euc.workspaces.aws) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - euc.workspaces.aws
  async:
    description: Can be run with the C(async) keyword of a task.
    support: full
  check_mode:
    description: Can run in check mode and return changed status prediction without modifying target. Only reads are sent.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check mode), when in diff mode.
  idempotent:
    description: When run twice in a row outside check mode with the same arguments, the second run changes nothing.
requirements:
  - python >= 3.10
  - boto3 >= 1.40.10
  - botocore >= 1.40.10
"""

    CHANGES = r"""
options: {}
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
"""

    READS = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module does not change anything.
  diff_mode:
    support: N/A
    details:
      - This module does not change anything.
  idempotent:
    support: full
    details:
      - This module does not change anything.
"""
