# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables and groups of the hosts. Text from AWS becomes inert: anyone who may name an image can write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.euc.workspaces.plugins.module_utils._aws.assume_role import SESSION_NAME, Role

from .accounts import Account

try:
    from ansible.template import trust_as_template

    UNMARKED_IS_TEMPLATE = False
    """Since ansible-core 2.19 only text that is marked as trusted is ever taken for a template or an expression."""
except ImportError:
    UNMARKED_IS_TEMPLATE = True

    def trust_as_template(value: str) -> str:
        """Return the value: all text is a template that is not marked as unsafe."""
        return value


GROUP = "byol"
UNAVAILABLE = "byol_unavailable"

HARMLESS = re.compile(r"(?!#)[\w .:/@+=,-]*")
"""Text that does nothing as a template or an expression: without braces, parentheses, quotes, brackets and pipes nothing
can be called. A ``#`` at the beginning could name other delimiters."""


def default_host_name(account: Account, region: str) -> str:
    """Return the name of the host of an account, which has a unique label, in a Region."""
    return f"{account.label}-{region}" if account.label else region


def host_vars(account: Account, region: str, endpoint_url: str | None, role: Role, found: Mapping[str, Any]) -> dict:
    """Return the variables that say how to reach the account and Region, and what was found there.

    Args:
        account: The account.
        region: The Region.
        endpoint_url: The endpoint of Amazon WorkSpaces, if it is not that of AWS.
        role: How roles are assumed; its ARN is not used.
        found: What ``read_fleet()`` returns for this account and Region, or empty.
    """
    known = {
        "byol_region": region,
        "byol_profile": account.profile,
        **(_role_vars(account.role_arn, role) if account.role_arn else {}),
        "byol_endpoint_url": endpoint_url,
        "byol_account_id": found.get("account_id") or account.account_id,
        "byol_account_name": account.name,
        "byol_facts": found.get("facts"),
        "byol_failure": found.get("failure"),
    }
    return {name: inert(value) for name, value in known.items() if value not in (None, "")}


def _role_vars(arn: str, role: Role) -> dict[str, Any]:
    return {
        "byol_assume_role_arn": arn,
        "byol_assume_role_external_id": role.external_id,
        "byol_assume_role_session_name": role.session_name if role.session_name != SESSION_NAME else None,
        "byol_assume_role_duration": role.duration,
    }


def groups_of(found: Mapping[str, Any]) -> list[str]:
    """Return the groups of every host, besides those that the user constructs. found: as for ``host_vars()``."""
    if "failure" not in found:
        return [GROUP]
    return [GROUP, UNAVAILABLE, f"byol_failure_{found['failure']['reason']}"]


def inert(value: Any) -> Any:
    """Return the value with all text in it such that ansible-core runs none of it.

    Text that can do no harm gets the mark of text that core may template, which changes nothing: from 2.19 on
    ansible-inventory shows text without it as ``{"__ansible_unsafe": ...}``, which programs that read its JSON do not
    expect.
    """
    if isinstance(value, dict):
        return _inert_dict(value)
    if isinstance(value, list):
        return [inert(item) for item in value]
    if not isinstance(value, str):
        return value
    # The copy has no mark that the text may have brought along.
    return trust_as_template(value) if HARMLESS.fullmatch(value) else _unsafe(value[:])


def _inert_dict(value: dict) -> dict:
    if UNMARKED_IS_TEMPLATE and not all(HARMLESS.fullmatch(str(key)) for key in value):
        # Core before 2.19 goes by the values only when it decides whether the result of an expression is unsafe.
        return _unsafe(value)
    return {key: inert(item) for key, item in value.items()}


def _unsafe(value: Any) -> Any:
    if not UNMARKED_IS_TEMPLATE:
        return value
    from ansible.utils.unsafe_proxy import wrap_var  # Here: newer cores deprecate it.

    return wrap_var(value)
