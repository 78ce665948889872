# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping to the rate of AWS, checked against an independent token bucket."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.euc.workspaces.plugins.module_utils._aws.rate_limit import RateLimiter

from ...support.scripted_clock import ScriptedClock


class Bucket:
    """The bucket that AWS describes: tokens come at a rate, up to a burst, and a call takes one."""

    def __init__(self, rate=2, burst=5):
        self.rate, self.burst = rate, burst
        self.tokens, self.filled = float(burst), 0.0

    def admits(self, now):
        """Take a token, if there is one."""
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens < 1 - 1e-6:
            return False
        self.tokens -= 1
        return True


@given(st.lists(st.floats(0, 10), min_size=1, max_size=80))
def test_no_call_comes_too_early(pauses):
    clock = ScriptedClock()
    limiter, bucket = RateLimiter(clock), Bucket()
    for pause in pauses:
        clock.sleep(pause)
        limiter.take()
        assert bucket.admits(clock.passed)


def test_what_is_granted_is_used():
    clock = ScriptedClock()
    limiter = RateLimiter(clock)
    for _call in range(43):
        limiter.take()
    least = (43 - 5) / 2
    assert least <= clock.passed <= least + 1


def test_a_few_calls_do_not_wait():
    clock = ScriptedClock()
    limiter = RateLimiter(clock)
    for _call in range(4):
        limiter.take()
    assert clock.passed == 0


def test_rest_restores_no_more_than_the_burst():
    clock = ScriptedClock()
    limiter, bucket = RateLimiter(clock), Bucket()
    for _round in range(3):
        clock.sleep(3600)
        for _call in range(12):
            limiter.take()
            assert bucket.admits(clock.passed)


def test_threads_share_it():
    clock = ScriptedClock()
    limiter = RateLimiter(clock)
    threads = [threading.Thread(target=lambda: [limiter.take() for _call in range(4)]) for _thread in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
        assert not thread.is_alive()
    assert clock.passed >= (20 - 5) / 2
