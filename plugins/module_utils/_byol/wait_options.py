# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._aws.validation import refuse

WAIT_OPTIONS: dict[str, dict[str, Any]] = {
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": 14400},
    "wait_delay": {"type": "int", "default": 60},
}
"""As in an ``argument_spec``."""

LONGEST_TIMEOUT = 30 * 24 * 3600
LONGEST_DELAY = 24 * 3600
"""Seconds."""


@dataclass(frozen=True)
class WaitSpec:
    """Whether and how to wait. timeout, delay: seconds."""

    wait: bool = False
    timeout: int = 14400
    delay: int = 60


def read_wait(params: Mapping[str, Any]) -> WaitSpec:
    """Return the options of a wait. Raises ``Failure`` (invalid_request)."""
    timeout, delay = params["wait_timeout"], params["wait_delay"]
    if not 0 <= timeout <= LONGEST_TIMEOUT:
        refuse("wait_timeout", _shown(timeout), f"it must be 0 to {LONGEST_TIMEOUT} seconds")
    if not 1 <= delay <= LONGEST_DELAY:
        refuse("wait_delay", _shown(delay), f"it must be 1 to {LONGEST_DELAY} seconds")
    return WaitSpec(params["wait"], timeout, delay)


def _shown(number: int) -> int | str:
    """A number in a message: Python refuses to write out very long ones."""
    return number if number.bit_length() < 64 else "a number of more than 18 digits"
