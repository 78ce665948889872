# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a task, handed from the worker that started something to the one that waits for all hosts.

They can hold credentials and travel in results that anybody can print, so they are encrypted with a key that exists in
the memory of this run of ansible-playbook only: it is made when Ansible loads the plugin, before it forks workers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

try:
    from cryptography.fernet import Fernet, InvalidToken

    _FERNET: Any = Fernet(Fernet.generate_key())
except ImportError:
    _FERNET = None  # ansible-core requires it; without it nothing is handed over, and each host waits for itself.

IN_OPTIONS = {
    *("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CA_BUNDLE", "AWS_URL"),
    *("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN"),
}
"""Variables of the environment that become options of a task, and so are handed over with these."""


class Handed(NamedTuple):
    """What was handed over: the name of the module, its validated options, and whether it is still to be started."""

    module: str
    params: dict[str, Any]
    postponed: bool = False


def can_hand_over(environment: Mapping[str, Any]) -> bool:
    """Return whether another process reaches AWS in the same way without these variables of a task's environment."""
    names = {name.upper() for name in environment} - IN_OPTIONS
    needed = any(name.startswith(("AWS_", "BOTO")) or name.endswith("_PROXY") for name in names)
    return _FERNET is not None and not needed


def seal(module: str, params: Mapping[str, Any], postponed: bool = False) -> str:
    """Return a text that only ``unseal()`` of the same run can read."""
    sealed: bytes = _FERNET.encrypt(json.dumps([module, params, postponed]).encode())
    return sealed.decode()


def unseal(sealed: Any) -> Handed | None:
    """Return what was sealed, or ``None`` where it was not sealed in this run."""
    if _FERNET is None:
        return None
    try:
        return Handed(*json.loads(_FERNET.decrypt(str(sealed).encode())))
    except InvalidToken:
        return None
