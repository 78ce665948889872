# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images are kept, from the options of ``workspaces_image_retention``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._aws.validation import refuse
from .required import refuse_null

RETENTION_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"choices": ["reported", "absent"], "default": "reported"},
    "name_pattern": {"required": True},
    "keep": {"type": "int", "required": True},
    "min_age_days": {"type": "int", "default": 0},
    "failed_after_days": {"type": "int"},
    "protect_tags": {"type": "list", "elements": "str", "default": []},
    "max_deletions": {"type": "int"},
}
"""As in an ``argument_spec``."""

LARGEST = 36500
"""Days, and images."""


@dataclass(frozen=True)
class RetentionSpec:
    """What is kept. Days are counted from the creation of an image."""

    name_pattern: str
    keep: int
    state: str = "reported"
    min_age_days: int = 0
    failed_after_days: int | None = None
    protect_tags: tuple[str, ...] = ()
    max_deletions: int | None = None


def read_retention(params: Mapping[str, Any], _service_model: Any) -> RetentionSpec:
    """Return what is kept. Raises ``Failure`` (invalid_request)."""
    refuse_null(params, "name_pattern", "keep")
    compile_pattern(params["name_pattern"])
    for option in ("keep", "min_age_days", "failed_after_days", "max_deletions"):
        if params[option] is not None and not 0 <= params[option] <= LARGEST:
            refuse(option, params[option], f"it must be 0 to {LARGEST}")
    values = {option: params[option] for option in RETENTION_OPTIONS if option != "protect_tags"}
    values["min_age_days"] = params["min_age_days"] or 0
    return RetentionSpec(protect_tags=tuple(params["protect_tags"] or ()), **values)


def compile_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of an option. Raises ``Failure``: invalid_request."""
    try:
        return re.compile(text)
    except re.error as error:
        refuse("name_pattern", text, f"it is not a regular expression ({error})")
        raise
