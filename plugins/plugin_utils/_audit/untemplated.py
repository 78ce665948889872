# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of actions whose texts, those of AWS among them, must not be taken for templates."""

from __future__ import annotations

from typing import Any

import ansible.template

TRUSTS_NOTHING = hasattr(ansible.template, "trust_as_template")
"""Whether ansible-core, from 2.19 on, takes no result of a filter or a task for a template by itself."""


def untemplated(value: Any) -> Any:
    """Return a value whose texts are not taken for templates."""
    if TRUSTS_NOTHING:
        return value
    # Here: newer versions deprecate the module.
    from ansible.utils.unsafe_proxy import wrap_var

    return wrap_var(value)
