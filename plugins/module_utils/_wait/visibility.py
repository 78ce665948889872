# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Looking again for a while: what AWS has just made or deleted can take seconds to show."""

from __future__ import annotations

from .._aws.errors import Failure

PAUSES = (0, 1, 3, 6, 10)
"""Seconds before each look."""

SENDS = 3
"""How often a call that changes something is sent at most, each time after looking what the last one did."""


def patiently(clock, look):
    """The first true value that C(look) returns, or C(None) after the last of C(PAUSES).

    A passing C(Failure) of a look counts as nothing found, but for that of the last look, which is raised.
    """
    for pause in PAUSES:
        clock.sleep(pause)
        try:
            found = look()
        except Failure as failure:
            if not failure.passing or pause == PAUSES[-1]:
                raise
            continue
        if found:
            return found
    return None
