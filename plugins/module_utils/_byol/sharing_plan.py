# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With which accounts an image is to be shared from now on. Pure: no call is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._aws.errors import Failure
from .bundle_plan import refuse_unusable_image
from .plan import Json, Plan, Step
from .sharing_options import SharingSpec

SHARE = "UpdateWorkspaceImagePermission"


def plan_sharing(options: SharingSpec, image: Mapping[str, Any] | None, shared_with: Iterable[str]) -> Plan:
    """Share the image with the accounts that are missing, and end the sharing with those that are too many.

    Raises ``Failure``: image_not_found; image_pending and image_failed, where something has to change; invalid_request.
    """
    if image is None:
        refuse_unusable_image(image, options.image)
    if image is None:
        raise AssertionError
    image_id, owner = image["image_id"], image.get("owner_account_id")
    if owner in options.account_ids:
        message = f"The value of account_ids is not valid: {owner} is the owner of the image {image_id}"
        raise Failure("invalid_request", message)
    current, desired = set(shared_with), set(options.account_ids)
    revoked = sorted(current - desired) if options.purge_accounts else []
    granted = sorted(desired - current)
    if granted or revoked:
        refuse_unusable_image(image, options.image)
    before = sorted(current)
    accounts, steps = current, []
    for account in (*revoked, *granted):
        allow = account in desired
        accounts = accounts | {account} if allow else accounts - {account}
        steps.append(_step(image_id, account, allow, sorted(accounts)))
    return Plan(tuple(steps), _shown(image_id, before))


def _step(image_id: str, account: str, allow: bool, after: list[str]) -> Step:
    doing = f"share the image {image_id} with {account}" if allow else f"end the sharing of {image_id} with {account}"
    params = {"ImageId": image_id, "SharedAccountId": account, "AllowCopyImage": allow}
    return Step(SHARE, doing, params, _shown(image_id, after))


def _shown(image_id: str, account_ids: list[str]) -> Json:
    return {"image_id": image_id, "account_ids": account_ids}
