# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With which accounts an image is to be shared from now on. Pure: no call is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .._aws.errors import Failure
from .bundle_plan import refuse_unusable_image
from .plan import Plan, Step


@dataclass(frozen=True)
class SharingOptions:
    """The desired accounts. Exactly one of ``image_id`` and ``name`` is given."""

    account_ids: tuple[str, ...]
    image_id: str | None = None
    name: str | None = None
    purge_accounts: bool = True

    @property
    def image(self) -> str:
        """The image in a message."""
        return self.image_id or str(self.name)


def plan_sharing(options: SharingOptions, image: Mapping[str, Any] | None, shared_with: Iterable[str]) -> Plan:
    """Share the image with the accounts that are missing, and end the sharing with those that are too many.

    Raises ``Failure``: image_not_found; image_pending and image_failed, where something has to change; invalid_request.
    """
    if image is None:
        refuse_unusable_image(image, options.image)
    assert image is not None
    image_id, owner = image["image_id"], image.get("owner_account_id")
    if owner in options.account_ids:
        message = f"The value of account_ids is not valid: {owner} is the owner of the image {image_id}"
        raise Failure("invalid_request", message)
    current, desired = set(shared_with), set(options.account_ids)
    revoked = sorted(current - desired) if options.purge_accounts else []
    granted = sorted(desired - current)
    if granted or revoked:
        refuse_unusable_image(image, options.image)
    steps = [_step(image_id, account, False) for account in revoked]
    steps += [_step(image_id, account, True) for account in granted]
    before = {"image_id": image_id, "account_ids": sorted(current)}
    after = {"image_id": image_id, "account_ids": sorted(current - set(revoked) | desired)}
    return Plan(tuple(steps), before, after)


def _step(image_id: str, account: str, allow: bool) -> Step:
    doing = f"share the image {image_id} with {account}" if allow else f"end the sharing of {image_id} with {account}"
    params = {"ImageId": image_id, "SharedAccountId": account, "AllowCopyImage": allow}
    return Step("UpdateWorkspaceImagePermission", doing, params)
