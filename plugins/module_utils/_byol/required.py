# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Required options that are given as null, which Ansible's own checks accept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._aws.errors import Failure
from .._aws.validation import refuse


def refuse_null(params: Mapping[str, Any], *options: str) -> None:
    """Raise ``Failure`` (invalid_request) for the first of the options that is null."""
    for option in options:
        if params[option] is None:
            refuse(option, None, "it must not be empty")


def refuse_none_of(params: Mapping[str, Any], *options: str) -> None:
    """Raise ``Failure`` (invalid_request) where all of the options are null."""
    if all(params[option] is None for option in options):
        raise Failure("invalid_request", f"One of {', '.join(options)} is required")
