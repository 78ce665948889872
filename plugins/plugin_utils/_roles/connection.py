# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the role byol connects, from its variables. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CONNECTION = (
    "region",
    "profile",
    "assume_role_arn",
    "assume_role_external_id",
    "assume_role_session_name",
    "assume_role_duration",
    "endpoint_url",
)
"""Options of the connection. Without one that is set and cannot be evaluated, another account or Region would be used."""

PREFIX = "byol_"
"""With which the variables of these options start."""


def connection_of(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return how to connect, without what is not set: ``module_defaults`` of the user have that.

    :param variables: evaluated.
    """
    options = {option: variables.get(f"{PREFIX}{option}") for option in CONNECTION}
    return {option: value for option, value in options.items() if value not in (None, "")}
