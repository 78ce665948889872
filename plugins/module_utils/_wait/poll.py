# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Waiting for hours without being fooled by a passing fault."""

from __future__ import annotations

from .._aws.errors import RESUME, Failure

WAIT_OPTIONS = {
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": 14400},
    "wait_delay": {"type": "int", "default": 60},
}


def refuse_bad_wait(params):
    """Raise C(Failure) (invalid_request)."""
    if params["wait_timeout"] < 0:
        raise Failure("invalid_request", f"wait_timeout must be 0 or more seconds, not {params['wait_timeout']}")
    if params["wait_delay"] < 1:
        raise Failure("invalid_request", f"wait_delay must be 1 second or more, not {params['wait_delay']}")


def wait_until(finished, status, poll, clock, deadline, gap):
    """Poll until a status is final, and return it; C(None) when the deadline passed first.

    finished: tells of a status whether it is final. status: what is known already, so that nothing is asked twice.
    poll: gets a new status; when it raises a passing C(Failure) the wait goes on, any other one ends it.
    deadline: by C(clock). gap: tells the seconds until the next poll from the last status; the last pause ends on the
    deadline, so that one more poll is made there.
    """
    while not finished(status):
        left = deadline - clock.now()
        if left <= 0:
            return None
        clock.sleep(min(gap(status), left))
        try:
            status = poll()
        except Failure as failure:
            if failure.reason == "credentials_expired":
                failure.remedy = f"Renew the credentials. {RESUME}"
            if not failure.passing:
                raise
    return status
