# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The token bucket by itself, and the limit as a client meets it."""

from __future__ import annotations

from typing import Any

from tests.emulator.rate_limit import RateLimiter, TokenBucket

from .conftest import ACCOUNT


def test_a_burst_of_five_and_two_a_second() -> None:
    bucket = TokenBucket(rate=2, burst=5, now=0)
    assert [bucket.admit(0) for _time in range(6)] == [True] * 5 + [False]
    assert [bucket.admit(0.4), bucket.admit(0.5), bucket.admit(0.5)] == [False, True, False]
    assert sum(bucket.admit(100) for _time in range(10)) == 5


def test_each_account_and_region_has_its_own_bucket() -> None:
    limiter = RateLimiter(timer=lambda: 0.0)
    assert limiter.admit("1", "a", 2, 1)
    assert not limiter.admit("1", "a", 2, 1)
    assert limiter.admit("1", "b", 2, 1)
    assert limiter.admit("2", "a", 2, 1)


def test_throttled_calls_are_refused_and_logged(aws: Any, clients: Any, client: Any, code_of: Any) -> None:
    aws.settings(rate_limit=True, rate_per_second=0.001, rate_burst=2)
    client.describe_account()
    client.describe_workspace_images()
    assert code_of(client.describe_account) == "ThrottlingException"
    clients(account="222222222222").describe_account()
    outcomes = [call["outcome"] for call in aws.calls(account=ACCOUNT)]
    assert outcomes == ["ok", "ok", "ThrottlingException"]
    assert not aws.calls(account=ACCOUNT)[-1]["acted"]
