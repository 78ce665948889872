# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find misspelled variables of the role awx."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from .surveys import role_options

SET_BY_AWX = re.compile(
    "awx_("
    "execution_node|job_id|job_launch_type|job_scm_branch|(inventory|job_template|schedule|parent_job_schedule)_(id|name)"
    "|project_(revision|scm_branch)|user_(id|name|email|first_name|last_name)|workflow_job_(id|name|launch_type)"
    "|webhook_[a-z_]+)"
)
"""Variables that AWX gives to every job."""


def unknown_variables(names: Iterable[str]) -> list[str]:
    """Return a sentence for each variable that looks like one of the role awx but is none.

    Args:
        names: names of variables.
    """
    known = sorted(role_options("awx"))
    return [
        f"{name} is not a variable of this role{_suggestion(name, known)}"
        for name in sorted(names)
        if name.startswith("awx_")
        # Two underscores: private to the role.
        and not name.startswith("awx__")
        and name not in known
        and not SET_BY_AWX.fullmatch(name)
    ]


def _suggestion(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else "."
