# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Acting as a role of another account."""

    DOCUMENTATION = r"""
options:
  assume_role_arn:
    description:
      - The ARN of an IAM role to act as. The credentials that the task has otherwise need C(sts:AssumeRole) on it, and the
        role has to trust them.
      - What AWS STS gives for the role is renewed for as long as the task takes. It is kept in memory only.
      - O(endpoint_url) is not used for AWS STS. The settings of the SDK are, such as C(AWS_ENDPOINT_URL_STS).
    type: str
    version_added: 0.2.0
"""
