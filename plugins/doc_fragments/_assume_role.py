# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This fragment is private: other collections must not use it.

from __future__ import annotations


class ModuleDocFragment:
    """Options for assuming a role."""

    DOCUMENTATION = r"""
options:
  assume_role_arn:
    description:
      - The ARN of an IAM role to assume. The credentials that the task has otherwise need C(sts:AssumeRole) on it, and the
        role must trust them.
      - The credentials of the role are renewed before they expire, for as long as the task takes. They are kept in memory
        only.
      - O(endpoint_url) does not apply to AWS STS. The settings of the SDK do, such as C(AWS_ENDPOINT_URL_STS).
    type: str
    version_added: 0.2.0
  assume_role_external_id:
    description:
      - The external ID that the trust policy of the role requires (C(sts:ExternalId)).
      - Requires O(assume_role_arn).
    type: str
    version_added: 1.0.0
  assume_role_session_name:
    description:
      - The name of the session, by which AWS CloudTrail shows who assumed the role.
      - Requires O(assume_role_arn). If it is not set, the name is V(euc.workspaces).
    type: str
    version_added: 1.0.0
  assume_role_duration:
    description:
      - How many seconds the credentials of the role are valid before they are renewed, V(900) to V(43200), and no more than
        the maximum session duration of the role.
      - Requires O(assume_role_arn). If it is not set, AWS STS decides, which is an hour.
    type: int
    version_added: 1.0.0
"""
