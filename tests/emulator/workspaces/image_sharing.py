# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With whom a BYOL image can be shared.

Source: Amazon WorkSpaces administration guide, "Share or unshare a custom WorkSpaces image": the other account is in
the same organization, that is, has the same payer, and is enabled for BYOL; the image is shared in its Region only.
"""

from __future__ import annotations

from moto.organizations.models import organizations_backends

from .service_error import access_denied, not_supported


def check_share(owner: str, other: str, other_is_enabled: bool, organization_matters: bool) -> None:
    """Refuse to share with an account of another payer or one that is not enabled for BYOL."""
    if organization_matters and not have_same_payer(owner, other):
        raise access_denied(f"The account {other} is not in the same organization.")
    if not other_is_enabled:
        raise not_supported(f"The account {other} is not enabled for Bring Your Own License (BYOL) in this Region.")


def have_same_payer(one: str, other: str) -> bool:
    """Whether both accounts are members of one organization."""
    for account in list(organizations_backends.values()):
        members = {member.id for member in account["aws"].accounts} if "aws" in account else set()
        if {one, other} <= members:
            return True
    return False
