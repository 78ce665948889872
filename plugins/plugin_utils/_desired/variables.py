# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables that the roles know, and what is wrong with the others. Pure but for reading the roles' argument specs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from .._awx.answers import variables_read
from .._awx.questions import SURVEYS
from .._roles.argument_specs import options_of, role_names

HOST_VARIABLES = ("byol_account_id", "byol_account_name", "byol_facts", "byol_failure")
"""Variables of a host that no role takes as an option. The inventory plugin sets them."""

SET_BY_ROLES = ("audit_report", "byol_hosts", "byol_result")
"""Variables that roles and playbooks set, or that choose the hosts of a playbook."""


@cache
def known_variables(prefix: str) -> frozenset[str]:
    """Return the public variables of this collection that start with a prefix, as in ``audit_``."""
    names = [name for role in role_names() for name in options_of(role)]
    names += [variable for survey in SURVEYS for variable in variables_read(survey)]
    return frozenset(name for name in (*names, *HOST_VARIABLES, *SET_BY_ROLES) if name.startswith(prefix))


def unknown_variables(names: Iterable[str], prefix: str) -> list[str]:
    """Return a sentence for each variable with a prefix that nothing in this collection reads.

    Variables with two underscores after the prefix are private to a role.
    """
    known = known_variables(prefix)
    private = f"{prefix}_"
    unknown = {str(name) for name in names if name.startswith(prefix) and not name.startswith(private)} - known
    return [unknown_variable(name, known) for name in sorted(unknown)]


def unknown_variable(name: str, known: Iterable[str]) -> str:
    """Return the sentence for a variable that nothing reads, with the name that was probably meant."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"{name} is not a variable of this collection" + (f"; did you mean {close[0]}?" if close else "")
