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
      - While it waits, the task prints a line whenever state or percentage has changed, and at least every 5 minutes. With
        the C(async) keyword it waits silently. With C(no_log) the lines leave out names and messages.
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
      - Seconds between two looks at most, V(1) or more. Near the end there are more looks, but never more than with a
        look every 60 seconds from the beginning.
      - Where a task waits for several images, this is multiplied by their number, up to 300 seconds, so that together they
        cost no more calls than one.
      - Amazon WorkSpaces allows two calls a second per account and Region for all clients together.
    type: int
    default: 60
attributes:
  action:
    description: Has an action plugin on the controller, which prints the progress lines of O(wait).
    support: full
"""
