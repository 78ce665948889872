# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This fragment is private: other collections must not use it.

from __future__ import annotations


class ModuleDocFragment:
    """Options for waiting."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait for the end. It can take hours.
      - While it waits, the task prints a line whenever state or percentage has changed, and at least every 5 minutes. With
        the C(async) keyword it waits silently. With C(no_log) the lines omit names and messages. Where the stdout callback
        is for programs, such as P(ansible.posix.json#callback), the lines go to standard error.
      - The wait can be interrupted at any time. The same task resumes it.
      - There is no wait in check mode.
    type: bool
    default: false
  wait_timeout:
    description:
      - How many seconds to wait, V(0) to V(2592000). After that the task fails with RV(ignore:failure.reason=timeout),
        while the operation continues in AWS. Run the task again to resume.
    type: int
    default: 14400
  wait_delay:
    description:
      - Maximum number of seconds between polls, V(1) to V(86400). From 90 % on an import is polled at least once a
        minute, and once it has completed every 10 seconds until the image is available.
      - Where a task waits for several images, this is multiplied by their number, up to 300 seconds, so that together they
        cost no more calls than one.
      - Amazon WorkSpaces allows two calls a second per account and Region for all clients together.
    type: int
    default: 60
"""
