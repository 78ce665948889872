# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that wait in the service until a test lets them go on, or until enough of them have come."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from .conftest import ACCOUNT

IMPORT = "ImportCustomWorkspaceImage"

pytestmark = pytest.mark.usefixtures("enabled")


@pytest.fixture
def pool() -> Any:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def until(condition: Any) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def begin(pool: Any, client: Any, request_of: Any, aws: Any, held: int = 1) -> Future[Any]:
    """Import in a thread, and return when the call is held."""
    future: Future[Any] = pool.submit(client.import_custom_workspace_image, **request_of())
    until(lambda: len(aws.held()) == held)
    return future


def test_a_call_that_is_held_before_it_acts(aws: Any, client: Any, request_of: Any, pool: Any) -> None:
    aws.faults([{"operation": IMPORT, "do": {"hold": "before"}}])
    future = begin(pool, client, request_of, aws)
    (held,) = aws.held(operation=IMPORT, account=ACCOUNT)
    assert held["params"]["ImageName"] == "win11"
    assert client.describe_workspace_images()["Images"] == []
    assert aws.calls(operation=IMPORT) == []
    assert aws.release(account="222222222222") == 0
    assert aws.release(account=ACCOUNT) == 1
    assert future.result(60)["ImageId"] == client.describe_workspace_images()["Images"][0]["ImageId"]


def test_a_call_that_is_held_after_it_acted(aws: Any, client: Any, request_of: Any, pool: Any) -> None:
    aws.faults([{"operation": IMPORT, "do": {"hold": "after"}}])
    future = begin(pool, client, request_of, aws)
    (image,) = client.describe_workspace_images()["Images"]
    assert not future.done()
    aws.release()
    assert future.result(60)["ImageId"] == image["ImageId"]


def test_calls_that_wait_for_each_other(aws: Any, client: Any, request_of: Any, pool: Any) -> None:
    aws.faults([{"operation": IMPORT, "do": {"meet": 2}}])
    first = begin(pool, client, request_of, aws)
    second = pool.submit(client.import_custom_workspace_image, **request_of())
    errors = [future.exception(60) for future in (first, second)]
    refused = [error for error in errors if isinstance(error, ClientError)]
    assert [error.response["Error"]["Code"] for error in refused] == ["ResourceAlreadyExistsException"]
    assert errors.count(None) == 1
    assert aws.held() == []


def test_a_reset_drops_what_is_held(aws: Any, client: Any, request_of: Any, pool: Any) -> None:
    aws.faults([{"operation": IMPORT, "do": {"hold": "before"}}])
    future = begin(pool, client, request_of, aws)
    aws.reset()
    with pytest.raises(ConnectionClosedError):
        future.result(60)
    assert client.describe_workspace_images()["Images"] == []
