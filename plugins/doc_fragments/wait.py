# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Waiting for what takes AWS hours."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait for the end. It can take hours.
      - In check mode nothing is waited for.
    type: bool
    default: false
  wait_timeout:
    description:
      - How many seconds to wait. After that the task fails with RV(ignore:failure.reason=timeout), while AWS goes on.
        Running the task again picks it up.
    type: int
    default: 14400
  wait_delay:
    description:
      - Seconds between two looks, V(1) or more.
      - Amazon WorkSpaces allows two calls a second per account and Region for all clients together.
    type: int
    default: 60
"""
