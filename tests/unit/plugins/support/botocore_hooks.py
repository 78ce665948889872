# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions of botocore in a fraction of their time: each registers 120 handlers, and these tests make thousands."""

from __future__ import annotations

import inspect

from botocore import hooks


def hurry():
    """Let botocore find out once what is the same in each session: the names of events, and what a handler takes."""
    aliased, aliases = hooks.EventAliaser._alias_event_name, {}
    inspected = hooks.accepts_kwargs

    def alias_event_name(aliaser, name):
        if name not in aliases:
            aliases[name] = aliased(aliaser, name)
        return aliases[name]

    def accepts_kwargs(handler):
        code = getattr(handler, "__code__", None)
        return bool(code.co_flags & inspect.CO_VARKEYWORDS) if code else inspected(handler)

    hooks.EventAliaser._alias_event_name = alias_event_name
    hooks.accepts_kwargs = accepts_kwargs
