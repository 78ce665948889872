# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With which accounts an image is shared, from the options of ``workspaces_image_sharing``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._aws.validation import refuse, refuse_bad_value
from .required import refuse_none_of, refuse_null

SHARING_OPTIONS: dict[str, dict[str, Any]] = {
    "image_id": {},
    "name": {"aliases": ["image_name"]},
    "account_ids": {"type": "list", "elements": "str", "required": True},
    "purge_accounts": {"type": "bool", "default": True},
}
"""As in an ``argument_spec``."""

CONSTRAINTS: dict[str, Any] = {
    "mutually_exclusive": [("image_id", "name")],
    "required_one_of": [("image_id", "name")],
}
"""As of ``AnsibleModule``."""


@dataclass(frozen=True)
class SharingSpec:
    """The desired accounts. Exactly one of ``image_id`` and ``name`` is given."""

    account_ids: tuple[str, ...]
    image_id: str | None = None
    name: str | None = None
    purge_accounts: bool = True

    @property
    def image(self) -> str:
        """The image in a message."""
        return self.image_id or str(self.name)


def read_sharing(params: Mapping[str, Any], service_model: Any) -> SharingSpec:
    """Return the desired accounts. Raises ``Failure`` (invalid_request). service_model: of the installed SDK."""
    refuse_null(params, "account_ids")
    refuse_none_of(params, "image_id", "name")
    members = service_model.operation_model("UpdateWorkspaceImagePermission").input_shape.members
    refuse_bad_value("image_id", params["image_id"], members["ImageId"])
    name = service_model.operation_model("CopyWorkspaceImage").input_shape.members["Name"]
    refuse_bad_value("name", params["name"], name)
    for account in params["account_ids"]:
        if not (account.isascii() and account.isdigit() and len(account) == 12):
            refuse("account_ids", account, "it must be an account ID of 12 digits, quoted in YAML")
    accounts = tuple(dict.fromkeys(params["account_ids"]))
    return SharingSpec(accounts, params["image_id"], params["name"], params["purge_accounts"])
