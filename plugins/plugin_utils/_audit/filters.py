# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all filters of the audit have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ansible.template
from ansible.errors import AnsibleFilterError
from jinja2.exceptions import UndefinedError

from .._desired.plain import plain
from .text import one_line

TRUSTS_NOTHING = hasattr(ansible.template, "trust_as_template")
"""Whether ansible-core, from 2.19 on, takes no result of a filter or a task for a template by itself."""

NOT_THIS = (AttributeError, IndexError, KeyError, TypeError, ValueError, UndefinedError)
"""What the code raises for a value that is not what a filter is for."""


def untemplated(value: Any) -> Any:
    """Return a value whose texts are not taken for templates."""
    if TRUSTS_NOTHING:
        return value
    # Here: newer versions deprecate the module.
    from ansible.utils.unsafe_proxy import wrap_var

    return wrap_var(value)


def apply(name: str, made_of: Callable[[Any], Any], value: Any) -> Any:
    """Return what a function makes of a value of a template, or raise ``AnsibleFilterError`` with the name of the filter."""
    try:
        return untemplated(made_of(plain(value)))
    except NOT_THIS as error:
        raise AnsibleFilterError(f"{name}: this value cannot be used: {one_line(repr(error))}") from error
